"""Reopening a submitted sheet: a reason, a second person, and the old revision kept (TRUST S16)."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse

from accounts.models import User
from core import audit, workflow
from core.errors import Denied
from core.formats import now, today
from evaluations import rules
from evaluations.actions.locking import locked_assessment
from evaluations.enums import AssessmentState, CouncilRole, ReopenState, SheetState
from evaluations.models import ReopenRequest, ScoreLine, ScoreSheet
from evaluations.queries import members_on
from notifications.actions import notify


def may_ask(actor: User, sheet: ScoreSheet) -> bool:
    """The author, or who runs the session, may ask while the assessment is open."""
    mine = sheet.member.user_id == actor.pk or rules.runs_session(actor, sheet.assessment.session)
    return mine and sheet.state == SheetState.SUBMITTED and sheet.assessment.state == AssessmentState.OPEN


@transaction.atomic
def ask_reopen(*, sheet: ScoreSheet, reason: str, actor: User) -> ReopenRequest:
    """Ask that a submitted sheet be reopened."""
    locked_assessment(sheet.assessment_id)
    current = ScoreSheet.objects.select_related("member", "assessment__session__council__unit").get(pk=sheet.pk)
    if not may_ask(actor, current):
        raise Denied("Phiếu này không mở lại được nữa.", obj=current)
    if not reason.strip():
        raise Denied("Nhập lý do cần mở lại phiếu.", obj=current)
    if current.reopen_requests.filter(state=ReopenState.ASKED).exists():
        raise Denied("Đã có đề nghị mở lại phiếu này, đang chờ duyệt.", obj=current)
    request = ReopenRequest.objects.create(sheet=current, reason=reason.strip(), asked_by=actor)
    session = current.assessment.session
    notify(
        recipients=_who_settles(current, actor),
        kind="sheet.reopen",
        title=f"Đề nghị mở lại phiếu của {current.member}",
        body=f"{current.assessment.dossier.product_name}. Lý do: {reason.strip()}",
        url=f"{reverse('evaluations:room', args=[session.pk])}?hs={current.assessment_id}",
        obj=current,
    )
    audit.record(actor=actor, action="sheet.ask_reopen", obj=current, reason=reason.strip())
    return request


def _who_settles(sheet: ScoreSheet, actor: User) -> list[User]:
    """Who presides; the other heads when the request is that person's own, or on that person's sheet."""
    session, barred = sheet.assessment.session, {actor.pk, sheet.member.user_id}
    if session.presided_by and session.presided_by.user_id not in barred:
        return [session.presided_by.user]
    heads = members_on(session.council, today()).filter(role__in=[CouncilRole.CHAIR, CouncilRole.VICE_CHAIR])
    return [head.user for head in heads if head.user_id not in barred]


@transaction.atomic
def settle_reopen(*, request: ReopenRequest, approve: bool, actor: User) -> ReopenRequest:
    """Approve or refuse. Approved: the old revision is kept as superseded, a new draft takes over its lines."""
    locked_assessment(request.sheet.assessment_id)
    workflow.apply(request, "approve" if approve else "refuse", actor=actor)
    if approve:
        old = ScoreSheet.objects.get(pk=request.sheet_id)
        workflow.apply(old, "supersede", actor=actor, reason=request.reason)
        new = ScoreSheet.objects.create(
            assessment_id=old.assessment_id,
            member_id=old.member_id,
            revision=old.revision + 1,
            comment=old.comment,
            advice=old.advice,
            knockouts=old.knockouts,
        )
        moment = now()
        copied = [
            ScoreLine(sheet=new, criterion_id=line.criterion_id, option_index=line.option_index, points=line.points,
                      note=line.note, saved_at=moment)
            for line in old.lines.all()
        ]  # fmt: skip
        ScoreLine.objects.bulk_create(copied)
    verb = "được mở lại" if approve else "không được mở lại"
    sheet = ScoreSheet.objects.select_related("member__user", "assessment__dossier").get(pk=request.sheet_id)
    notify(
        recipients=[sheet.member.user],
        kind="sheet.reopened",
        title=f"Phiếu đánh giá của bạn {verb}",
        body=sheet.assessment.dossier.product_name,
        url=reverse("evaluations:sheet", args=[sheet.assessment_id]),
        obj=sheet,
    )
    return request
