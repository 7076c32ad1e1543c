"""The way of a batch of spreadsheet rows, and of the merging of two producers."""

from __future__ import annotations

from typing import Any

from core.errors import Denied
from core.formats import now
from core.workflow import Transition, Workflow, step
from products import rules
from products.enums import ImportMode
from products.enums import ImportState as S
from products.imports.undoing import take_back
from products.models import ImportBatch

Step = Transition[ImportBatch]


def keeper(actor: Any, batch: ImportBatch) -> bool:
    """An officer of the unit that brought the sheet."""
    return rules.can_import(actor, batch)


def something_to_import(taken: Step) -> None:
    """At least one row makes or changes something, and refused rows stand in nobody's way."""
    batch = taken.obj
    if not batch.created and not batch.changed:
        raise Denied("Không có dòng nào mới hoặc thay đổi để nhập.", obj=batch, action="importbatch.confirm")
    if taken.data["mode"] == ImportMode.ALL and batch.refused:
        raise Denied(
            "Còn dòng bị từ chối. Sửa bảng tính rồi tải lên lại, hoặc chọn nhập các dòng nhận được.",
            obj=batch,
            action="importbatch.confirm",
        )


def stamp_confirmation(taken: Step) -> None:
    """Who said yes, when, and how."""
    taken.obj.mode = taken.data["mode"]
    taken.obj.confirmed_at, taken.obj.confirmed_by = now(), taken.actor


def clear_confirmation(taken: Step) -> None:
    """The import did not happen."""
    taken.obj.confirmed_at = taken.obj.confirmed_by = None


def stamp_undo(taken: Step) -> None:
    """Who took it back, and when."""
    taken.obj.undone_at, taken.obj.undone_by = now(), taken.actor


def take_rows_back(taken: Step) -> None:
    """Delete what was made, restore what was changed."""
    take_back(taken.obj, actor=taken.actor)


IMPORT: Workflow[ImportBatch] = Workflow(
    label="products.ImportBatch",
    states=S,
    steps=(
        step("check", {S.UPLOADED, S.CHECKED}, S.CHECKING, label="Kiểm tra từng dòng", by=keeper),
        step("finish_check", S.CHECKING, S.CHECKED, label="Kiểm tra xong", by=keeper),
        step("stop_check", S.CHECKING, S.UPLOADED, label="Kiểm tra bị dừng", by=keeper),
        step("adjust", S.CHECKED, S.UPLOADED, label="Sửa cột", by=keeper),
        step("confirm", S.CHECKED, S.IMPORTING, label="Xác nhận nhập", by=keeper,
             when=(something_to_import,), stamps=(stamp_confirmation,)),
        step("finish", S.IMPORTING, S.IMPORTED, label="Nhập xong", by=keeper),
        step("stop", S.IMPORTING, S.CHECKED, label="Nhập bị dừng", by=keeper, stamps=(clear_confirmation,)),
        step("undo", S.IMPORTED, S.UNDONE, label="Hoàn tác", by=keeper, stamps=(stamp_undo,), effects=(take_rows_back,)),
        step("drop", {S.UPLOADED, S.CHECKED}, S.DROPPED, label="Bỏ lô này", by=keeper),
    ),
)  # fmt: skip
