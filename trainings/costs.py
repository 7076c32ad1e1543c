"""What classes cost, for the budget."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from products.costs import Cost, register
from products.enums import BudgetSource
from trainings.enums import ClassState
from trainings.models import ClassCost


def rows(year: int) -> Iterator[Cost]:
    """Cost rows of the year's classes; a cancelled class counts with what was spent."""
    found = ClassCost.objects.filter(training__year=year).select_related("training").order_by("pk")
    for row in found:
        cancelled = row.training.state == ClassState.CANCELLED
        if cancelled and not row.spent:
            continue
        yield Cost(
            activity="trainings",
            title=f"{row.training.name}: {row.content}",
            unit_id=row.training.unit_id,
            source=BudgetSource(row.source),
            planned=row.spent if cancelled else row.planned,
            spent=row.spent,
            url=reverse("trainings:class", args=[row.training_id]),
            key=f"trainings:{row.training_id}",
            paid_on=row.paid_on,
        )


register("trainings", rows)
