"""Filling a dossier: items, files, the applicant's own assessment.

Each write locks the dossier first, so that nothing changes while it is being submitted.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from itertools import count
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Sum

from core import audit
from core.editing import save_edit
from core.errors import Denied, Stale
from core.files import UploadRefused, store_upload
from core.formats import now, number_vn
from core.models import ScanState
from core.text import fold, nfc
from criteria.models import Criterion
from criteria.queries import sheet_of
from products import rules
from products.content import Section, live_evidence, requirements_by_code, section_of, self_codes, words_of_report
from products.enums import DossierState, ItemVerdict
from products.models import Dossier, DossierItem, Evidence, SelfAssessmentLine
from products.selfcheck import unanswered_count

MAX_FILES_AN_ITEM = 30
# What phones and messengers call a picture: IMG_2034, image, 20241014_101010, z5912…_0af3…, PXL_…, Ảnh chụp, Scan 3.
_CAMERA_NAME = re.compile(
    r"(img|image|photo|picture|anh|hinh|hinh anh|anh chup|pxl|dsc[nf]?|p|z|scan|scanned|camscanner|screenshot|fb_img|received|"
    r"tai lieu|document|untitled)?[\s_.\-()\d]*(wa\d+|[0-9a-f]{12,})?[\s_.\-()\d]*"
)


def _open(item: DossierItem, actor: Any) -> Section:
    """Lock the dossier, then the item; check that this person may fill it now."""
    dossier = (
        Dossier.objects.select_for_update(of=("self",))
        .select_related("ruleset", "criteria_set__collection", "holder")
        .get(pk=item.dossier_id)
    )
    row = DossierItem.objects.select_for_update().prefetch_related(live_evidence()).get(pk=item.pk)
    row.dossier = dossier
    asked = requirements_by_code(dossier).get(row.code)
    section = section_of(dossier, row, asked, unanswered_count(dossier), words_of_report(dossier))
    if not rules.can_edit_item(actor, row, section.prepared_by):
        rules.check_edit_dossier(actor, dossier)
        raise Denied("Phần này do cấp xã lập.", obj=dossier, action="dossier.edit")
    return section


def _touched(item: DossierItem) -> None:
    """An item that was worked on after the return, whatever was changed of it, waits to be looked at again."""
    if item.dossier.state == DossierState.RETURNED and not item.changed_after_return:
        DossierItem.objects.filter(pk=item.pk).update(changed_after_return=True)
        item.changed_after_return = True


@transaction.atomic
def save_item(
    *,
    item: DossierItem,
    actor: Any,
    answer: str | None = None,
    not_applicable: bool | None = None,
    version: int | None = None,
) -> DossierItem:
    """Save what was typed in an item, complete or not. None leaves a field as it is.

    Raises Denied, or Stale with both texts.
    """
    section = _open(item, actor)
    row = section.item
    if not_applicable and row.mandatory:
        raise Denied("Phần bắt buộc không bỏ qua được.", obj=row.dossier, action="dossier.edit")
    wanted = {
        "answer": nfc(answer) if answer is not None else None,
        "not_applicable": not_applicable,
    }
    values = {name: value for name, value in wanted.items() if value is not None}
    changed = any(getattr(row, name) != value for name, value in values.items())
    saved = save_edit(row, values, actor=actor, version=version, action="dossier.save_item")
    saved.dossier = row.dossier
    if changed and saved.saved_by_id != actor.pk:
        saved.saved_by = actor
        saved.save(update_fields=["saved_by"])
    if changed:
        _touched(saved)
    return saved


def used_bytes(dossier_id: int) -> int:
    """How much the live files of a dossier weigh together."""
    live = Evidence.objects.filter(item__dossier_id=dossier_id, removed_at=None)
    return int(live.aggregate(total=Sum("file__size"))["total"] or 0)


@transaction.atomic
def add_evidence(
    *,
    item: DossierItem,
    actor: Any,
    upload: UploadedFile,
    title: str = "",
    criteria: Iterable[int] | None = None,
    replaces: Evidence | None = None,
) -> Evidence:
    """Keep a file under an item. Without `criteria` it supports those that such a document usually supports.

    Raises UploadRefused with a sentence for the cause, Denied when the dossier is not editable.
    """
    section = _open(item, actor)
    row = section.item
    if len(section.evidence) >= MAX_FILES_AN_ITEM and replaces is None:
        raise UploadRefused(f"Mỗi phần nhận tối đa {MAX_FILES_AN_ITEM} tệp. Ghép các tệp rồi nộp lại.")
    _check_quota(row.dossier_id, upload.size or 0, replaces)
    _check_not_the_one_sent_back(row, upload, replaces)
    file = store_upload(upload, owner=actor, purpose="minh chứng hồ sơ", accept=section.extensions)
    evidence = Evidence.objects.create(
        item=row, file=file, title=_title(nfc(title), file.name, section, replaces), added_by=actor, replaces=replaces
    )
    if criteria is not None:
        evidence.criteria.set(_criteria_of(row.dossier, criteria))
    elif replaces is not None:
        evidence.criteria.set(replaces.criteria.all())
    else:
        form = sheet_of(row.dossier.criteria_set)
        evidence.criteria.set(
            _criteria_of(row.dossier, [form.by_code[code].id or 0 for code in section.criteria_codes])
        )
    if replaces is not None:
        _remove(replaces, row, actor)
    _touched(row)
    audit.record(
        actor=actor,
        action="dossier.add_evidence",
        obj=row.dossier,
        after={"item": row.code, "file": str(file.pk), "name": file.name, "sha256": file.sha256},
    )
    return evidence


def _title(given: str, name: str, section: Section, replaces: Evidence | None) -> str:
    """What a file is called: as the person says, else by its own name; a camera's name says nothing, the item's does."""
    if given:
        return given[:250]
    if not _CAMERA_NAME.fullmatch(fold(name.rpartition(".")[0])):
        return name[:250]
    if replaces is not None:
        return replaces.title
    others, known = {row.title for row in section.evidence}, section.item.name[:230]
    return next(text for n in count(1) if (text := known if n == 1 else f"{known}, tệp {n}") not in others)


def _check_quota(dossier_id: int, size: int, replaces: Evidence | None) -> None:
    most = settings.UPLOAD_MAX_BYTES_PER_DOSSIER
    used = used_bytes(dossier_id) - (replaces.file.size if replaces else 0)
    if used + size > most:
        raise UploadRefused(
            f"Hồ sơ đã dùng {number_vn(used / 1_000_000, 1)} MB trong {most // 1_000_000} MB được nhận. "
            "Gỡ tệp không cần nữa hoặc giảm dung lượng rồi nộp lại."
        )


def _check_not_the_one_sent_back(item: DossierItem, upload: UploadedFile, replaces: Evidence | None) -> None:
    """The very file that lay there when the item was sent back mends nothing by itself.

    It may come again beside a new one, when it was taken out by mistake, and when nobody could open it: the store lost
    it, or the antivirus could not read it then.
    """
    if item.dossier.state != DossierState.RETURNED or item.verdict != ItemVerdict.MISSING:
        return
    came_since = item.evidence.filter(removed_at=None, created_at__gt=item.checked_at)
    if replaces is not None:
        came_since = came_since.exclude(pk=replaces.pk)
    if came_since.exists():
        return
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    could_open = item.evidence.filter(file__missing_since=None).exclude(file__scan__in=ScanState.never_opens())
    same = could_open.filter(file__sha256=digest.hexdigest(), created_at__lte=item.checked_at).first()
    if same is not None:
        raise UploadRefused(
            f"Tệp này giống hệt “{same.title}” đã nộp trước khi bị trả lại. Chọn bản đã bổ sung, sửa chữa theo lý do trả lại."
        )


def _criteria_of(dossier: Dossier, ids: Iterable[int]) -> list[Criterion]:
    """Only criteria of the dossier's own set."""
    return list(Criterion.objects.filter(criteria_set=dossier.criteria_set_id, pk__in=list(ids)))


