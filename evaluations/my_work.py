"""A member's sessions with their own sheets: states only, of their own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count

from evaluations import rules, visibility
from evaluations.enums import AssessmentState, Presence, SessionState, SheetState
from evaluations.models import Assessment, Attendance, CouncilSession, Recusal, ScoreSheet
from evaluations.roll import Roll


@dataclass
class Item:
    """One dossier on the agenda and what the member has to do with it."""

    assessment: Assessment
    sheet: ScoreSheet | None
    answered: int
    recusal: Recusal | None
    away: bool = False

    @property
    def to_score(self) -> bool:
        """Whether the member's sheet waits for them now."""
        return (
            self.assessment.state == AssessmentState.OPEN
            and self.recusal is None
            and not self.away
            and self.sheet is not None
            and self.sheet.state == SheetState.DRAFT
        )

    @property
    def may_recuse(self) -> bool:
        """Whether a conflict can still be declared: before anything was scored."""
        untouched = self.sheet is None or (self.sheet.state == SheetState.DRAFT and not self.answered)
        return (
            self.recusal is None
            and untouched
            and self.assessment.state in {AssessmentState.WAITING, AssessmentState.OPEN}
        )

    @property
    def words(self) -> str:
        """The state in words."""
        if self.recusal is not None:
            return "Bạn từ chối chấm"
        if self.assessment.state == AssessmentState.WAITING:
            return "Chờ mở chấm"
        if self.sheet is None:
            return "Bạn không chấm hồ sơ này"
        if self.sheet.state == SheetState.SUBMITTED:
            return "Đã nộp phiếu"
        if self.assessment.state == AssessmentState.CLOSED:
            return "Không nộp phiếu"
        if self.away:
            return "Bạn được ghi vắng mặt"
        return f"Đang chấm, đã chọn {self.answered} tiêu chí" if self.answered else "Chưa chấm"


@dataclass
class Entry:
    """One session of the member."""

    session: CouncilSession
    place: Attendance
    items: list[Item] = field(default_factory=list)

    @property
    def waiting(self) -> int:
        """How many sheets wait."""
        return sum(item.to_score for item in self.items)

    @property
    def next_item(self) -> Item | None:
        """The first sheet that waits."""
        return next((item for item in self.items if item.to_score), None)


_ORDER = {SessionState.SCORING: 0, SessionState.PLANNED: 1, SessionState.CLOSED: 2}


def sessions_of(user: Any, session_id: int | None = None) -> list[Entry]:
    """Sessions whose dossiers were sent to the member, the ones being scored first. Five statements, whatever the size."""
    members = [office.pk for office in rules.offices_of(user)]
    places = (
        Attendance.objects.filter(member__in=members, session__dossiers_sent_at__isnull=False)
        .exclude(session__state=SessionState.CANCELLED)
        .select_related("session__council__unit", "member")
    )
    if session_id is not None:
        places = places.filter(session_id=session_id)
    entries = {place.session_id: Entry(place.session, place) for place in places}
    assessments = list(
        visibility.served_assessments(user)
        .filter(session__in=entries)
        .select_related("dossier__district", "dossier__commune")
        .order_by("order", "id")
        .distinct()
    )
    own = visibility.readable_sheets(user).filter(assessment__in=assessments, member__in=members)
    live = (
        own.exclude(state=SheetState.SUPERSEDED).defer("comment", "advice", "total").annotate(answered=Count("lines"))
    )
    sheets = {sheet.assessment_id: sheet for sheet in live}
    recusals = {
        row.assessment_id: row for row in Recusal.objects.filter(assessment__in=assessments, member__in=members)
    }
    for assessment in assessments:
        entry = entries[assessment.session_id]
        assessment.session = entry.session
        sheet = sheets.get(assessment.pk)
        count = sheet.answered if sheet else 0
        away = entry.place.presence == Presence.ABSENT
        entry.items.append(Item(assessment, sheet, count, recusals.get(assessment.pk), away))
    return sorted(
        entries.values(),
        key=lambda e: (_ORDER.get(SessionState(e.session.state), 9), -e.session.year, -e.session.number),
    )


def _waiting(user: Any) -> Any:
    """The person's own drafts in open assessments, but for meetings that are held without the person."""
    members = [office.pk for office in rules.offices_of(user)]
    missed = Attendance.objects.filter(member__in=members, presence=Presence.ABSENT).values("session")
    return (
        ScoreSheet.objects.filter(member__in=members, state=SheetState.DRAFT, assessment__state=AssessmentState.OPEN)
        .exclude(assessment__recusals__member__in=members)
        .exclude(assessment__session__in=missed)
    )


def waiting_count(user: Any) -> int:
    """How many sheets wait for the person; kept on the user object, which lives for one request."""
    if not hasattr(user, "_sheets_waiting"):
        user._sheets_waiting = _waiting(user).count() if rules.offices_of(user) else 0
    return int(user._sheets_waiting)


def waits_in(user: Any, session: CouncilSession) -> bool:
    """Whether a sheet of the person waits in this session."""
    if session.state != SessionState.SCORING or not waiting_count(user):
        return False
    return bool(_waiting(user).filter(assessment__session=session).exists())


def waits_here(user: Any, assessment: Assessment, roll: Roll) -> bool:
    """The same of one dossier, told by its roll without asking again: the room asks every few seconds."""
    if assessment.state != AssessmentState.OPEN or rules.office_in(user, assessment.session.council_id) is None:
        return False
    return any(
        row.user_id == user.pk and row.votes and not row.is_away and row.sheet_state == SheetState.DRAFT
        for row in roll.rows
    )


def next_in(user: Any, session: CouncilSession) -> ScoreSheet | None:
    """The first sheet of the session's agenda that waits for the person."""
    if not waiting_count(user):
        return None
    rows = _waiting(user).filter(assessment__session=session).defer("comment", "advice", "total")
    first: ScoreSheet | None = (
        rows.select_related("assessment__dossier").order_by("assessment__order", "assessment_id").first()
    )
    return first


def waiting_sheets(user: Any) -> list[ScoreSheet]:
    """Sheets that wait for the person, with what the to-do list says."""
    if not rules.offices_of(user):
        return []
    rows = (
        _waiting(user).defer("comment", "advice", "total").select_related("assessment__session", "assessment__dossier")
    )
    return list(rows.order_by("assessment__session", "assessment__order"))
