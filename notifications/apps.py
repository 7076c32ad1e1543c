"""Messages and things to do."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Registers the outbox's own work, and forgets a person's count when they act."""

    name = "notifications"
    verbose_name = "Thông báo"

    def ready(self) -> None:
        """Connect."""
        from django.db.models.signals import post_save

        from core.models import AuditEvent
        from notifications import counts, own_work, todo

        todo.register(own_work.mails_in_trouble)
        post_save.connect(counts.forget_actor, sender=AuditEvent, dispatch_uid="notifications.forget_actor")
