"""Figures of a plan: what was planned, held, found, repaired, revoked; in all and by district."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, fields
from typing import Any

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet

from accounts.enums import UnitLevel
from core.formats import today
from inspections.enums import FINAL, ActionState, CaseState, InspectionState
from inspections.models import CorrectiveAction, Finding, InspectedProduct, InspectionPlan, RevocationCase

OPEN = (ActionState.OPEN, ActionState.REPORTED)
UNKNOWN_LAST = ExpressionWrapper(Q(district__level=UnitLevel.PROVINCE), output_field=BooleanField())


@dataclass
class Row:
    """The figures of one district, or of all."""

    planned: int = 0
    held: int = 0
    cancelled: int = 0
    products: int = 0
    minor: int = 0
    major: int = 0
    critical: int = 0
    demanded: int = 0
    repaired: int = 0
    late: int = 0
    proposed: int = 0
    revoked: int = 0

    def plain(self) -> dict[str, int]:
        """As plain data."""
        return {column.name: getattr(self, column.name) for column in fields(Row)}


@dataclass
class PlanTally(Row):
    """The figures of a plan with its districts."""

    by_unit: list[tuple[str, Row]] = field(default_factory=list)


def rows_of(plan: InspectionPlan) -> QuerySet[Any]:
    """The plan's inspections with how many findings each has and how many repairs are open."""
    return (
        plan.inspections.select_related("district", "team")
        .annotate(
            finding_count=Count("findings", distinct=True),
            open_count=Count("findings__actions", filter=Q(findings__actions__state__in=OPEN), distinct=True),
        )
        .order_by(UNKNOWN_LAST, "district__name_sort", "site_name", "pk")
    )


def tally(plan: InspectionPlan) -> PlanTally:
    """Count everything, in a fixed number of statements."""
    visits = list(plan.inspections.select_related("district").order_by(UNKNOWN_LAST, "district__name_sort"))
    district = {visit.pk: visit.district_id for visit in visits}
    rows: dict[int, Row] = {visit.district_id: Row() for visit in visits}
    for visit in visits:
        one = rows[visit.district_id]
        one.planned += 1
        one.held += visit.state in FINAL
        one.cancelled += visit.state == InspectionState.CANCELLED
    final = [visit.pk for visit in visits if visit.state in FINAL]
    for pk, severity in Finding.objects.filter(inspection__in=final).values_list("inspection", "severity"):
        one = rows[district[pk]]
        setattr(one, severity, getattr(one, severity) + 1)
    for pk in InspectedProduct.objects.filter(inspection__in=final).values_list("inspection", flat=True):
        rows[district[pk]].products += 1
    repairs = CorrectiveAction.objects.filter(finding__inspection__in=final)
    for pk, state, due in repairs.values_list("finding__inspection", "state", "due_on"):
        one = rows[district[pk]]
        one.demanded += 1
        one.repaired += state == ActionState.ACCEPTED
        one.late += state == ActionState.OPEN and due < today()
    cases = Counter(RevocationCase.objects.filter(inspection__in=final).values_list("inspection", "state"))
    for (pk, state), count in cases.items():
        one = rows[district[pk]]
        one.proposed += count if state in {CaseState.DRAFT, CaseState.PROPOSED} else 0
        one.revoked += count if state in {CaseState.DECIDED, CaseState.COLLECTED, CaseState.PUBLISHED} else 0
    return _summed(rows, {visit.district_id: visit.district.as_district for visit in visits})


def _summed(rows: dict[int, Row], names: dict[int, str]) -> PlanTally:
    """The rows stand in the order in which their districts came."""
    total: dict[str, Any] = {
        column.name: sum(getattr(row, column.name) for row in rows.values()) for column in fields(Row)
    }
    return PlanTally(**total, by_unit=[(names[pk], row) for pk, row in rows.items()])
