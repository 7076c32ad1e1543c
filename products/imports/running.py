"""One pass over a batch: read the file, judge every row, keep the verdicts; or judge again and write."""

from __future__ import annotations

import datetime as dt
import gc
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, connection, models

from core import audit
from core.errors import Denied
from core.files.store import read_stored
from products.enums import ImportMode, RowVerdict
from products.imports import reading
from products.imports.headings import Column, recognise
from products.imports.kinds import RESOURCES, specs_of
from products.imports.layout import SheetRow, rows_of
from products.imports.outcome import Outcome, Touched
from products.imports.reading import Sheet
from products.imports.resource import SheetResource, Tell
from products.models import ImportBatch, ImportRow, Product, ProductAlias, ProductSales

MOST_PASSED_OVER = 200
CHANGED_SINCE = "Dữ liệu trong sổ đã thay đổi từ lúc kiểm tra. Kiểm tra lại lô này rồi xác nhận."


def sheets_of(batch: ImportBatch) -> list[Sheet]:
    """The visible sheets of the batch's file. Raises Denied."""
    sheets = reading.read(read_stored(batch.file))
    if not sheets:
        raise Denied("Tệp không có trang tính nào có dữ liệu.")
    return sheets


def sheet_of(batch: ImportBatch, sheets: Sequence[Sheet] | None = None) -> Sheet:
    """The batch's sheet, else the first."""
    found = sheets or sheets_of(batch)
    return next((sheet for sheet in found if sheet.name == batch.sheet), found[0])


def recognise_best(sheets: Sequence[Sheet], kind: str) -> tuple[Sheet, int, int, list[dict[str, Any]]]:
    """The sheet whose headings say most, where they stand, and its columns; a sheet without headings starts at row 1."""
    found = [(sheet, recognise(sheet, specs_of(kind))) for sheet in sheets]
    known = [(sheet, headings) for sheet, headings in found if headings is not None]
    if not known:
        width = max((len(row) for row in sheets[0].rows[:40]), default=0)
        return sheets[0], 1, 1, [Column(index, "").as_json() for index in range(width)]
    sheet, headings = max(known, key=lambda pair: pair[1].score)
    return sheet, headings.row + 1, headings.depth, [column.as_json() for column in headings.columns]


def rows_of_batch(batch: ImportBatch) -> list[SheetRow]:
    """The rows that the batch's columns give; the batch notes which filled rows were taken for titles, sums, signatures."""
    columns = [Column(**column) for column in batch.columns]
    first = batch.heading_row - 1 + batch.heading_depth
    sheet = sheet_of(batch)
    found = rows_of(sheet, columns, first, specs_of(batch.kind), fill_down=batch.fill_down)
    listed = {row.number for row in found}
    filled = (
        number for number, row in enumerate(sheet.rows[first:], first + 1) if any(cell is not None for cell in row)
    )
    batch.passed_over = [number for number in filled if number not in listed][:MOST_PASSED_OVER]
    return found


def judge(batch: ImportBatch, *, actor: Any, tell: Tell | None = None) -> SheetResource:
    """A verdict on every row of the batch for this person. Nothing is written. Raises Denied."""
    rows = rows_of_batch(batch)
    if not rows:
        raise Denied("Không thấy dòng dữ liệu nào dưới dòng tiêu đề. Kiểm tra lại dòng tiêu đề và các cột.")
    resource = RESOURCES[batch.kind](actor=actor, source=batch.file.name, tell=tell)
    with _keeping_all():
        resource.judge(rows)
    return resource


