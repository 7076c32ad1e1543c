"""A job's page: what, how far, then the file or the error."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from core import jobs
from core.files import may_open
from core.models import Job


def _own(request: HttpRequest, job_id: UUID) -> Job:
    return get_object_or_404(Job.objects.select_related("result"), pk=job_id, owner_id=request.user.pk)


@require_GET
def job_page(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Progress of one job; `?phan=1` gives only the moving part."""
    job = _own(request, job_id)
    part = "core/_job.html" if request.GET.get("phan") else "core/job.html"
    opens = job.result is not None and may_open(request.user, job.result)
    return render(request, part, {"job": job, "result_opens": opens, "days": jobs.RESULT_OPENS_FOR.days})


@require_POST
def job_cancel(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Ask the job to stop."""
    job = _own(request, job_id)
    jobs.cancel(job, actor=request.user)
    return redirect("core:job", job_id=job.pk)


@require_POST
def job_retry(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Queue a failed job again."""
    job = _own(request, job_id)
    jobs.retry(job, actor=request.user)
    return redirect("core:job", job_id=job.pk)
