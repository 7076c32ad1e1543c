"""Long work of products: judging and importing the rows of a sheet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from core import workflow
from core.errors import Denied
from core.files import store_bytes
from core.jobs import JobTakenOver, Report, aside, job_kind
from core.models import Job, StoredFile
from core.spreadsheets import XLSX
from products.actions.imports import CHECK_JOB, IMPORT_JOB
from products.enums import ImportState
from products.imports import running
from products.imports.workbooks import result_bytes
from products.models import ImportBatch


@contextmanager
def _giving_back(batch: ImportBatch, step: str, job: Job) -> Iterator[None]:
    """When the work ends before its end, the batch goes back to where it was, so that a person can go on."""
    try:
        yield
    except JobTakenOver:
        raise  # the batch is in another worker's hands
    except BaseException:
        batch.refresh_from_db()
        if batch.state in workflow.workflow_of(batch).find(step).sources:
            workflow.apply(batch, step, actor=job.owner)
        raise


def _batch(job: Job, running_state: str, again: str, **data: object) -> ImportBatch | None:
    """The job's batch, in the state in which the work happens; None when it was done already."""
    batch = ImportBatch.objects.select_related("file").get(pk=job.params["batch"])
    if batch.job_id != job.pk:
        raise Denied("Lô này đã được chạy lại bằng một việc khác.")
    if batch.state == ImportState.IMPORTED or (running_state == ImportState.CHECKING and batch.confirmed_at):
        return None
    if batch.state != running_state:
        workflow.apply(batch, again, actor=job.owner, data=data)
    return batch


@job_kind(CHECK_JOB, label="Kiểm tra bảng tính")
def check_rows(job: Job, report: Report) -> StoredFile | None:
    """A verdict on every row; run again it says the same."""
    batch = _batch(job, ImportState.CHECKING, "check")
    if batch is None:
        return None
    with _giving_back(batch, "stop_check", job):
        resource = running.judge(batch, actor=job.owner, tell=report)
        report(len(resource.outcomes), len(resource.outcomes), "Đang ghi kết luận")
        with transaction.atomic():
            running.keep_verdicts(batch, resource.outcomes)
            batch.save()
            workflow.apply(batch, "finish_check", actor=job.owner)
    return None


@job_kind(IMPORT_JOB, label="Nhập bảng tính")
def import_rows(job: Job, report: Report) -> StoredFile | None:
    """Judge once more and write, all in one transaction; progress is told beside it."""
    again = ImportBatch.objects.only("mode").get(pk=job.params["batch"])
    batch = _batch(job, ImportState.IMPORTING, "confirm", mode=again.mode)
    if batch is None:
        return None
    with _giving_back(batch, "stop", job), aside(report) as tell:
        return _import(batch, job, tell)


@transaction.atomic
def _import(batch: ImportBatch, job: Job, tell: Report) -> StoredFile:
    ImportBatch.objects.select_for_update().get(pk=batch.pk)
    resource = running.judge(batch, actor=job.owner, tell=tell)
    total = len(resource.outcomes)
    tell(total, total, "Đang ghi vào sổ")
    running.write(batch, resource, actor=job.owner)
    tell(total, total, "Đang lập tệp kết quả")
    name = f"ket-qua-{batch.file.name}"
    file = store_bytes(name, result_bytes(batch), owner=job.owner, mime=XLSX, purpose="kết quả nhập bảng tính")
    ImportBatch.objects.filter(pk=batch.pk).update(result=file)
    batch.refresh_from_db()
    workflow.apply(batch, "finish", actor=job.owner)
    return file
