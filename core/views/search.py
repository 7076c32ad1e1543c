"""Search over everything that the person may see."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from core.search import search


@require_GET
def search_page(request: HttpRequest) -> HttpResponse:
    """Results grouped by kind."""
    text = request.GET.get("q", "")[:100]
    return render(request, "core/search.html", {"q": text, "groups": search(request.user, text)})
