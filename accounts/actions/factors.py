"""A lost second factor: one person asks, another one confirms, both stand in the audit trail. A new key for all."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.db import transaction

from accounts import rules, second_factor, sessions
from accounts.models import FactorReset, User
from core import audit
from core.errors import Denied
from core.formats import now


@transaction.atomic
def ask_factor_reset(*, actor: User, user: User, reason: str) -> FactorReset:
    """Ask to take a person's second factor away. Nothing changes before a second person confirms."""
    rules.check_administers(actor)
    if actor.pk == user.pk:
        raise Denied("Người khác phải đề nghị đặt lại xác thực cho bạn.", obj=user)
    if not reason.strip():
        raise Denied("Nhập lý do, ví dụ “mất điện thoại, đã gặp trực tiếp”.", obj=user)
    if not second_factor.has_one(user):
        raise Denied("Người này chưa bật xác thực hai bước.", obj=user)
    if FactorReset.objects.filter(user=user, confirmed_by__isnull=True).exists():
        raise Denied("Đã có đề nghị đang chờ xác nhận.", obj=user)
    asked = FactorReset.objects.create(user=user, reason=reason.strip(), asked_by=actor)
    audit.record(actor=actor, action="factor.ask_reset", obj=user, reason=reason)
    return asked


@transaction.atomic
def confirm_factor_reset(*, actor: User, reset: FactorReset) -> FactorReset:
    """Confirm as the second person: factor and sessions go, the person sets a new one at the next sign-in."""
    locked = FactorReset.objects.select_for_update(of=("self",)).select_related("user", "asked_by").get(pk=reset.pk)
    if locked.confirmed_by_id is not None:
        raise Denied("Đề nghị này đã được xác nhận.", obj=locked.user)
    rules.check_may_confirm_reset(actor=actor, asked_by=locked.asked_by, user=locked.user)
    locked.confirmed_by, locked.confirmed_at = actor, now()
    locked.save(update_fields=["confirmed_by", "confirmed_at", "updated_at"])
    Authenticator.objects.filter(user=locked.user).delete()
    sessions.end_all(locked.user)
    audit.record(
        actor=actor,
        action="factor.reset",
        obj=locked.user,
        before={"asked_by": str(locked.asked_by)},
        reason=locked.reason,
    )
    return locked


@transaction.atomic
def renew_factor_key(*, reset_unreadable: bool = False) -> tuple[int, list[User]]:
    """Encrypt every stored secret with the first key; returns how many, and the people whose secret no key reads.

    With `reset_unreadable` those people's factors and sessions go: when a key is lost for good, nobody is left to ask
    and to confirm. Only who holds the server gets here.
    """
    cipher, renewed, lost = second_factor.cipher(), 0, {}
    for factor in Authenticator.objects.select_for_update(of=("self",)).select_related("user").order_by("pk"):
        kept = {name: factor.data[name] for name in ("secret", "seed") if name in factor.data}
        try:
            factor.data |= {name: cipher.rotate(text.encode()).decode() for name, text in kept.items()}
        except InvalidToken:
            lost[factor.user_id] = factor.user
            continue
        factor.save(update_fields=["data"])
        renewed += 1
    if reset_unreadable:
        Authenticator.objects.filter(user__in=lost).delete()
        for user in lost.values():
            sessions.end_all(user)
            audit.record(actor=None, action="factor.reset", obj=user, reason="Không còn khoá đọc được mã đã lưu")
    return renewed, list(lost.values())
