"""A lost second factor: one person asks, another one confirms, both stand in the audit trail."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
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
