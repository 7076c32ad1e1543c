"""From a message to a mail. Texts of people are values of a fixed template, never compiled as one."""

from __future__ import annotations

import smtplib

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email
from django.template.loader import render_to_string

from notifications.models import OutboxMail

_PERMANENT = range(500, 600)


class BadAddress(Exception):
    """The mail can never arrive: trying again is of no use."""


def compose(mail: OutboxMail) -> EmailMultiAlternatives:
    """Build the mail, plain text with an HTML alternative.

    The Message-ID follows from the row: should the mail arrive twice, programs show it once.
    """
    message = mail.message
    context = {
        "message": message,
        "has_account": message.recipient is not None,
        "link": f"{settings.PORTAL_URL.rstrip('/')}{message.url or '/viec-can-lam/'}",
        "portal_name": settings.PORTAL_NAME,
        "province_name": settings.PROVINCE_NAME,
        "help_desk": settings.HELP_DESK,
        "is_demo": settings.DEMO,
    }
    letter = EmailMultiAlternatives(
        subject=message.title,
        body=render_to_string("notifications/mail.txt", context),
        to=[mail.address],
        headers={"Message-ID": f"<{mail.pk}@{_domain()}>", "Auto-Submitted": "auto-generated"},
    )
    letter.attach_alternative(render_to_string("notifications/mail.html", context), "text/html")
    return letter


def _domain() -> str:
    return settings.PORTAL_URL.split("//")[-1].split("/")[0].split(":")[0] or "localhost"


def send(mail: OutboxMail) -> None:
    """Hand the mail to the server.

    Raises BadAddress when the address is wrong or the server says so for good; any other fault may pass.
    """
    try:
        validate_email(mail.address)
    except ValidationError:
        raise BadAddress(f"Địa chỉ thư không đúng: {mail.address}") from None
    try:
        compose(mail).send()
    except smtplib.SMTPRecipientsRefused as error:
        code, reason = next(iter(error.recipients.values()), (0, b""))
        words = reason.decode(errors="replace") if isinstance(reason, bytes) else str(reason)
        if code in _PERMANENT:
            raise BadAddress(f"Máy chủ thư từ chối địa chỉ {mail.address}: {code} {words}") from error
        raise
