"""Recording products and their photos."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from PIL import Image, ImageOps

from core import audit
from core.editing import save_edit
from core.errors import Denied
from core.files import store_bytes, store_upload
from core.files.checks import IMAGES
from core.text import fold
from products import rules
from products.formats import clean_barcode
from products.models import Producer, Product, ProductPhoto

FIELDS = frozenset({
    "name", "subgroup", "commune", "is_idea", "description", "story", "packaging", "barcode", "traceability", "price", "brand",
    "property_kind", "property_number", "standards",
})  # fmt: skip
MAX_PHOTOS = 8
PHOTO_WIDTH = 1_600


def _checked(values: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(values) - FIELDS
    if unknown:
        raise TypeError(f"Not writable here: {sorted(unknown)}")
    clean = dict(values)
    try:
        if "barcode" in clean:
            clean["barcode"] = clean_barcode(clean["barcode"] or "")
    except ValueError as error:
        raise Denied(str(error), action="product.edit") from None
    return clean


@transaction.atomic
def create_product(*, producer: Producer, actor: Any, values: Mapping[str, Any]) -> Product:
    """Record a product of a producer; its place is the producer's unless a commune of the district is named."""
    clean = _checked(values)
    commune = clean.pop("commune", None) or producer.commune
    if not rules.owns(actor, producer.pk):
        rules.check_enter(actor, producer.district, commune)
    Producer.objects.select_for_update().get(pk=producer.pk)  # two clicks do not make two products
    if any(fold(known) == fold(clean["name"]) for known in producer.products.values_list("name", flat=True)):
        raise Denied(f"Chủ thể đã có sản phẩm “{clean['name']}”.", action="product.create")
    product = Product.objects.create(producer=producer, district=producer.district, commune=commune, **clean)
    audit.record(actor=actor, action="product.create", obj=product, after={"name": product.name})
    return product


def is_registered(product: Product) -> bool:
    """Whether a dossier or a recognition tells that it is more than an idea."""
    return product.dossiers.exists() or product.recognitions.exists()


def edit_product(*, product: Product, actor: Any, values: Mapping[str, Any], version: int | None = None) -> Product:
    """Change a product's record. Raises Denied, or Stale with both texts."""
    rules.check_edit_product(actor, product)
    clean = _checked(values)
    if clean.get("is_idea") and is_registered(product):
        raise Denied(
            "Sản phẩm đã có hồ sơ hoặc công nhận, không ghi là ý tưởng được.", obj=product, action="product.edit"
        )
    if "commune" in clean and not rules.owns(actor, product.producer_id):
        rules.check_enter(actor, product.district, clean["commune"])
    return save_edit(product, clean, actor=actor, version=version)


def _public_copy(content: bytes) -> bytes:
    """The picture alone, upright, at most 1,600 pixels wide: camera, place and time stay in the private original."""
    with Image.open(io.BytesIO(content)) as picture:
        upright = ImageOps.exif_transpose(picture) or picture
        plain = Image.new("RGB", upright.size, "white")
        rgba = upright.convert("RGBA")
        plain.paste(rgba, mask=rgba.getchannel("A"))
    plain.thumbnail((PHOTO_WIDTH, PHOTO_WIDTH))
    out = io.BytesIO()
    plain.save(out, "JPEG", quality=86, optimize=True, progressive=True)
    return out.getvalue()


@transaction.atomic
def add_photo(*, product: Product, actor: Any, upload: UploadedFile) -> ProductPhoto:
    """Keep a photo: the original privately, a re-encoded copy for the public (TRUST S26).

    Raises UploadRefused with a sentence.
    """
    rules.check_edit_product(actor, product)
    locked = Product.objects.select_for_update().get(pk=product.pk)
    last = locked.photos.count()
    if last >= MAX_PHOTOS:
        raise Denied(
            f"Mỗi sản phẩm giữ tối đa {MAX_PHOTOS} ảnh. Gỡ bớt ảnh cũ trước.", obj=product, action="product.photo"
        )
    original = store_upload(upload, owner=actor, purpose="ảnh sản phẩm", accept=IMAGES)
    upload.seek(0)
    published = store_bytes(
        f"{original.name.rpartition('.')[0]}.jpg",
        _public_copy(upload.read()),
        owner=actor,
        mime="image/jpeg",
        purpose="ảnh công bố",
    )
    photo = ProductPhoto.objects.create(product=locked, original=original, published=published, order=last + 1)
    audit.record(actor=actor, action="product.add_photo", obj=product, after={"file": str(original.pk)})
    return photo


@transaction.atomic
def remove_photo(*, photo: ProductPhoto, actor: Any) -> None:
    """Take a photo off the product; the stored files stay."""
    rules.check_edit_product(actor, photo.product)
    audit.record(actor=actor, action="product.remove_photo", obj=photo.product, before={"file": str(photo.original_id)})
    photo.delete()
