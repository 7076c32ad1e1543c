"""Lines of the budget."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from accounts.models import User
from core import audit
from core.editing import save_edit
from core.errors import Denied
from programme import rules
from programme.models import AnnualPlan, BudgetLine

AFTER_APPROVAL = frozenset({"allocated", "disbursed", "note"})


@transaction.atomic
def save_line(
    *,
    plan: AnnualPlan,
    values: dict[str, Any],
    actor: User,
    line: BudgetLine | None = None,
    version: int | None = None,
) -> BudgetLine:
    """Add or change a line. Once the plan is approved only what was allocated and paid changes."""
    if not rules.keeps_figures(actor, plan):
        raise Denied("Kinh phí do cán bộ của chính đơn vị ghi.", obj=plan)
    if not plan.is_open:
        if line is None:
            rules.check_drafts(actor, plan)
        values = {name: value for name, value in values.items() if name in AFTER_APPROVAL}
    if line is not None:
        return save_edit(line, values, actor=actor, version=version, action="budget.edit")
    values.setdefault("order", plan.budget.count() + 1)
    line = BudgetLine(plan=plan, **values)
    line.full_clean()
    line.save()
    audit.record(actor=actor, action="budget.add", obj=plan, after={"content": line.content, "source": line.source})
    return line


@transaction.atomic
def remove_line(*, line: BudgetLine, actor: User) -> None:
    """Take a line out of a plan that is being drafted."""
    rules.check_drafts(actor, line.plan)
    audit.record(actor=actor, action="budget.remove", obj=line.plan, before={"content": line.content})
    line.delete()
