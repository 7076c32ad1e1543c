"""Tasks and what is reported of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from accounts.models import Unit, User
from core import audit
from core.editing import save_edit
from core.errors import Denied
from core.files import store_upload
from core.formats import today
from programme import rules
from programme.models import AnnualPlan, PlanTask, TaskEvidence, TaskProgress

MOST_FILES = 10


@transaction.atomic
def save_task(
    *,
    plan: AnnualPlan,
    values: dict[str, Any],
    units: Iterable[Unit],
    actor: User,
    task: PlanTask | None = None,
    version: int | None = None,
) -> PlanTask:
    """Add a task to a plan that is being drafted, or change one. `units` are those that report progress."""
    rules.check_drafts(actor, plan)
    same = plan.tasks.filter(number=values.get("number", ""))
    if (same.exclude(pk=task.pk) if task else same).exists():
        raise Denied(f"Kế hoạch đã có nhiệm vụ số {values['number']}.", obj=plan)
    if task is not None:
        saved = save_edit(task, values, actor=actor, version=version, action="task.edit")
    else:
        values.setdefault("order", plan.tasks.count() + 1)
        saved = PlanTask(plan=plan, **values)
        saved.full_clean()
        saved.save()
        audit.record(actor=actor, action="task.add", obj=plan, after={"number": saved.number, "title": saved.title})
    saved.units.set(units)
    return saved


@transaction.atomic
def remove_task(*, task: PlanTask, actor: User) -> None:
    """Take a task out of a plan that is being drafted. One that was reported of stays."""
    rules.check_drafts(actor, task.plan)
    if task.progress.exists() or task.children.filter(progress__isnull=False).exists():
        raise Denied("Nhiệm vụ đã có báo cáo tiến độ nên không xoá được.", obj=task)
    audit.record(actor=actor, action="task.remove", obj=task.plan, before={"title": task.title})
    task.delete()


@transaction.atomic
def report_progress(
    *, task: PlanTask, unit: Unit, percent: int, text: str, actor: User, files: Iterable[Any] = ()
) -> TaskProgress:
    """Say how far one's unit is with a task, with files that show it.

    Raises Denied when the unit has no part in it, UploadRefused for a file that is not accepted.
    """
    rules.check_year_open(task.plan)
    if unit.pk not in {one.pk for one in rules.reporting_units(actor, task)}:
        raise Denied("Tiến độ do cán bộ của đơn vị thực hiện báo, sau khi kế hoạch được duyệt.", obj=task)
    row = TaskProgress.objects.create(
        task=task, unit=unit, percent=percent, text=text.strip(), reported_on=today(), author=actor
    )
    chosen = [file for file in files if file]
    if len(chosen) > MOST_FILES:
        raise Denied(f"Mỗi lần báo kèm nhiều nhất {MOST_FILES} tệp.", obj=task)
    for upload in chosen:
        TaskEvidence.objects.create(progress=row, file=store_upload(upload, owner=actor, purpose="task-evidence"))
    audit.record(
        actor=actor,
        action="task.progress",
        obj=task,
        after={"unit": str(unit), "percent": percent, "files": len(chosen)},
    )
    return row
