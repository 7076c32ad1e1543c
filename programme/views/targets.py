"""Targets: the table, one target with its records and its months, figures by hand."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from core.errors import Denied
from core.formats import today
from programme import actions, charts, measuring, rules
from programme.enums import TargetSource
from programme.forms import FigureForm, TargetForm
from programme.models import Target
from programme.record_links import shown
from programme.views.common import confirm_page, form_page, own_plan, plan_context, plan_of
from programme.visibility import visible_plans

PAGE_SIZE = 30


def _target(request: HttpRequest, target_id: int) -> Target:
    rows = Target.objects.filter(plan__in=visible_plans(request.user)).select_related("plan__unit")
    return get_object_or_404(rows.prefetch_related("entries__author"), pk=target_id)


@require_GET
def target_list(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Planned, done, percent and trend of every target."""
    plan = plan_of(request, plan_id)
    context = plan_context(request, plan, "targets") | {
        "measured": measuring.measure_plan(plan),
        "day": measuring.day_of(plan),
    }
    return render(request, "programme/targets.html", context)


@require_GET
def target(request: HttpRequest, target_id: int) -> HttpResponse:
    """One target: how it is counted, its months, and the records behind it for those who may open them."""
    row = _target(request, target_id)
    plan = row.plan
    day, units = measuring.day_of(plan), measuring.unit_scope(plan.unit)
    measured = measuring.measure(row, day, units)
    points = measuring.months_of(row, day, units)
    one = measuring.known(row.indicator)
    base = measuring.known(row.of_indicator)
    scope = measuring.scope_of(row, day, units)
    context: dict[str, Any] = plan_context(request, plan, "targets") | {
        "target": row,
        "measured": measured,
        "indicator": one,
        "base": base,
        "scope": scope,
        "points": points,
        "chart": charts.months(points, row.planned),
        "entries": measuring.entries_of(row),
        "opens": rules.opens_records(request.user, plan),
        "by_hand": row.source == TargetSource.HAND,
    }
    rows = measuring.records_of(row, scope)
    if rows is not None and one is not None and context["opens"]:
        page = Paginator(rows.order_by("pk") if not rows.query.order_by else rows, PAGE_SIZE).get_page(
            request.GET.get("trang")
        )
        context |= {
            "page": page,
            "records": [shown(record) for record in page.object_list],
            "list_url": one.page(scope) if one.page and rules.supervises(request.user) else "",
        }
    return render(request, "programme/target.html", context)


@require_http_methods(["GET", "POST"])
def target_new(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Add a target."""
    plan = own_plan(request, plan_of(request, plan_id))
    form = TargetForm(request.POST or None)
    back = reverse("programme:targets", args=[plan.pk])
    if request.method == "POST" and form.is_valid():
        actions.save_target(plan=plan, values=form.changes(), actor=request.user)
        messages.success(request, "Đã thêm chỉ tiêu.")
        return redirect(back)
    return form_page(request, form, heading="Thêm chỉ tiêu", subheading=plan.title, button="Thêm chỉ tiêu", back=back)


@require_http_methods(["GET", "POST"])
def target_edit(request: HttpRequest, target_id: int) -> HttpResponse:
    """Change a target."""
    row = _target(request, target_id)
    own_plan(request, row.plan)
    form = TargetForm(request.POST or None, instance=row)
    back = reverse("programme:target", args=[row.pk])
    if request.method == "POST" and form.is_valid():
        actions.save_target(
            plan=row.plan, target=row, values=form.changes(), actor=request.user, version=form.opened_version
        )
        messages.success(request, "Đã lưu chỉ tiêu.")
        return redirect(back)
    return form_page(request, form, heading="Sửa chỉ tiêu", subheading=row.name, button="Lưu", back=back)


@require_http_methods(["GET", "POST"])
def target_remove(request: HttpRequest, target_id: int) -> HttpResponse:
    """Take a target out of the draft."""
    row = _target(request, target_id)
    own_plan(request, row.plan)
    if request.method == "POST":
        actions.remove_target(target=row, actor=request.user)
        messages.success(request, "Đã bỏ chỉ tiêu.")
        return redirect("programme:targets", plan_id=row.plan_id)
    return confirm_page(
        request, heading="Bỏ chỉ tiêu", what=[row.name], button="Bỏ chỉ tiêu", undone="Số liệu ghi tay của chỉ tiêu cũng bị bỏ.",
        back=reverse("programme:target", args=[row.pk]),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def figure_enter(request: HttpRequest, target_id: int) -> HttpResponse:
    """Enter a figure by hand."""
    row = _target(request, target_id)
    if row.source != TargetSource.HAND or not rules.keeps_figures(request.user, row.plan):
        raise Denied("Chỉ ghi tay chỉ tiêu mà cổng không tự tính được, và do cán bộ của đơn vị ghi.", obj=row)
    form = FigureForm(request.POST or None, initial={"on": today()})
    back = reverse("programme:target", args=[row.pk])
    if request.method == "POST" and form.is_valid():
        actions.enter_figure(target=row, actor=request.user, **form.cleaned_data)
        messages.success(request, "Đã ghi số liệu.")
        return redirect(back)
    return form_page(request, form, heading="Ghi số đạt được", subheading=row.name, button="Ghi số liệu", back=back)
