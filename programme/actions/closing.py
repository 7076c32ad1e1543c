"""Awards of the year, and what is not finished carried into the next year's plan."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from itertools import count
from typing import Any

from django.db import transaction

from accounts.models import User
from core import audit
from core.editing import save_edit
from core.errors import Denied
from core.formats import number_vn
from core.models import Versioned
from programme import rules
from programme.actions.copying import shifted
from programme.closing import next_plan, unfinished
from programme.measuring import measure_plan
from programme.models import AnnualPlan, Award, PlanTask
from programme.queries import budget_of

_WHO = "Danh sách khen thưởng do cán bộ của chính đơn vị ghi."


@transaction.atomic
def save_award(
    *, plan: AnnualPlan, values: dict[str, Any], actor: User, award: Award | None = None, version: int | None = None
) -> Award:
    """Add somebody to the list of the praised, or change the line. Raises Denied once the year is closed."""
    rules.check_keeps_figures(actor, plan, _WHO)
    same = plan.awards.filter(recipient=values.get("recipient", ""), form=values.get("form", ""))
    if (same.exclude(pk=award.pk) if award else same).exists():
        raise Denied(f"{values['recipient']} đã có trong danh sách với hình thức này.", obj=plan)
    if award is not None:
        return save_edit(award, values, actor=actor, version=version, action="award.edit")
    award = Award(plan=plan, **values)
    award.full_clean()
    award.save()
    audit.record(actor=actor, action="award.add", obj=plan, after={"recipient": award.recipient, "form": award.form})
    return award


@transaction.atomic
def remove_award(*, award: Award, actor: User) -> None:
    """Take a line off the list."""
    rules.check_keeps_figures(actor, award.plan, _WHO)
    audit.record(
        actor=actor, action="award.remove", obj=award.plan, before={"recipient": award.recipient, "form": award.form}
    )
    award.delete()


@transaction.atomic
def carry_over(*, plan: AnnualPlan, actor: User) -> int:
    """Put the year's unfinished tasks into the next year's draft, each once. Returns how many came.

    A task that the copy of the plan brought along is marked as carried; one without counterpart comes under a group of
    its own. Targets of the same name say in their note what was reached; lines of money say what was left.
    """
    if not rules.drafts(actor, plan):
        raise Denied("Việc chưa xong do cán bộ của chính đơn vị chuyển sang năm sau.", obj=plan)
    fresh = next_plan(plan)
    if fresh is None:
        raise Denied(f"Chưa có kế hoạch năm {plan.year + 1}. Chép kế hoạch năm {plan.year} trước.", obj=plan)
    fresh = AnnualPlan.objects.select_for_update(of=("self",)).select_related("unit").get(pk=fresh.pk)
    rules.check_drafts(actor, fresh)
    moved = _carry_tasks(plan, fresh)
    _tell_targets(plan, fresh)
    _tell_money(plan, fresh)
    audit.record(actor=actor, action="plan.carry", obj=fresh, after={"from": plan.year, "tasks": moved})
    return moved


def _carry_tasks(plan: AnnualPlan, fresh: AnnualPlan) -> int:
    lines = [line for line in unfinished(plan) if not fresh.tasks.filter(carried_from=line.task).exists()]
    groups = fresh.tasks.filter(parent=None)
    above: PlanTask | None = None
    moved = 0
    for line in lines:
        task = line.task
        twin = fresh.tasks.filter(carried_from=None, number=task.number, title=task.title, children=None).first()
        if twin is not None:
            twin.carried_from = task
            _save(twin, "carried_from")
        else:
            above = above or _group(plan, fresh, groups.count())
            copy = PlanTask.objects.create(
                plan=fresh, parent=above, order=fresh.tasks.count() + 1,
                number=_free_number(above), title=task.title, lead=task.lead,
                partners=task.partners, time_text="", starts_on=shifted(task.starts_on, 1),
                ends_on=shifted(task.ends_on, 1), activity="", carried_from=task,
            )  # fmt: skip
            copy.units.set([unit for unit in line.units if line.is_open_for(unit.pk)])
        moved += 1
    return moved


def _save(row: Versioned, *fields: str) -> None:
    """Write what was carried; whoever has the row's form open is told that it changed."""
    row.version += 1
    row.save(update_fields=[*fields, "version", "updated_at"])


def _free_number(group: PlanTask) -> str:
    """The first "5.2" of the group that no task has: some may have been deleted from the draft."""
    taken = set(group.plan.tasks.values_list("number", flat=True))
    return next(number for n in count(1) if (number := f"{group.number}.{n}") not in taken)


def _group(plan: AnnualPlan, fresh: AnnualPlan, taken: int) -> PlanTask:
    """The heading under which tasks without counterpart stand: the one there is, or a new one."""
    title = f"Nhiệm vụ chuyển tiếp từ năm {plan.year}"
    known = fresh.tasks.filter(parent=None, title=title).first()
    if known is not None:
        return known
    numbers = set(fresh.tasks.values_list("number", flat=True))
    number = next(str(one) for one in range(taken + 1, taken + 100) if str(one) not in numbers)
    group = PlanTask.objects.create(
        plan=fresh, order=fresh.tasks.count() + 1, number=number, title=title, lead=plan.unit.name,
        starts_on=dt.date(fresh.year, 1, 1), ends_on=dt.date(fresh.year, 12, 31),
    )  # fmt: skip
    group.units.set([plan.unit])
    return group


def _tell_targets(plan: AnnualPlan, fresh: AnnualPlan) -> None:
    """Say at each target of the same name what the year before reached."""
    for one in measure_plan(plan, trend=False):
        if one.is_reached or one.done is None:
            continue
        words = f"Năm {plan.year} đạt {number_vn(one.shown)}/{number_vn(one.target.planned)}."
        twin = fresh.targets.filter(name=one.target.name).first()
        if twin is not None and f"Năm {plan.year} đạt" not in twin.note:
            twin.note = "\n".join(part for part in (twin.note, words) if part)
            _save(twin, "note")


def _tell_money(plan: AnnualPlan, fresh: AnnualPlan) -> None:
    """Say at the first line of each source what the year before left."""
    for source, money in budget_of(plan, on=dt.date(plan.year, 12, 31)).by_source.items():
        left = (money.allocated or money.planned or Decimal(0)) - money.disbursed
        line = fresh.budget.filter(source=source).first()
        if left <= 0 or line is None or f"Năm {plan.year} còn" in line.note:
            continue
        words = f"Năm {plan.year} còn {number_vn(left)} đồng chưa giải ngân."
        line.note = "; ".join(part for part in (line.note, words) if part)[:300]
        _save(line, "note")
