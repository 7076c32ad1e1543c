"""Figures of a plan: what was planned, held, found, repaired, revoked; in all and by district."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, fields
from typing import Any

from django.db.models import Count, Q, QuerySet

from core.formats import today
from inspections.enums import FINAL, ActionState, CaseState, InspectionState
from inspections.models import CorrectiveAction, Finding, InspectedProduct, InspectionPlan, RevocationCase

OPEN = (ActionState.OPEN, ActionState.REPORTED)


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
        .order_by("district__name_sort", "site_name", "pk")
    )


def tally(plan: InspectionPlan) -> PlanTally:
    """Count everything, in a fixed number of statements."""
    visits = list(plan.inspections.values("pk", "district_id", "district__name", "district__name_sort", "state"))
    district = {row["pk"]: row["district_id"] for row in visits}
    rows: dict[int, Row] = {row["district_id"]: Row() for row in visits}
    for row in visits:
        one = rows[row["district_id"]]
        one.planned += 1
        one.held += row["state"] in FINAL
        one.cancelled += row["state"] == InspectionState.CANCELLED
    final = [row["pk"] for row in visits if row["state"] in FINAL]
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
    return _summed(rows, {row["district_id"]: (row["district__name_sort"], row["district__name"]) for row in visits})


def _summed(rows: dict[int, Row], names: dict[int, tuple[str, str]]) -> PlanTally:
    total: dict[str, Any] = {
        column.name: sum(getattr(row, column.name) for row in rows.values()) for column in fields(Row)
    }
    ordered = sorted(rows, key=lambda pk: names[pk])
    return PlanTally(**total, by_unit=[(names[pk][1], rows[pk]) for pk in ordered])
