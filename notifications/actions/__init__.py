"""The verbs of messages and mail."""

from notifications.actions.deliver import deliver_due
from notifications.actions.notify import notify
from notifications.actions.reading import mark_all_read, mark_read, set_mail_preference
from notifications.actions.resend import resend

__all__ = ["deliver_due", "mark_all_read", "mark_read", "notify", "resend", "set_mail_preference"]
