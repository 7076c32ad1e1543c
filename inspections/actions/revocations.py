"""From the proposal of revocation to its publication."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.models import Unit
from core import audit, workflow
from core.editing import save_edit
from core.errors import Denied
from core.files import store_upload
from core.formats import today
from core.text import nfc
from criteria.queries import typed_ruleset
from inspections import law, rules
from inspections.enums import CaseState
from inspections.models import Finding, Inspection, RevocationCase
from products.enums import RecognitionState
from products.models import Recognition
from products.places import territory


def _legal(recognition: Recognition, values: Mapping[str, Any]) -> dict[str, Any]:
    """What follows from the day of the conclusion: ruleset, ground, body, term. Raises Denied."""
    day: dt.date = values["concluded_on"]
    if day > today():
        raise Denied("Ngày có kết luận không được sau hôm nay.", action="revocationcase.edit")
    row = law.ruleset_for(day)
    typed = typed_ruleset(row)
    names = dict(law.grounds_of(typed))
    if values["ground"] not in names:
        raise Denied(f"Căn cứ này không có trong {typed.short_name}.", action="revocationcase.edit")
    competence = law.competence(recognition, typed)
    return {
        "ruleset": row,
        "ground": values["ground"],
        "ground_name": names[values["ground"]],
        "concluded_on": day,
        "due_on": law.due_on(day, typed),
        "level": competence.level,
        "competent_unit": competence.unit,
        "explanation": nfc(values.get("explanation") or ""),
    }


@transaction.atomic
def open_case(
    *,
    recognition: Recognition,
    unit: Unit,
    values: Mapping[str, Any],
    actor: Any,
    inspection: Inspection | None = None,
    findings: Iterable[Finding] = (),
) -> RevocationCase:
    """Begin a proposal: `values` holds concluded_on, ground, explanation. Raises Denied."""
    rules.check_plans(actor, unit)
    locked = Recognition.objects.select_for_update(of=("self",)).select_related("district", "product").get(
        pk=recognition.pk
    )  # fmt: skip
    place = territory(actor, rules.PLANNING)
    if not place.holds(locked.district_id, locked.product.commune_id):
        raise Denied("Sản phẩm không thuộc địa bàn của đơn vị.", obj=locked, action="revocationcase.create")
    if locked.state not in {RecognitionState.VALID, RecognitionState.EXPIRED}:
        raise Denied("Công nhận này đã thu hồi hoặc đã được thay thế.", obj=locked, action="revocationcase.create")
    if RevocationCase.objects.filter(recognition=locked, state__in=[CaseState.DRAFT, CaseState.PROPOSED]).exists():
        raise Denied("Sản phẩm này đang có đề nghị thu hồi.", obj=locked, action="revocationcase.create")
    case = RevocationCase.objects.create(
        recognition=locked, district=locked.district, product_name=locked.product_name, inspection=inspection,
        created_by=actor, proposing_unit=unit, **_legal(locked, values),
    )  # fmt: skip
    case.findings.set(findings)
    audit.record(
        actor=actor, action="revocationcase.create", obj=case,
        after={"ground": case.ground, "ruleset": case.ruleset.code, "due_on": case.due_on, "level": case.level},
    )  # fmt: skip
    return case


def edit_case(
    *, case: RevocationCase, values: Mapping[str, Any], actor: Any, version: int | None = None
) -> RevocationCase:
    """Change day, ground or facts while it is a draft; body and term follow. Raises Denied, Stale."""
    rules.check_case_editable(actor, case)
    return save_edit(case, _legal(case.recognition, values), actor=actor, version=version)


def take(
    *, case: RevocationCase, step: str, actor: Any, reason: str = "", version: int | None = None, **data: Any
) -> RevocationCase:
    """Propose, withdraw, dismiss, decide, collect or publish. Raises Denied, Stale."""
    return workflow.apply(case, step, actor=actor, reason=reason, version=version, data=data)


@transaction.atomic
def record_ministry(
    *, case: RevocationCase, number: str, on: dt.date, upload: UploadedFile | None, actor: Any
) -> RevocationCase:
    """Enter the Ministry's decision with its scan: the register follows it. Raises Denied, UploadRefused."""
    file = store_upload(upload, owner=actor, purpose="revocation", accept=("pdf",)) if upload else None
    return workflow.apply(case, "record_ministry", actor=actor, data={"number": number, "on": on, "file": file})
