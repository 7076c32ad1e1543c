"""Complaints before one's unit: list, page, triage."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from core import workflow
from core.errors import Denied
from core.lists import Column, ListPage, Order
from inspections import rules
from inspections.actions import complaints as actions
from inspections.enums import ComplaintState
from inspections.filters import ComplaintFilter
from inspections.forms import AnswerForm, ComplaintForm, EraseForm, HandOverForm, ProductForm, ReasonForm
from inspections.lookup import spaced
from inspections.models import Complaint
from inspections.views.common import confirm, history, tabs
from inspections.visibility import visible_complaints


class ComplaintList(ListPage):
    """Complaints before the person's unit. Lists and exports name no sender."""

    template_name = "inspections/complaints.html"
    filterset_class = ComplaintFilter
    orders = (Order("moi", "Mới nhận", ("-received_at", "-id")), Order("han", "Hạn gần nhất", ("due_on", "id")))
    columns = (
        Column("Mã", lambda row: row.code, 16),
        Column("Nhận lúc", lambda row: row.received_at, 14),
        Column("Nguồn", lambda row: row.get_source_display(), 18),
        Column("Về việc", lambda row: row.get_topic_display(), 30),
        Column("Sản phẩm, chủ thể", lambda row: row.about, 40),
        Column("Nội dung", lambda row: row.text, 60),
        Column("Đơn vị xử lý", lambda row: row.unit.name, 24),
        Column("Hạn", lambda row: row.due_on, 12),
        Column("Trạng thái", lambda row: row.get_state_display(), 18),
        Column("Kết quả", lambda row: row.answer, 60),
    )
    export_name = "phan-anh"

    def rows(self) -> QuerySet[Complaint]:
        """Visible complaints."""
        return visible_complaints(self.request.user)

    def decorate(self, rows: QuerySet[Complaint]) -> QuerySet[Complaint]:
        """Unit, product."""
        return rows.select_related("unit", "product")

    def extra(self) -> dict[str, Any]:
        """Whether the person may enter one."""
        return {
            "tabs": tabs(self.request, "inspections:complaints"),
            "may_add": bool(rules.planning_units(self.request.user)),
        }


def _complaint(request: HttpRequest, pk: int) -> Complaint:
    rows = visible_complaints(request.user).select_related(
        "unit__parent",
        "product__producer",
        "product__district",
        "product__commune",
        "inspection",
        "photo",
        "settled_by",
    )
    return get_object_or_404(rows, pk=pk)


@require_http_methods(["GET", "POST"])
def complaint_new(request: HttpRequest) -> HttpResponse:
    """Enter what another office sent."""
    units = rules.planning_units(request.user)
    if not units:
        raise Denied("Chỉ cán bộ cấp huyện và cán bộ Sở ghi phản ánh.")
    form = ComplaintForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        made = actions.enter_from_unit(values=form.cleaned_data, unit=units[0], actor=request.user)
        messages.success(request, f"Đã ghi phản ánh {made.code}.")
        return redirect("inspections:complaint", pk=made.pk)
    context = {"form": form, "heading": "Ghi phản ánh", "subheading": units[0].name, "button": "Ghi phản ánh",
               "back_url": reverse("inspections:complaints")}  # fmt: skip
    return render(request, "inspections/form.html", context)


@require_safe
def complaint(request: HttpRequest, pk: int) -> HttpResponse:
    """One complaint; who sent it only for the handling unit."""
    row = _complaint(request, pk)
    handles = rules.handler(request.user, row)
    context = {
        "complaint": row,
        "handles": handles,
        "sees_sender": rules.can_see_sender(request.user, row),
        "steps": {step.name for step in workflow.available(row, request.user)},
        "plans": rules.plans_at(request.user, row.unit),
        "waits": row.state == ComplaintState.RECEIVED,
        "events": history(row),
        "lookup": spaced(row.lookup_code),
    }
    return render(request, "inspections/complaint.html", context)


def _product(request: HttpRequest, row: Complaint) -> dict[str, Any]:
    form = ProductForm(request.POST or None, user=request.user)
    return {
        "heading": "Xác định sản phẩm bị phản ánh", "what": ["Phản ánh được tính vào rủi ro của sản phẩm này."],
        "form": form, "action_label": "Lưu", "done": "Đã ghi sản phẩm.",
        "do": lambda form: actions.set_product(
            complaint=row, product=form.cleaned_data["product"], actor=request.user
        ),
    }  # fmt: skip


