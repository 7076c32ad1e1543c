"""Lines of the budget."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from accounts.models import User
from core import audit
from core.editing import save_edit
from core.errors import Denied
from core.formats import today
from programme import rules
from programme.models import ActivityTask, AnnualPlan, BudgetEntry, BudgetLine, PlanTask
from programme.queries import budget_of

AFTER_APPROVAL = frozenset({"allocated", "disbursed", "note"})


@transaction.atomic
def save_line(
    *,
    plan: AnnualPlan,
    values: dict[str, Any],
    actor: User,
    line: BudgetLine | None = None,
    version: int | None = None,
    on: dt.date | None = None,
) -> BudgetLine:
    """Add or change a line. Once the plan is approved only what was allocated and paid changes.

    `on` is the day up to which the amounts count (today when none is named); each writing stays as an entry of its day.
    """
    day = on or today()
    if day > today():
        raise Denied("Ngày của số liệu kinh phí không được sau hôm nay.", obj=plan)
    rules.check_keeps_figures(actor, plan, "Kinh phí do cán bộ của chính đơn vị ghi.")
    if not plan.is_open:
        if line is None:
            rules.check_drafts(actor, plan)
        values = {name: value for name, value in values.items() if name in AFTER_APPROVAL}
    if line is not None:
        if not _is_newest(line, day):
            _enter(line, values, day, actor)
            values = {name: value for name, value in values.items() if name not in _DATED}
            return save_edit(line, values, actor=actor, version=version, action="budget.edit")
        saved = save_edit(line, values, actor=actor, version=version, action="budget.edit")
        _enter(saved, values, day, actor)
        return saved
    values.setdefault("order", plan.budget.count() + 1)
    line = BudgetLine(plan=plan, **values)
    line.full_clean()
    line.save()
    if line.allocated is not None or line.disbursed:
        _enter(line, {"disbursed": line.disbursed}, day, actor)
    audit.record(actor=actor, action="budget.add", obj=plan, after={"content": line.content, "source": line.source})
    return line


_DATED = frozenset({"allocated", "disbursed"})


def _is_newest(line: BudgetLine, day: dt.date) -> bool:
    """Whether nothing was entered for a later day: then the line itself shows these amounts."""
    return not line.entries.filter(on__gt=day).exists()


def _enter(line: BudgetLine, values: dict[str, Any], day: dt.date, actor: User) -> None:
    """Keep the amounts of a day, unless they are what the newest entry until then says."""
    if not _DATED & values.keys():
        return
    allocated, disbursed = values.get("allocated", line.allocated), values.get("disbursed", line.disbursed)
    last = line.entries.filter(on__lte=day).first()
    if last is None or (last.allocated, last.disbursed) != (allocated, disbursed):
        BudgetEntry.objects.create(line=line, on=day, allocated=allocated, disbursed=disbursed, author=actor)


@transaction.atomic
def place_activity(*, plan: AnnualPlan, key: str, task: PlanTask | None, actor: User) -> None:
    """Say to which task an activity's costs belong; None leaves it to the activity's kind."""
    rules.check_keeps_figures(actor, plan, "Hoạt động do cán bộ của chính đơn vị xếp vào nhiệm vụ.")
    if key not in {cost.key for cost in budget_of(plan).costs if cost.key}:
        raise Denied("Hoạt động này không có chi phí trong kế hoạch.", obj=plan)
    if task is None:
        ActivityTask.objects.filter(plan=plan, key=key).delete()
    elif task.plan_id != plan.pk:
        raise Denied("Chọn một nhiệm vụ của chính kế hoạch này.", obj=plan)
    else:
        ActivityTask.objects.update_or_create(plan=plan, key=key, defaults={"task": task})
    audit.record(actor=actor, action="budget.place", obj=plan, after={"activity": key, "task": str(task or "")})


@transaction.atomic
def remove_line(*, line: BudgetLine, actor: User) -> None:
    """Take a line out of a plan that is being drafted."""
    rules.check_drafts(actor, line.plan)
    audit.record(actor=actor, action="budget.remove", obj=line.plan, before={"content": line.content})
    line.delete()
