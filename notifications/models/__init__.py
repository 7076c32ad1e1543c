"""Messages to people, the outbox of their mails, and which reminders went."""

from notifications.models.messages import MailPreference, Message
from notifications.models.outbox import OutboxMail
from notifications.models.reminders import SentReminder

__all__ = ["MailPreference", "Message", "OutboxMail", "SentReminder"]
