"""The demonstration's loader."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """App settings."""

    name = "demo"
    verbose_name = "Dữ liệu trình diễn"
