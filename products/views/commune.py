"""The commune's papers on a dossier."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from products.actions.commune import draft_commune_paper
from products.commune_papers import PROPOSAL, REPORT
from products.views.common import dossier_or_404

KINDS = {"bao-cao": REPORT, "de-nghi": PROPOSAL}


@require_POST
def draft(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Begin the report or the letter and open its wording."""
    dossier = dossier_or_404(request, pk)
    if kind not in KINDS:
        raise Http404
    document = draft_commune_paper(dossier=dossier, kind=KINDS[kind], actor=request.user)
    return redirect("documents:edit", pk=document.pk)
