"""What events cost, for the year's budget."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from products.costs import Cost, register
from products.enums import BudgetSource
from promotion.enums import EventState
from promotion.models import EventCost


def _rows(year: int) -> Iterator[Cost]:
    """Costs of the events that began in a year; a cancelled event keeps what was spent."""
    rows = EventCost.objects.filter(event__starts_on__year=year).select_related("event")
    for row in rows.order_by("event__starts_on", "pk"):
        cancelled = row.event.state == EventState.CANCELLED
        if cancelled and not row.spent:
            continue
        yield Cost(
            activity="promotion",
            title=f"{row.event.name}: {row.content}",
            unit_id=row.event.unit_id,
            source=BudgetSource(row.source),
            planned=row.planned,
            spent=row.spent,
            url=reverse("promotion:event_costs", args=[row.event_id]),
            key=f"promotion:{row.event_id}",
            paid_on=row.paid_on,
        )


register("promotion", _rows)
