"""Producers, products, dossiers, recognitions."""

from django.apps import AppConfig


class ProductsConfig(AppConfig):
    """App settings."""

    name = "products"
    verbose_name = "Sản phẩm, hồ sơ"
