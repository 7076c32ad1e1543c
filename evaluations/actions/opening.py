"""Attendance, and opening the session and its dossiers for scoring."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from accounts.models import User
from core import audit, workflow
from core.errors import Denied
from evaluations import queries, rules
from evaluations.actions.locking import locked_assessment, locked_session
from evaluations.actions.sessions import seat_members
from evaluations.enums import LIVE_SESSIONS, AssessmentState, CouncilRole, Presence, SessionState, SheetState
from evaluations.models import Assessment, Attendance, CouncilMember, CouncilSession, Result, ScoreSheet

HAND_OVER, HAND_BACK = "session.hand_over", "session.hand_back"


@transaction.atomic
def record_attendance(
    *, session: CouncilSession, presence: Mapping[int, str], actor: User, notes: Mapping[int, str] | None = None
) -> None:
    """Write who is here. Late comers get their sheets of the dossiers that are open; who leaves keeps theirs.

    Nobody who handed in a sheet of an open dossier can be marked absent: their sheet would silently leave the mean.
    """
    current = locked_session(session.pk)
    rules.check_runs(actor, current)
    if current.is_written:
        raise Denied("Lấy ý kiến bằng văn bản không điểm danh.", obj=current)
    if current.state not in LIVE_SESSIONS:
        raise Denied("Phiên họp đã kết thúc nên không sửa điểm danh.", obj=current)
    if current.state == SessionState.PLANNED:
        seat_members(current)
    notes = notes or {}
    changed: dict[str, str] = {}
    for place in queries.attendances(current):
        told = Presence(presence.get(place.member_id, place.presence))
        note = notes.get(place.member_id, place.note)
        if told == place.presence and note == place.note:
            continue
        if told != Presence.PRESENT and place.presence == Presence.PRESENT:
            _let_leave(current, place.member, actor)
        if told == Presence.PRESENT and place.presence != Presence.PRESENT:
            _hand_over_to_chair(current, place.member, actor)
        place.presence, place.note = told, note
        place.save(update_fields=["presence", "note"])
        changed[str(place.member)] = told.label
    for assessment in current.assessments.filter(state=AssessmentState.OPEN):
        hand_out_sheets(assessment, current)
    if changed:
        audit.record(actor=actor, action="session.attendance", obj=current, after=changed)


def _hand_over_to_chair(session: CouncilSession, member: CouncilMember, actor: User) -> None:
    """A chair who comes late presides from now on: the vice chair stood in only while the chair was away."""
    if member.role == CouncilRole.CHAIR and session.presided_by_id not in {None, member.pk}:
        _preside(session, member, actor, HAND_OVER)


def _preside(session: CouncilSession, member: CouncilMember, actor: User, action: str) -> None:
    before = {"presided_by": str(session.presided_by), "member": session.presided_by_id}
    session.presided_by = member
    session.version += 1
    session.save(update_fields=["presided_by", "version", "updated_at"])
    audit.record(actor=actor, action=action, obj=session, before=before, after={"presided_by": str(member)})


def _who_stood_in(session: CouncilSession, member: CouncilMember) -> CouncilMember | None:
    """The vice chair, still here, whom this chair relieved and who takes over again: unless the chair closed a result."""
    relieved = audit.timeline(session).filter(action=HAND_OVER).first()
    closed = Result.objects.filter(assessment__session=session, closed_by=member.user_id)
    if member.role != CouncilRole.CHAIR or relieved is None or closed.exists():
        return None
    here = Attendance.objects.filter(session=session, presence=Presence.PRESENT, member=relieved.before.get("member"))
    place = here.select_related("member").first()
    return place.member if place else None


def _let_leave(session: CouncilSession, member: CouncilMember, actor: User) -> None:
    """Who presides stays; but a chair marked present by mistake gives the session back to who stood in."""
    if member.pk == session.presided_by_id:
        stood_in = _who_stood_in(session, member)
        if stood_in is None:
            raise Denied(f"{member} đang chủ trì phiên họp nên không ghi vắng mặt được.", obj=session)
        _preside(session, stood_in, actor, HAND_BACK)
    counted = ScoreSheet.objects.filter(
        assessment__session=session, assessment__state=AssessmentState.OPEN, member=member, state=SheetState.SUBMITTED
    )
    if counted.exists():
        raise Denied(f"{member} đã nộp phiếu của hồ sơ đang chấm nên không ghi vắng mặt được.", obj=session)


def hand_out_sheets(assessment: Assessment, session: CouncilSession) -> None:
    """Make an empty sheet for each member who scores this dossier and has none."""
    rows = queries.roll(assessment).expected
    ScoreSheet.objects.bulk_create(
        [ScoreSheet(assessment=assessment, member_id=row.member_id) for row in rows if row.sheet_id is None]
    )


@transaction.atomic
def open_session(
    *,
    session: CouncilSession,
    presider: CouncilMember | None,
    actor: User,
    every_dossier: bool = True,
    version: int | None = None,
) -> CouncilSession:
    """Open the session for scoring under the chair, or the vice chair whom the chair has authorised.

    With `every_dossier` all of the agenda is opened at once, else one by one.
    """
    current = locked_session(session.pk)
    if presider is None and current.is_written:
        presider = current.council.members.filter(role="chair", valid_to__isnull=True).first()
    if presider is not None and presider.council_id != current.council_id:
        raise Denied("Người chủ trì không thuộc Hội đồng.", obj=current)
    workflow.apply(current, "open", actor=actor, version=version, data={"presider": presider})
    if every_dossier:
        for assessment in current.assessments.filter(state=AssessmentState.WAITING):
            assessment.session = current
            _open(assessment, current, actor)
    session.refresh_from_db()
    return session


def _open(assessment: Assessment, session: CouncilSession, actor: User) -> None:
    workflow.apply(assessment, "open", actor=actor)
    assessment.session = session
    hand_out_sheets(assessment, session)


@transaction.atomic
def open_assessment(*, assessment: Assessment, actor: User) -> Assessment:
    """Open one dossier of the agenda for scoring."""
    current = locked_assessment(assessment.pk)
    _open(current, current.session, actor)
    return current
