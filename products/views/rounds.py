"""Rounds of evaluation."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from core.context import work_year
from core.formats import today
from criteria.models import Ruleset
from criteria.queries import ruleset_on
from products import rules
from products.actions import rounds as actions
from products.forms import RoundForm
from products.models import EvaluationRound
from products.visibility import visible_rounds


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All rounds, newest first, each with its ruleset and number of dossiers."""
    found = visible_rounds(request.user).select_related("ruleset").annotate(dossier_count=Count("dossiers"))
    context = {
        "rounds": found.order_by("-year", "-number"),
        "today": today(),
        "can_manage": rules.can_manage_rounds(request.user),
    }
    return render(request, "products/rounds.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Open a round; the ruleset in force today is offered first."""
    year = work_year(request)
    last = EvaluationRound.objects.filter(year=year).order_by("-number").first()
    number = last.number + 1 if last else 1
    initial = {"year": year, "number": number, "name": f"Đợt {number} năm {year}", "ruleset": _default_ruleset()}
    form = RoundForm(request.POST or None, initial=initial)
    if form.is_valid():
        round_ = actions.create_round(actor=request.user, values=form.changes())
        messages.success(request, f"Đã mở {round_.name}.")
        return redirect("products:rounds")
    return render(request, "products/round_form.html", {"form": form})


def _default_ruleset() -> Ruleset | None:
    try:
        return ruleset_on(today())
    except Ruleset.DoesNotExist:
        return None


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a round."""
    round_ = get_object_or_404(visible_rounds(request.user), pk=pk)
    form = RoundForm(request.POST or None, instance=round_)
    if form.is_valid():
        actions.edit_round(round_=round_, actor=request.user, values=form.changes(), version=form.opened_version)
        messages.success(request, "Đã lưu thay đổi.")
        return redirect("products:rounds")
    return render(request, "products/round_form.html", {"form": form, "round": round_})
