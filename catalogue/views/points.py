"""Điểm giới thiệu và bán sản phẩm OCOP: recognised ones, with what is on show today."""

from __future__ import annotations

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.models import Unit
from catalogue.limits import limited
from core.lists import CountedPaginator
from core.text import fold
from promotion.enums import PointKind
from promotion.models import ShownProduct
from promotion.showing import register, verdict
from promotion.visibility import on_show, public_points

PAGE_SIZE = 24
MOST_NAMED = 6


@require_GET
@limited("lookup")
def points(request: HttpRequest) -> HttpResponse:
    """Where OCOP products are sold. A point that was closed and a product that lost its stars are not here any more."""
    text, kind, district = (request.GET.get(name, "")[:100] for name in ("q", "loai", "huyen"))
    rows = public_points()
    for word in fold(text).split():
        rows = rows.filter(name_folded__contains=word)
    if kind in PointKind.values:
        rows = rows.filter(kind=kind)
    if district.isascii() and district.isdigit():
        rows = rows.filter(district=int(district))
    shown = ShownProduct.objects.filter(on_show("")).select_related("product")
    shown = shown.prefetch_related(register("product__recognitions")).order_by("product__name_sort")
    rows = rows.select_related("district__parent", "commune__parent__parent").order_by("name_sort", "id")
    found = rows.prefetch_related(Prefetch("shown", shown, to_attr="on_show"))
    page = CountedPaginator(found, PAGE_SIZE).get_page(request.GET.get("trang"))
    districts = Unit.objects.filter(pk__in=public_points().values("district")).order_by("name_sort")
    context = {
        "page": page,
        "count": page.paginator.count,
        "points": [
            (point, [(row.product, verdict(row.product)) for row in point.on_show[:MOST_NAMED]], len(point.on_show))
            for point in page.object_list
        ],
        "q": text,
        "kind": kind,
        "kinds": PointKind.choices,
        "district": district,
        "districts": [(str(unit.pk), unit.name) for unit in districts],
        "most": MOST_NAMED,
    }
    return render(request, "catalogue/points.html", context)
