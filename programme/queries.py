"""Tasks with their standing, and money by source and task: a fixed number of statements whatever the size."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from accounts.models import Unit
from core.formats import local_date, today
from products.costs import Cost, costs_of_year
from products.enums import BudgetSource
from programme.enums import Standing
from programme.kept import from_texts, to_texts
from programme.measuring import unit_scope
from programme.models import AnnualPlan, BudgetLine, PlanTask, TaskProgress
from programme.standing import percent_of, standing


@dataclass
class TaskLine:
    """A task as lists show it."""

    task: PlanTask
    percent: int
    standing: Standing
    units: list[Unit]
    newest: dict[int, TaskProgress]
    children: list[TaskLine] = field(default_factory=list)

    @property
    def last(self) -> TaskProgress | None:
        """The newest report of any unit."""
        return max(self.newest.values(), key=lambda row: (row.reported_on, row.pk), default=None)

    @property
    def is_group(self) -> bool:
        """Whether its own tasks stand below it."""
        return bool(self.children)

    def is_open_for(self, unit_id: int) -> bool:
        """Whether that unit has not finished its part."""
        return any(unit.pk == unit_id for unit in self.units) and (
            unit_id not in self.newest or self.newest[unit_id].percent < 100
        )


def task_lines(plan: AnnualPlan, on: dt.date | None = None) -> list[TaskLine]:
    """All tasks of a plan in order, each with its standing; a group takes the mean of its own tasks."""
    return lines_of(plan.tasks.all(), on)


def lines_of(tasks: Iterable[PlanTask], on: dt.date | None = None) -> list[TaskLine]:
    """The same for any tasks of whole plans."""
    day = on or today()
    rows = list(tasks.prefetch_related("units", "progress__unit", "progress__author"))  # type: ignore[attr-defined]
    lines = {task.pk: _line(task, day) for task in rows}
    for task in rows:
        if task.parent_id in lines:
            lines[task.parent_id].children.append(lines[task.pk])
    for line in lines.values():
        if line.children:
            line.percent = sum(child.percent for child in line.children) // len(line.children)
            line.standing = standing(line.percent, line.task.starts_on, line.task.ends_on, day)
    return [lines[task.pk] for task in rows]


def _line(task: PlanTask, day: dt.date) -> TaskLine:
    newest: dict[int, TaskProgress] = {}
    for row in sorted(task.progress.all(), key=lambda one: (one.reported_on, one.pk)):
        newest[row.unit_id] = row
    units = list(task.units.all())
    percent = percent_of([unit.pk for unit in units], {key: row.percent for key, row in newest.items()})
    return TaskLine(task, percent, standing(percent, task.starts_on, task.ends_on, day), units, newest)


@dataclass
class Money:
    """Planned, allocated and disbursed in whole dong. None: nobody named an amount."""

    planned: Decimal | None = None
    allocated: Decimal | None = None
    by_hand: Decimal = Decimal(0)
    estimated: Decimal = Decimal(0)
    by_activity: Decimal = Decimal(0)
    now_disbursed: Decimal | None = None  # what the records say today, where these are the sums of the closing

    @property
    def disbursed(self) -> Decimal:
        """What was paid: entered by hand, and posted by activities."""
        return self.by_hand + self.by_activity

    @property
    def percent(self) -> int | None:
        """Disbursed per cent of what was allocated, else of what was planned."""
        base = self.allocated or self.planned
        return int(self.disbursed * 100 / base) if base else None

    @property
    def booked_later(self) -> Decimal:
        """What was booked, or taken back, after the year was closed."""
        return Decimal(0) if self.now_disbursed is None else self.now_disbursed - self.disbursed

    def to_json(self) -> list[str | None]:
        """As a closed year keeps it."""
        return to_texts((self.planned, self.allocated, self.by_hand, self.estimated, self.by_activity))

    @classmethod
    def from_json(cls, row: Iterable[str | None] | None, now: Decimal) -> Money:
        """As it was kept, beside what is disbursed by now; nothing was kept of what came only afterwards."""
        planned, allocated, *rest = from_texts(row or (None,) * 5)
        by_hand, estimated, by_activity = (amount or Decimal(0) for amount in rest)
        return cls(planned, allocated, by_hand, estimated, by_activity, now)

    def add_line(self, line: BudgetLine, on: dt.date | None = None) -> None:
        """Count one line of the plan, as it stood at the end of a day when one is named."""
        allocated, disbursed = amounts_at(line, on)
        if line.planned is not None:
            self.planned = (self.planned or Decimal(0)) + line.planned
        if allocated is not None:
            self.allocated = (self.allocated or Decimal(0)) + allocated
        self.by_hand += disbursed

    def add_cost(self, cost: Cost, on: dt.date | None = None) -> None:
        """Count one cost of an activity; what was paid after the day does not count."""
        self.estimated += cost.planned
        self.by_activity += cost.spent_by(on)


def amounts_at(line: BudgetLine, on: dt.date | None) -> tuple[Decimal | None, Decimal]:
    """Allocated and disbursed at the end of a day: the newest entry by then. Lines from before entries have their own day."""
    if on is None:
        return line.allocated, line.disbursed
    entries = sorted(line.entries.all(), key=lambda row: (row.on, row.pk))
    if not entries:
        known = local_date(line.updated_at)
        return (line.allocated, line.disbursed) if known and known <= on else (None, Decimal(0))
    last = next((row for row in reversed(entries) if row.on <= on), None)
    return (last.allocated, last.disbursed) if last else (None, Decimal(0))


@dataclass
class Budget:
    """A plan's money, seen from each side."""

    total: Money
    by_source: dict[BudgetSource, Money]
    by_task: list[tuple[PlanTask | None, Money]]
    lines: list[BudgetLine]
    costs: list[Cost]
    placed: dict[str, PlanTask] = field(default_factory=dict)
    by_kind: dict[str, PlanTask] = field(default_factory=dict)
    kept_costs: Counter[tuple[str, ...]] | None = None  # costs as they were when the year was closed

    @property
    def is_kept(self) -> bool:
        """Whether the sums are those of the closing."""
        return self.kept_costs is not None

    def task_of(self, cost: Cost) -> PlanTask | None:
        """The task to which a cost belongs: as somebody placed its activity, else by the kind of activity."""
        return self.placed.get(cost.key) or self.by_kind.get(cost.activity)

    @property
    def cost_lines(self) -> list[tuple[Cost, PlanTask | None, bool]]:
        """Each cost of an activity with its task, and whether it was written or changed after the year was closed."""
        known = None if self.kept_costs is None else self.kept_costs.copy()
        lines = []
        for cost in self.costs:
            is_later = known is not None and not known[_mark(cost)]
            if known is not None and not is_later:
                known[_mark(cost)] -= 1
            lines.append((cost, self.task_of(cost), is_later))
        return lines

    def sums(self) -> dict[str, Any]:
        """The sums as a closed year keeps them."""
        return {
            "total": self.total.to_json(),
            "sources": {source.value: money.to_json() for source, money in self.by_source.items()},
            "tasks": {str(task.pk) if task else "": money.to_json() for task, money in self.by_task},
        }

    def take_kept(self, kept: Mapping[str, Any], kept_costs: Iterable[Iterable[str]], tasks: list[PlanTask]) -> None:
        """Put the sums of the closing in the place of those that were counted now."""
        nothing = Money()
        live = dict(self.by_task)
        rows: dict[str, PlanTask | None] = {str(task.pk): task for task in tasks} | {"": None}
        self.total = Money.from_json(kept["total"], self.total.disbursed)
        self.by_source = {
            source: Money.from_json(kept["sources"].get(source.value), money.disbursed)
            for source, money in self.by_source.items()
        }
        self.by_task = [
            (task, Money.from_json(kept["tasks"].get(key), live.get(task, nothing).disbursed))
            for key, task in rows.items()
            if key in kept["tasks"] or task in live
        ]
        self.kept_costs = Counter(tuple(row) for row in kept_costs)


