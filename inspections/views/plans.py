"""Annual plans: list, page, drawing, approval, results."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import audit, workflow
from core.context import work_year
from core.errors import Denied
from core.formats import date_vn
from core.lists import Column, ListPage, Order
from core.spreadsheets import workbook_response
from inspections import rules
from inspections.actions import plans as actions
from inspections.enums import FINAL, PlanState
from inspections.filters import PlanFilter
from inspections.forms import ItemForm, PlanForm, ReasonForm, WeightsForm
from inspections.models import InspectionPlan, PlanItem
from inspections.papers.report import draft_report
from inspections.places import sites_of
from inspections.tallies import rows_of, tally
from inspections.views.common import confirm, history, tabs, to_document
from inspections.visibility import visible_plans


class PlanList(ListPage):
    """Plans of the units that the person sees."""

    template_name = "inspections/plans.html"
    filterset_class = PlanFilter
    orders = (Order("moi", "Mới nhất", ("-year", "-id")),)
    columns = (
        Column("Kế hoạch", lambda row: row.name, 50),
        Column("Đơn vị", lambda row: row.unit.name, 24),
        Column("Năm", lambda row: row.year, 8),
        Column("Số cơ sở", lambda row: row.item_count, 10),
        Column("Đã kiểm tra", lambda row: row.held_count, 12),
        Column("Trạng thái", lambda row: row.get_state_display(), 16),
    )
    export_name = "ke-hoach-kiem-tra"

    def rows(self) -> QuerySet[InspectionPlan]:
        """Visible plans."""
        return visible_plans(self.request.user)

    def decorate(self, rows: QuerySet[InspectionPlan]) -> QuerySet[InspectionPlan]:
        """Unit, number of places, of visits held."""
        return rows.select_related("unit").annotate(
            item_count=Count("items", distinct=True),
            held_count=Count("inspections", filter=Q(inspections__state__in=FINAL), distinct=True),
        )

    def extra(self) -> dict[str, Any]:
        """Whether the person may make one."""
        return {
            "tabs": tabs(self.request, "inspections:plans"),
            "may_add": bool(rules.planning_units(self.request.user)),
        }


def get_plan(request: HttpRequest, pk: int) -> InspectionPlan:
    """A visible plan, or 404."""
    rows = visible_plans(request.user).select_related("unit", "created_by", "submitted_by", "approved_by")
    return get_object_or_404(rows, pk=pk)


@require_http_methods(["GET", "POST"])
def plan_new(request: HttpRequest) -> HttpResponse:
    """Begin a plan for one's unit."""
    units = rules.planning_units(request.user)
    if not units:
        raise Denied("Chỉ cán bộ cấp huyện và cán bộ Sở lập kế hoạch kiểm tra.")
    unit = units[0]
    form = PlanForm(request.POST or None, initial=PlanForm.defaults(unit, work_year(request)))
    if request.method == "POST" and form.is_valid():
        plan = actions.create_plan(unit=unit, values=form.changes(), actor=request.user)
        actions.draw_plan(plan=plan, actor=request.user)
        messages.success(request, "Đã lập kế hoạch và chọn cơ sở theo rủi ro. Xem lại từng cơ sở trước khi trình.")
        return redirect("inspections:plan", pk=plan.pk)
    context = {"form": form, "heading": "Lập kế hoạch kiểm tra", "subheading": unit.name, "button": "Lập và chọn cơ sở",
               "back_url": reverse("inspections:plans")}  # fmt: skip
    return render(request, "inspections/form.html", context)