def _remove(evidence: Evidence, item: DossierItem, actor: Any) -> None:
    if evidence.item_id != item.pk:
        raise Denied("Tệp không thuộc phần này.", obj=item.dossier, action="dossier.edit")
    if evidence.removed_at is None:
        Evidence.objects.filter(pk=evidence.pk, removed_at=None).update(removed_at=now(), removed_by=actor)
        audit.record(
            actor=actor,
            action="dossier.remove_evidence",
            obj=item.dossier,
            before={"item": item.code, "file": str(evidence.file_id), "name": evidence.title},
        )


@transaction.atomic
def remove_evidence(*, evidence: Evidence, actor: Any) -> None:
    """Take a file out of the dossier; it stays in the history."""
    section = _open(evidence.item, actor)
    _remove(evidence, section.item, actor)
    _touched(section.item)


@transaction.atomic
def link_evidence(*, evidence: Evidence, actor: Any, criteria: Iterable[int], title: str = "") -> Evidence:
    """Say which criteria a file supports, and how it is called."""
    section = _open(evidence.item, actor)
    found = _criteria_of(section.item.dossier, criteria)
    before = sorted(evidence.criteria.values_list("code", flat=True))
    evidence.criteria.set(found)
    name = nfc(title)[:250] or evidence.title
    renamed = name != nfc(evidence.title)
    if renamed:
        evidence.title = name
        evidence.save()
    after = sorted(criterion.code for criterion in found)
    if before != after:
        audit.record(
            actor=actor,
            action="dossier.link_evidence",
            obj=section.item.dossier,
            before={"file": str(evidence.file_id), "criteria": before},
            after={"file": str(evidence.file_id), "criteria": after},
        )
    if renamed or before != after:
        _touched(section.item)
    return evidence


