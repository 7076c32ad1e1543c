"""The criteria of sales points: what holds, where it comes from, and a new wording by the Department's officers."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import allowed
from core.errors import Denied
from core.formats import today
from promotion.actions.criteria import newest_code, word_criteria
from promotion.checklist import checklists, current
from promotion.forms_criteria import CriteriaForm, groups_from, line_forms
from promotion.models.criteria import DecidedBy


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The wording in force, and the others."""
    sheet = current()
    context = {
        "sheet": sheet,
        "decided_by": DecidedBy(sheet.decided_by).label,
        "others": [one for one in reversed(checklists()) if one.code != sheet.code],
        "may_revise": allowed(request.user, "promotion:point_criteria_revise", "POST"),
        "crumbs": [("Điểm bán OCOP", reverse("promotion:points"))],
    }
    return render(request, "promotion/criteria.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def revise(request: HttpRequest) -> HttpResponse:
    """A new wording, begun from the one in force."""
    sheet = current()
    start = {
        "title": sheet.title, "basis": sheet.basis, "decided_by": sheet.decided_by, "asked_body": sheet.asked_body,
        "provenance": sheet.provenance, "in_force_from": today(),
    }  # fmt: skip
    form, rows = CriteriaForm(request.POST or None, initial=start), line_forms(request.POST or None, sheet)
    if request.method == "POST" and form.is_valid() and rows.is_valid():
        try:
            word_criteria(
                actor=request.user,
                values={**form.cleaned_data, "groups": groups_from(rows, sheet)},
                after=request.POST.get("after", ""),
            )
        except Denied as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, "Đã lưu bộ tiêu chí mới. Hồ sơ lập từ ngày áp dụng theo bộ này.")
            return redirect("promotion:point_criteria")
    crumbs = [("Điểm bán OCOP", reverse("promotion:points")), ("Bộ tiêu chí", reverse("promotion:point_criteria"))]
    after = request.POST.get("after", "") if request.method == "POST" else newest_code()
    context = {"form": form, "rows": rows, "sheet": sheet, "after": after, "crumbs": crumbs}
    return render(request, "promotion/criteria_revise.html", context)
