"""Long work of this app: taking a report's figures, which counts every record of a year (DESIGN rule 12)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse

from core.errors import Denied, Stale
from core.jobs import Report as Tell
from core.jobs import aside, job_kind
from core.models import Job, StoredFile
from programme.actions import reports as actions
from programme.models import Report
from programme.reporting.visibility import visible_reports
from programme.rules import own_unit

FIGURES = "programme.report_figures"


@job_kind(FIGURES, label="Lấy số liệu báo cáo năm")
def take_figures(job: Job, report: Tell) -> StoredFile | None:
    """Begin a report, take its figures again, or begin a correction: the very act of the page. A second run finds it done."""
    with aside(report) as tell:
        made = _DO[job.params["do"]](job, tell)
    page = reverse("programme:report", args=[made.pk])
    Job.objects.filter(pk=job.pk).update(params={**job.params, "back": page, "page": page})
    return None


def _stored(job: Job) -> Report:
    """The job's report, if its owner may still see it."""
    found = visible_reports(job.owner).select_related("unit__parent").filter(pk=job.params["report"]).first()
    if found is None:
        raise Denied("Không tìm thấy báo cáo, hoặc bạn không còn được xem báo cáo này.")
    return found


def _open(job: Job, tell: Any) -> Report:
    unit = own_unit(job.owner)
    if unit is None or unit.pk != job.params["unit"]:
        raise Denied("Báo cáo năm do cán bộ của chính đơn vị lập.")
    return actions.open_report(unit=unit, year=job.params["year"], actor=job.owner, tell=tell)


def _again(job: Job, tell: Any) -> Report:
    stored = _stored(job)
    if stored.taken_at and stored.taken_at >= job.created_at:
        return stored
    day = dt.date.fromisoformat(job.params["cut_off_on"])
    try:
        return actions.take_figures(report=stored, actor=job.owner, cut_off_on=day, tell=tell)
    except Stale as error:
        raise Denied("Báo cáo vừa được người khác sửa. Chạy lại.", obj=stored) from error


def _correct(job: Job, tell: Any) -> Report:
    stored = _stored(job)
    following = Report.objects.filter(previous=stored, created_by=job.owner, created_at__gte=job.created_at).first()
    return following or actions.correct_report(report=stored, reason=job.params["reason"], actor=job.owner, tell=tell)


_DO = {"open": _open, "take": _again, "correct": _correct}
