"""The year in one screen, for the Department and for each district."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.models import Unit
from core.context import work_year
from core.errors import Denied
from core.formats import today
from programme import rules
from programme.overview import district_choices, overview


@require_GET
def dashboard(request: HttpRequest) -> HttpResponse:
    """The own unit's year; the Department may choose a district."""
    own = rules.own_unit(request.user)
    if own is None:
        raise Denied("Bảng tổng quan dành cho cán bộ, lãnh đạo Sở và huyện.")
    districts = district_choices(today()) if rules.supervises(request.user) else []
    unit = _chosen(request, own, districts)
    year = work_year(request)
    context = {
        "unit": unit,
        "year": year,
        "day": today(),
        "districts": districts,
        "view": overview(unit, year),
        "printing": request.GET.get("in") == "1",
        "is_province": unit.is_province,
    }
    return render(request, "programme/dashboard.html", context)


def _chosen(request: HttpRequest, own: Unit, districts: list[Unit]) -> Unit:
    wanted = request.GET.get("don-vi", "")
    if not wanted or wanted == str(own.pk):
        return own
    for unit in districts:
        if str(unit.pk) == wanted:
            return unit
    raise Http404
