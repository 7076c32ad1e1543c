"""The money of a plan, by source and task."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from programme import actions, rules
from programme.forms import BudgetForm, PlaceForm
from programme.models import BudgetLine
from programme.queries import budget_of
from programme.views.common import confirm_page, form_page, own_plan, plan_context, plan_of
from programme.visibility import visible_plans


def _line(request: HttpRequest, line_id: int) -> BudgetLine:
    rows = BudgetLine.objects.filter(plan__in=visible_plans(request.user)).select_related("plan__unit", "task")
    return get_object_or_404(rows, pk=line_id)


@require_GET
def budget(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Planned, allocated and disbursed; what activities posted opens the activity."""
    plan = plan_of(request, plan_id)
    context = plan_context(request, plan, "budget") | {
        "budget": budget_of(plan),
        "opens": rules.opens_records(request.user, plan),
    }
    return render(request, "programme/budget.html", context)


@require_http_methods(["GET", "POST"])
def line_new(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Add an amount."""
    plan = own_plan(request, plan_of(request, plan_id))
    form = BudgetForm(request.POST or None, plan=plan)
    back = reverse("programme:budget", args=[plan.pk])
    if request.method == "POST" and form.is_valid():
        actions.save_line(plan=plan, values=form.changes(), actor=request.user, on=form.cleaned_data["on"])
        messages.success(request, "Đã thêm dòng kinh phí.")
        return redirect(back)
    return form_page(request, form, heading="Thêm dòng kinh phí", subheading=plan.title, button="Thêm dòng", back=back)


@require_http_methods(["GET", "POST"])
def line_edit(request: HttpRequest, line_id: int) -> HttpResponse:
    """Change an amount; after approval only what was allocated and paid."""
    line = _line(request, line_id)
    rules.check_keeps_figures(request.user, line.plan, "Kinh phí do cán bộ của chính đơn vị ghi.")
    form = BudgetForm(request.POST or None, instance=line, plan=line.plan)
    back = reverse("programme:budget", args=[line.plan_id])
    if request.method == "POST" and form.is_valid():
        actions.save_line(
            plan=line.plan, line=line, values=form.changes(), actor=request.user, version=form.opened_version,
            on=form.cleaned_data["on"],
        )  # fmt: skip
        messages.success(request, "Đã lưu kinh phí.")
        return redirect(back)
    note = "" if line.plan.is_open else "Kế hoạch đã duyệt nên chỉ ghi số đã giao, đã giải ngân và ghi chú."
    return form_page(request, form, heading="Ghi kinh phí", subheading=line.content, button="Lưu", back=back, note=note)


@require_http_methods(["GET", "POST"])
def line_remove(request: HttpRequest, line_id: int) -> HttpResponse:
    """Take an amount out of the draft."""
    line = _line(request, line_id)
    own_plan(request, line.plan)
    if request.method == "POST":
        actions.remove_line(line=line, actor=request.user)
        messages.success(request, "Đã bỏ dòng kinh phí.")
        return redirect("programme:budget", plan_id=line.plan_id)
    back = reverse("programme:budget", args=[line.plan_id])
    return confirm_page(request, heading="Bỏ dòng kinh phí", what=[line.content], button="Bỏ dòng kinh phí", back=back)


@require_http_methods(["GET", "POST"])
def place(request: HttpRequest, plan_id: int, key: str) -> HttpResponse:
    """Say to which task an activity's costs belong, where its kind alone does not."""
    plan = plan_of(request, plan_id)
    rules.check_keeps_figures(request.user, plan, "Hoạt động do cán bộ của chính đơn vị xếp vào nhiệm vụ.")
    view = budget_of(plan)
    costs = [cost for cost in view.costs if cost.key == key]
    if not costs:
        raise Http404
    form = PlaceForm(request.POST or None, plan=plan, initial={"task": view.placed.get(key)})
    back = reverse("programme:budget", args=[plan.pk])
    if request.method == "POST" and form.is_valid():
        actions.place_activity(plan=plan, key=key, task=form.cleaned_data["task"], actor=request.user)
        messages.success(request, "Đã xếp hoạt động vào nhiệm vụ.")
        return redirect(f"{back}#hoat-dong")
    return form_page(
        request, form, heading="Chi phí thuộc nhiệm vụ nào", subheading=costs[0].title, button="Lưu", back=back,
        note="Mọi khoản chi của hoạt động này vào nhiệm vụ được chọn.",
    )  # fmt: skip
