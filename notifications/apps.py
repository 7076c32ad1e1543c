"""Messages and things to do."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Registers the outbox's own work, and hears of files that the antivirus refused."""

    name = "notifications"
    verbose_name = "Thông báo"

    def ready(self) -> None:
        """Register."""
        from core.files import scan
        from notifications import own_work, refused_files, todo

        todo.register(own_work.mails_in_trouble)
        todo.register(own_work.seats_at_ended_units)
        scan.refused.connect(refused_files.tell_owner, dispatch_uid="notifications.refused_files")
