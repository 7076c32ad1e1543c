"""A member who has a conflict of interest does not score."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from core import audit
from core.errors import Denied
from evaluations import rules
from evaluations.actions.locking import locked_assessment
from evaluations.models import Assessment, CouncilMember, Recusal, ScoreSheet


@transaction.atomic
def declare_recusal(*, assessment: Assessment, member: CouncilMember, reason: str, actor: User) -> Recusal:
    """Take a member out of quorum and mean of one dossier, before they scored it; the minutes say so."""
    current = locked_assessment(assessment.pk)
    rules.check_may_recuse(current, member, actor)
    if not reason.strip():
        raise Denied("Nhập lý do từ chối chấm.", obj=current)
    if Recusal.objects.filter(assessment=current, member=member).exists():
        raise Denied(f"{member} đã từ chối chấm hồ sơ này.", obj=current)
    ScoreSheet.objects.filter(assessment=current, member=member).delete()  # empty: the rule above has looked
    recusal = Recusal.objects.create(assessment=current, member=member, reason=reason.strip(), declared_by=actor)
    audit.record(
        actor=actor, action="assessment.recuse", obj=current, after={"member": str(member)}, reason=reason.strip()
    )
    return recusal
