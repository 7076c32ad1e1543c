"""Messages to people, and the outbox of their mails."""

from notifications.models.messages import MailPreference, Message
from notifications.models.outbox import OutboxMail

__all__ = ["MailPreference", "Message", "OutboxMail"]