def _mark(cost: Cost) -> tuple[str, ...]:
    """What tells a cost from another, and from itself before somebody changed it."""
    return cost.key, cost.title, cost.source.value, str(cost.planned), str(cost.spent)


def frozen_budget(plan: AnnualPlan) -> dict[str, Any]:
    """The money as a closed year keeps it: all that was booked by then, and by the year's last day."""
    whole = budget_of(plan)
    return {
        "booked": whole.sums(),
        "by_year_end": budget_of(plan, on=dt.date(plan.year, 12, 31)).sums(),
        "costs": [list(_mark(cost)) for cost in whole.costs],
    }


def budget_of(plan: AnnualPlan, on: dt.date | None = None) -> Budget:
    """The plan's lines and the costs that activities of its places posted in its year; as of a day when one is named.

    The sums of a closed year are those of its closing; what was booked afterwards stands beside them.
    """
    units = unit_scope(plan.unit)
    costs = [cost for cost in costs_of_year(plan.year) if units is None or cost.unit_id in units]
    lines = list(plan.budget.select_related("task").prefetch_related("entries"))
    tasks = list(plan.tasks.order_by("order", "pk"))
    by_kind = {task.activity: task for task in reversed(tasks) if task.activity}
    placed = {row.key: row.task for row in plan.activity_tasks.select_related("task")}
    total = Money()
    by_source: dict[BudgetSource, Money] = {source: Money() for source in BudgetSource}
    by_task: dict[PlanTask | None, Money] = defaultdict(Money)
    for line in lines:
        for money in (total, by_source[BudgetSource(line.source)], by_task[line.task]):
            money.add_line(line, on)
    budget = Budget(total, by_source, [], lines, costs, placed, by_kind)
    for cost in costs:
        for money in (total, by_source[BudgetSource(cost.source)], by_task[budget.task_of(cost)]):
            money.add_cost(cost, on)
    budget.by_task = sorted(by_task.items(), key=lambda pair: (pair[0] is None, pair[0].order if pair[0] else 0))
    kept = plan.closing.get("budget") if plan.is_closed else None  # years closed before it was kept are counted
    if kept and on in {None, dt.date(plan.year, 12, 31)}:
        budget.take_kept(kept["booked" if on is None else "by_year_end"], kept["costs"], tasks)
    return budget
