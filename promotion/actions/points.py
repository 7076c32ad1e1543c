"""Sales points: application, checklist, evidence, recognition, what is on show, quarterly revenue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from core import audit, workflow
from core.editing import save_edit, shown
from core.errors import Denied, FieldConflict, Stale
from core.files import store_upload
from core.formats import today
from core.text import nfc
from products.models import Product
from products.rules import check_enter, owns
from promotion import rules
from promotion.actions.common import made, only
from promotion.checklist import checklist, current
from promotion.enums import PointState
from promotion.models import ChecklistAnswer, ChecklistEvidence, SalesPoint, ShownProduct
from promotion.transitions import refuse_what_is_not_ocop

FIELDS = frozenset({
    "name", "kind", "district", "commune", "address", "operator", "producer", "representative", "phone", "area",
    "opening_hours", "map_link", "description",
})  # fmt: skip
LIVE_FIELDS = frozenset({"representative", "phone", "opening_hours", "map_link", "description"})
MAX_EVIDENCE = 40


@transaction.atomic
def create_point(*, actor: Any, values: Mapping[str, Any]) -> SalesPoint:
    """Begin an application under the checklist in force. Raises Denied outside one's own place."""
    clean = only(values, FIELDS)
    producer = clean.get("producer")
    if producer is None or not owns(actor, producer.pk):
        check_enter(actor, clean["district"], clean.get("commune"))
    point = SalesPoint.objects.create(criteria=current().code, created_by=actor, **clean)
    made(point, actor=actor, action="salespoint.create", after={"name": point.name, "kind": point.kind})
    return point


def edit_point(*, point: SalesPoint, actor: Any, values: Mapping[str, Any], version: int | None = None) -> SalesPoint:
    """Change the application, or what a recognised point may change by itself. Raises Denied, Stale."""
    rules.check_edit_point(actor, point)
    live = point.state == PointState.RECOGNISED
    clean = only(values, LIVE_FIELDS if live else FIELDS)
    if "district" in clean and not owns(actor, point.producer_id):
        check_enter(actor, clean["district"], clean.get("commune"))
    return save_edit(point, clean, actor=actor, version=version)


@transaction.atomic
def answer_criterion(
    *, point: SalesPoint, actor: Any, code: str, met: bool, note: str = "", version: int | None = None
) -> ChecklistAnswer:
    """Say whether a criterion is met; `version` is that of the answer on the person's page, 0 when there was none.

    Raises Denied, Stale with both texts, KeyError for a code that the checklist has not.
    """
    rules.check_answer_checklist(actor, point)
    checklist(point.criteria).find(code)
    SalesPoint.objects.select_for_update().get(pk=point.pk)
    note = nfc(note)
    known = ChecklistAnswer.objects.filter(point=point, code=code).first()
    before = {"met": known.met, "note": known.note} if known else {}
    if known is not None and version is not None and known.version != version:
        _refuse_stale(known, met, note)
    row = known or ChecklistAnswer(point=point, code=code)
    if before != {"met": met, "note": note}:
        row.met, row.note, row.version = met, note, row.version + (known is not None)
        row.save()
        audit.record(
            actor=actor,
            action="salespoint.check",
            obj=point,
            before={"criterion": code, **before},
            after={"criterion": code, "met": met, "note": note},
        )
    return row


def _refuse_stale(known: ChecklistAnswer, met: bool, note: str) -> None:
    words = {True: "Đạt", False: "Chưa đạt"}
    pairs = (
        ("Kết quả", words[met], words[known.met]),
        ("Diễn giải", shown(note), shown(known.note)),
    )
    fields = [FieldConflict(label, mine, theirs) for label, mine, theirs in pairs if mine != theirs]
    if fields:
        last = audit.timeline(known.point).filter(action="salespoint.check", after__criterion=known.code).first()
        raise Stale(known, fields, last.actor_label if last else "")


@transaction.atomic
def add_evidence(*, point: SalesPoint, actor: Any, code: str, upload: UploadedFile) -> ChecklistEvidence:
    """Attach a file to a criterion. Raises Denied, UploadRefused, KeyError."""
    rules.check_answer_checklist(actor, point)
    checklist(point.criteria).find(code)
    if point.evidence.count() >= MAX_EVIDENCE:
        raise Denied(f"Mỗi điểm bán có tối đa {MAX_EVIDENCE} tệp minh chứng.", obj=point, action="salespoint.evidence")
    file = store_upload(upload, owner=actor, purpose="sales-point")
    row = ChecklistEvidence.objects.create(point=point, code=code, file=file, added_by=actor)
    audit.record(actor=actor, action="salespoint.add_evidence", obj=point, after={"criterion": code, "file": file.name})
    return row


@transaction.atomic
def remove_evidence(*, evidence: ChecklistEvidence, actor: Any) -> None:
    """Take a file off a criterion; the bytes stay in the archive. Raises Denied."""
    rules.check_answer_checklist(actor, evidence.point)
    before = {"criterion": evidence.code, "file": evidence.file.name}
    audit.record(actor=actor, action="salespoint.remove_evidence", obj=evidence.point, before=before)
    evidence.delete()


def take_step(
    *,
    point: SalesPoint,
    step: str,
    actor: Any,
    version: int | None = None,
    reason: str = "",
    data: Mapping[str, Any] | None = None,
) -> SalesPoint:
    """Take one step of the procedure. Raises Denied, Stale."""
    return workflow.apply(point, step, actor=actor, version=version, reason=reason, data=data)


# --- on show ------------------------------------------------------------------------------------------------------


@transaction.atomic
def put_on_show(*, point: SalesPoint, actor: Any, product: Product) -> ShownProduct:
    """Put a product on show: only what is recognised today (Quyết định 950/QĐ-BCT, tiêu chí về sản phẩm).

    Any recognised product of the province may be shown: the register is public. Raises Denied.
    """
    rules.check_stock(actor, point)
    refuse_what_is_not_ocop([product], point, "salespoint.show")
    try:
        with transaction.atomic():
            row = ShownProduct.objects.create(point=point, product=product)
    except IntegrityError:
        raise Denied(f"“{product.name}” đang được trưng bày ở đây.", obj=point, action="salespoint.show") from None
    audit.record(actor=actor, action="salespoint.show", obj=point, after={"product": product.name})
    return row


@transaction.atomic
def take_off_show(*, shown: ShownProduct, actor: Any, reason: str = "") -> None:
    """Note that a product is no longer there. Raises Denied."""
    rules.check_stock(actor, shown.point)
    row = ShownProduct.objects.select_for_update().get(pk=shown.pk)
    if row.until is None:
        row.until = today()
        row.save(update_fields=["until"])
        audit.record(
            actor=actor, action="salespoint.take_off", obj=shown.point, before={"product": str(row)}, reason=reason
        )
