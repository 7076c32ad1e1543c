"""Plans: the list, one plan, its way to approval, its paper."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import audit, workflow
from core.context import work_year
from core.errors import Denied
from core.forms import posted_version
from core.text import lower_first
from programme import actions, closing, rules
from programme.actions.paper import paper_of_plan
from programme.events import in_words
from programme.forms import PlanForm, ReasonForm, YearForm
from programme.models import AnnualPlan
from programme.plan_paper import HEADS, lines_of
from programme.views.common import confirm_page, form_page, own_plan, plan_context, plan_of
from programme.visibility import visible_plans

_WHAT = {
    "submit": ["Kế hoạch được trình lãnh đạo đơn vị duyệt.", "Trong khi chờ duyệt, không sửa được chỉ tiêu, nhiệm vụ."],
    "approve": [
        "Chỉ tiêu, nhiệm vụ và kinh phí kế hoạch được khoá lại.",
        "Các đơn vị thực hiện báo tiến độ; số đạt được tự tính từ dữ liệu.",
    ],
    "return": ["Kế hoạch trở về cán bộ soạn kèm lý do."],
    "amend": [
        "Kế hoạch trở về trạng thái đang soạn, phải trình và duyệt lại.",
        "Tiến độ và số liệu đã ghi được giữ nguyên.",
    ],
    "close": [
        "Danh sách trao Giấy chứng nhận, việc chuyển sang năm sau và kết quả chỉ tiêu được giữ nguyên như lúc chốt.",
        "Chỉ tiêu, nhiệm vụ, kinh phí và báo cáo của năm chỉ còn để xem; cổng thôi nhắc nhiệm vụ của năm.",
        "Việc chưa xong không mất: hồ sơ, yêu cầu khắc phục, nghĩa vụ báo cáo vẫn tiếp tục xử lý ở năm sau.",
    ],
    "reopen": [
        "Năm trở về trạng thái trước khi chốt; số liệu, báo cáo của năm lại sửa được.",
        "Phải chốt lại khi xong.",
    ],
}
_WITH_REASON = {"return", "amend", "reopen"}


@require_GET
def plan_list(request: HttpRequest) -> HttpResponse:
    """Plans that the person sees, newest year first."""
    unit = rules.own_unit(request.user)
    plans = list(visible_plans(request.user).select_related("unit"))
    context = {
        "plans": plans,
        "may_add": unit is not None and any(seat in rules.OFFICERS for seat in _roles(request)),
        "own": unit,
    }
    return render(request, "programme/plans.html", context)


def _roles(request: HttpRequest) -> list[str]:
    return [seat.role for seat in getattr(request, "seats", [])]


@require_GET
def plan(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The wording of one plan as a readable document, with its way so far."""
    row = plan_of(request, plan_id)
    paper = paper_of_plan(row) if rules.opens_records(request.user, row) else None
    context = plan_context(request, row, "plan") | {
        "parts": [(title, lines_of(getattr(row, name))) for name, title in HEADS if getattr(row, name)],
        "steps": [
            (step.name, step.label)
            for step in workflow.available(row, request.user)
            if step.name not in {"close", "reopen"}
        ],
        "paper": paper,
        "may_print": rules.drafts(request.user, row) or rules.approves(request.user, row),
        "may_copy": rules.drafts(request.user, row),
        "events": in_words(audit.timeline(row)[:12]) if rules.opens_records(request.user, row) else [],
        "children": visible_plans(request.user).filter(parent=row).select_related("unit").order_by("unit__name_sort"),
    }
    return render(request, "programme/plan.html", context)


