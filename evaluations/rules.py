"""Who may do what, in which state. `check_…` raises a sentence for the person; the others answer tables and templates."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet

from accounts.enums import Role
from accounts.seats import holds_at, units_of
from core.errors import Denied
from core.formats import datetime_vn, now, today
from core.statements import Joined
from core.workflow import Transition
from evaluations import queries
from evaluations.enums import AssessmentState, CouncilRole, Presence, SessionState, SheetState
from evaluations.models import Assessment, Attendance, Council, CouncilMember, CouncilSession, Recusal, ScoreSheet
from evaluations.roll import names

RUNNERS = (Role.DISTRICT_OFFICER, Role.DEPARTMENT_OFFICER)
LEADERS = (Role.DISTRICT_LEADER, Role.DEPARTMENT_LEADER)


# --- offices -------------------------------------------------------------------------------------------------------


def offices_of(user: Any) -> list[CouncilMember]:
    """The person's offices in councils in force today, with the seat that goes with them; kept for one request."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return []
    if not hasattr(user, "_offices"):
        user._offices = _load_offices(user)
    return list(user._offices)


_PERSON, _DAY = -1, dt.date.min


def _query() -> QuerySet[CouncilMember]:
    rows = CouncilMember.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=_DAY), user_id=_PERSON, valid_from__lte=_DAY
    )
    return rows.order_by("order", "pk")


_statement = Joined(CouncilMember, ("council",), _query)

# The same in SQL, for a statement that must not ask beforehand: `member` and `council` are its tables, `office_values`
# its parameters.
HOLDS_OFFICE = """
    member.user_id = %(user)s AND member.valid_from <= %(day)s AND (member.valid_to IS NULL OR member.valid_to >= %(day)s)
    AND council.unit_id = ANY(%(seats)s)
"""


def office_values(user: Any) -> dict[str, Any]:
    """The parameters of HOLDS_OFFICE: nobody's while the person is disabled or without a council member's seat."""
    units = units_of(user, (Role.COUNCIL_MEMBER,)) if user.is_active else []
    return {"user": user.pk, "day": today(), "seats": [unit.pk for unit in units]}


def _load_offices(user: Any) -> list[CouncilMember]:
    units = {unit.pk: unit for unit in units_of(user, (Role.COUNCIL_MEMBER,))}
    if not units:
        return []
    offices = []
    for office in _statement.instances({_PERSON: user.pk, _DAY: today()}):
        if office.council.unit_id in units:
            office.council.unit = units[office.council.unit_id]  # the seat has the unit already
            offices.append(office)
    return offices


def office_in(user: Any, council_id: int) -> CouncilMember | None:
    """The person's office in one council today."""
    return next((row for row in offices_of(user) if row.council_id == council_id), None)


def _is(user: Any, council_id: int, *roles: str) -> bool:
    office = office_in(user, council_id)
    return office is not None and office.role in roles


def manages_council(actor: Any, council: Council) -> bool:
    """Officers of the council's own unit keep its decision and its members."""
    return holds_at(actor, council.unit, *RUNNERS)


def runs_session(actor: Any, session: CouncilSession) -> bool:
    """The standing body's officers and the council's secretary prepare and run a session."""
    return runs_council(actor, session.council)


def runs_council(actor: Any, council: Council) -> bool:
    """The same for the sessions of a council."""
    return holds_at(actor, council.unit, *RUNNERS) or _is(actor, council.pk, CouncilRole.SECRETARY)


def presides(actor: Any, session: CouncilSession) -> bool:
    """Who presides over the session; before it opens, the chair and the vice chairs."""
    if session.presided_by_id:
        return session.presided_by.user_id == actor.pk and office_in(actor, session.council_id) is not None  # type: ignore[union-attr]
    return _is(actor, session.council_id, CouncilRole.CHAIR, CouncilRole.VICE_CHAIR)


def runs_agenda(actor: Any, assessment: Assessment) -> bool:
    """As `runs_session`, for one item of the agenda."""
    return runs_session(actor, assessment.session)


def presides_over(actor: Any, assessment: Assessment) -> bool:
    """Who presides over this dossier: a presider who is recused gives way to the next head (see `Roll.presider`)."""
    if office_in(actor, assessment.session.council_id) is None:
        return False
    head = queries.roll(assessment).presider
    return head is not None and head.user_id == actor.pk


