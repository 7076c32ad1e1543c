"""The words of the report, and a dossier's papers as PDF."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.errors import Denied
from core.forms import posted_version
from criteria.queries import typed_ruleset
from documents.model import Doc
from documents.printing import print_pdf
from documents.render.answers import pdf_response
from documents.render.pdf import RenderFailed
from products import dossier_papers, point_seven, reporting, rules
from products.actions.reports import Ticks, save_report
from products.enums import DossierKind
from products.legal_words import form_number
from products.models import Dossier, DossierReport
from products.views.common import answers_scripts, dossier_or_404, saved


def _printed(dossier: Dossier, paper: Doc, name: str) -> HttpResponse:
    try:
        return pdf_response(print_pdf(paper), f"{name}-{dossier.code or dossier.pk}")
    except RenderFailed as failure:
        raise Denied(failure.sentence, obj=dossier, action="dossier.print") from failure


@require_safe
def slip(request: HttpRequest, pk: int) -> HttpResponse:
    """The registration slip filled from the records (Mẫu số 01)."""
    dossier = dossier_or_404(request, pk)
    return _printed(dossier, dossier_papers.registration(dossier), "phieu-dang-ky")


@require_safe
def report_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The self-assessment report filled from the records (Mẫu số 02)."""
    dossier = dossier_or_404(request, pk)
    return _printed(dossier, dossier_papers.report(dossier), "bao-cao-tu-danh-gia")


def _written(request: HttpRequest, dossier: Dossier) -> dict[str, str]:
    names = [topic.name for group in reporting.groups_for(dossier.kind) for topic in group.topics]
    return {name: request.POST[name] for name in (*names, *reporting.BESIDE) if name in request.POST}


def _save(request: HttpRequest, dossier: Dossier) -> DossierReport:
    """Words, and ticks when the page had them."""
    ticks = (
        Ticks(request.POST.getlist("diem-7"), request.POST["de-xuat"].split()) if "de-xuat" in request.POST else None
    )
    return save_report(
        dossier=dossier,
        actor=request.user,
        values=_written(request, dossier),
        version=posted_version(request),
        ticks=ticks,
    )


def _point_seven(dossier: Dossier) -> dict[str, Any]:
    """The lines with what is ticked, what the records propose, and whether a person said otherwise."""
    proposed, by_hand = point_seven.proposed(dossier), point_seven.by_hand(dossier)
    rows = [
        {"line": line, "ticked": by_hand.get(line.code, proposed.get(line.code)), "by_hand": line.code in by_hand}
        for line in point_seven.LINES
    ]
    return {"rows": rows, "offered": " ".join(code for code, on in proposed.items() if on)}


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Read or write the words of the report. Saving an incomplete one succeeds."""
    dossier = dossier_or_404(request, pk)
    if request.method == "POST":
        _save(request, dossier)
        messages.success(request, "Đã lưu phần lời của báo cáo.")
        from_check = request.GET.get("tu") == "kiem-tra"
        return redirect("products:dossier_check" if from_check else "products:dossier", pk=dossier.pk)
    words = reporting.report_of(dossier)
    known = {row.year: row for row in dossier.product.sales.all()}
    renewal = dossier.kind == DossierKind.RENEWAL
    context: dict[str, Any] = {
        "dossier": dossier,
        "from_check": request.GET.get("tu") == "kiem-tra",
        "words": words,
        "only_checker": rules.left_unchecked_by(request.user, dossier),
        "groups": [
            (group, [(topic, getattr(words, topic.name)) for topic in group.topics])
            for group in reporting.groups_for(dossier.kind)
        ],
        "editable": rules.can_edit_dossier(request.user, dossier),
        "point_seven": _point_seven(dossier),
        "written": reporting.progress_of(dossier, words),
        "form_number": form_number(typed_ruleset(dossier.ruleset), "bao-cao-tu-danh-gia"),
        "years": [(year, known.get(year)) for year in reporting.recognised_years(dossier)] if renewal else [],
        "can_enter_sales": rules.can_edit_product(request.user, dossier.product),
    }
    return render(request, "products/report.html", context)


@require_POST
@answers_scripts
def report_autosave(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what was written so far."""
    dossier = dossier_or_404(request, pk)
    report = _save(request, dossier)
    how_far = reporting.progress_of(dossier, report)
    return saved(version=report.version, text={"bao-cao-da-viet": f"{how_far.written}/{how_far.asked} mục đã viết"})
