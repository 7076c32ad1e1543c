"""The public look-up."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """App settings."""

    name = "catalogue"
    verbose_name = "Tra cứu công khai"
