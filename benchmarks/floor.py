"""What the machine can do at all: hand-written templates with the same rows, behind the same middleware.

`bare` stands in front of every middleware (see `FloorMiddleware`): a view with one indexed query and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

from criteria.queries import sheet_of
from evaluations.models import Assessment, ScoreLine
from products.models import Dossier

BARE = "/san/bare/"


def one_query(request: HttpRequest) -> HttpResponse:
    """One indexed query."""
    name = Dossier.objects.order_by("pk").values_list("product_name", flat=True).first()
    return HttpResponse(name)


def plain_list(request: HttpRequest) -> HttpResponse:
    """The rows of the dossier list by hand: one joined query, one count, a template of its own without the frame."""
    rows = Dossier.objects.select_related("district", "commune", "holder").order_by("-created_at")[:50]
    return render(request, "benchmarks/list.html", {"rows": rows, "count": Dossier.objects.count()})


def plain_sheet(request: HttpRequest, assessment_id: int) -> HttpResponse:
    """The same form in plain HTML: the set's options as radio buttons with the stored answers."""
    assessment = Assessment.objects.select_related("dossier__criteria_set__collection").get(pk=assessment_id)
    lines = ScoreLine.objects.filter(sheet__assessment=assessment, sheet__member__user=request.user)
    chosen = dict(lines.values_list("criterion_id", "option_index"))
    criteria = [
        {
            "id": row.id,
            "code": row.code,
            "name": row.name,
            "description": row.description,
            "options": row.options,
            "chosen": chosen.get(row.id or 0),
        }
        for row in sheet_of(assessment.dossier.criteria_set).criteria
    ]
    return render(request, "benchmarks/sheet.html", {"criteria": criteria})


class FloorMiddleware:
    """Answers the floor's pages before (bare) or after (the others) the portal's own middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Bare page at once; everything else goes on."""
        return one_query(request) if request.path == BARE else self.get_response(request)


urlpatterns = [
    path("san/mot-cau/", one_query, name="floor_one"),
    path("san/danh-sach/", plain_list, name="floor_list"),
    path("san/phieu/<int:assessment_id>/", plain_sheet, name="floor_sheet"),
    path("", include("ocop_portal.urls")),
]
