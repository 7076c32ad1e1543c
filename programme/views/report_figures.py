"""A figure with the records behind it; all figures; versions and districts side by side."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import Unit
from core.formats import date_vn, today
from core.indicators import Scope
from programme.actions import reports as actions
from programme.models import Report
from programme.record_links import shown
from programme.reporting import rules
from programme.reporting.catalogue import BUDGET, SPECS
from programme.reporting.comparing import compared_versions, district_differences, district_sums
from programme.reporting.content import Content, newest_sent
from programme.reporting.figures import Figure, measure, plan_of, records_of, remeasured
from programme.reporting.forms import FigureForm
from programme.views.reports import person, report_of

PAGE = 50


def _scope(figure: Figure, report: Any) -> Scope:
    units = report.figures["items"][figure.key].get("units")
    return Scope(since=figure.since, until=figure.until, units=frozenset(units) if units is not None else None)


@require_http_methods(["GET", "HEAD", "POST"])
def figure(request: HttpRequest, report_id: int, key: str) -> HttpResponse:
    """One figure: as frozen, as the records say now, the records; a noted correction while it is being written."""
    report = report_of(request, report_id)
    content = Content(report)
    one = content.figures.get(key)
    if one is None:
        raise Http404
    row = content.corrections.get(key)
    may_write = rules.can_write(request.user, report)
    if request.method == "POST":
        if "bo" in request.POST:
            actions.remove_correction(report=report, key=key, actor=person(request))
            messages.success(request, "Báo cáo dùng lại số theo bản ghi.")
            return redirect("programme:report_figure", report_id=report.pk, key=key)
        form = FigureForm(request.POST)
        if form.is_valid():
            actions.correct_figure(report=report, key=key, actor=person(request), **form.cleaned_data)
            messages.success(request, "Đã điều chỉnh. Con số được đánh dấu kèm lý do và tên bạn.")
            return redirect("programme:report_figure", report_id=report.pk, key=key)
    else:
        form = FigureForm(initial={"value": row.value, "reason": row.reason} if row else None)
    context = {"report": report, "figure": one, "correction": row, "may_write": may_write, "form": form}
    return render(
        request, "programme/reports/figure.html", {**context, **_behind(request, report, one)},
        status=400 if request.method == "POST" else 200,
    )  # fmt: skip


def _behind(request: HttpRequest, report: Any, one: Figure) -> dict[str, Any]:
    """The records behind the figure now, what came and went since it was frozen."""
    if one.indicator == BUDGET:
        plan = plan_of(report.unit, report.year)
        now = remeasured(report.unit, report.year, report.cut_off_on, [one.key])[one.key]
        return {
            "now": now, "differs": now != one.value, "today_value": now,
            "budget_url": reverse("programme:budget", args=[plan.pk]) if plan else "",
        }  # fmt: skip
    spec = SPECS.get(one.key)
    scope = _scope(one, report)
    rows = records_of(spec, scope) if spec else None
    if spec is None or rows is None:
        return {"now": None, "missing": True}
    now = measure(spec, scope)
    latest = Scope(
        since=scope.since,
        until=max(scope.until, min(today(), scope.until.replace(month=12, day=31))),
        units=scope.units,
    )
    page = Paginator(rows.order_by("pk").distinct(), PAGE).get_page(request.GET.get("trang"))
    current = set(rows.values_list("pk", flat=True)) if one.ids is not None else set()
    return {
        "now": now,
        "differs": now != one.value,
        "today_value": measure(spec, latest),
        "today_on": latest.until,
        "page": page,
        "records": [shown(record) for record in page.object_list],
        "fresh": len(current - set(one.ids)) if one.ids is not None else 0,
        "gone": len(set(one.ids) - current) if one.ids is not None else 0,
    }


@require_GET
def figures(request: HttpRequest, report_id: int) -> HttpResponse:
    """Every figure of the report beside last year's and what the records say now."""
    report = report_of(request, report_id)
    content = Content(report)
    now = remeasured(report.unit, report.year, report.cut_off_on)
    rows = [(one, content.corrections.get(key), now.get(key), now.get(key) != one.value)
            for key, one in content.figures.items()]  # fmt: skip
    return render(
        request, "programme/reports/figures.html",
        {"report": report, "rows": rows, "changed": sum(1 for row in rows if row[3])},
    )  # fmt: skip


@require_GET
def compare(request: HttpRequest, report_id: int) -> HttpResponse:
    """This version against the one that it corrects."""
    report = report_of(request, report_id)
    if report.previous is None:
        raise Http404
    made = compared_versions(Content(report.previous), Content(report))
    return render(request, "programme/reports/compare.html", {"report": report, "old": report.previous, **made})


@require_GET
def districts(request: HttpRequest, report_id: int) -> HttpResponse:
    """The Department's consolidation: sums by district, and where a district's sent figures differ from the records."""
    report = report_of(request, report_id)
    if report.unit.level != "province":
        raise Http404
    content = Content(report)
    units = Unit.objects.filter(code__in=[one["code"] for one in report.districts])
    newest = {one.unit.code: one for one in newest_sent(list(units), report.year).values()}
    context = {
        "report": report,
        "sums": district_sums(content),
        "differences": district_differences(content),
        "any_sent": any(one["report"] for one in report.districts),
        "districts": [
            one
            | {
                "cut_off_on": dt.date.fromisoformat(one["cut_off"]) if one["cut_off"] else None,
                "later": _later(one, newest),
            }
            for one in report.districts
        ],
        "cut_off": date_vn(report.cut_off_on),
    }
    return render(request, "programme/reports/districts.html", context)


def _later(district: dict[str, Any], newest: dict[str, Report]) -> Report | None:
    """What the district sent after the Department had taken its figures."""
    last = newest.get(district["code"])
    return last if last is not None and last.pk != district["report"] else None
