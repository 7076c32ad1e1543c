"""Which files of the dossier show one criterion: chosen among those that are there, or a new one."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from core.files import UploadRefused
from core.forms import whole_numbers
from criteria.queries import sheet_of
from criteria.schema.sheet import CriterionForm
from products import rules
from products.actions import content
from products.content import Section, sections_of
from products.models import Dossier
from products.views.common import dossier_or_404


def _criterion(dossier: Dossier, pk: int) -> CriterionForm:
    for criterion in sheet_of(dossier.criteria_set).criteria:
        if criterion.id == pk:
            return criterion
    raise Http404


def home_of(sections: list[Section], code: str) -> Section:
    """Where a new file for this criterion belongs: the item whose documents usually show it, else the report itself."""
    own = [section for section in sections if section.prepared_by == "producer" and section.requirement]
    usual = [section for section in own if code in section.criteria_codes and not section.is_physical]
    return usual[0] if usual else next(section for section in own if section.is_self_assessment)


def _link(request: HttpRequest, sections: list[Section], criterion_pk: int) -> None:
    """Change what the person changed: a file is let go only when the page showed it as linked.

    Without scripts a page may be open for hours; what a colleague linked meanwhile is not on it.
    """
    wanted = set(whole_numbers(request.POST.getlist("tep")))
    shown = set(whole_numbers(request.POST.getlist("da-gan")))
    for section in sections:
        for row in section.evidence:
            linked = {found.pk for found in row.criteria.all()}
            changed = (row.pk in wanted) != (row.pk in shown)
            if changed and (row.pk in wanted) != (criterion_pk in linked):
                content.link_evidence(evidence=row, actor=request.user, criteria=linked ^ {criterion_pk})


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: int, criterion_pk: int) -> HttpResponse:
    """Tick the files that show the criterion, and add one. A file may show several criteria."""
    dossier = dossier_or_404(request, pk)
    rules.check_edit_dossier(request.user, dossier)
    criterion = _criterion(dossier, criterion_pk)
    sections = [section for section in sections_of(dossier) if section.prepared_by == "producer"]
    home = home_of(sections, criterion.code)
    error = ""
    if request.method == "POST":
        _link(request, sections, criterion_pk)
        if "file" in request.FILES:
            try:
                content.add_evidence(
                    item=home.item, actor=request.user, upload=request.FILES["file"], criteria=[criterion_pk]
                )
            except UploadRefused as refusal:
                error = refusal.sentence
        if not error:
            messages.success(request, f"Đã lưu minh chứng của tiêu chí {criterion.code}.")
            return redirect(f"{reverse('products:self_assessment', args=[dossier.pk])}#tc-{criterion.code}")
        sections = [section for section in sections_of(dossier) if section.prepared_by == "producer"]
    context = {
        "dossier": dossier,
        "criterion": criterion,
        "only_checker": rules.left_unchecked_by(request.user, dossier),
        "sections": [
            (section, [(row, criterion_pk in {found.pk for found in row.criteria.all()}) for row in section.evidence])
            for section in sections
            if section.evidence
        ],
        "home": home,
        "error": error,
        "has_errors": bool(error),
        "accept": ",".join(f".{ending}" for ending in home.extensions),
        "max_bytes": settings.UPLOAD_MAX_BYTES,
        "max_words": f"{settings.UPLOAD_MAX_BYTES // 1_000_000} MB",
    }
    return render(request, "products/criterion_evidence.html", context, status=422 if error else 200)
