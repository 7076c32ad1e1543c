"""Recognised products for the public's pages."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from PIL import Image

from accounts.models import Unit
from core.files import store_bytes
from products.enums import ProducerKind, RecognitionState
from products.models import Producer, Product, ProductPhoto, Recognition
from tests.factories import ninh_binh

SECRET_PHONE = "0912345678"
SECRET_PERSON = "Trần Thị Bí Mật"
_COUNT = iter(range(10_000))


def product(name: str, producer: str = "HTX Đồng Lúa thử", commune: str = "Yên Thắng", **fields: Any) -> Product:
    """A product of a producer with personal data that must not appear."""
    place: Unit = ninh_binh()[commune]
    maker, _ = Producer.objects.get_or_create(
        name=producer,
        defaults={
            "kind": ProducerKind.COOPERATIVE,
            "commune": place,
            "district": place.parent,
            "phone": SECRET_PHONE,
            "representative": SECRET_PERSON,
            "email": "rieng@vidu.example",
        },
    )
    return Product.objects.create(name=name, producer=maker, commune=place, district=place.parent, **fields)


def recognised(
    name: str = "Bột sắn thử", *, stars: int = 3, until: dt.date | None = None, **fields: Any
) -> Recognition:
    """A recognition of a (new) product."""
    made = fields.pop("product", None) or product(name, **fields.pop("made", {}))
    number = next(_COUNT)
    values = {
        "product_name": made.name,
        "producer_name": made.producer.name,
        "district": made.district,
        "stars": stars,
        "state": RecognitionState.VALID,
        "issued_by": "Ủy ban nhân dân huyện Yên Mô",
        "decision_number": f"{number}/QĐ-UBND",
        "decided_year": 2024,
        "valid_until": until,
        "verify_code": f"THU{number:05d}",
    }
    return Recognition.objects.create(product=made, **(values | fields))


def with_photo(row: Recognition) -> ProductPhoto:
    """Give the product a photo."""
    buffer = io.BytesIO()
    Image.new("RGB", (1_600, 900), (40, 120, 60)).save(buffer, "JPEG")
    published = store_bytes("anh.jpg", buffer.getvalue())
    original = store_bytes("goc.jpg", buffer.getvalue())
    return ProductPhoto.objects.create(product=row.product, original=original, published=published)
