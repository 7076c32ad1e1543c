"""Trying given-up mails again."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from accounts.models import User
from core import audit
from core.errors import Denied
from core.formats import now
from core.queue import send_soon
from notifications.enums import MailState
from notifications.models import OutboxMail


@transaction.atomic
def resend(*, mails: Iterable[OutboxMail], actor: User) -> int:
    """Put given-up mails back, to the address that the account has now. Returns how many.

    Raises Denied when none of them is a failure with a usable address.
    """
    wanted = [mail.pk for mail in mails]
    failed = (
        OutboxMail.objects.select_for_update(of=("self",))
        .filter(pk__in=wanted, state=MailState.FAILED)
        .select_related("message__recipient")
    )
    count = sum(_put_back(mail, actor) for mail in failed)
    if not count:
        raise Denied("Không có thư nào gửi lại được: thư đã được gửi, hoặc tài khoản chưa có địa chỉ thư đúng.")
    from notifications.tasks import deliver

    send_soon(deliver)
    return count


def _put_back(mail: OutboxMail, actor: User) -> bool:
    before = {"address": mail.address, "attempts": mail.attempts, "error": mail.last_error}
    account = mail.message.recipient
    address = (account.email if account is not None else "") or mail.address
    try:
        validate_email(address)
    except ValidationError:
        return False
    mail.address, mail.state, mail.attempts, mail.next_at = address, MailState.PENDING, 0, now()
    mail.save(update_fields=["address", "state", "attempts", "next_at"])
    audit.record(actor=actor, action="mail.resend", obj=mail, before=before, after={"address": address})
    return True