def _inspect(request: HttpRequest, row: Complaint) -> dict[str, Any]:
    form = ReasonForm(
        request.POST or None, label="Lý do kiểm tra đột xuất",
        initial={"reason": f"Kiểm tra theo phản ánh về {row.get_topic_display().lower()}."},
    )  # fmt: skip
    return {
        "heading": "Kiểm tra đột xuất theo phản ánh",
        "what": ["Một cuộc kiểm tra đột xuất được lập cho sản phẩm bị phản ánh.",
                 "Lý do không được nêu tên hay thông tin của người phản ánh."],
        "form": form, "action_label": "Lập cuộc kiểm tra", "done": "Đã lập cuộc kiểm tra. Xếp lịch và giao đoàn.",
        "do": lambda form: actions.inspect(
            complaint=row, reason=form.cleaned_data["reason"], actor=request.user
        ),
        "to": lambda made: reverse("inspections:schedule", args=[made.inspection_id]),
    }  # fmt: skip


def _answer(request: HttpRequest, row: Complaint) -> dict[str, Any]:
    return {
        "heading": "Trả lời, kết thúc phản ánh",
        "what": ["Ghi nội dung đã trả lời người phản ánh hoặc kết quả xử lý."],
        "form": AnswerForm(request.POST or None), "action_label": "Kết thúc phản ánh", "done": "Đã trả lời.",
        "do": lambda form: actions.answer(complaint=row, text=form.cleaned_data["text"], actor=request.user),
    }  # fmt: skip


def _refuse(request: HttpRequest, row: Complaint) -> dict[str, Any]:
    return {
        "heading": "Không thụ lý phản ánh",
        "what": ["Phản ánh không thuộc thẩm quyền hoặc không đủ cơ sở. Không tính vào rủi ro."],
        "form": ReasonForm(request.POST or None, label="Lý do, người phản ánh sẽ đọc được (không ghi tên, điện thoại)"),
        "action_label": "Không thụ lý", "done": "Đã ghi không thụ lý.",
        "do": lambda form: actions.refuse(complaint=row, reason=form.cleaned_data["reason"], actor=request.user),
    }  # fmt: skip


def _hand_over(request: HttpRequest, row: Complaint) -> dict[str, Any]:
    return {
        "heading": "Chuyển phản ánh",
        "what": ["Đơn vị nhận xử lý tiếp; đơn vị bạn không còn giữ phản ánh này."],
        "form": HandOverForm(request.POST or None, but=row.unit), "action_label": "Chuyển", "done": "Đã chuyển phản ánh.",
        "do": lambda form: actions.hand_over(
            complaint=row, unit=form.cleaned_data["unit"], reason=form.cleaned_data["reason"], actor=request.user
        ),
        "to": reverse("inspections:complaints"),
    }  # fmt: skip


def _erase(request: HttpRequest, row: Complaint) -> dict[str, Any]:
    return {
        "heading": "Xoá thông tin người phản ánh",
        "what": ["Họ tên và cách liên hệ bị xoá khỏi phản ánh; nhật ký chỉ ghi việc xoá, không ghi nội dung đã xoá.",
                 "Phản ánh, kết quả xử lý và số liệu thống kê vẫn còn. Mã tra cứu vẫn dùng được."],
        "undone": "Không khôi phục được.",
        "form": EraseForm(request.POST or None), "action_label": "Xoá thông tin", "done": "Đã xoá thông tin người phản ánh.",
        "do": lambda form: actions.erase_sender(
            complaint=row, reason=form.cleaned_data["reason"], whole=form.cleaned_data["whole"], actor=request.user
        ),
    }  # fmt: skip


_STEPS = {
    "xoa-thong-tin": _erase,
    "san-pham": _product,
    "kiem-tra": _inspect,
    "tra-loi": _answer,
    "khong-thu-ly": _refuse,
    "chuyen": _hand_over,
}


@require_http_methods(["GET", "POST"])
def complaint_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """The page of one step."""
    row = _complaint(request, pk)
    make = _STEPS.get(step)
    if make is None:
        raise Http404
    settled = row.state in {ComplaintState.ANSWERED, ComplaintState.REFUSED}
    if not rules.handler(request.user, row) or (settled and step != "xoa-thong-tin"):
        raise Denied("Phản ánh này đã xử lý xong hoặc do đơn vị khác xử lý.", obj=row)
    back = reverse("inspections:complaint", args=[row.pk])
    page = {"to": back, "back_url": back, "subheading": f"{row.code} · {row.about}", **make(request, row)}
    return confirm(request, **page)
