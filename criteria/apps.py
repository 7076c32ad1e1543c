"""The law as data."""

from django.apps import AppConfig


class CriteriaConfig(AppConfig):
    """App settings."""

    name = "criteria"
    verbose_name = "Bộ tiêu chí"
