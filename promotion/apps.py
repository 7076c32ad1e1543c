"""Events, sales points, e-commerce, communications."""

from django.apps import AppConfig


class PromotionConfig(AppConfig):
    """App settings."""

    name = "promotion"
    verbose_name = "Xúc tiến thương mại"
