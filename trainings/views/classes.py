"""Classes: list, record, planning, steps, result."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from core import audit, workflow
from core.errors import Denied
from core.formats import today
from core.forms import posted_version
from core.lists import Column, ListPage, Order
from documents.models import Document
from documents.visibility import visible_documents
from trainings import queries, rules, visibility
from trainings.actions import classes as actions
from trainings.enums import OVER, ClassState
from trainings.events import in_words
from trainings.filters import ClassFilter
from trainings.forms import ClassForm, ReasonForm, ResultForm
from trainings.models import TrainingClass
from trainings.paperwork import ref_of
from trainings.views.common import class_or_404, run_class
from trainings.workflow import CLASS


class ClassList(ListPage):
    """Classes that the person sees."""

    template_name = "trainings/classes.html"
    filterset_class = ClassFilter
    orders = (
        Order("moi", "Mới trước", ("-first_day", "-pk")),
        Order("cu", "Cũ trước", ("first_day", "pk")),
        Order("ten", "Tên lớp", ("name_sort", "pk")),
    )
    columns = (
        Column("Mã lớp", lambda row: row.code, 18),
        Column("Tên lớp", lambda row: row.name, 50),
        Column("Đối tượng", lambda row: row.get_group_display(), 32),
        Column("Đơn vị tổ chức", lambda row: row.unit.name, 24),
        Column("Từ ngày", lambda row: row.first_day, 12),
        Column("Đến ngày", lambda row: row.last_day, 12),
        Column("Địa điểm", lambda row: row.place, 40),
        Column("Số chỗ", lambda row: row.capacity, 8),
        Column("Có tên", lambda row: row.taken, 8),
        Column("Hoàn thành", lambda row: row.completed, 10),
        Column("Trạng thái", lambda row: row.get_state_display(), 18),
    )
    export_name = "lop-tap-huan"

    def rows(self) -> QuerySet[TrainingClass]:
        """Visible classes."""
        return visibility.visible_classes(self.request.user)

    def decorate(self, rows: QuerySet[TrainingClass]) -> QuerySet[TrainingClass]:
        """Unit and counts."""
        return queries.class_rows(rows)

    def extra(self) -> dict[str, Any]:
        """Whether the person may plan one."""
        return {"may_add": bool(rules.running_units(self.request.user)), "add_url": reverse("trainings:class_add")}


@require_http_methods(["GET", "POST"])
def class_add(request: HttpRequest) -> HttpResponse:
    """Plan a class of one's unit."""
    units = rules.running_units(request.user)
    if not units:
        raise Denied("Bạn không được giao tổ chức lớp tập huấn.")
    wanted = request.POST.get("unit", "")
    unit = next((row for row in units if str(row.pk) == wanted), units[0])
    form = ClassForm(request.POST or None, initial={"required_sessions": 1})
    if request.method == "POST" and form.is_valid():
        training = actions.create_class(unit=unit, values=form.changes(), actor=request.user)
        messages.success(request, f"Đã lập lớp {training.code}. Thêm giảng viên, kinh phí rồi mời học viên.")
        return redirect("trainings:class", pk=training.pk)
    context = {"form": form, "units": units, "unit": unit, "heading": "Lập lớp tập huấn", "save_label": "Lập lớp",
               "subheading": unit.name, "back_url": reverse("trainings:classes")}  # fmt: skip
    return render(request, "trainings/class_form.html", context)


@require_http_methods(["GET", "POST"])
def class_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a class that has not begun."""
    training = run_class(request, pk)
    rules.check_editable(training)
    form = ClassForm(request.POST or None, instance=training)
    if request.method == "POST" and form.is_valid():
        actions.edit_class(training=training, values=form.changes(), actor=request.user, version=form.opened_version)
        messages.success(request, "Đã lưu thông tin lớp.")
        return redirect("trainings:class", pk=training.pk)
    context = {"form": form, "training": training, "heading": "Sửa lớp tập huấn", "save_label": "Lưu thay đổi",
               "subheading": training.name, "back_url": reverse("trainings:class", args=[pk])}  # fmt: skip
    return render(request, "trainings/class_form.html", context)


@require_GET
def training_class(request: HttpRequest, pk: int) -> HttpResponse:
    """One class as a readable record."""
    training = class_or_404(request, pk)
    works_at = rules.works_at(request.user, training) or rules.leads(request.user, training)
    own = works_at or visibility.sees_everything(request.user)
    counted = queries.counted(training)
    costs = list(training.costs.all())
    sessions = queries.sessions_with_counts(training)
    runs = rules.runs(request.user, training)
    papers = visible_documents(request.user).filter(subject_ref=ref_of(training)) if own else Document.objects.none()
    context = {
        "training": training,
        "counted": counted,
        "free": max(0, training.capacity - counted.taken),
        "sessions": sessions,
        "to_tick": runs and training.state == ClassState.RUNNING and any(_waits(row) for row in sessions),
        "lecturers": list(training.lecturers.all()),
        "materials": list(training.materials.select_related("file")),
        "costs": costs if own else [],
        "cost_sums": training.costs.aggregate(planned=Sum("planned"), spent=Sum("spent")) if costs and own else None,
        "feedback": queries.feedback_summary(training)
        if own and training.state in OVER | {ClassState.RUNNING}
        else None,
        "papers": papers.order_by("-pk")[:10],
        "own": own,
        "takes_feedback": rules.takes_feedback(training),
        "runs": runs,
        "can_edit": runs and training.state in rules.EDITABLE,
        "can_fill": runs and training.state not in {ClassState.CLOSED, ClassState.CANCELLED},
        "takes_people": runs and training.state in {ClassState.PLANNED, ClassState.OPEN, ClassState.RUNNING},
        "steps": workflow.available(training, request.user),
        "next_step": _next_step(training, request.user),
        "events": in_words(audit.timeline(training)[:10]) if own else [],
    }
    return render(request, "trainings/class.html", context)


def _waits(session: Any) -> bool:
    """Whether a session's attendance is due and not recorded."""
    return session.day <= today() and not session.present