def is_author(actor: Any, sheet: ScoreSheet) -> bool:
    """The member whose sheet it is, while in office."""
    return sheet.member.user_id == getattr(actor, "pk", None) and office_in(actor, sheet.member.council_id) is not None


def is_advisor(actor: Any, appraisal: Any) -> bool:
    """The advisor to whom the appraisal was given."""
    unit = appraisal.team.council.unit
    return appraisal.advisor_id == actor.pk and holds_at(actor, unit, Role.ADVISORY)


def is_leader(actor: Any, session: CouncilSession) -> bool:
    """The leader of the council's unit."""
    return holds_at(actor, session.council.unit, *LEADERS)


def settles_requests(actor: Any, session: CouncilSession) -> bool:
    """Who presides, the chair, a vice chair or the unit's leader settles what is asked in a session."""
    return (
        presides(actor, session)
        or _is(actor, session.council_id, CouncilRole.CHAIR, CouncilRole.VICE_CHAIR)
        or is_leader(actor, session)
    )


def may_settle_sheet(actor: Any, sheet: ScoreSheet) -> bool:
    """Nobody settles what is asked for their own sheet."""
    return sheet.member.user_id != actor.pk and settles_requests(actor, sheet.assessment.session)


def may_settle(actor: Any, request: Any) -> bool:
    """As `may_settle_sheet`, by somebody else than who asked."""
    return request.asked_by_id != actor.pk and may_settle_sheet(actor, request.sheet)


# --- guards of the session -----------------------------------------------------------------------------------------


def agenda_not_empty(t: Transition) -> None:
    """A session opens with at least one dossier."""
    if not Assessment.objects.filter(session=t.obj, state=AssessmentState.WAITING).exists():
        raise Denied("Chương trình chưa có hồ sơ nào. Thêm hồ sơ rồi mở chấm điểm.", obj=t.obj)


def dossiers_were_sent(t: Transition) -> None:
    """Members have the dossiers before they score."""
    if t.obj.dossiers_sent_at is None:
        raise Denied("Chưa gửi hồ sơ cho thành viên. Gửi hồ sơ rồi mở chấm điểm.", obj=t.obj)


def session_has_quorum(t: Transition) -> None:
    """Enough members and the one who presides are here (in writing: the reply date lies ahead)."""
    session = t.obj
    if session.is_written:
        if session.reply_by <= now():
            raise Denied("Hạn gửi ý kiến đã qua. Đặt lại hạn rồi mở lấy ý kiến.", obj=session)
        return
    check_presider(session, t.data["presider"])
    quorum = queries.session_roll(session, presider=t.data["presider"]).quorum
    if not quorum.met:
        raise Denied(" ".join(quorum.reasons), obj=session)


def check_presider(session: CouncilSession, presider: CouncilMember | None) -> None:
    """The chair presides; a vice chair only when the chair is away and has authorised it."""
    if presider is None:
        raise Denied("Chọn người chủ trì phiên họp.", obj=session)
    chair_here = Attendance.objects.filter(
        session=session, member__role=CouncilRole.CHAIR, presence=Presence.PRESENT
    ).exists()
    if presider.role not in {CouncilRole.CHAIR, CouncilRole.VICE_CHAIR}:
        raise Denied("Người chủ trì là Chủ tịch, hoặc Phó Chủ tịch được ủy quyền.", obj=session)
    if presider.role == CouncilRole.VICE_CHAIR:
        if chair_here:
            raise Denied("Chủ tịch Hội đồng có mặt nên chủ trì phiên họp.", obj=session)
        if not queries.rules_of_session(session).council.vice_chair_may_replace:
            raise Denied("Quy tắc đang áp dụng yêu cầu Chủ tịch Hội đồng chủ trì.", obj=session)
    here = Attendance.objects.filter(session=session, member=presider, presence=Presence.PRESENT).exists()
    if session.council.chair_must_attend and not here:
        raise Denied(f"{presider} chưa được điểm danh có mặt.", obj=session)


def every_assessment_settled(t: Transition) -> None:
    """Nothing is left open or waiting."""
    left = Assessment.objects.filter(session=t.obj, state__in=[AssessmentState.WAITING, AssessmentState.OPEN]).count()
    if left:
        raise Denied(f"Còn {left} hồ sơ chưa chốt. Chốt hoặc đưa ra khỏi phiên rồi kết thúc.", obj=t.obj)


