"""The plan of 2024 and the periodic duties, as data of the project, into the database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from accounts.enums import UnitLevel
from accounts.models import Unit
from accounts.queries import units_on
from core import audit
from programme.actions.duties import ensure_obligations
from programme.enums import PlanState, TargetSource
from programme.models import AnnualPlan, BudgetLine, DutyRule, PlanTask, Target

DATA = Path(__file__).parent / "data"
_TEXTS = ("bases", "goals", "contents", "funding", "organisation", "recipients")


def read(name: str = "ke-hoach-2024") -> dict[str, Any]:
    """The file's content."""
    return yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))


def load_duties(content: Mapping[str, Any] | None = None) -> int:
    """Write the periodic duties that are not there yet; what the Department changed stays. Returns how many are new."""
    rows = (content or read())["duties"]
    known = set(DutyRule.objects.values_list("code", flat=True))
    fresh = [DutyRule(**row) for row in rows if row["code"] not in known]
    for rule in fresh:
        rule.full_clean()
        rule.save()
    return len(fresh)


@transaction.atomic
def load_plan(content: Mapping[str, Any] | None = None) -> AnnualPlan | None:
    """Write the province's plan, approved as it was issued, with its duties' rows; None when it is there already."""
    content = content or read()
    load_duties(content)
    words = content["plan"]
    year = int(words["year"])
    province = units_on(words["issued_on"], UnitLevel.PROVINCE).get()
    if AnnualPlan.objects.filter(unit=province, year=year).exists():
        return None
    plan = AnnualPlan(
        unit=province,
        year=year,
        title=words["title"],
        notation=words["notation"],
        issued_on=words["issued_on"],
        state=PlanState.APPROVED,
        source=content["provenance"],
        **{name: words[name].strip() for name in _TEXTS},
    )
    plan.full_clean(validate_constraints=False)
    plan.save()
    _targets(plan, content["targets"])
    _tasks(plan, content["tasks"], province, list(units_on(words["issued_on"], UnitLevel.DISTRICT)))
    BudgetLine.objects.bulk_create(
        BudgetLine(plan=plan, order=number, **row) for number, row in enumerate(content["budget"], 1)
    )
    audit.record(actor=None, action="plan.load", obj=plan, after={"source": plan.source})
    ensure_obligations(year)
    return plan


def _targets(plan: AnnualPlan, rows: list[dict[str, Any]]) -> None:
    for number, row in enumerate(rows, 1):
        target = Target(plan=plan, order=number, **{"source": TargetSource.LIVE, **row})
        target.full_clean()
        target.save()


def _tasks(plan: AnnualPlan, rows: list[dict[str, Any]], province: Unit, districts: list[Unit]) -> None:
    """Rows of the annex; "1.1" stands below "1"."""
    made: dict[str, PlanTask] = {}
    for number, row in enumerate(rows, 1):
        above, found, _ = row["number"].rpartition(".")
        task = PlanTask(
            plan=plan,
            parent=made.get(above) if found else None,
            order=number,
            starts_on=_day(plan.year, row["from"]),
            ends_on=_day(plan.year, row["to"]),
            activity=row.get("activity", ""),
            **{name: row[name] for name in ("number", "title", "lead", "partners", "time_text")},
        )
        task.full_clean()
        task.save()
        who = row["who"]
        task.units.set([*([province] if "province" in who else []), *(districts if "districts" in who else [])])
        made[task.number] = task


def _day(year: int, text: str) -> dt.date:
    month, day = text.split("-")
    return dt.date(year, int(month), int(day))
