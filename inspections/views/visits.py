"""Inspections: list, page, schedule, papers, costs."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, F, Q, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import workflow
from core.errors import Denied
from core.files import file_response
from core.formats import date_vn, datetime_vn
from core.lists import Column, ListPage, Order
from documents.printing import print_pdf
from documents.render.answers import pdf_response
from inspections import rules
from inspections.actions import visits as actions
from inspections.enums import FINAL, InspectionState
from inspections.filters import InspectionFilter
from inspections.forms import CostForm, ReasonForm, ScheduleForm, UnplannedForm, standing_for
from inspections.models import Inspection
from inspections.papers.common import existing, issued
from inspections.papers.minutes import MINUTES, draft_preview
from inspections.papers.team import REF, draft_letter, late_warning, letter_kind
from inspections.sheet import groups_of
from inspections.tallies import OPEN
from inspections.views.common import confirm, history, shown, tabs, to_document
from inspections.visibility import is_producer_only, visible_complaints, visible_inspections
from products.visibility import visible_recognitions


class InspectionList(ListPage):
    """Inspections that the person sees."""

    template_name = "inspections/inspections.html"
    filterset_class = InspectionFilter
    orders = (
        Order("lich", "Lịch gần nhất", (F("starts_at").desc(nulls_last=True), "-id")),
        Order("moi", "Mới lập", ("-id",)),
        Order("ten", "Tên cơ sở", ("site_name", "id")),
    )
    columns = (
        Column("Mã", lambda row: row.code, 16),
        Column("Cơ sở", lambda row: row.site_name, 40),
        Column("Huyện, thành phố", lambda row: row.district.as_district, 22),
        Column("Loại", lambda row: row.get_kind_display(), 14),
        Column("Thời gian", lambda row: datetime_vn(row.starts_at), 18),
        Column("Đoàn", lambda row: row.team.name if row.team else "", 40),
        Column("Trạng thái", lambda row: row.get_state_display(), 16),
        Column("Ngày kết luận", lambda row: date_vn(row.concluded_at), 14),
        Column("Phát hiện", lambda row: row.finding_count, 10),
        Column("Khắc phục chưa xong", lambda row: row.open_count, 12),
    )
    export_name = "kiem-tra"

    def rows(self) -> QuerySet[Inspection]:
        """Visible inspections."""
        return visible_inspections(self.request.user)

    def decorate(self, rows: QuerySet[Inspection]) -> QuerySet[Inspection]:
        """Place, team, findings of a page of rows."""
        return rows.select_related("district", "commune", "team", "unit").annotate(
            finding_count=Count("findings", distinct=True),
            open_count=Count("findings__actions", filter=Q(findings__actions__state__in=OPEN), distinct=True),
        )

    def extra(self) -> dict[str, Any]:
        """Whether the person may make one."""
        return {
            "tabs": tabs(self.request, "inspections:inspections"),
            "may_add": bool(rules.planning_units(self.request.user)),
        }


def get_inspection(request: HttpRequest, pk: int) -> Inspection:
    """A visible inspection, or 404."""
    rows = visible_inspections(request.user).select_related(
        "unit__parent", "district", "commune__parent", "plan", "team", "producer", "concluded_by", "begun_by"
    )
    return get_object_or_404(rows, pk=pk)


@require_http_methods(["GET", "POST"])
def unplanned(request: HttpRequest) -> HttpResponse:
    """Make an inspection outside the plan; `?cong-nhan=` names the product."""
    units = rules.planning_units(request.user)
    if not units:
        raise Denied("Chỉ cán bộ cấp huyện và cán bộ Sở lập cuộc kiểm tra.")
    initial = {"recognition": request.GET.get("cong-nhan", ""), "every": True}
    form = UnplannedForm(request.POST or None, user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["recognition"]
        rows = [chosen]
        owner = chosen.product.producer_id
        if form.cleaned_data["every"] and owner is not None:
            rows = list(standing_for(request.user).filter(product__producer=owner))
        made = actions.create_unplanned(
            unit=units[0], recognitions=rows, reason=form.cleaned_data["reason"], actor=request.user
        )
        messages.success(request, f"Đã lập cuộc kiểm tra {made.code}. Xếp lịch và giao đoàn.")
        return redirect("inspections:schedule", pk=made.pk)
    context = {"form": form, "heading": "Kiểm tra đột xuất", "subheading": units[0].name, "button": "Lập cuộc kiểm tra",
               "back_url": reverse("inspections:inspections")}  # fmt: skip
    return render(request, "inspections/form.html", context)


@require_safe
def inspection(request: HttpRequest, pk: int) -> HttpResponse:
    """One inspection as a record. A producer sees the result, never why the team came or what it cost."""
    row = get_inspection(request, pk)
    user = request.user
    staff = not is_producer_only(user)
    lines = list(row.lines.select_related("product__recognition"))
    findings = list(row.findings.select_related("product__recognition").prefetch_related("actions"))
    officer = rules.inspection_officer(user, row)
    context = {
        "inspection": row,
        "staff": staff,
        "products": row.products.select_related("recognition__product"),
        "readable": set(visible_recognitions(user).filter(inspected__inspection=row).values_list("pk", flat=True)),
        "groups": groups_of(lines),
        "findings": findings,
        "photos": row.photos.filter(removed_at=None).select_related("file", "line"),
        "members": row.team.members.all() if row.team else [],
        "steps": {step.name for step in workflow.available(row, user)},
        "officer": officer,
        "inspects": rules.inspector(user, row),
        "letter": existing(letter_kind(row), f"{REF}{row.pk}") if officer else None,
        "minutes_document": shown(user, issued(MINUTES, f"{REF}{row.pk}")) if staff and row.state in FINAL else None,
        "final": row.state in FINAL,
        "warning": late_warning(row) if officer else "",
        "complaints": visible_complaints(user).filter(inspection=row) if staff else [],
        "cases": row.cases.all() if staff else [],
        "costs": row.costs.all() if officer else [],
        "open_repairs": any(action.state in OPEN for finding in findings for action in finding.actions.all()),
        "events": history(row) if staff else [],
    }
    return render(request, "inspections/inspection.html", context)


@require_http_methods(["GET", "POST"])
def schedule(request: HttpRequest, pk: int) -> HttpResponse:
    """Set day, hour, place, team."""
    row = get_inspection(request, pk)
    rules.check_schedules(request.user, row)
    form = ScheduleForm(request.POST or None, inspection=row)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        actions.schedule(
            inspection=row, starts_at=data["starts_at"], team=data["team"], address=data["address"], actor=request.user,
            version=data["version"],
        )  # fmt: skip
        messages.success(request, "Đã lưu lịch kiểm tra.")
        return redirect("inspections:inspection", pk=row.pk)
    context = {
        "form": form, "heading": "Xếp lịch, giao đoàn", "subheading": row.site_name, "button": "Lưu lịch",
        "back_url": reverse("inspections:inspection", args=[row.pk]), "inspection": row,
    }  # fmt: skip
    return render(request, "inspections/schedule.html", context)


def _able(request: HttpRequest, row: Inspection, step: str) -> None:
    if not workflow.can(row, step, request.user):
        raise Denied(f"Không làm được việc này khi cuộc kiểm tra ở trạng thái “{row.get_state_display()}”.", obj=row)


@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """The team is at the site."""
    row = get_inspection(request, pk)
    _able(request, row, "begin")
    return confirm(
        request,
        heading="Bắt đầu kiểm tra",
        subheading=row.site_name,
        what=[
            "Phiếu kiểm tra được lập: từng tiêu chí của sản phẩm như lúc công nhận, và các nhóm nội dung chung.",
            "Thành viên đoàn ghi phiếu, chụp ảnh; mỗi dòng được lưu ngay khi có mạng.",
        ],
        undone="Sau khi bắt đầu thì lịch, đoàn và sản phẩm kiểm tra không đổi nữa.",
        action_label="Bắt đầu kiểm tra",
        back_url=reverse("inspections:inspection", args=[row.pk]),
        do=lambda _form: actions.begin(inspection=row, actor=request.user),
        done="Đã bắt đầu. Thời gian bắt đầu được ghi vào biên bản.",
        to=reverse("inspections:sheet", args=[row.pk]),
    )


@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """The visit does not take place."""
    row = get_inspection(request, pk)
    _able(request, row, "cancel")
    return confirm(
        request,
        heading="Huỷ cuộc kiểm tra",
        subheading=row.site_name,
        what=["Cuộc kiểm tra không diễn ra; báo cáo của kế hoạch nêu là đã huỷ."],
        form=ReasonForm(request.POST or None, label="Lý do huỷ"),
        action_label="Huỷ cuộc kiểm tra",
        back_url=reverse("inspections:inspection", args=[row.pk]),
        do=lambda form: actions.cancel(inspection=row, reason=form.cleaned_data["reason"], actor=request.user),
        done="Đã huỷ cuộc kiểm tra.",
        to=reverse("inspections:inspection", args=[row.pk]),
    )


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Nothing is left to repair."""
    row = get_inspection(request, pk)
    _able(request, row, "close")
    return confirm(
        request,
        heading="Đóng cuộc kiểm tra",
        subheading=row.site_name,
        what=["Mọi yêu cầu khắc phục đã được kiểm tra lại.", "Hồ sơ cuộc kiểm tra được giữ nguyên."],
        action_label="Đóng cuộc kiểm tra",
        back_url=reverse("inspections:inspection", args=[row.pk]),
        do=lambda _form: actions.close(inspection=row, actor=request.user),
        done="Đã đóng cuộc kiểm tra.",
        to=reverse("inspections:inspection", args=[row.pk]),
    )


