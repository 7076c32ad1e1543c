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
from core.files import remove_stored, store_bytes
from core.files.checks import IMAGES, check_upload
from core.formats import now, today
from core.text import nfc
from inspections import messages, rules
from inspections.actions.visits import create_unplanned
from inspections.checklists import terms
from inspections.enums import ComplaintSource, ComplaintState, Topic
from inspections.exif import without_data
from inspections.lookup import new_lookup_code
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
        lookup_code=new_lookup_code(),
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


ERASED = "(Đã xoá theo yêu cầu của người phản ánh.)"
_SETTLED = (ComplaintState.ANSWERED, ComplaintState.REFUSED)


def _erase(complaint: Complaint, *, whole: bool, actor: Any, reason: str) -> Complaint:
    """Take the sender out. The trail says that it was done, never what stood there."""
    gone = [name for name in ("sender_name", "sender_contact") if getattr(complaint, name)]
    photo = complaint.photo if whole else None
    complaint.sender_name = complaint.sender_contact = ""
    complaint.sender_erased_on = today()
    if whole:
        gone += ["about", "text", "photo"] if photo else ["about", "text"]
        complaint.text, complaint.photo = ERASED, None
        complaint.about = complaint.product.name if complaint.product else f"Phản ánh {complaint.code}"
    complaint.version += 1
    complaint.save()
    if photo is not None:
        remove_stored(photo)
    audit.record(
        actor=actor, action="complaint.erase_sender", obj=complaint, after={"erased": gone}, reason=reason
    )  # fmt: skip
    return complaint


@transaction.atomic
def erase_sender(*, complaint: Complaint, reason: str, actor: Any, whole: bool = False) -> Complaint:
    """Erase name and contact at the sender's request; `whole` takes the sent text and photo too, once it is settled.

    Raises Denied.
    """
    locked = (
        Complaint.objects.select_for_update(of=("self",))
        .select_related("unit", "photo", "product")
        .get(pk=complaint.pk)
    )
    if not rules.handler(actor, locked):
        raise Denied("Chỉ đơn vị xử lý xoá được thông tin người phản ánh.", obj=locked, action="complaint.erase_sender")
    if not nfc(reason):
        raise Denied("Ghi yêu cầu của người phản ánh.", obj=locked, action="complaint.erase_sender")
    if whole and locked.state not in _SETTLED:
        raise Denied(
            "Phản ánh đang xử lý nên chưa xoá được nội dung. Xoá tên và liên hệ trước, xoá nội dung khi đã trả lời.",
            obj=locked, action="complaint.erase_sender",
        )  # fmt: skip
    return _erase(locked, whole=whole, actor=actor, reason=nfc(reason))


@transaction.atomic
def forget_senders() -> int:
    """Erase name and contact where the retention period after the answer is over; returns how many."""
    before = now() - dt.timedelta(days=terms()["complaint_sender_kept_days"])
    rows = Complaint.objects.select_for_update(of=("self",), skip_locked=True).filter(
        state__in=_SETTLED, settled_at__lt=before, sender_erased_on=None
    )
    due = list(rows.exclude(sender_name="", sender_contact=""))
    for complaint in due:
        _erase(complaint, whole=False, actor=None, reason="Hết thời hạn lưu thông tin người phản ánh.")
    return len(due)