@transaction.atomic
def save_self_line(
    *,
    dossier: Dossier,
    actor: Any,
    criterion_id: int,
    option_index: int | None,
    note: str = "",
    version: int | None = None,
) -> SelfAssessmentLine:
    """Choose a level of one criterion; None is "không đạt mức nào": 0 points, chosen, never blank.

    What stands there already is no change. Raises Denied when the criterion has no such level, or offers "không đạt mức
    nào" as a listed level of 0 points; Stale when another person chose since `version` (0: there was no line yet).
    """
    locked = (
        Dossier.objects.select_for_update(of=("self",)).select_related("criteria_set__collection").get(pk=dossier.pk)
    )
    rules.check_edit_dossier(actor, locked)
    criterion = next((c for c in sheet_of(locked.criteria_set).criteria if c.id == criterion_id), None)
    if criterion is None:
        raise Denied("Tiêu chí không thuộc bộ tiêu chí của hồ sơ.", obj=locked, action="dossier.self_line")
    option = criterion.option(option_index) if option_index is not None else None
    if (option_index is None and not criterion.offers_none) or (option_index is not None and option is None):
        raise Denied(f"Chọn một mức có trong tiêu chí {criterion.code}.", obj=locked, action="dossier.self_line")
    stored = SelfAssessmentLine.objects.filter(dossier=locked, criterion_id=criterion_id).first()
    note = nfc(note)
    if stored is not None and (stored.option_index, stored.note) == (option_index, note):
        return stored
    if version is not None and stored is not None and stored.version != version:
        raise Stale(locked)
    line, _ = SelfAssessmentLine.objects.update_or_create(
        dossier=locked,
        criterion_id=criterion_id,
        defaults={
            "option_index": option_index,
            "points": option.points if option else 0,
            "note": note,
            "saved_at": now(),
            "saved_by_id": actor.pk,
        },
    )
    if locked.state == DossierState.RETURNED:
        locked.items.filter(code__in=self_codes(locked)).update(changed_after_return=True)
    return line