@require_POST
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft the letter that announces the visit."""
    return to_document(request, draft_letter(inspection=get_inspection(request, pk), actor=request.user))


@require_safe
def minutes(request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
    """The minutes: the issued bytes once final; before that a draft for the team, to print on the spot."""
    row = get_inspection(request, pk)
    if row.state in FINAL:
        document = issued(MINUTES, f"{REF}{row.pk}")
        if document is None or document.pdf is None:
            raise Http404
        return file_response(document.signed_copy or document.pdf, inline=True)
    if row.state != InspectionState.UNDER_WAY or not rules.inspector(request.user, row):
        raise Http404
    response = pdf_response(print_pdf(draft_preview(row)), f"bien-ban-{row.code}")
    response["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "POST"])
def costs(request: HttpRequest, pk: int) -> HttpResponse:
    """Costs of one inspection by source; POST adds one."""
    row = get_inspection(request, pk)
    if not rules.inspection_officer(request.user, row):
        raise Denied("Chỉ cán bộ của đơn vị kiểm tra ghi kinh phí.", obj=row)
    form = CostForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.save_cost(inspection=row, values=form.cleaned_data, actor=request.user)
        messages.success(request, "Đã ghi kinh phí.")
        return redirect("inspections:costs", pk=row.pk)
    return render(request, "inspections/costs.html", {"inspection": row, "form": form, "costs": row.costs.all()})


@require_POST
def cost_remove(request: HttpRequest, pk: int, cost_pk: int) -> HttpResponse:
    """Take a cost out."""
    row = get_inspection(request, pk)
    actions.remove_cost(
        cost=get_object_or_404(row.costs.select_related("inspection__unit"), pk=cost_pk), actor=request.user
    )
    return redirect("inspections:costs", pk=row.pk)
