"""Messages and things to do."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """App settings."""

    name = "notifications"
    verbose_name = "Thông báo"
