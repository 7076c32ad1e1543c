"""Inviting a producer to use the portal: a one-time link, made anew, taken back, or accepted."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.urls import reverse

from accounts.actions import create_user, give_seat, set_password
from accounts.enums import Role
from accounts.models import User
from accounts.seats import has_role
from core import audit
from core.errors import Denied
from core.formats import datetime_vn, now, today
from core.text import nfc
from notifications.actions import withdraw_links, write_to
from notifications.models import Message
from products import rules
from products.models import Producer, ProducerAccount, ProducerInvitation

DAYS = 14
MAIL = "producer.invitation"
_GONE = "Liên kết mời đã dùng rồi, đã quá hạn hoặc đã được thu lại. Nhờ cán bộ phụ trách OCOP gửi liên kết mới."


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _check_officer(actor: Any, producer: Producer) -> None:
    if not rules.enters_at(actor, producer.district_id, producer.commune_id):
        raise Denied("Bạn chỉ mời được chủ thể trong địa bàn được giao.", obj=producer, action="producer.invite")
    if producer.merged_into_id is not None:
        raise Denied("Chủ thể này đã gộp vào chủ thể khác.", obj=producer, action="producer.invite")


@transaction.atomic
def invite(
    *, producer: Producer, actor: Any, full_name: str, email: str = "", phone: str = ""
) -> tuple[ProducerInvitation, str]:
    """Invite a person to act for a producer, by mail too. Answers the invitation and its secret, which is shown once."""
    _check_officer(actor, producer)
    if not nfc(full_name):
        raise Denied("Nhập họ và tên người nhận.", obj=producer, action="producer.invite")
    secret = secrets.token_urlsafe(32)
    invitation = ProducerInvitation.objects.create(
        producer=producer,
        full_name=nfc(full_name)[:100],
        email=email,
        phone=phone,
        secret_hash=_hash(secret),
        expires_at=now() + dt.timedelta(days=DAYS),
        invited_by=actor,
    )
    audit.record(actor=actor, action="producer.invite", obj=producer, after={"to": invitation.full_name})
    _mail(invitation, secret)
    return invitation, secret


def path_of(secret: str) -> str:
    """The portal's own address that opens an invitation."""
    return f"{reverse('products:invitation')}?{urlencode({'ma': secret})}"


def _mail(invitation: ProducerInvitation, secret: str) -> None:
    """The link by mail, where there is an address. It leaves the outbox's row as soon as it works no more."""
    if not invitation.email:
        return
    write_to(
        address=invitation.email,
        name=invitation.full_name,
        kind=MAIL,
        title=f"Mời mở tài khoản của {invitation.producer.name} trên cổng OCOP",
        body=(
            f"{invitation.invited_by} mời bạn lập và nộp hồ sơ của {invitation.producer.name}.\n"
            "Mở trang dưới đây, tự đặt tên đăng nhập và mật khẩu. Liên kết dùng một lần, đến "
            f"{datetime_vn(invitation.expires_at)}. Không chuyển thư này cho người khác.\n"
            "Nếu bạn không làm việc cho chủ thể này, hãy bỏ qua thư."
        ),
        url=path_of(secret),
        obj=invitation,
    )


def _open(invitation: ProducerInvitation) -> ProducerInvitation:
    row = ProducerInvitation.objects.select_for_update(of=("self",)).select_related("producer").get(pk=invitation.pk)
    if row.accepted_at is not None:
        raise Denied("Lời mời này đã được nhận.", obj=row.producer, action="producer.invite")
    if row.revoked_at is not None:
        raise Denied("Lời mời này đã được thu lại.", obj=row.producer, action="producer.invite")
    return row


@transaction.atomic
def renew(*, invitation: ProducerInvitation, actor: Any) -> str:
    """Make a new link for the same person; the old one stops working. Answers the new secret."""
    row = _open(invitation)
    _check_officer(actor, row.producer)
    secret = secrets.token_urlsafe(32)
    row.secret_hash, row.expires_at = _hash(secret), now() + dt.timedelta(days=DAYS)
    row.links_made += 1
    row.save()
    withdraw_links(obj=row, kind=MAIL)
    _mail(row, secret)
    audit.record(actor=actor, action="producer.invite_again", obj=row.producer, after={"to": row.full_name})
    return secret


@transaction.atomic
def revoke(*, invitation: ProducerInvitation, actor: Any) -> None:
    """Take an invitation back; its link stops working."""
    row = _open(invitation)
    _check_officer(actor, row.producer)
    row.revoked_at, row.revoked_by = now(), actor
    row.save()
    withdraw_links(obj=row, kind=MAIL)
    audit.record(actor=actor, action="producer.invite_revoke", obj=row.producer, before={"to": row.full_name})


@transaction.atomic
def withdraw_expired() -> int:
    """Take links that ran out of the outbox's rows, every night. Returns how many invitations it were."""
    told = Message.objects.filter(kind=MAIL).exclude(url="").values_list("object_id", flat=True)
    expired = ProducerInvitation.objects.filter(pk__in=[int(pk) for pk in told], expires_at__lte=now())
    for row in expired:
        withdraw_links(obj=row, kind=MAIL)
    return len(expired)


def read(secret: str) -> ProducerInvitation | None:
    """The invitation of a link that still works."""
    rows = ProducerInvitation.objects.select_related(
        "producer", "producer__commune", "producer__district", "invited_by"
    )
    row = rows.filter(secret_hash=_hash(secret)).first() if secret else None
    return row if row is not None and row.is_open and row.producer.merged_into_id is None else None


def _taken(secret: str) -> ProducerInvitation:
    row = (
        ProducerInvitation.objects.select_for_update(of=("self",))
        .select_related("producer__commune", "producer__district")
        .filter(secret_hash=_hash(secret))
        .first()
    )
    if row is None or not row.is_open:
        raise Denied(_GONE, action="producer.accept_invitation")
    return row


@transaction.atomic
def accept(*, secret: str, username: str, password: str) -> User:
    """Open an account by a link: the person chooses name and password. Raises Denied, ValidationError."""
    row = _taken(secret)
    validate_password(password, User(username=username, full_name=row.full_name, email=row.email, phone=row.phone))
    user = create_user(actor=None, username=username, full_name=row.full_name, email=row.email, phone=row.phone)
    producer = row.producer
    unit = (
        producer.commune if producer.commune is not None and producer.commune.in_force(today()) else producer.district
    )
    give_seat(actor=None, user=user, role=Role.PRODUCER, unit=unit)
    set_password(actor=None, user=user, password=password)
    return _joined(row, user)


@transaction.atomic
def join(*, secret: str, actor: User) -> User:
    """Accept with an account that the person has already, as one of another producer."""
    row = _taken(secret)
    if not has_role(actor, Role.PRODUCER):
        raise Denied("Chỉ tài khoản chủ thể nhận được lời mời này.", obj=row.producer, action="producer.invite")
    return _joined(row, actor)


def _joined(row: ProducerInvitation, user: User) -> User:
    ProducerAccount.objects.get_or_create(producer=row.producer, user=user)
    row.accepted_at, row.accepted_by = now(), user
    row.save()
    withdraw_links(obj=row, kind=MAIL)
    audit.record(actor=user, action="producer.accept_invitation", obj=row.producer, after={"user": user.pk})
    return user
