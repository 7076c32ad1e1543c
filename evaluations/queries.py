"""Named questions about sessions: who counts, what the agenda looks like, which rules hold."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from fractions import Fraction

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from core.formats import local_date, now, today
from core.workdays import working_days_before
from criteria.models import Ruleset
from criteria.queries import ruleset_on, typed_ruleset
from criteria.schema.ruleset import Level, RulesetRules
from evaluations.enums import AssessmentState, ReopenState, SheetState
from evaluations.models import (
    Assessment,
    Attendance,
    Council,
    CouncilMember,
    CouncilSession,
    Recusal,
    ReopenRequest,
    ScoreSheet,
)
from evaluations.roll import Roll, RollRow
from products.enums import DossierState
from products.models import Dossier

LIVE = (AssessmentState.WAITING, AssessmentState.OPEN, AssessmentState.CLOSED)


def councils_on(day: dt.date) -> QuerySet[Council]:
    """Councils whose term has not ended by a day."""
    return Council.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day)).select_related("unit")


def members_on(council: Council, day: dt.date) -> QuerySet[CouncilMember]:
    """Members in office on a day, in order."""
    return (
        CouncilMember.objects.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=day), council=council, valid_from__lte=day
        )
        .select_related("user")
        .order_by("order", "id")
    )


def councils_with_counts(councils: QuerySet[Council], day: dt.date | None = None) -> QuerySet[Council]:
    """Number of members in office beside each council."""
    day = day or today()
    in_office = Q(members__valid_from__lte=day) & (Q(members__valid_to__isnull=True) | Q(members__valid_to__gte=day))
    return councils.select_related("unit").annotate(member_count=Count("members", filter=in_office, distinct=True))


def agenda(session: CouncilSession) -> list[Assessment]:
    """The live items of the agenda, in order."""
    rows = (
        session.assessments.filter(state__in=LIVE)
        .select_related("dossier__product", "dossier__district", "dossier__commune", "result")
        .order_by("order", "id")
    )
    return list(rows)


def candidates(session: CouncilSession) -> QuerySet[Dossier]:
    """Dossiers that may be put on the agenda: accepted, and held by the council's unit."""
    return (
        Dossier.objects.filter(state=DossierState.ACCEPTED, holder_id=session.council.unit_id)
        .select_related("district", "commune")
        .order_by("accepted_at", "id")
    )


# --- rules of procedure --------------------------------------------------------------------------------------------


def rules_of_session(session: CouncilSession) -> RulesetRules:
    """The rules that the session's dossiers were submitted under; without dossiers those of its day.

    Kept on the row, which lives for one request.
    """
    if "_rules" not in session.__dict__:
        session._rules = _rules_of(session)  # type: ignore[attr-defined]
    return session._rules  # type: ignore[attr-defined]


def _rules_of(session: CouncilSession) -> RulesetRules:
    row = Ruleset.objects.filter(pk__in=session.assessments.values("dossier__ruleset")).order_by("-valid_from").first()
    if row is None:
        row = ruleset_on(local_date(session.starts_at or session.reply_by or now()))
    return typed_ruleset(row)


def level_of(assessment: Assessment) -> Level:
    """The level of the ruleset at which this assessment is scored: the one of the council's unit."""
    return typed_ruleset(assessment.dossier.ruleset).level(assessment.session.council.unit.level)


def service_deadline(session: CouncilSession, working_days: int) -> dt.date | None:
    """The last day on which dossiers reach members in time for the meeting."""
    return working_days_before(local_date(session.starts_at), working_days) if session.starts_at else None


# --- who counts ----------------------------------------------------------------------------------------------------


def _row(
    place: Attendance, recusals: dict[int, str], sheets: dict[int, tuple[int, str, dt.datetime | None]]
) -> RollRow:
    member = place.member
    sheet = sheets.get(member.pk, (None, None, None))
    return RollRow(
        member_id=member.pk,
        user_id=member.user_id,
        label=str(member),
        organisation=member.organisation,
        role=member.role,
        scores=member.scores,
        presence=place.presence,
        recusal=recusals.get(member.pk),
        sheet_id=sheet[0],
        sheet_state=sheet[1],
        submitted_at=sheet[2],
    )


def _roll(session: CouncilSession, rows: list[RollRow], presider_id: int | None) -> Roll:
    council = session.council
    return Roll(
        rows=tuple(rows),
        fraction=Fraction(council.quorum_numerator, council.quorum_denominator),
        chair_must_attend=council.chair_must_attend,
        vice_chair_may_replace=rules_of_session(session).council.vice_chair_may_replace,
        presider_id=presider_id,
        written=session.is_written,
        reply_over=session.reply_is_over,
    )


def attendances(session: CouncilSession) -> QuerySet[Attendance]:
    """Members of the session in their order."""
    return session.attendances.select_related("member__user").order_by("member__order", "member_id")


def session_roll(session: CouncilSession, presider: CouncilMember | None = None) -> Roll:
    """Attendance of the whole session, before any dossier is opened."""
    rows = [_row(place, {}, {}) for place in attendances(session)]
    return _roll(session, rows, presider.pk if presider else session.presided_by_id)


def roll(assessment: Assessment) -> Roll:
    """Everybody's part in one assessment. States of sheets only: never points, never comments."""
    recusals = dict(Recusal.objects.filter(assessment=assessment).values_list("member_id", "reason"))
    asked = ReopenRequest.objects.filter(sheet=OuterRef("pk"), state=ReopenState.ASKED)
    live = (
        ScoreSheet.objects.filter(assessment=assessment)
        .exclude(state=SheetState.SUPERSEDED)
        .annotate(asked=Exists(asked))
    )
    found = list(live.values_list("member_id", "pk", "state", "submitted_at", "asked"))
    sheets = {row[0]: row[1:4] for row in found}
    session = assessment.session
    rows = [_row(place, recusals, sheets) for place in attendances(session)]
    return replace(_roll(session, rows, session.presided_by_id), asked_to_reopen=sum(row[4] for row in found))


def sessions_for_list(sessions: QuerySet[CouncilSession]) -> QuerySet[CouncilSession]:
    """What a row of the session list shows."""
    return sessions.select_related("council__unit").prefetch_related(
        Prefetch(
            "assessments", Assessment.objects.filter(state__in=LIVE).only("id", "session_id", "state"), to_attr="items"
        )
    )
