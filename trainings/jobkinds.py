"""Long work of this app."""

from __future__ import annotations

from typing import Any

from core import audit
from core.errors import Denied
from core.files import store_bytes
from core.files.store import read_stored
from core.jobs import Report, job_kind
from core.models import Job, StoredFile
from documents.render.answers import join_pdfs
from trainings.actions.papers import certificate_of, waiting_for_certificate
from trainings.models import TrainingClass
from trainings.rules import runs

CERTIFICATES = "trainings.certificates"


def _runs_class(user: Any, job: Job) -> bool:
    training = TrainingClass.objects.select_related("unit").filter(pk=job.params["training"]).first()
    return training is not None and runs(user, training)


@job_kind(CERTIFICATES, label="In giấy chứng nhận tập huấn", may_read=_runs_class)
def print_certificates(job: Job, report: Report) -> StoredFile:
    """Every certificate of a class as one PDF. A second run finds those that were made and goes on."""
    training = TrainingClass.objects.select_related("unit").get(pk=job.params["training"])
    if job.owner is None:
        raise Denied("Việc này không có người yêu cầu.")
    rows = waiting_for_certificate(training)
    if not rows:
        raise Denied("Lớp không có ai hoàn thành.")
    parts = []
    for done, row in enumerate(rows, 1):
        parts.append(read_stored(certificate_of(participant=row, actor=job.owner)))
        report(done, len(rows), row.name)
    audit.record(actor=job.owner, action="training.certificates", obj=training, after={"count": len(rows)})
    return store_bytes("giay-chung-nhan-tap-huan.pdf", join_pdfs(parts), owner=job.owner, purpose="certificates")
