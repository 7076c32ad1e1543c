"""What inspections cost, for the budget."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse

from inspections.models import InspectionCost
from products.costs import Cost, register
from products.enums import BudgetSource


def rows(year: int) -> Iterator[Cost]:
    """Cost rows of the inspections of a year: of its plan, else by the day on which they were begun or entered."""
    found = InspectionCost.objects.select_related("inspection__plan").filter(
        Q(inspection__plan__year=year)
        | Q(inspection__plan=None, inspection__starts_at__year=year)
        | Q(inspection__plan=None, inspection__starts_at=None, inspection__created_at__year=year)
    )
    for row in found:
        yield Cost(
            activity="inspections",
            title=f"{row.inspection.code} {row.inspection.site_name}",
            unit_id=row.inspection.unit_id,
            source=BudgetSource(row.source),
            planned=row.planned,
            spent=row.spent,
            url=reverse("inspections:inspection", args=[row.inspection_id]),
            key=f"inspections:{row.inspection_id}",
            paid_on=row.paid_on,
        )


register("inspections", rows)
