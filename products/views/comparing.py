"""The last handing-in beside the one before."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.files.pages import page_count
from products import rules
from products.models import Evidence
from products.snapshots import last_comparison
from products.views.common import dossier_or_404

MOST_PAGES = 6


def _pages(row: Evidence | None) -> range:
    """The first pages of a file, as many as one compares at a glance."""
    if row is None or not row.file.available:
        return range(0)
    return range(1, min(page_count(row.file), MOST_PAGES) + 1)


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Every text and file that changed, old beside new."""
    dossier = dossier_or_404(request, pk)
    found = last_comparison(dossier)
    viewed = request.GET.get("tep", "")
    pair = None
    if found is not None:
        for section in found.sections:
            for change in section.files:
                if change.shown is not None and str(change.shown.pk) == viewed:
                    pair = (change, _pages(change.before), _pages(change.after))
    context = {
        "dossier": dossier,
        "found": found,
        "pair": pair,
        "can_receive": rules.can_receive(request.user, dossier),
    }
    return render(request, "products/compare.html", context)
