"""A member's own sheet with all that its page shows: two statements, compiled once.

A council opens its sheets at the same moment, and making these statements anew took a third of the page's time.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F, OuterRef, QuerySet, Subquery

from core.statements import Joined, Statement
from evaluations import rules
from evaluations.enums import AssessmentState, SheetState
from evaluations.models import Assessment, Attendance, ScoreLine, ScoreSheet
from products.models import ProductPhoto

_ASSESSMENT, _PERSON, _SHEET = -1, -2, -3
_PATHS = (
    "member", "assessment", "assessment__session", "assessment__dossier", "assessment__dossier__criteria_set",
)  # fmt: skip


def _query() -> QuerySet[ScoreSheet]:
    agenda = Assessment.objects.exclude(state=AssessmentState.REMOVED).filter(session=OuterRef("assessment__session"))
    here = Attendance.objects.filter(session=OuterRef("assessment__session"), member=OuterRef("member"))
    photo = ProductPhoto.objects.filter(product=OuterRef("assessment__dossier__product")).values("published")[:1]
    return (
        ScoreSheet.objects.filter(assessment_id=_ASSESSMENT, member__user_id=_PERSON)
        .exclude(state=SheetState.SUPERSEDED)
        .order_by("pk")
        .annotate(  # whole units would double the time of the statement
            commune=F("assessment__dossier__commune__name"),
            district=F("assessment__dossier__district__name"),
            agenda_size=Subquery(agenda.order_by().values("session").annotate(n=Count("pk")).values("n")),
            photo=Subquery(photo),
            presence=Subquery(here.values("presence")[:1]),
        )
    )


_statement = Joined(ScoreSheet, _PATHS, _query, beside=("commune", "district", "agenda_size", "photo", "presence"))


def sheet_with_head(assessment_id: int, user: Any) -> ScoreSheet | None:
    """The person's live sheet of an assessment as a member in office today; None without one."""
    offices = {office.pk for office in rules.offices_of(user)}
    if not offices:
        return None
    found = _statement.instances({_ASSESSMENT: assessment_id, _PERSON: user.pk})
    return next((sheet for sheet in found if sheet.member_id in offices), None)


_lines = Statement(
    lambda: ScoreLine.objects.filter(sheet_id=_SHEET).values_list("criterion__code", "option_index", "note", "saved_at")
)


def lines_of(sheet: ScoreSheet) -> list[tuple[Any, ...]]:
    """What was chosen so far: code of the criterion, step (None: no step reached), note, when it was saved."""
    return _lines.rows({_SHEET: sheet.pk})
