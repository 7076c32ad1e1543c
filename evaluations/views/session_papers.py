"""Papers of a session and score sheets as PDF."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from core import jobs
from documents.printing import print_pdf
from documents.render.answers import pdf_response
from evaluations.actions.session_paper import draft_session_paper
from evaluations.enums import AssessmentState
from evaluations.followup.session_papers import INVITATION, MINUTES, closed_rows
from evaluations.followup.sheet_papers import empty_sheet, summary
from evaluations.visibility import readable_sheets, visible_assessments, visible_sessions
from products.visibility import visible_dossiers


@require_POST
def draft(request: HttpRequest, session_id: int, kind: str) -> HttpResponse:
    """Draft the invitation or the minutes and open it."""
    if kind not in {INVITATION, MINUTES}:
        raise Http404
    session = get_object_or_404(visible_sessions(request.user).select_related("council__unit"), pk=session_id)
    document = draft_session_paper(session=session, kind=kind, actor=request.user)
    return redirect("documents:document", document.pk)


@require_GET
def summary_pdf(request: HttpRequest, session_id: int) -> HttpResponse:
    """Every member's total for the closed products of a session."""
    session = get_object_or_404(visible_sessions(request.user).select_related("council__unit"), pk=session_id)
    rows = closed_rows(session)
    if not rows:
        raise Http404
    return pdf_response(print_pdf(summary(session, rows)), f"bang-tong-hop-diem-phien-{session.number}")


@require_POST
def sheets_job(request: HttpRequest, assessment_id: int) -> HttpResponse:
    """All counted sheets of a closed assessment, one after the other, as a job: each has six pages."""
    rows = visible_assessments(request.user).filter(state=AssessmentState.CLOSED)
    assessment = get_object_or_404(rows.select_related("dossier"), pk=assessment_id)
    if not readable_sheets(request.user).filter(assessment=assessment).exists():
        raise Http404
    job = jobs.start(
        "evaluations.sheets",
        owner=request.user,
        params={"assessment": assessment.pk, "back": reverse("evaluations:result", args=[assessment.pk])},
        label=f"In phiếu đánh giá {assessment.dossier.product_name}"[:200],
    )
    return redirect("core:job", job.pk)


@require_GET
def empty_sheet_pdf(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """The product's sheet with empty boxes, for a meeting on paper."""
    rows = visible_dossiers(request.user).select_related(
        "ruleset", "criteria_set__collection", "holder", "producer__commune__parent", "producer__district"
    )
    dossier = get_object_or_404(rows, pk=dossier_id)
    return pdf_response(print_pdf(empty_sheet(dossier)), f"phieu-danh-gia-{dossier.code or dossier.pk}")
