"""Bringing spreadsheets in: upload, columns, dry run, confirm, undo. The pass over the rows is `imports.running`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.models import Unit
from core import audit, jobs, workflow
from core.errors import Denied, Stale
from core.files import store_upload
from core.models import Job
from products import rules
from products.enums import ImportMode, ImportState
from products.imports import running
from products.imports.headings import Column
from products.imports.kinds import specs_of
from products.models import ImportBatch

CHECK_JOB, IMPORT_JOB = "products.import_check", "products.import"
ACCEPT = ("xlsx", "xls", "csv")
Sentence = str


@transaction.atomic
def open_batch(*, actor: Any, kind: str, upload: UploadedFile) -> ImportBatch:
    """Take a workbook in and recognise its columns. Raises Denied, UploadRefused with a sentence."""
    unit = rules.importing_unit(actor)
    file = store_upload(upload, owner=actor, purpose="bảng tính nhập vào", accept=ACCEPT)
    batch = ImportBatch(kind=kind, unit=unit, file=file, created_by=actor)
    sheets = running.sheets_of(batch)
    sheet, batch.heading_row, batch.heading_depth, batch.columns = running.recognise_best(sheets, kind)
    batch.sheet = sheet.name[:100]
    batch.save()
    audit.record(actor=actor, action="importbatch.open", obj=batch, after={"kind": kind, "file": file.name})
    return batch


def choose_columns(
    *,
    batch: ImportBatch,
    actor: Any,
    columns: Sequence[Column],
    sheet: str,
    heading_row: int,
    heading_depth: int,
    fill_down: bool,
    version: int | None = None,
) -> ImportBatch:
    """Say by hand which column is which. What an earlier dry run said no longer holds.

    Raises Denied when a field is named twice or a required one is missing, Stale with both texts.
    """
    rules.check_import(actor, batch)
    if batch.state not in {ImportState.UPLOADED, ImportState.CHECKED}:
        raise Denied("Lô này đang chạy hoặc đã nhập, không đổi cột được nữa.", obj=batch, action="importbatch.columns")
    problem = mapping_problem(batch.kind, columns)
    if problem:
        raise Denied(problem, obj=batch, action="importbatch.columns")
    with transaction.atomic():
        if batch.state == ImportState.CHECKED:
            workflow.apply(batch, "adjust", actor=actor, version=version)
            version = batch.version
        locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if version is not None and locked.version != version:
            raise Stale(locked)
        locked.columns = [column.as_json() for column in columns]
        locked.sheet, locked.heading_row, locked.heading_depth = sheet[:100], heading_row, heading_depth
        locked.fill_down = fill_down
        locked.version += 1
        locked.save()
        locked.rows.all().delete()
        recognised = [f"{column.heading}: {column.field}" for column in columns if column.field]
        audit.record(
            actor=actor, action="importbatch.columns", obj=locked, after={"columns": recognised, "sheet": sheet}
        )
    batch.refresh_from_db()
    return batch


def mapping_problem(kind: str, columns: Sequence[Column]) -> Sentence:
    """What is wrong with the chosen columns, in a sentence; empty when they can be used."""
    specs = {spec.key: spec for spec in specs_of(kind)}
    seen: dict[tuple[str, int | None], Column] = {}
    for column in columns:
        if not column.field:
            continue
        if column.field not in specs:
            return "Có cột được gán cho nội dung không có trong danh sách."
        if (column.field, column.year) in seen:
            return f"“{specs[column.field].label}” được chọn cho hai cột. Bỏ bớt một cột."
        seen[column.field, column.year] = column
    chosen = {field for field, _ in seen}
    missing = [spec.label for spec in specs.values() if spec.required and spec.key not in chosen]
    return f"Chưa chọn cột cho: {', '.join(missing)}." if missing else ""


@transaction.atomic
def check(*, batch: ImportBatch, actor: Any, version: int | None = None) -> Job:
    """Begin the dry run as a job. Raises Denied, Stale."""
    problem = mapping_problem(batch.kind, [Column(**column) for column in batch.columns])
    if problem:
        raise Denied(problem, obj=batch, action="importbatch.check")
    locked = workflow.apply(batch, "check", actor=actor, version=version)
    return _queue(locked, CHECK_JOB, actor, f"Kiểm tra {batch.file.name}")


@transaction.atomic
def confirm(*, batch: ImportBatch, actor: Any, mode: str, version: int | None = None) -> Job:
    """Begin the import as a job; a second confirm of the same batch is refused. Raises Denied, Stale."""
    locked = workflow.apply(batch, "confirm", actor=actor, version=version, data={"mode": ImportMode(mode)})
    return _queue(locked, IMPORT_JOB, actor, f"Nhập {batch.file.name}")


def _queue(batch: ImportBatch, kind: str, actor: Any, label: str) -> Job:
    job = jobs.start(kind, owner=actor, params={"batch": batch.pk}, label=label[:200])
    ImportBatch.objects.filter(pk=batch.pk).update(job=job)
    batch.job = job
    return job


def drop(*, batch: ImportBatch, actor: Any, version: int | None = None) -> ImportBatch:
    """Put a batch aside that will not be imported; its file stays stored. Raises Denied, Stale."""
    return workflow.apply(batch, "drop", actor=actor, version=version)


@transaction.atomic
def undo(*, batch: ImportBatch, actor: Any, version: int | None = None) -> ImportBatch:
    """Take back everything that a batch made and changed, while nobody touched any of it.

    Raises Denied with the name of a record that was touched; nothing is taken back then.
    """
    return workflow.apply(batch, "undo", actor=actor, version=version)


def importing_units(actor: Any) -> list[Unit]:
    """Units at which the person may bring sheets in."""
    return rules.importing_units(actor)