def _next_step(training: TrainingClass, user: Any) -> workflow.Step | None:
    """The one step that leads on, when its day has come."""
    due = {
        "open": True, "begin": today() >= training.first_day, "finish": today() >= training.last_day, "close": True,
    }  # fmt: skip
    return next((step for step in workflow.available(training, user) if due.get(step.name)), None)


_WHAT = {
    "open": [
        "Người đã có trong danh sách và có tài khoản nhận thư mời, xác nhận tham dự trên cổng.",
        "Nếu lớp nhận đăng ký qua liên kết, mã QR: liên kết bắt đầu dùng được.",
    ],
    "begin": ["Mở điểm danh từng buổi.", "Ngày học, địa điểm, số chỗ không sửa được nữa."],
    "finish": [
        "Kết quả của từng học viên được tính theo số buổi đã dự.",
        "Vẫn sửa được điểm danh cho đến khi tổng kết lớp.",
    ],
    "close": [
        "Kết quả, điểm danh, kinh phí của lớp được chốt và tính vào báo cáo năm.",
        "Sau đó in giấy chứng nhận và báo cáo lớp.",
    ],
    "cancel": ["Người trong danh sách có tài khoản được báo lớp không tổ chức.", "Lớp không mở lại được."],
}
_UNDONE = {
    "close": "Sau khi tổng kết không sửa điểm danh, kinh phí nữa.",
    "cancel": "Việc huỷ lớp không hoàn lại được.",
}


@require_http_methods(["GET", "POST"])
def take_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """The page of a step: what will happen, to whom."""
    training = class_or_404(request, pk)
    if step not in _WHAT:
        raise Http404
    row = CLASS.find(step)
    if not workflow.can(training, step, request.user):
        raise Denied(f"Không thể “{row.label}”: lớp {training.get_state_display().lower()} hoặc không thuộc đơn vị bạn.",
                     obj=training)  # fmt: skip
    form = ReasonForm(request.POST or None) if row.needs_reason else None
    if request.method == "POST" and (form is None or form.is_valid()):
        reason = form.cleaned_data["reason"] if form else ""
        actions.take_step(
            training=training, step=step, actor=request.user, version=posted_version(request), reason=reason
        )
        messages.success(request, f"Lớp {training.code}: {training.get_state_display().lower()}.")
        return redirect("trainings:class", pk=training.pk)
    context = {
        "form": form, "heading": row.label, "subheading": training.name, "what": _WHAT[step], "undone": _UNDONE.get(step),
        "action_label": row.label, "version": training.version, "training": training,
        "back_url": reverse("trainings:class", args=[training.pk]),
    }  # fmt: skip
    return render(request, "trainings/confirm.html", context)


@require_http_methods(["GET", "POST"])
def result(request: HttpRequest, pk: int) -> HttpResponse:
    """The officer's words on what came of the class."""
    training = run_class(request, pk)
    rules.check_not_settled(training)
    form = ResultForm(request.POST or None, instance=training)
    if request.method == "POST" and form.is_valid():
        actions.write_result(
            training=training,
            note=form.cleaned_data["result_note"],
            actor=request.user,
            version=form.opened_version,
        )
        messages.success(request, "Đã lưu đánh giá kết quả.")
        return redirect("trainings:class", pk=training.pk)
    context = {"form": form, "training": training, "heading": "Đánh giá kết quả lớp", "subheading": training.name,
               "save_label": "Lưu đánh giá", "back_url": reverse("trainings:class", args=[pk])}  # fmt: skip
    return render(request, "trainings/form.html", context)
