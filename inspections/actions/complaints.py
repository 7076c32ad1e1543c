"""Complaints from the public and from units."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.enums import UnitLevel
from accounts.models import Unit
from accounts.queries import units_on
from core import audit, workflow
from core.errors import Denied
from core.files import store_bytes
from core.files.checks import IMAGES, check_upload
from core.formats import now, today
from core.text import nfc
from inspections import messages, rules
from inspections.actions.visits import create_unplanned
from inspections.checklists import terms
from inspections.enums import ComplaintSource, Topic
from inspections.exif import without_data
from inspections.models import Complaint
from inspections.transitions import next_code
from products.enums import RecognitionState
from products.models import Product, Recognition
from products.places import territory, unit_above

FIELDS = frozenset({"topic", "about", "text", "happened_on", "sender_name", "sender_contact", "product"})
_LENGTHS = {"about": 250, "text": 8_000, "sender_name": 100, "sender_contact": 150}


def _clean(values: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(values) - FIELDS
    if unknown:
        raise TypeError(f"Not writable here: {sorted(unknown)}")
    clean = dict(values)
    for name, length in _LENGTHS.items():
        clean[name] = nfc(clean.get(name) or "")[:length]
    if clean.get("topic") not in Topic.values or not clean["text"] or not clean["about"]:
        raise Denied("Ghi sản phẩm hoặc chủ thể bị phản ánh và nội dung phản ánh.", action="complaint.create")
    day = clean.get("happened_on")
    if day is not None and day > today():
        raise Denied("Ngày xảy ra không được sau hôm nay.", action="complaint.create")
    return clean


def handling_unit(product: Product | None) -> Unit:
    """The district of the product while districts exist, else the province."""
    if product is not None and product.district.in_force(today()):
        return product.district
    province = unit_above(product.district, UnitLevel.PROVINCE) if product is not None else None
    found = province or units_on(today(), UnitLevel.PROVINCE).first()
    if found is None:
        raise Denied("Chưa có đơn vị nhận phản ánh.", action="complaint.create")
    return found


def _create(values: Mapping[str, Any], source: str, unit: Unit, actor: Any, **more: Any) -> Complaint:
    clean = _clean(values)
    product: Product | None = clean.get("product")
    complaint = Complaint.objects.create(
        code=next_code("PA"),
        source=source,
        unit=unit,
        district=product.district if product else None,
        received_at=now(),
        due_on=today() + dt.timedelta(days=terms()["complaint_answer_days"]),
        entered_by=actor,
        **clean,
        **more,
    )
    # the trail is read by administrators too: it holds no word of who told
    audit.record(
        actor=actor, action="complaint.create", obj=complaint, after={"source": source, "topic": complaint.topic}
    )
    messages.tell_complaint(complaint)
    return complaint


@transaction.atomic
def receive_public(*, values: Mapping[str, Any], photo: UploadedFile | None = None) -> Complaint:
    """A complaint from somebody without an account. Raises Denied, UploadRefused."""
    file = None
    if photo is not None:
        check_upload(photo, accept=IMAGES, max_bytes=10_000_000)
        file = store_bytes("anh-phan-anh.jpg", without_data(photo.read()), mime="image/jpeg", purpose="complaint")
    return _create(values, ComplaintSource.PUBLIC, handling_unit(values.get("product")), None, photo=file)


@transaction.atomic
def enter_from_unit(*, values: Mapping[str, Any], unit: Unit, actor: Any) -> Complaint:
    """A complaint that another office sent on paper or told. Raises Denied."""
    rules.check_plans(actor, unit)
    product = values.get("product")
    if product is not None and not territory(actor, rules.PLANNING).holds(product.district_id, product.commune_id):
        raise Denied("Sản phẩm không thuộc địa bàn của đơn vị.", action="complaint.create")
    return _create(values, ComplaintSource.UNIT, unit, actor)


@transaction.atomic
def hand_over(*, complaint: Complaint, unit: Unit, reason: str, actor: Any) -> Complaint:
    """Give a new complaint to the unit that it concerns: from the province to a district, or up. Raises Denied."""
    locked = Complaint.objects.select_for_update(of=("self",)).select_related("unit").get(pk=complaint.pk)
    if not rules.handler(actor, locked) or locked.state != "received":
        raise Denied("Chỉ đơn vị đang giữ chuyển được phản ánh chưa xử lý.", obj=locked, action="complaint.hand_over")
    if unit.level not in {UnitLevel.PROVINCE, UnitLevel.DISTRICT} or unit.pk == locked.unit_id:
        raise Denied("Chọn đơn vị khác để chuyển.", obj=locked, action="complaint.hand_over")
    if not nfc(reason):
        raise Denied("Ghi lý do chuyển.", obj=locked, action="complaint.hand_over")
    before = locked.unit_id
    locked.unit = unit
    locked.version += 1
    locked.save()
    audit.record(
        actor=actor, action="complaint.hand_over", obj=locked, before={"unit": before}, after={"unit": unit.pk},
        reason=nfc(reason),
    )  # fmt: skip
    messages.tell_complaint(locked)
    return locked


@transaction.atomic
def set_product(*, complaint: Complaint, product: Product, actor: Any) -> Complaint:
    """Say which product is meant, after looking. Raises Denied."""
    locked = Complaint.objects.select_for_update(of=("self",)).select_related("unit").get(pk=complaint.pk)
    if not rules.handler(actor, locked) or locked.state != "received":
        raise Denied("Phản ánh này không còn chờ phân loại.", obj=locked, action="complaint.product")
    if not territory(actor, rules.HANDLING).holds(product.district_id, product.commune_id):
        raise Denied("Sản phẩm không thuộc địa bàn của đơn vị.", obj=locked, action="complaint.product")
    locked.product, locked.district = product, product.district
    locked.version += 1
    locked.save()
    audit.record(actor=actor, action="complaint.product", obj=locked, after={"product": product.pk})
    return locked


@transaction.atomic
def inspect(*, complaint: Complaint, reason: str, actor: Any) -> Complaint:
    """Make an unplanned inspection of the product that is complained of. Its reason never names who told. Raises Denied."""
    unit = complaint.unit
    if complaint.product is None:
        raise Denied(
            "Xác định sản phẩm bị phản ánh trước khi lập cuộc kiểm tra.", obj=complaint, action="complaint.inspect"
        )
    standing = Recognition.objects.filter(product=complaint.product, state=RecognitionState.VALID)
    inspection = create_unplanned(
        unit=unit, recognitions=standing.select_related("product__producer", "product__district", "product__commune"),
        reason=reason, actor=actor,
    )  # fmt: skip
    return workflow.apply(complaint, "inspect", actor=actor, data={"inspection": inspection})


def answer(*, complaint: Complaint, text: str, actor: Any) -> Complaint:
    """End with an answer. Raises Denied."""
    return workflow.apply(complaint, "answer", actor=actor, data={"answer": nfc(text)})


def refuse(*, complaint: Complaint, reason: str, actor: Any) -> Complaint:
    """Not taken up, with the reason. Raises Denied."""
    return workflow.apply(complaint, "refuse", actor=actor, reason=nfc(reason))
