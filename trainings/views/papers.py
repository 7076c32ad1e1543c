"""Papers of a class: invitation and report in the registry, the sheet to sign, certificates."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from core import jobs
from core.errors import Denied
from documents.printing import print_pdf
from documents.render.answers import join_pdfs, pdf_response
from documents.render.pdf import RenderFailed
from trainings.actions import papers as actions
from trainings.enums import ClassState
from trainings.jobkinds import CERTIFICATES
from trainings.paperwork import INVITATION, REPORT, sign_sheets
from trainings.views.common import person_or_404, run_class


@require_POST
def draft(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Draft the invitation or the report and open it."""
    training = run_class(request, pk)
    if kind not in {INVITATION, REPORT}:
        raise Http404
    document = actions.draft_paper(training=training, kind=kind, actor=request.user)
    return redirect("documents:document", document.pk)


@require_GET
def sign_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet to sign at the door."""
    training = run_class(request, pk)
    parts = [print_pdf(paper) for paper in sign_sheets(training)]
    data = parts[0] if len(parts) == 1 else join_pdfs(parts)
    return pdf_response(data, f"bang-ky-ten-{training.code.lower()}")


@require_POST
def certificate(request: HttpRequest, pk: int, person_pk: int) -> HttpResponse:
    """One participant's certificate."""
    training = run_class(request, pk)
    row = person_or_404(request, training, person_pk)
    try:
        file = actions.certificate_of(participant=row, actor=request.user)
    except RenderFailed as error:
        raise Denied(error.sentence) from error
    return redirect("core:file", file.pk)


@require_POST
def certificates(request: HttpRequest, pk: int) -> HttpResponse:
    """All of them as a job."""
    training = run_class(request, pk)
    if training.state != ClassState.CLOSED:
        raise Denied("Tổng kết lớp xong mới cấp giấy chứng nhận.", obj=training)
    job = jobs.start(
        CERTIFICATES,
        owner=request.user,
        params={"training": training.pk},
        label=f"In giấy chứng nhận lớp {training.code}",
    )
    return redirect("core:job", job.pk)
