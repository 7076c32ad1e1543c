"""Appraisals: the advisor's list and form, and giving dossiers to advisors."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from core.forms import whole_number
from evaluations import actions, rules, visibility
from evaluations.enums import AppraisalState
from evaluations.forms import AppraisalForm, AssignForm
from evaluations.models import Appraisal, Council
from evaluations.models.appraisals import APPRAISED_IN
from evaluations.views.councils import _managed
from products.models import Dossier, Evidence


@require_GET
def appraisal_list(request: HttpRequest) -> HttpResponse:
    """Appraisals that the person sees, the unfinished ones first."""
    rows = (
        visibility.visible_appraisals(request.user)
        .select_related("dossier__district", "dossier__commune", "advisor", "team__council")
        .order_by("state", "due_at", "id")
        .distinct()
    )
    return render(request, "evaluations/appraisals.html", {"appraisals": rows[:300]})


@require_http_methods(["GET", "POST"])
def appraisal(request: HttpRequest, appraisal_id: int) -> HttpResponse:
    """One appraisal: the advisor fills it, the others read it."""
    rows = visibility.visible_appraisals(request.user).select_related(
        "dossier__district", "dossier__commune", "advisor", "team__council__unit"
    )
    row = get_object_or_404(rows.distinct(), pk=appraisal_id)
    mine = rules.is_advisor(request.user, row) and row.is_wanted
    form = AppraisalForm(request.POST or None, instance=row) if mine else None
    if request.method == "POST" and form is not None and form.is_valid():
        actions.save_appraisal(appraisal=row, values=form.changes(), actor=request.user, version=form.opened_version)
        if "hoan-thanh" in request.POST:
            actions.finish_appraisal(appraisal=row, actor=request.user)
            messages.success(request, "Đã hoàn thành thẩm định. Thành viên Hội đồng xem được nhận xét.")
            return redirect("evaluations:appraisals")
        messages.success(request, "Đã lưu thẩm định.")
        return redirect("evaluations:appraisal", appraisal_id=row.pk)
    files = Evidence.objects.filter(item__dossier=row.dossier_id, removed_at__isnull=True).select_related(
        "file", "item"
    )
    context = {
        "appraisal": row,
        "dossier": row.dossier,
        "form": form,
        "files": files.order_by("item__order", "id"),
        "results": visibility.visible_results(request.user).filter(assessment__dossier=row.dossier_id)
        .select_related("assessment__session__council__unit").distinct(),
    }  # fmt: skip
    return render(request, "evaluations/appraisal.html", context)


@require_http_methods(["GET", "POST"])
def appraisal_assign(request: HttpRequest, council_id: int) -> HttpResponse:
    """Give accepted dossiers of the unit to advisors, one by one."""
    council: Council = _managed(request, council_id)
    given = Appraisal.objects.filter(dossier=OuterRef("pk"), team__council=council, state=AppraisalState.DONE)
    dossiers = (
        Dossier.objects.filter(holder=council.unit, state__in=APPRAISED_IN)
        .exclude(Exists(given))
        .order_by("accepted_at", "id")
    )
    form = AssignForm(request.POST or None, council=council)
    wanted = request.POST.get("dossier", "")
    chosen = dossiers.filter(pk=whole_number(wanted)).first()
    if request.method == "POST" and chosen is None:
        messages.error(request, "Chọn hồ sơ cần thẩm định.")
    elif request.method == "POST" and form.is_valid() and chosen is not None:
        data = form.cleaned_data
        actions.assign_appraisal(
            dossier=chosen, council=council, advisor=data["advisor"], due_on=data["due_on"], actor=request.user
        )
        messages.success(request, f"Đã giao {chosen.product_name} cho {data['advisor']}.")
        return redirect("evaluations:appraisal_assign", council_id=council.pk)
    known = {
        row.dossier_id: row
        for row in Appraisal.objects.filter(team__council=council, dossier__in=dossiers).select_related("advisor")
    }
    context = {
        "council": council,
        "form": form,
        "rows": [(dossier, known.get(dossier.pk)) for dossier in dossiers[:300]],
        "wanted": wanted,
        "team": getattr(council, "advisory_team", None),
        "back_url": reverse("evaluations:council", args=[council.pk]),
    }
    return render(request, "evaluations/appraisal_assign.html", context)
