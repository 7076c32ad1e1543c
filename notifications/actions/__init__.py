"""The verbs of messages, mail and reminders."""

from notifications.actions.deliver import deliver_due
from notifications.actions.digest import send_digests
from notifications.actions.notify import notify, withdraw_links, write_to
from notifications.actions.reading import mark_all_read, mark_read, set_mail_preference
from notifications.actions.remind import send_due_reminders
from notifications.actions.resend import resend

__all__ = [
    "deliver_due",
    "mark_all_read",
    "mark_read",
    "notify",
    "resend",
    "send_digests",
    "send_due_reminders",
    "set_mail_preference",
    "withdraw_links",
    "write_to",
]
