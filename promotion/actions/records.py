"""Channels, listings, communications, gift sets and agreements: recording and editing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from core import audit
from core.editing import save_edit
from core.errors import Denied
from core.files import store_upload
from core.formats import today
from products.models import Product
from products.rules import can_edit_product
from promotion import rules
from promotion.actions.common import check_products, made, only
from promotion.enums import LinkState
from promotion.models import (
    Agreement,
    Channel,
    Communication,
    CommunicationFile,
    GiftItem,
    GiftSet,
    Listing,
    ListingSales,
    PromotionEvent,
)
from promotion.transitions import refuse_what_is_not_ocop
from promotion.visibility import visible_events

CHANNEL_FIELDS = frozenset({"name", "kind", "address", "note"})
LISTING_FIELDS = frozenset({"channel", "link", "listed_on", "note"})
MEDIA_FIELDS = frozenset({
    "title", "kind", "unit", "outlet", "published_on", "quantity", "place", "link", "summary", "event",
})  # fmt: skip
GIFT_FIELDS = frozenset({
    "name", "unit", "occasion", "supplier", "phone", "price", "link", "description", "withdrawn",
})  # fmt: skip
AGREEMENT_FIELDS = frozenset({"partner", "kind", "signed_on", "valid_until", "value", "content", "event"})
MAX_FILES = 20


# --- e-commerce ---------------------------------------------------------------------------------------------------


def _check_channels(actor: Any) -> None:
    if not rules.can_hold(actor):
        raise Denied("Danh mục kênh do cán bộ huyện và Sở ghi.", action="channel.edit")


@transaction.atomic
def create_channel(*, actor: Any, values: Mapping[str, Any]) -> Channel:
    """Add a channel to the common list. Raises Denied."""
    _check_channels(actor)
    clean = only(values, CHANNEL_FIELDS)
    try:
        with transaction.atomic():
            channel = Channel.objects.create(**clean)
    except IntegrityError:
        raise Denied(f"Đã có kênh “{clean['name']}”.", action="channel.create") from None
    made(channel, actor=actor, action="channel.create", after=clean)
    return channel


def edit_channel(*, channel: Channel, actor: Any, values: Mapping[str, Any], version: int | None = None) -> Channel:
    """Change a channel. Raises Denied, Stale."""
    _check_channels(actor)
    try:
        with transaction.atomic():
            return save_edit(channel, only(values, CHANNEL_FIELDS), actor=actor, version=version)
    except IntegrityError:
        raise Denied("Đã có kênh khác cùng tên.", obj=channel, action="channel.edit") from None


def _check_listing(actor: Any, product: Product, row: Any = None) -> None:
    if not can_edit_product(actor, product):
        raise Denied("Bạn không được giao sản phẩm này.", obj=row, action="listing.edit")


@transaction.atomic
def create_listing(*, product: Product, actor: Any, values: Mapping[str, Any]) -> Listing:
    """Note that a product is sold on a channel. Raises Denied."""
    _check_listing(actor, product)
    clean = only(values, LISTING_FIELDS)
    try:
        with transaction.atomic():
            row = Listing.objects.create(product=product, **clean)
    except IntegrityError:
        raise Denied("Liên kết này đã được ghi.", action="listing.create") from None
    made(row, actor=actor, action="listing.create", after=clean)
    return row


def edit_listing(*, row: Listing, actor: Any, values: Mapping[str, Any], version: int | None = None) -> Listing:
    """Change a listing; another link is unchecked. Raises Denied, Stale."""
    _check_listing(actor, row.product, row)
    clean = only(values, LISTING_FIELDS)
    if clean.get("link", row.link) != row.link:
        clean |= {"link_state": LinkState.UNCHECKED, "checked_on": None, "checked_by": None}
    try:
        with transaction.atomic():
            return save_edit(row, clean, actor=actor, version=version)
    except IntegrityError:
        raise Denied("Liên kết này đã được ghi.", obj=row, action="listing.edit") from None


def check_listing(*, row: Listing, actor: Any, found: str, version: int | None = None) -> Listing:
    """Note what the person found behind the link today. Raises Denied, Stale."""
    _check_listing(actor, row.product, row)
    if found not in LinkState.values or found == LinkState.UNCHECKED:
        raise Denied("Chọn tình trạng của liên kết.", obj=row, action="listing.check")
    values = {"link_state": found, "checked_on": today(), "checked_by": actor}
    return save_edit(row, values, actor=actor, version=version, action="listing.check")


@transaction.atomic
def save_listing_sales(*, row: Listing, actor: Any, year: int, quarter: int, values: Mapping[str, Any]) -> ListingSales:
    """Enter or correct a quarter's sales on a channel. Raises Denied."""
    _check_listing(actor, row.product, row)
    if (year, quarter) > (today().year, (today().month + 2) // 3):
        raise Denied("Chưa đến quý này.", obj=row, action="listing.sales")
    clean = only(values, frozenset({"orders", "revenue"}))
    Listing.objects.select_for_update(of=("self",)).get(pk=row.pk)
    known = ListingSales.objects.filter(listing=row, year=year, quarter=quarter).first()
    if known is not None:
        return save_edit(known, {**clean, "entered_by": actor}, actor=actor, version=None)
    sales = ListingSales.objects.create(listing=row, year=year, quarter=quarter, entered_by=actor, **clean)
    audit.record(actor=actor, action="listing.sales", obj=row, after={"period": str(sales), "revenue": sales.revenue})
    return sales


# --- communications -----------------------------------------------------------------------------------------------


def _check_event(actor: Any, event: PromotionEvent | None) -> None:
    if event is not None and not visible_events(actor).filter(pk=event.pk).exists():
        raise Denied("Không tìm thấy sự kiện này.", action="promotion.event")


@transaction.atomic
def create_communication(*, actor: Any, values: Mapping[str, Any], products: Iterable[Product] = ()) -> Communication:
    """Record something that was published. Raises Denied."""
    clean = only(values, MEDIA_FIELDS)
    rules.check_holds(actor, clean["unit"], "communication.create")
    _check_event(actor, clean.get("event"))
    row = Communication.objects.create(created_by=actor, **clean)
    row.products.set(check_products(actor, products, row))
    made(row, actor=actor, action="communication.create", after={"title": row.title, "kind": row.kind})
    return row


@transaction.atomic
def edit_communication(
    *,
    row: Communication,
    actor: Any,
    values: Mapping[str, Any],
    products: Iterable[Product],
    version: int | None = None,
) -> Communication:
    """Change a record. Raises Denied, Stale."""
    rules.check_holds(actor, row.unit, "communication.edit")
    clean = only(values, MEDIA_FIELDS)
    rules.check_holds(actor, clean.get("unit", row.unit), "communication.edit")
    _check_event(actor, clean.get("event"))
    saved = save_edit(row, clean, actor=actor, version=version)
    saved.products.set(check_products(actor, products, saved))
    return saved


@transaction.atomic
def add_communication_file(*, row: Communication, actor: Any, upload: UploadedFile) -> CommunicationFile:
    """Keep a scan, a photo or the publication. Raises Denied, UploadRefused."""
    rules.check_holds(actor, row.unit, "communication.file")
    if row.files.count() >= MAX_FILES:
        raise Denied(f"Mỗi mục có tối đa {MAX_FILES} tệp.", obj=row, action="communication.file")
    file = store_upload(upload, owner=actor, purpose="communication")
    kept = CommunicationFile.objects.create(communication=row, file=file)
    audit.record(actor=actor, action="communication.add_file", obj=row, after={"file": file.name})
    return kept


@transaction.atomic
def remove_communication_file(*, kept: CommunicationFile, actor: Any) -> None:
    """Take a file off the record; the bytes stay in the archive. Raises Denied."""
    rules.check_holds(actor, kept.communication.unit, "communication.file")
    audit.record(
        actor=actor, action="communication.remove_file", obj=kept.communication, before={"file": kept.file.name}
    )
    kept.delete()


# --- gift sets ----------------------------------------------------------------------------------------------------


@transaction.atomic
def create_gift(*, actor: Any, values: Mapping[str, Any], products: Iterable[Product]) -> GiftSet:
    """Record a gift set. Raises Denied: only what is recognised today goes into it."""
    clean = only(values, GIFT_FIELDS)
    rules.check_holds(actor, clean["unit"], "giftset.create")
    gift = GiftSet.objects.create(created_by=actor, **clean)
    _set_items(gift, actor, list(products))
    made(gift, actor=actor, action="giftset.create", after={"name": gift.name, "unit": gift.unit})
    return gift


@transaction.atomic
def edit_gift(
    *, gift: GiftSet, actor: Any, values: Mapping[str, Any], products: Iterable[Product], version: int | None = None
) -> GiftSet:
    """Change a gift set. Raises Denied, Stale."""
    rules.check_holds(actor, gift.unit, "giftset.edit")
    clean = only(values, GIFT_FIELDS)
    rules.check_holds(actor, clean.get("unit", gift.unit), "giftset.edit")
    saved = save_edit(gift, clean, actor=actor, version=version)
    _set_items(saved, actor, list(products))
    return saved


def _set_items(gift: GiftSet, actor: Any, products: list[Product]) -> None:
    """New products must be recognised; those that were in the set stay and are flagged on its page."""
    known = set(gift.items.values_list("product_id", flat=True))
    fresh = [product for product in check_products(actor, products, gift) if product.pk not in known]
    refuse_what_is_not_ocop(fresh, gift, "giftset.products")
    if not products:
        raise Denied("Chọn ít nhất một sản phẩm cho bộ quà.", obj=gift, action="giftset.products")
    gone = gift.items.exclude(product__in=products)
    before = list(gone.values_list("product__name", flat=True))
    gone.delete()
    GiftItem.objects.bulk_create(GiftItem(gift=gift, product=product) for product in fresh)
    if known and (before or fresh):
        audit.record(
            actor=actor,
            action="giftset.products",
            obj=gift,
            before={"gone": before},
            after={"new": [product.name for product in fresh]},
        )


# --- agreements ---------------------------------------------------------------------------------------------------


def _check_agreement_products(row: Agreement, actor: Any, products: Iterable[Product]) -> list[Product]:
    chosen = check_products(actor, products, row)
    if any(product.producer_id != row.producer_id for product in chosen):
        raise Denied("Chỉ chọn được sản phẩm của chính chủ thể.", obj=row, action="agreement.products")
    return chosen


@transaction.atomic
def create_agreement(
    *,
    producer: Any,
    actor: Any,
    values: Mapping[str, Any],
    products: Iterable[Product] = (),
    upload: UploadedFile | None = None,
) -> Agreement:
    """Record an agreement of a producer. Raises Denied, UploadRefused."""
    if not rules.acts_for(actor, producer):
        raise Denied("Bạn không được giao chủ thể này.", action="agreement.create")
    clean = only(values, AGREEMENT_FIELDS)
    _check_event(actor, clean.get("event"))
    file = store_upload(upload, owner=actor, purpose="agreement") if upload else None
    row = Agreement.objects.create(producer=producer, created_by=actor, file=file, **clean)
    row.products.set(_check_agreement_products(row, actor, products))
    made(row, actor=actor, action="agreement.create", after={"partner": row.partner, "kind": row.kind})
    return row


@transaction.atomic
def edit_agreement(
    *,
    row: Agreement,
    actor: Any,
    values: Mapping[str, Any],
    products: Iterable[Product],
    upload: UploadedFile | None = None,
    version: int | None = None,
) -> Agreement:
    """Change an agreement. Raises Denied, Stale, UploadRefused."""
    if not rules.acts_for(actor, row.producer):
        raise Denied("Bạn không được giao chủ thể này.", obj=row, action="agreement.edit")
    clean = only(values, AGREEMENT_FIELDS)
    _check_event(actor, clean.get("event"))
    if upload:
        clean["file"] = store_upload(upload, owner=actor, purpose="agreement")
    saved = save_edit(row, clean, actor=actor, version=version)
    saved.products.set(_check_agreement_products(saved, actor, products))
    return saved
