"""Messages and things to do."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Registers the outbox's own work."""

    name = "notifications"
    verbose_name = "Thông báo"

    def ready(self) -> None:
        """Register."""
        from notifications import own_work, todo

        todo.register(own_work.mails_in_trouble)
