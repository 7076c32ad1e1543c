"""The next year's plan begins as a copy of this year's."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from accounts.models import User
from core import audit
from programme.actions.plans import create_plan
from programme.models import AnnualPlan, BudgetLine, PlanTask, Target

_WORDING = ("bases", "goals", "contents", "funding", "organisation", "recipients")


def shifted(day: dt.date, years: int) -> dt.date:
    """The same day of another year; the last of February where there is no 29th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29/02
        return day.replace(year=day.year + years, day=28)


@transaction.atomic
def copy_plan(*, plan: AnnualPlan, year: int, actor: User) -> AnnualPlan:
    """Draft the plan of another year from this one: wording, targets, tasks and budget lines; nothing that was done.

    Years in the wording move along with the plan; numbers of papers and amounts of money stay behind.
    """
    years = year - plan.year

    def moved(text: str) -> str:
        return text.replace(f"năm {plan.year}", f"năm {year}").replace(f"Năm {plan.year}", f"Năm {year}")

    values = {"title": moved(plan.title), **{name: moved(getattr(plan, name)) for name in _WORDING}}
    fresh = create_plan(unit=plan.unit, year=year, values=values, actor=actor)
    fresh.copied_from = plan
    fresh.save(update_fields=["copied_from"])
    _copy_targets(plan, fresh, years)
    tasks = _copy_tasks(plan, fresh, years, moved)
    BudgetLine.objects.bulk_create(
        BudgetLine(
            plan=fresh,
            task=tasks.get(line.task_id or 0),
            order=line.order,
            source=line.source,
            content=moved(line.content),
        )
        for line in plan.budget.all()
    )
    audit.record(actor=actor, action="plan.copy", obj=fresh, after={"from": plan.year, "to": year})
    return fresh


def _copy_targets(plan: AnnualPlan, fresh: AnnualPlan, years: int) -> None:
    kept = (
        "order",
        "name",
        "short_name",
        "source",
        "indicator",
        "of_indicator",
        "only",
        "planned",
        "planned_most",
        "unit_label",
        "note",
    )
    Target.objects.bulk_create(
        Target(
            plan=fresh,
            since=row.since and shifted(row.since, years),
            until=row.until and shifted(row.until, years),
            **{name: getattr(row, name) for name in kept},
        )
        for row in plan.targets.all()
    )


def _copy_tasks(plan: AnnualPlan, fresh: AnnualPlan, years: int, moved: object) -> dict[int, PlanTask]:
    """Copies by the key of the original; groups come before what stands below them."""
    made: dict[int, PlanTask] = {}
    rows = list(plan.tasks.prefetch_related("units").order_by("parent_id", "order"))
    for row in sorted(rows, key=lambda task: (task.parent_id is not None, task.order)):
        copy = PlanTask.objects.create(
            plan=fresh,
            parent=made.get(row.parent_id or 0),
            order=row.order,
            number=row.number,
            title=row.title,
            lead=row.lead,
            partners=row.partners,
            time_text=moved(row.time_text) if callable(moved) else row.time_text,
            starts_on=shifted(row.starts_on, years),
            ends_on=shifted(row.ends_on, years),
            activity=row.activity,
        )
        copy.units.set(row.units.all())
        made[row.pk] = copy
    return made
