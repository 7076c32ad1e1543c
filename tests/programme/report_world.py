"""Two districts with records on both sides of a cut-off, made directly, for tests of annual reports."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from accounts.enums import Role
from accounts.models import Unit, User
from core.formats import VIETNAM
from products.enums import Gender, ProducerKind, RecognitionState
from products.models import Producer, Product, ProductSales, Recognition
from programme.models import DutyRule, ReportObligation
from tests import factories
from trainings.enums import ClassState, Result, Source
from trainings.models import Participant, TrainingClass

CUT_OFF = dt.date(2024, 11, 20)
TODAY = dt.datetime(2024, 11, 25, 9, 0, tzinfo=VIETNAM)
SECRET = "Rượu ngâm của riêng Gia Viễn"


@dataclass
class ReportWorld:
    """Who and what the tests speak of."""

    units: dict[str, Unit]
    officer: User
    leader: User
    other_officer: User
    other_leader: User
    department: User
    director: User
    cooperative: Producer
    household: Producer
    neighbour: Producer

    def recognise(self, name: str, producer: Producer, stars: int, on: dt.date, **fields: Any) -> Recognition:
        """A product with one recognition of 36 months."""
        product = Product.objects.filter(name=name).first() or Product.objects.create(
            name=name, producer=producer, district=producer.district, commune=producer.commune
        )
        number = Recognition.objects.count() + 1
        values = {
            "product": product, "product_name": name, "producer_name": producer.name, "district": producer.district,
            "stars": stars, "decided_on": on, "decided_year": on.year, "decision_number": f"{number:02d}/QĐ-UBND",
            "issued_by": "UBND", "mean": Decimal("62.5"), "valid_until": on.replace(year=on.year + 3),
            "verify_code": f"BC{number:06d}",
        }  # fmt: skip
        return Recognition.objects.create(**values | fields)

    def training(self, unit: Unit, name: str, last_day: dt.date, people: int = 0) -> TrainingClass:
        """A class that was held, with people who completed it."""
        number = TrainingClass.objects.filter(unit=unit).count() + 1
        row = TrainingClass.objects.create(
            unit=unit, year=last_day.year, number=number, code=f"TH-{unit.code}-{number}", name=name, group="recognised",
            content="Kiến thức về Chương trình OCOP", place="Hội trường", first_day=last_day, last_day=last_day,
            token=f"khoa-{unit.code}-{number}", state=ClassState.HELD, created_by=self.officer,
        )  # fmt: skip
        for index in range(people):
            Participant.objects.create(
                training=row, name=f"Học viên thử {index}", identity=f"{row.pk}-{index}", source=Source.OFFICER,
                code=f"HV{row.pk}-{index}", token=f"hv-{row.pk}-{index}", result=Result.COMPLETED,
            )  # fmt: skip
        return row

    def sold(self, recognition: Recognition, year: int, revenue: int) -> ProductSales:
        """A year's revenue."""
        return ProductSales.objects.create(product=recognition.product, year=year, revenue=revenue)


def build() -> ReportWorld:
    """Yên Mô: four recognised products, one class in time and one late; Gia Viễn: one product of its own."""
    units = factories.ninh_binh()
    yen_mo, gia_vien = units["Yên Mô"], units["Gia Viễn"]

    def producer(name: str, kind: str, district: str, commune: str, **fields: Any) -> Producer:
        return Producer.objects.create(
            name=name, kind=kind, district=units[district], commune=units[commune], **fields
        )  # fmt: skip

    world = ReportWorld(
        units=units,
        officer=factories.person(Role.DISTRICT_OFFICER, yen_mo, full_name="Cán bộ Yên Mô"),
        leader=factories.person(Role.DISTRICT_LEADER, yen_mo, full_name="Lãnh đạo Yên Mô"),
        other_officer=factories.person(Role.DISTRICT_OFFICER, gia_vien, full_name="Cán bộ Gia Viễn"),
        other_leader=factories.person(Role.DISTRICT_LEADER, gia_vien, full_name="Lãnh đạo Gia Viễn"),
        department=factories.person(Role.DEPARTMENT_OFFICER, units["Ninh Bình"], full_name="Cán bộ Sở"),
        director=factories.person(Role.DEPARTMENT_LEADER, units["Ninh Bình"], full_name="Giám đốc Sở"),
        cooperative=producer(
            "HTX Vân Trà", ProducerKind.COOPERATIVE, "Yên Mô", "Yên Thắng", women_led=True, workers=12
        ),
        household=producer(
            "Hộ Nguyễn Thị Ổi", ProducerKind.HOUSEHOLD, "Yên Mô", "Yên Hòa", representative_gender=Gender.FEMALE,
            representative_ethnicity="Mường", workers=3,
        ),
        neighbour=producer("Công ty Gia Hòa", ProducerKind.ENTERPRISE, "Gia Viễn", "Gia Hòa", workers=40),
    )  # fmt: skip
    old = world.recognise("Bột rau má", world.cooperative, 4, dt.date(2022, 5, 1))
    world.recognise(
        "Bánh đa",
        world.household,
        3,
        dt.date(2021, 3, 1),
        valid_until=dt.date(2024, 3, 1),
        state=RecognitionState.EXPIRED,
    )
    world.recognise("Trà hoa vàng", world.cooperative, 3, CUT_OFF)
    world.recognise("Mật ong", world.household, 3, CUT_OFF + dt.timedelta(days=1))
    world.recognise(SECRET, world.neighbour, 4, dt.date(2024, 6, 1))
    world.sold(old, 2021, 100_000_000)
    world.sold(old, 2024, 250_000_000)
    world.training(yen_mo, "Lớp kịp chốt", CUT_OFF, people=3)
    world.training(yen_mo, "Lớp sau chốt", CUT_OFF + dt.timedelta(days=1), people=5)
    for code, level, month_before, unit in (
        ("bao-cao-nam-huyen", "district", dt.date(2024, 11, 30), yen_mo),
        ("bao-cao-nam-huyen", "district", dt.date(2024, 11, 30), gia_vien),
        ("bao-cao-nam-so", "province", dt.date(2024, 12, 19), units["Ninh Bình"]),
    ):
        rule, _ = DutyRule.objects.get_or_create(
            code=code, defaults={"name": "Báo cáo năm", "level": level, "months": [12], "before_day": 1}
        )
        ReportObligation.objects.get_or_create(
            rule=rule, unit=unit, year=2024, month=12, due_on=month_before,
            cut_off_on=CUT_OFF if level == "district" else dt.date(2024, 11, 24),
        )  # fmt: skip
    return world
