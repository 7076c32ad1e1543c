"""Certificates to print."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from core import jobs
from core.files import file_response
from documents.visibility import visible_documents
from evaluations.followup.certificates import certificate_of
from evaluations.followup.waiting import Paper
from products.visibility import visible_recognitions


@require_GET
def certificate(request: HttpRequest, recognition_id: int) -> FileResponse:
    """One certificate as PDF."""
    recognition = get_object_or_404(visible_recognitions(request.user), pk=recognition_id)
    return file_response(certificate_of(recognition, actor=request.user), inline=True)


@require_POST
def certificates_job(request: HttpRequest, document_id: int) -> HttpResponse:
    """All certificates of one issued decision, as a job."""
    document = get_object_or_404(
        visible_documents(request.user).filter(kind__in=(Paper.RECOGNITION, Paper.FORWARDING), state="issued"),
        pk=document_id,
    )
    job = jobs.start(
        "evaluations.certificates",
        owner=request.user,
        params={"document": document.pk, "back": reverse("documents:document", args=[document.pk])},
        label=f"In giấy chứng nhận theo Quyết định {document.notation}",
    )
    return redirect("core:job", job.pk)