@require_http_methods(["GET", "POST"])
def plan_new(request: HttpRequest) -> HttpResponse:
    """Begin an empty plan."""
    unit = rules.own_unit(request.user)
    if unit is None:
        raise Denied("Bạn không được giao lập kế hoạch.")
    form = YearForm(request.POST or None, initial={"year": work_year(request)})
    if request.method == "POST" and form.is_valid():
        year = form.cleaned_data["year"]
        area = unit.area
        title = f"Kế hoạch thực hiện Chương trình mỗi xã một sản phẩm trên địa bàn {area} năm {year}"
        row = actions.create_plan(unit=unit, year=year, values={"title": title}, actor=request.user)
        messages.success(request, "Đã lập kế hoạch. Ghi lời văn, rồi thêm chỉ tiêu và nhiệm vụ.")
        return redirect("programme:plan", plan_id=row.pk)
    note = "Năm trước đã có kế hoạch thì nên mở kế hoạch đó và chọn “Chép sang năm khác”."
    return form_page(
        request, form, heading="Lập kế hoạch năm", subheading=unit.name, button="Lập kế hoạch", note=note,
        back=reverse("programme:plans"),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def plan_edit(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Change the wording."""
    row = own_plan(request, plan_of(request, plan_id))
    form = PlanForm(request.POST or None, instance=row)
    back = reverse("programme:plan", args=[row.pk])
    if request.method == "POST" and form.is_valid():
        actions.edit_plan(plan=row, values=form.changes(), actor=request.user, version=form.opened_version)
        messages.success(request, "Đã lưu kế hoạch.")
        return redirect(back)
    return form_page(request, form, heading="Sửa kế hoạch", subheading=row.title, button="Lưu", back=back)


@require_http_methods(["GET", "POST"])
def plan_copy(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Draft another year's plan from this one."""
    row = plan_of(request, plan_id)
    if not rules.drafts(request.user, row):
        raise Denied("Chỉ cán bộ của đơn vị chép được kế hoạch của đơn vị.", obj=row)
    form = YearForm(request.POST or None, initial={"year": row.year + 1})
    back = reverse("programme:plan", args=[row.pk])
    if request.method == "POST" and form.is_valid():
        fresh = actions.copy_plan(plan=row, year=form.cleaned_data["year"], actor=request.user)
        messages.success(request, f"Đã chép sang năm {fresh.year}. Soát lại chỉ tiêu, thời gian và kinh phí.")
        return redirect("programme:plan", plan_id=fresh.pk)
    note = "Lời văn, chỉ tiêu, nhiệm vụ và dòng kinh phí được chép; số tiền, tiến độ và số đạt được thì không."
    return form_page(
        request, form, heading="Chép sang năm khác", subheading=row.title, button="Chép kế hoạch", back=back, note=note
    )


@require_POST
def plan_paper(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Draft the official document, or open the one there is."""
    document = actions.draft_plan_paper(plan=plan_of(request, plan_id), actor=request.user)
    return redirect("documents:document", document.pk)


@require_http_methods(["GET", "POST"])
def plan_step(request: HttpRequest, plan_id: int, step: str) -> HttpResponse:
    """Submit, approve, return or amend, after a page that says what it does."""
    row = plan_of(request, plan_id)
    rows = {one.name: one for one in workflow.available(row, request.user)}
    if step not in _WHAT:
        raise Http404
    back = reverse("programme:closing" if step in {"close", "reopen"} else "programme:plan", args=[row.pk])
    form = ReasonForm(request.POST or None) if step in _WITH_REASON else None
    if request.method == "POST" and (form is None or form.is_valid()):
        reason = form.cleaned_data["reason"] if form else ""
        actions.take_plan_step(plan=row, name=step, actor=request.user, reason=reason, version=posted_version(request))
        messages.success(request, _done(row))
        return redirect(back)
    if step not in rows:
        raise Denied("Kế hoạch không ở bước này, hoặc bạn không được giao việc này.", obj=row)
    label = rows[step].label
    stop = next(closing.prevents(row), "") if step == "close" else ""
    if stop:
        raise Denied(f"Chưa chốt năm được: {lower_first(stop)}", obj=row)
    return confirm_page(
        request, heading=label, what=[row.title, *_WHAT[step]], button=label, back=back, form=form, version=row.version,
    )  # fmt: skip


def _done(row: AnnualPlan) -> str:
    return f"Kế hoạch: {row.get_state_display().lower()}."