@contextmanager
def _keeping_all() -> Iterator[None]:
    """Thousands of objects are made and all of them are kept: looking for garbage among them would only take time."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def keep_verdicts(batch: ImportBatch, outcomes: Sequence[Outcome]) -> None:
    """Store what the dry run found, in place of what an earlier one did."""
    batch.rows.all().delete()
    ImportRow.objects.bulk_create(
        (
            ImportRow(
                batch=batch,
                number=outcome.number,
                label=outcome.label[:250],
                verdict=outcome.verdict,
                reasons=outcome.reasons,
                changes=[change.as_json() for change in outcome.changes],
            )
            for outcome in outcomes
        ),
        batch_size=1_000,
    )
    counts = Counter(outcome.verdict for outcome in outcomes)
    batch.total = len(outcomes)
    batch.created, batch.changed = counts[RowVerdict.NEW], counts[RowVerdict.CHANGED]
    batch.unchanged, batch.refused = counts[RowVerdict.UNCHANGED], counts[RowVerdict.REFUSED]


def write(batch: ImportBatch, resource: SheetResource, *, actor: Any) -> None:
    """Write what the rows make and change, inside the caller's transaction.

    Raises Denied when verdicts or changes are no longer those that the person confirmed, when a refused row forbids it, or
    when another person saved one of the records meanwhile.
    """
    kept = list(batch.rows.order_by("number").values_list("number", "verdict", "changes"))
    now = [(one.number, one.verdict, [change.as_json() for change in one.changes]) for one in resource.outcomes]
    if kept != now:
        raise Denied(CHANGED_SINCE)
    if batch.mode == ImportMode.ALL and any(outcome.is_refused for outcome in resource.outcomes):
        raise Denied("Còn dòng bị từ chối. Sửa bảng tính, hoặc chọn nhập các dòng nhận được.")
    _lock_changed(resource)
    try:
        resource.write()
    except IntegrityError as error:
        raise Denied(CHANGED_SINCE) from error
    _keep_targets(batch, resource.outcomes, replaced=getattr(resource, "replaced", {}))
    _tell_audit(batch, resource.outcomes, actor)


def _lock_changed(resource: SheetResource) -> None:
    """Nobody else may change what we are about to change; who did since it was read comes first."""
    for kind, changed in resource.updates.items():
        rows = kind._default_manager.select_for_update(of=("self",)).filter(pk__in=changed).order_by("pk")
        versions = dict(rows.values_list("pk", "version"))
        if any(versions.get(pk) != obj.version for pk, (obj, _) in changed.items()):  # type: ignore[attr-defined]
            raise Denied(CHANGED_SINCE)


def _plain(value: Any) -> Any:
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _keep_targets(batch: ImportBatch, outcomes: Sequence[Outcome], replaced: dict[int, Any]) -> None:
    """Remember which records each row made or changed, and how they were, for the undo."""
    numbers: list[int] = []
    texts: list[str] = []
    for outcome in outcomes:
        targets: list[dict[str, Any]] = [
            {
                "model": touched.obj._meta.label_lower,
                "id": touched.obj.pk,
                "created": touched.created,
                "version": getattr(touched.obj, "version", None),
                "before": {name: _plain(value) for name, value in touched.before.items()},
            }
            for touched in outcome.touched
        ]
        if targets:
            if replaced and not numbers:
                targets.append({"model": "products.recognition", "replaced": sorted(replaced)})
            numbers.append(outcome.number)
            texts.append(json.dumps(targets, ensure_ascii=False))
    table = ImportRow._meta.db_table
    with connection.cursor() as cursor:  # bulk_update writes a CASE of every row: ten times slower
        cursor.execute(
            f'UPDATE "{table}" kept SET targets = told.targets::jsonb '  # noqa: S608 - the table's own name
            "FROM unnest(%s::int[], %s::text[]) told(number, targets) "
            "WHERE kept.batch_id = %s AND kept.number = told.number",
            [numbers, texts, batch.pk],
        )


def _tell_audit(batch: ImportBatch, outcomes: Sequence[Outcome], actor: Any) -> None:
    """One event for each record made or changed, chained like any other."""
    events: list[audit.Entry] = []
    for outcome in outcomes:
        hanging = {
            str(touched.obj): _written(touched) for touched in outcome.touched if isinstance(touched.obj, _HANGING)
        }
        main = [touched for touched in outcome.touched if not isinstance(touched.obj, _HANGING)]
        if not main and outcome.touched:
            product = outcome.touched[0].obj.product  # type: ignore[attr-defined]
            main = [Touched(product, created=False)]
        for touched in main:
            told = _written(touched) | {"batch": batch.pk, "row": outcome.number}
            events.append(
                audit.Entry(
                    action=f"{touched.obj._meta.model_name}.import",
                    obj=touched.obj,
                    before={name: _plain(value) for name, value in touched.before.items()},
                    after=told | (hanging if isinstance(touched.obj, Product) else {}),
                )
            )
    audit.record_many(actor=actor, entries=events)


_HANGING = (ProductSales, ProductAlias)  # told in the event of their product


def _written(touched: Touched) -> dict[str, Any]:
    """The columns that the row set; of a new yearly row its figures, of any other new record its name."""
    if not touched.created:
        return {name: _plain(getattr(touched.obj, name)) for name in touched.before}
    if isinstance(touched.obj, ProductSales):
        figures = ("output", "output_unit", "revenue", "price", "workers")
        return {name: _plain(value) for name in figures if (value := getattr(touched.obj, name)) not in (None, "")}
    return {"name": str(touched.obj)}