def nothing_closed_yet(t: Transition) -> None:
    """A session with results is not cancelled."""
    if Assessment.objects.filter(session=t.obj, state=AssessmentState.CLOSED).exists():
        raise Denied(
            "Phiên đã có hồ sơ được chốt kết quả nên không huỷ được. Kết thúc phiên sau khi xử lý hồ sơ còn lại.",
            obj=t.obj,
        )


def check_planned(session: CouncilSession) -> None:
    """Agenda and particulars change only while the session is prepared."""
    if session.state != SessionState.PLANNED:
        raise Denied(f"Phiên {session.get_state_display().lower()} nên không sửa được nữa.", obj=session)


def check_runs(actor: Any, session: CouncilSession) -> None:
    """Only who runs the session."""
    if not runs_session(actor, session):
        raise Denied("Việc này do thư ký Hội đồng hoặc cán bộ thường trực làm.", obj=session)


# --- guards of assessments and sheets ------------------------------------------------------------------------------


def may_be_closed(t: Transition) -> None:
    """Quorum, who presides, and every expected sheet."""
    roll = queries.roll(t.obj)
    if roll.closable:
        return
    if roll.quorum.met and roll.missing:
        raise Denied(f"Chưa chốt được: còn chờ phiếu của {names(roll.missing)}.", obj=t.obj)
    lacking = "; ".join(condition.text for condition in roll.conditions() if not condition.met)
    raise Denied(f"Chưa chốt được, còn thiếu điều kiện: {lacking}.", obj=t.obj)


def closed_sentence(assessment: Assessment) -> str:
    """Why a sheet of this assessment takes nothing more."""
    if assessment.state == AssessmentState.CLOSED:
        result = getattr(assessment, "result", None)
        when = f" lúc {datetime_vn(result.closed_at)}" if result else ""
        return f"Đã chốt kết quả{when}, phiếu không nhận thay đổi nữa."
    if assessment.state == AssessmentState.REMOVED:
        return "Hồ sơ đã được đưa ra khỏi phiên, phiếu không nhận thay đổi nữa."
    return "Hồ sơ này chưa mở chấm."


def assessment_is_open(t: Transition) -> None:
    """Sheets move only while their assessment is open."""
    assessment = t.obj.assessment
    if assessment.state != AssessmentState.OPEN:
        raise Denied(closed_sentence(assessment), obj=t.obj)


def sheet_may_be_written(t: Transition) -> None:
    """The assessment is open and the member not recused; the sheet of who is absent is kept, and not counted."""
    check_may_score(t.obj)


def check_may_score(sheet: ScoreSheet) -> None:
    """Whether this sheet takes entries now."""
    assessment = sheet.assessment
    if assessment.state != AssessmentState.OPEN:
        raise Denied(closed_sentence(assessment), obj=sheet)
    if sheet.state != SheetState.DRAFT:
        raise Denied("Phiếu đã nộp nên không sửa được nữa.", obj=sheet)
    if Recusal.objects.filter(assessment=assessment, member_id=sheet.member_id).exists():
        raise Denied("Bạn đã từ chối chấm hồ sơ này do có liên quan.", obj=sheet)


def check_may_recuse(assessment: Assessment, member: CouncilMember, actor: Any) -> None:
    """The member, or who runs the session, declares a conflict before that member has scored anything."""
    if member.user_id != actor.pk and not runs_session(actor, assessment.session):
        raise Denied("Việc từ chối chấm do chính thành viên hoặc thư ký ghi nhận.", obj=assessment)
    if member.council_id != assessment.session.council_id or not member.scores:
        raise Denied("Người này không chấm điểm trong phiên.", obj=assessment)
    if assessment.state not in {AssessmentState.WAITING, AssessmentState.OPEN}:
        raise Denied(closed_sentence(assessment), obj=assessment)
    if ScoreSheet.objects.filter(
        Q(lines__isnull=False) | ~Q(state=SheetState.DRAFT), assessment=assessment, member=member
    ).exists():
        raise Denied("Thành viên đã chấm điểm hồ sơ này. Xung đột lợi ích phải báo trước khi chấm.", obj=assessment)
