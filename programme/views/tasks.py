"""Tasks: board, calendar of the year, one task with its progress."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from core.errors import Denied
from core.files import UploadRefused
from core.formats import today
from programme import actions, charts, rules
from programme.enums import Standing
from programme.forms import ProgressForm, TaskForm
from programme.models import PlanTask
from programme.queries import TaskLine, lines_of, task_lines
from programme.views.common import confirm_page, form_page, own_plan, plan_context, plan_of, upload_context
from programme.visibility import visible_tasks

_COLUMNS = (Standing.LATE, Standing.AT_RISK, Standing.ON_TRACK, Standing.NOT_YET, Standing.DONE)


def _task(request: HttpRequest, task_id: int) -> PlanTask:
    rows = (
        visible_tasks(request.user)
        .select_related("plan__unit", "parent", "carried_from__plan")
        .prefetch_related("units__parent")
    )
    return get_object_or_404(rows, pk=task_id)


@require_GET
def board(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Tasks as a table, as a board by standing, or as a calendar of the year."""
    plan = plan_of(request, plan_id)
    lines = task_lines(plan)
    view = request.GET.get("xem", "bang")
    view = view if view in {"bang", "cot", "lich"} else "bang"
    context: dict[str, Any] = plan_context(request, plan, "tasks") | {
        "view": view,
        "views": [("bang", "Bảng"), ("cot", "Theo tình trạng"), ("lich", "Lịch năm")],
        "lines": lines,
        "counts": _counts(lines),
    }
    if view == "cot":
        context["columns"] = [
            (state, [one for one in lines if not one.is_group and one.standing == state]) for state in _COLUMNS
        ]
    if view == "lich":
        context["calendar"] = charts.calendar(lines, plan.year, today())
    return render(request, "programme/tasks.html", context)


def _counts(lines: list[TaskLine]) -> list[tuple[Standing, int]]:
    """How many tasks stand how; groups are not counted beside their own tasks."""
    leaves = [line for line in lines if not line.is_group]
    found = [(state, sum(line.standing == state for line in leaves)) for state in _COLUMNS]
    return [(state, count) for state, count in found if count]


@require_GET
def task(request: HttpRequest, task_id: int) -> HttpResponse:
    """One task: each unit's newest report, and all reports with their files."""
    row = _task(request, task_id)
    line = lines_of(PlanTask.objects.filter(pk=row.pk))[0]
    children = lines_of(PlanTask.objects.filter(parent=row)) if not row.parent_id else []
    progress = row.progress.select_related("unit", "author").prefetch_related("evidence__file")
    if not rules.opens_records(request.user, row.plan):
        own = {unit.pk for unit in line.units if unit in _own_units(request)}
        progress = progress.filter(unit__in=own)
    context = plan_context(request, row.plan, "tasks") | {
        "task": row,
        "line": line,
        "children": children,
        "units": [(unit, line.newest.get(unit.pk)) for unit in line.units],
        "progress": progress,
        "opens": rules.opens_records(request.user, row.plan),
        "may_report": bool(rules.reporting_units(request.user, row)),
    }
    return render(request, "programme/task.html", context)


def _own_units(request: HttpRequest) -> list[Any]:
    return [seat.unit for seat in getattr(request, "seats", [])]


@require_http_methods(["GET", "POST"])
def task_new(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Add a task."""
    plan = own_plan(request, plan_of(request, plan_id))
    form = TaskForm(request.POST or None, plan=plan)
    back = reverse("programme:tasks", args=[plan.pk])
    if request.method == "POST" and form.is_valid():
        actions.save_task(plan=plan, values=form.changes(), units=form.cleaned_data["units"], actor=request.user)
        messages.success(request, "Đã thêm nhiệm vụ.")
        return redirect(back)
    return form_page(request, form, heading="Thêm nhiệm vụ", subheading=plan.title, button="Thêm nhiệm vụ", back=back)


@require_http_methods(["GET", "POST"])
def task_edit(request: HttpRequest, task_id: int) -> HttpResponse:
    """Change a task."""
    row = _task(request, task_id)
    own_plan(request, row.plan)
    form = TaskForm(request.POST or None, instance=row, plan=row.plan)
    back = reverse("programme:task", args=[row.pk])
    if request.method == "POST" and form.is_valid():
        actions.save_task(
            plan=row.plan, task=row, values=form.changes(), units=form.cleaned_data["units"], actor=request.user,
            version=form.opened_version,
        )  # fmt: skip
        messages.success(request, "Đã lưu nhiệm vụ.")
        return redirect(back)
    return form_page(request, form, heading="Sửa nhiệm vụ", subheading=str(row), button="Lưu", back=back)


@require_http_methods(["GET", "POST"])
def task_remove(request: HttpRequest, task_id: int) -> HttpResponse:
    """Take a task out of the draft."""
    row = _task(request, task_id)
    own_plan(request, row.plan)
    if request.method == "POST":
        actions.remove_task(task=row, actor=request.user)
        messages.success(request, "Đã bỏ nhiệm vụ.")
        return redirect("programme:tasks", plan_id=row.plan_id)
    return confirm_page(
        request, heading="Bỏ nhiệm vụ", what=[str(row)], button="Bỏ nhiệm vụ",
        undone="Các nhiệm vụ con cũng bị bỏ." if row.children.exists() else "", back=reverse("programme:task", args=[row.pk]),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def progress_new(request: HttpRequest, task_id: int) -> HttpResponse:
    """Report how far one's unit is, with files."""
    row = _task(request, task_id)
    units = rules.reporting_units(request.user, row)
    if not units:
        raise Denied("Tiến độ do cán bộ của đơn vị thực hiện báo, sau khi kế hoạch được duyệt.", obj=row)
    last = row.progress.filter(unit__in=units).first()
    form = ProgressForm(request.POST or None, units=units, initial={"percent": last.percent if last else 0})
    back, error = reverse("programme:task", args=[row.pk]), ""
    if request.method == "POST" and form.is_valid():
        try:
            actions.report_progress(
                task=row, actor=request.user, files=request.FILES.getlist("evidence"), **form.cleaned_data
            )
        except UploadRefused as refusal:
            error = str(refusal)
        else:
            messages.success(request, "Đã báo tiến độ.")
            return redirect(back)
    return form_page(
        request, form, heading="Báo tiến độ", subheading=str(row), button="Báo tiến độ", back=back, has_errors=bool(error),
        upload_name="evidence", upload_label="Minh chứng", upload_multiple=True, **upload_context(error),
    )  # fmt: skip
