"""Loading the known products of the province from `products/data/` (what is certain, and what is not: README there)."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from accounts.enums import UnitLevel
from accounts.models import Unit
from core import audit
from core.formats import parse_decimal, today
from core.text import nfc
from criteria.queries import ruleset, typed_ruleset
from products import codes
from products.actions.recognitions import add_months, enter_old_recognition
from products.enums import ProducerKind, RecognitionState
from products.models import Producer, Product, Recognition

DATA = Path(__file__).parent / "data" / "ocop_ninh_binh.csv"
FILE = "ocop_ninh_binh.csv"
UNITS_ON = dt.date(2024, 6, 30)  # the file names the units of 2024
RULESET = "qd148-2023"
RECOGNISED = "công nhận"
_KINDS = (
    (("htx", "hợp tác xã"), ProducerKind.COOPERATIVE),
    (("công ty", "doanh nghiệp"), ProducerKind.ENTERPRISE),
    (("hộ ",), ProducerKind.HOUSEHOLD),
)


@dataclass
class Loaded:
    """How many rows were added; rows that were there stay as people corrected them."""

    producers: int = 0
    products: int = 0
    recognitions: int = 0


@dataclass
class _Places:
    """The units of 2024 by name and code."""

    province: Unit
    districts: dict[str, Unit] = field(default_factory=dict)
    communes: dict[str, Unit] = field(default_factory=dict)


def rows() -> Iterator[dict[str, str]]:
    """Lines of the file, each cell in one spelling."""
    with DATA.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield {name: nfc(value or "") for name, value in row.items()}


@transaction.atomic
def load() -> Loaded:
    """Add producers, products and old recognitions that are not there yet."""
    places, done = _places(), Loaded()
    for row in rows():
        district = places.districts.get(row["huyen"], places.province)
        commune = places.communes.get(row["ma_xa_2024"])
        producer = _producer(row, commune, district, done)
        product, is_new = _product(row, producer, commune, district)
        if is_new:
            done.products += 1
            done.recognitions += _recognition(row, product)
    return done


def _places() -> _Places:
    units = list(Unit.objects.on(UNITS_ON))
    return _Places(
        province=next(unit for unit in units if unit.is_province),
        districts={unit.short_name: unit for unit in units if unit.level == UnitLevel.DISTRICT},
        communes={unit.code: unit for unit in units if unit.level == UnitLevel.COMMUNE},
    )


def kind_of(name: str) -> ProducerKind:
    """The kind that the name itself says."""
    lowered = name.casefold()
    return next((kind for words, kind in _KINDS if lowered.startswith(words)), ProducerKind.ESTABLISHMENT)


def _source(row: dict[str, str]) -> str:
    parts = [f"Trạng thái theo nguồn: {row['trang_thai']}", row["ghi_chu"], f"Nguồn: {row['nguon']}"]
    return ". ".join(part for part in parts if part)[:300]


def _producer(row: dict[str, str], commune: Unit | None, district: Unit, done: Loaded) -> Producer | None:
    name = row["chu_the"]
    if not name:
        return None
    known = Producer.objects.filter(name=name, district=district).first()
    if known is not None:
        return known
    producer = Producer.objects.create(
        name=name, kind=kind_of(name), commune=commune, district=district, source=f"Nguồn: {row['nguon']}"[:300]
    )
    audit.record(actor=None, action="producer.load", obj=producer, after={"file": FILE})
    done.producers += 1
    return producer


def _product(
    row: dict[str, str], producer: Producer | None, commune: Unit | None, district: Unit
) -> tuple[Product, bool]:
    known = Product.objects.filter(name=row["ten_san_pham"], producer=producer, district=district, commune=commune)
    if (found := known.first()) is not None:
        return found, False
    product = Product.objects.create(
        name=row["ten_san_pham"],
        producer=producer,
        commune=commune,
        district=district,
        industry_name=row["nhom"],
        source=_source(row),
    )
    audit.record(actor=None, action="product.load", obj=product, after={"file": FILE})
    return product, True


def _recognition(row: dict[str, str], product: Product) -> int:
    """Enter what the source says for certain: recognised, and with which rank."""
    if row["trang_thai"] != RECOGNISED or not row["hang_sao"]:
        return 0
    year = int(row["nam_cong_nhan"]) if row["nam_cong_nhan"] else None
    if year is not None and _surely_over(year):
        recognition = _enter_expired(row, product, year)
    else:
        recognition = enter_old_recognition(
            product=product,
            actor=None,
            stars=int(row["hang_sao"]),
            issued_by=_issued_by(row),
            decided_year=year,
            decision_number=row["quyet_dinh"],
            source=_source(row),
        )
    if row["diem"]:
        recognition.mean = Decimal(parse_decimal(row["diem"]))
        recognition.save()
    return 1


def _issued_by(row: dict[str, str]) -> str:
    """Only where the source names the decision's district."""
    district = row["huyen"]
    return f"Ủy ban nhân dân huyện {district}" if row["quyet_dinh"] and f"huyện {district}" in row["nguon"] else ""


def _surely_over(year: int) -> bool:
    """Signed on the last day of that year it would be over all the same."""
    return add_months(dt.date(year, 12, 31), typed_ruleset(ruleset(RULESET)).validity_months) < today()


def _enter_expired(row: dict[str, str], product: Product, year: int) -> Recognition:
    """An old recognition whose term has passed, though the source gives no day on which it ended."""
    recognition = Recognition.objects.create(
        product=product,
        product_name=product.name,
        producer_name=product.producer.name if product.producer else "",
        district=product.district,
        stars=int(row["hang_sao"]),
        state=RecognitionState.EXPIRED,
        issued_by=_issued_by(row),
        decision_number=row["quyet_dinh"],
        decided_year=year,
        verify_code=codes.new_verify_code(),
        source=_source(row),
    )
    audit.record(actor=None, action="recognition.enter", obj=recognition, after={"year": year, "file": FILE})
    return recognition
