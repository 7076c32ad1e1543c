"""Recording events, taking their steps, their costs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from core import audit, workflow
from core.editing import save_edit
from core.errors import Denied
from promotion import rules
from promotion.actions.common import made, only
from promotion.models import EventCost, PromotionEvent

FIELDS = frozenset({
    "name", "kind", "unit", "place", "host", "venue", "organiser", "starts_on", "ends_on", "registration_closes_on",
    "booths", "link", "content", "requirements", "support",
})  # fmt: skip
OUTCOME_FIELDS = frozenset({"visitors", "outcome", "shortcomings", "booths"})
COST_FIELDS = frozenset({"source", "content", "planned", "spent", "spent_on"})


@transaction.atomic
def create_event(*, actor: Any, values: Mapping[str, Any]) -> PromotionEvent:
    """Record an event of one's own unit. Raises Denied."""
    clean = only(values, FIELDS)
    rules.check_holds(actor, clean["unit"], "event.create")
    event = PromotionEvent.objects.create(created_by=actor, **clean)
    made(event, actor=actor, action="promotionevent.create", after={"name": event.name, "kind": event.kind})
    return event


def edit_event(
    *, event: PromotionEvent, actor: Any, values: Mapping[str, Any], version: int | None = None
) -> PromotionEvent:
    """Change an event's record; its unit stays. Raises Denied, Stale."""
    rules.check_edit_event(actor, event)
    clean = only(values, FIELDS)
    if "unit" in clean and clean["unit"].pk != event.unit_id:
        raise Denied("Không đổi được đơn vị chủ trì của sự kiện đã ghi.", obj=event, action="event.edit")
    return save_edit(event, clean, actor=actor, version=version)


def save_outcome(
    *, event: PromotionEvent, actor: Any, values: Mapping[str, Any], version: int | None = None
) -> PromotionEvent:
    """Visitors, general results, shortcomings: what the report says beside the figures. Raises Denied, Stale."""
    rules.check_edit_event(actor, event)
    if not rules.shows_results(event):
        raise Denied("Ghi kết quả chung khi sự kiện đã diễn ra.", obj=event, action="event.outcome")
    return save_edit(event, only(values, OUTCOME_FIELDS), actor=actor, version=version, action="promotionevent.outcome")


def take_step(
    *, event: PromotionEvent, step: str, actor: Any, version: int | None = None, reason: str = ""
) -> PromotionEvent:
    """Take one step of the procedure. Raises Denied, Stale."""
    return workflow.apply(event, step, actor=actor, version=version, reason=reason)


@transaction.atomic
def add_cost(*, event: PromotionEvent, actor: Any, values: Mapping[str, Any]) -> EventCost:
    """Add a cost row; the year's budget reads it. Raises Denied."""
    rules.check_edit_event(actor, event)
    cost = EventCost.objects.create(event=event, **only(values, COST_FIELDS))
    audit.record(
        actor=actor,
        action="promotionevent.add_cost",
        obj=event,
        after={"content": cost.content, "source": cost.source, "planned": cost.planned, "spent": cost.spent},
    )
    return cost


@transaction.atomic
def edit_cost(*, cost: EventCost, actor: Any, values: Mapping[str, Any]) -> EventCost:
    """Change a cost row. Raises Denied."""
    rules.check_edit_event(actor, cost.event)
    row = EventCost.objects.select_for_update().get(pk=cost.pk)
    clean = only(values, COST_FIELDS)
    before = {name: getattr(row, name) for name in clean}
    for name, value in clean.items():
        setattr(row, name, value)
    row.save()
    audit.record(actor=actor, action="promotionevent.edit_cost", obj=cost.event, before=before, after=clean)
    return row


@transaction.atomic
def remove_cost(*, cost: EventCost, actor: Any) -> None:
    """Take a cost row away. Raises Denied."""
    rules.check_edit_event(actor, cost.event)
    before = {"content": cost.content, "planned": cost.planned, "spent": cost.spent}
    audit.record(actor=actor, action="promotionevent.remove_cost", obj=cost.event, before=before)
    cost.delete()
