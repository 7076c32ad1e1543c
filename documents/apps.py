"""Official documents."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """App settings."""

    name = "documents"
    verbose_name = "Văn bản"
