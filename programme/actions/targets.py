"""Targets, and figures entered by hand."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import transaction

from accounts.models import User
from core import audit
from core.editing import save_edit
from core.errors import Denied
from core.formats import today
from programme import rules
from programme.enums import TargetSource
from programme.measuring import known
from programme.models import AnnualPlan, Target, TargetEntry


def _check(values: dict[str, Any]) -> None:
    if values.get("source") == TargetSource.LIVE and known(str(values.get("indicator", ""))) is None:
        raise Denied("Chọn số liệu mà chỉ tiêu được tính từ đó.")


@transaction.atomic
def save_target(
    *, plan: AnnualPlan, values: dict[str, Any], actor: User, target: Target | None = None, version: int | None = None
) -> Target:
    """Add a target to a plan that is being drafted, or change one."""
    rules.check_drafts(actor, plan)
    _check(values)
    if target is not None:
        return save_edit(target, values, actor=actor, version=version, action="target.edit")
    values.setdefault("order", plan.targets.count() + 1)
    target = Target(plan=plan, **values)
    target.full_clean()
    target.save()
    audit.record(
        actor=actor, action="target.add", obj=plan, after={"name": target.name, "planned": str(target.planned)}
    )
    return target


@transaction.atomic
def remove_target(*, target: Target, actor: User) -> None:
    """Take a target out of a plan that is being drafted."""
    rules.check_drafts(actor, target.plan)
    audit.record(actor=actor, action="target.remove", obj=target.plan, before={"name": target.name})
    target.delete()


@transaction.atomic
def enter_figure(*, target: Target, on: dt.date, value: Decimal, note: str, actor: User) -> TargetEntry:
    """Enter what was reached by a day, with where it comes from. Nothing is overwritten: the newest day holds."""
    if target.source != TargetSource.HAND:
        raise Denied("Chỉ tiêu này tự tính từ dữ liệu của cổng. Muốn số thay đổi, sửa hồ sơ, bản ghi gốc.", obj=target)
    rules.check_keeps_figures(actor, target.plan, "Số liệu do cán bộ của đơn vị có kế hoạch ghi.")
    if on > today():
        raise Denied("Ngày của số liệu không được sau hôm nay.", obj=target)
    entry = TargetEntry.objects.create(target=target, on=on, value=value, note=note.strip(), author=actor)
    audit.record(
        actor=actor, action="target.enter", obj=target, after={"on": str(on), "value": str(value), "note": note}
    )
    return entry