@require_safe
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """One plan: its places with their reasons, its teams, its results."""
    row = get_plan(request, pk)
    items = list(
        row.items.select_related("district", "commune", "producer", "inspection__team").prefetch_related("recognitions")
    )
    approved = row.state in {PlanState.APPROVED, PlanState.CLOSED}
    shares = Counter((item.district.is_unknown_district, item.district.as_district_short) for item in items)
    context = {
        "plan": row,
        "items": items,
        "shares": [(key[1], number) for key, number in sorted(shares.items(), key=lambda p: (p[0][0], -p[1], p[0][1]))],
        "most": max(shares.values(), default=1),
        "product_count": sum(len(item.recognitions.all()) for item in items),
        "quarters": range((row.from_on.month - 1) // 3 + 1, (row.to_on.month - 1) // 3 + 2),
        "editable": rules.can_edit_plan(request.user, row),
        "officer": rules.planner(request.user, row),
        "steps": {step.name for step in workflow.available(row, request.user)},
        "own": request.user.pk in {row.created_by_id, row.submitted_by_id},
        "approved": approved,
        "tally": tally(row) if approved else None,
        "teams": row.teams.annotate(size=Count("members")) if approved else [],
        "weights": row.weights.get("weights", []),
        "events": history(row),
    }
    return render(request, "inspections/plan.html", context)


def _editable(request: HttpRequest, pk: int) -> InspectionPlan:
    row = get_plan(request, pk)
    rules.check_plan_editable(request.user, row)
    return row


def _to(row: InspectionPlan) -> HttpResponse:
    return redirect("inspections:plan", pk=row.pk)


@require_http_methods(["GET", "POST"])
def plan_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change name, time, number of places."""
    row = _editable(request, pk)
    form = PlanForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        actions.edit_plan(plan=row, values=form.changes(), actor=request.user, version=form.opened_version)
        messages.success(request, "Đã lưu kế hoạch.")
        return _to(row)
    context = {"form": form, "heading": "Sửa kế hoạch kiểm tra", "subheading": row.name, "button": "Lưu",
               "back_url": reverse("inspections:plan", args=[row.pk])}  # fmt: skip
    return render(request, "inspections/form.html", context)


@require_http_methods(["GET", "POST"])
def plan_weights(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the weights, then draw anew."""
    row = _editable(request, pk)
    form = WeightsForm(request.POST or None, plan=row)
    if request.method == "POST" and form.is_valid():
        actions.set_weights(plan=row, points=form.points(), actor=request.user)
        actions.draw_plan(plan=row, actor=request.user)
        messages.success(request, "Đã lưu trọng số và chọn lại cơ sở.")
        return _to(row)
    context = {"form": form, "heading": "Trọng số rủi ro", "subheading": row.name, "button": "Lưu và chọn lại cơ sở",
               "note": "Cơ sở cán bộ thêm được giữ lại; các cơ sở khác được chọn lại theo trọng số mới.",
               "back_url": reverse("inspections:plan", args=[row.pk])}  # fmt: skip
    return render(request, "inspections/form.html", context)


@require_POST
def plan_draw(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw anew by the plan's weights."""
    row = _editable(request, pk)
    items = actions.draw_plan(plan=row, actor=request.user)
    messages.success(request, f"Đã chọn {len(items)} cơ sở theo rủi ro.")
    return _to(row)


@require_http_methods(["GET", "POST"])
def item_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a place by hand."""
    row = _editable(request, pk)
    taken = set(row.items.values_list("producer_id", flat=True))
    sites = sorted(sites_of(row.unit, row.weights), key=lambda site: site.place.name)
    choices = [
        (
            site.place.key,
            f"{site.place.name} · {site.product.district.as_district_short} · {len(site.recognitions)} sản phẩm",
        )
        for site in sites
        if site.producer is None or site.producer.pk not in taken
    ]
    form = ItemForm(request.POST or None, choices=choices)
    if request.method == "POST" and form.is_valid():
        item = actions.add_item(
            plan=row, key=form.cleaned_data["key"], note=form.cleaned_data["note"], actor=request.user
        )
        messages.success(request, f"Đã thêm {item.name}.")
        return _to(row)
    context = {"form": form, "heading": "Thêm cơ sở vào kế hoạch", "subheading": row.name, "button": "Thêm cơ sở",
               "back_url": reverse("inspections:plan", args=[row.pk])}  # fmt: skip
    return render(request, "inspections/form.html", context)


def _item(row: InspectionPlan, item_pk: int) -> PlanItem:
    return get_object_or_404(row.items.select_related("plan__unit"), pk=item_pk)


@require_http_methods(["GET", "POST"])
def item_remove(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    """Take a place out, with the reason."""
    row = _editable(request, pk)
    item = _item(row, item_pk)
    return confirm(
        request,
        heading="Bỏ cơ sở khỏi kế hoạch",
        subheading=item.name,
        what=["Cơ sở không được kiểm tra theo kế hoạch này.", "Lý do được lưu trong lịch sử của kế hoạch."],
        form=ReasonForm(request.POST or None, label="Lý do bỏ"),
        action_label="Bỏ khỏi kế hoạch",
        back_url=reverse("inspections:plan", args=[row.pk]),
        do=lambda form: actions.remove_item(item=item, reason=form.cleaned_data["reason"], actor=request.user),
        done=f"Đã bỏ {item.name}.",
        to=reverse("inspections:plan", args=[row.pk]),
    )


@require_POST
def item_move(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    """Put a place into another quarter."""
    row = _editable(request, pk)
    wanted = request.POST.get("quarter", "")
    actions.move_item(
        item=_item(row, item_pk), quarter=int(wanted) if wanted in {"1", "2", "3", "4"} else 0, actor=request.user
    )
    return redirect(f"{reverse('inspections:plan', args=[row.pk])}#co-so-{item_pk}")


def _step(
    request: HttpRequest, pk: int, step: str, *, heading: str, what: list[str], label: str, done: str,
    form: Any = None, undone: str = "",
) -> HttpResponse:  # fmt: skip
    row = get_plan(request, pk)
    if not workflow.can(row, step, request.user):
        raise Denied(f"Không làm được việc này khi kế hoạch ở trạng thái “{row.get_state_display()}”.", obj=row)
    back = reverse("inspections:plan", args=[row.pk])
    return confirm(
        request, heading=heading, subheading=row.name, what=what, form=form, action_label=label, back_url=back,
        undone=undone, done=done, to=back,
        do=lambda form: actions.take(
            plan=row, step=step, actor=request.user, reason=form.cleaned_data["reason"] if form else ""
        ),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def plan_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand the plan to the leader."""
    what = ["Lãnh đạo đơn vị nhận thông báo và xem danh sách cơ sở.", "Trong lúc chờ duyệt kế hoạch không sửa được."]
    return _step(request, pk, "submit", heading="Trình duyệt kế hoạch kiểm tra", what=what, label="Trình lãnh đạo duyệt",
                 done="Đã trình kế hoạch.")  # fmt: skip


@require_http_methods(["GET", "POST"])
def plan_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """The leader approves."""
    count = get_plan(request, pk).items.count()
    what = [f"{count} cuộc kiểm tra được lập, chờ cán bộ xếp lịch và giao đoàn.", "Danh sách cơ sở không đổi nữa."]
    return _step(request, pk, "approve", heading="Duyệt kế hoạch kiểm tra", what=what, label="Duyệt kế hoạch",
                 done="Đã duyệt kế hoạch.", undone="Sau khi duyệt chỉ huỷ được từng cuộc kiểm tra, có lý do.")  # fmt: skip


@require_http_methods(["GET", "POST"])
def plan_return(request: HttpRequest, pk: int) -> HttpResponse:
    """The leader sends it back."""
    form = ReasonForm(request.POST or None, label="Nội dung cần sửa")
    return _step(request, pk, "return", heading="Trả lại kế hoạch", what=["Cán bộ sửa rồi trình lại."], label="Trả lại",
                 done="Đã trả lại kế hoạch.", form=form)  # fmt: skip


@require_http_methods(["GET", "POST"])
def plan_close(request: HttpRequest, pk: int) -> HttpResponse:
    """The year's plan is done."""
    what = ["Mọi cuộc kiểm tra đã kết luận hoặc đã huỷ.", "Việc khắc phục, thu hồi vẫn tiếp tục được theo dõi."]
    return _step(request, pk, "close", heading="Kết thúc kế hoạch", what=what, label="Kết thúc kế hoạch",
                 done="Đã kết thúc kế hoạch.")  # fmt: skip


@require_POST
def plan_report(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft the report."""
    return to_document(request, draft_report(plan=get_plan(request, pk), actor=request.user))


_RESULT = (
    Column("Mã", lambda row: row.code, 16),
    Column("Cơ sở", lambda row: row.site_name, 40),
    Column("Huyện, thành phố", lambda row: row.district.as_district, 22),
    Column("Trạng thái", lambda row: row.get_state_display(), 16),
    Column("Ngày kiểm tra", lambda row: date_vn(row.begun_at), 14),
    Column("Ngày kết luận", lambda row: date_vn(row.concluded_at), 14),
    Column("Phát hiện", lambda row: row.finding_count, 10),
    Column("Khắc phục chưa xong", lambda row: row.open_count, 12),
    Column("Kết luận", lambda row: row.conclusion, 60),
)


@require_safe
def plan_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan's results as a spreadsheet."""
    row = get_plan(request, pk)
    audit.record(
        actor=request.user, action="list.export", obj=request.user, after={"list": f"inspection-plan:{row.pk}"}
    )
    return workbook_response("ket-qua-kiem-tra", _RESULT, rows_of(row))
