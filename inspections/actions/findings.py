"""Findings and repairs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from core import audit, workflow
from core.editing import shown
from core.errors import Denied, FieldConflict, Stale
from core.files import store_upload
from core.files.checks import IMAGES
from core.formats import today
from core.text import nfc
from inspections import rules
from inspections.enums import Severity
from inspections.models import (
    CorrectiveAction,
    Finding,
    InspectedProduct,
    Inspection,
    InspectionLine,
    RepairEvidence,
)
from inspections.sheet import ground_of

MAX_EVIDENCE = 20


def _open(inspection: Inspection, actor: Any) -> Inspection:
    locked = Inspection.objects.select_for_update(of=("self",)).select_related("unit", "team").get(pk=inspection.pk)
    rules.check_visit(actor, locked)
    return locked


def _checked(values: Mapping[str, Any], inspection: Inspection) -> tuple[str, str, str, dt.date | None]:
    text, severity = nfc(values.get("text") or ""), values.get("severity")
    demand, due = nfc(values.get("demand") or ""), values.get("due_on")
    if not text or severity not in Severity.values:
        raise Denied("Ghi nội dung phát hiện và chọn mức độ.", obj=inspection, action="inspection.finding")
    if severity == Severity.MAJOR and not demand:
        raise Denied("Vi phạm phải khắc phục cần ghi yêu cầu và thời hạn.", obj=inspection, action="inspection.finding")
    if bool(demand) != (due is not None):
        raise Denied("Yêu cầu khắc phục và thời hạn đi cùng nhau.", obj=inspection, action="inspection.finding")
    if due is not None and due <= today():
        raise Denied("Hạn khắc phục phải sau hôm nay.", obj=inspection, action="inspection.finding")
    return text, str(severity), demand, due


@transaction.atomic
def add_finding(
    *,
    inspection: Inspection,
    values: Mapping[str, Any],
    actor: Any,
    line: InspectionLine | None = None,
    product: InspectedProduct | None = None,
) -> Finding:
    """Record a finding with severity and, where needed, what is to be repaired until when. Raises Denied."""
    locked = _open(inspection, actor)
    text, severity, demand, due = _checked(values, locked)
    if (line is not None and line.inspection_id != locked.pk) or (
        product is not None and product.inspection_id != locked.pk
    ):
        raise Denied("Nội dung không thuộc cuộc kiểm tra này.", obj=locked, action="inspection.finding")
    if product is None and line is not None:
        product = line.product
    finding = Finding.objects.create(
        inspection=locked, line=line, product=product, severity=severity, text=text,
        ground=ground_of(locked, line), created_by=actor,
    )  # fmt: skip
    if demand and due is not None:
        CorrectiveAction.objects.create(finding=finding, text=demand, due_on=due)
    audit.record(
        actor=actor, action="inspection.finding", obj=locked,
        after={"finding": finding.pk, "severity": severity, "text": text, "demand": demand, "due_on": due},
    )  # fmt: skip
    return finding


@transaction.atomic
def edit_finding(*, finding: Finding, values: Mapping[str, Any], actor: Any, version: int | None = None) -> Finding:
    """Change a finding before the minutes are final. Raises Denied, and Stale when another changed it since `version`."""
    locked = _open(finding.inspection, actor)
    text, severity, demand, due = _checked(values, locked)
    if not Finding.objects.filter(pk=finding.pk).exists():
        raise Denied("Phát hiện này vừa được người khác bỏ. Ghi lại thành phát hiện mới nếu còn cần.", obj=locked)
    finding.refresh_from_db()
    if version is not None and finding.version != version:
        raise Stale(finding, _differences(finding, text, severity, demand, due))
    before = {"severity": finding.severity, "text": finding.text}
    finding.text, finding.severity = text, severity
    finding.version += 1
    finding.save()
    first = finding.actions.first()
    if demand and due is not None:
        if first is None:
            CorrectiveAction.objects.create(finding=finding, text=demand, due_on=due)
        else:
            first.text, first.due_on = demand, due
            first.save()
    elif first is not None:
        first.delete()
    audit.record(
        actor=actor, action="inspection.finding_edit", obj=locked, before=before,
        after={"finding": finding.pk, "severity": severity, "text": text, "demand": demand, "due_on": due},
    )  # fmt: skip
    return finding


def _differences(finding: Finding, text: str, severity: str, demand: str, due: dt.date | None) -> list[FieldConflict]:
    """Both texts, of each field that differs."""
    first = finding.actions.first()
    there = first.text if first else "", first.due_on if first else None
    pairs = (
        ("Mức độ", Severity(severity).label, finding.get_severity_display()),
        ("Nội dung phát hiện", shown(text), shown(finding.text)),
        ("Yêu cầu khắc phục", shown(demand), shown(there[0])),
        ("Hạn khắc phục", shown(due), shown(there[1])),
    )
    return [FieldConflict(label, str(mine), str(theirs)) for label, mine, theirs in pairs if mine != theirs]


@transaction.atomic
def remove_finding(*, finding: Finding, actor: Any) -> None:
    """Take a finding out before the minutes are final. Raises Denied."""
    locked = _open(finding.inspection, actor)
    audit.record(
        actor=actor, action="inspection.finding_removed", obj=locked,
        before={"severity": finding.severity, "text": finding.text},
    )  # fmt: skip
    finding.delete()


@transaction.atomic
def add_evidence(*, action: CorrectiveAction, upload: UploadedFile, actor: Any) -> RepairEvidence:
    """A photo or paper that shows the repair. Raises Denied, UploadRefused."""
    locked = CorrectiveAction.objects.select_for_update().get(pk=action.pk)
    rules.check_may_repair(actor, locked)
    if locked.evidence.count() >= MAX_EVIDENCE:
        raise Denied(f"Mỗi yêu cầu lưu tối đa {MAX_EVIDENCE} tệp.", obj=locked, action="correctiveaction.evidence")
    file = store_upload(upload, owner=actor, purpose="repair", accept=("pdf", *IMAGES))
    evidence = RepairEvidence.objects.create(action=locked, file=file, added_by=actor)
    audit.record(
        actor=actor, action="correctiveaction.evidence", obj=locked, after={"file": str(file.pk), "name": file.name}
    )
    return evidence


def take(
    *, action: CorrectiveAction, step: str, actor: Any, reason: str = "", version: int | None = None, **data: Any
) -> CorrectiveAction:
    """Report, accept, send back or fail. Raises Denied, Stale."""
    return workflow.apply(action, step, actor=actor, reason=reason, version=version, data=data)
