"""Plans as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from accounts.models import Unit, User
from core import audit, workflow
from core.editing import save_edit
from core.errors import Denied
from products.places import sits_at
from programme import rules
from programme.models import AnnualPlan
from programme.workflow import PLAN


def parent_of(unit: Unit, year: int) -> AnnualPlan | None:
    """The plan of the unit above for the same year."""
    return AnnualPlan.objects.filter(unit=unit.parent_id, year=year).first() if unit.parent_id else None


@transaction.atomic
def create_plan(*, unit: Unit, year: int, values: Mapping[str, Any], actor: User | None) -> AnnualPlan:
    """Begin the plan of a unit for a year. Raises Denied when it has one or the person is not its officer."""
    if actor is not None and not sits_at(actor, unit, rules.OFFICERS):
        raise Denied("Kế hoạch do cán bộ của chính đơn vị lập.")
    if AnnualPlan.objects.filter(unit=unit, year=year).exists():
        raise Denied(f"{unit} đã có kế hoạch năm {year}.")
    plan = AnnualPlan(unit=unit, year=year, parent=parent_of(unit, year), created_by=actor, **values)
    plan.full_clean(validate_constraints=False)
    plan.save()
    audit.record(actor=actor, action="plan.create", obj=plan, after={"year": year, "unit": str(unit)})
    return plan


def edit_plan(*, plan: AnnualPlan, values: dict[str, Any], actor: User, version: int | None) -> AnnualPlan:
    """Change the wording."""
    rules.check_drafts(actor, plan)
    return save_edit(plan, values, actor=actor, version=version, action="plan.edit")


def take_plan_step(
    *, plan: AnnualPlan, name: str, actor: User, version: int | None = None, reason: str = ""
) -> AnnualPlan:
    """Submit, approve, return or amend. Raises Denied or Stale as the procedure says."""
    PLAN.find(name)
    return workflow.apply(plan, name, actor=actor, version=version, reason=reason)
