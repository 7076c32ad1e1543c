"""Builders of events, sales points and what belongs to them, by the portal's own actions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from accounts.enums import Role
from accounts.models import Unit, User
from core.formats import today
from criteria.models import Subgroup
from products.actions import producers, products
from products.actions.recognitions import enter_old_recognition
from products.enums import ProducerKind
from products.models import Producer, ProducerAccount, Product, Recognition
from promotion.actions import events, participations, points
from promotion.checklist import checklist
from promotion.models import Participation, PromotionEvent, SalesPoint
from tests import factories
from tests.law import ensure_law
from tests.products.world import pdf_upload


@dataclass
class World:
    """Who and what the tests speak of."""

    units: dict[str, Unit]
    officer: User  # Yên Mô
    leader: User
    commune: User
    neighbour: User  # officer of Gia Viễn
    department: User
    department_leader: User
    owner: User
    other_owner: User  # a producer of Gia Viễn
    producer: Producer
    other: Producer
    product: Product

    def recognise(
        self, product: Product | None = None, *, days: int = 700, stars: int = 3, began: int = 100
    ) -> Recognition:
        """A recognition that ends in so many days."""
        return enter_old_recognition(
            product=product or self.product, actor=self.officer, stars=stars, issued_by="UBND huyện Yên Mô",
            decided_on=today() - dt.timedelta(days=began), decision_number="12/QĐ-UBND",
            valid_until=today() + dt.timedelta(days=days),
        )  # fmt: skip

    def fresh_product(self, name: str = "Bột tía tô", producer: Producer | None = None) -> Product:
        """Another product."""
        actor = self.neighbour if producer == self.other else self.officer
        return products.create_product(
            producer=producer or self.producer, actor=actor, values={"name": name, "subgroup": self.product.subgroup}
        )

    def event(
        self, *, unit: str = "Yên Mô", state: str = "planned", starts: int = 20, lasts: int = 3, **more: Any
    ) -> Any:
        """An event in some state, by its steps; `starts` is in days from today."""
        actor = self.department if unit == "Ninh Bình" else self.neighbour if unit == "Gia Viễn" else self.officer
        first = today() + dt.timedelta(days=starts)
        values = {
            "name": "Hội chợ OCOP Yên Mô", "kind": "fair", "unit": self.units[unit], "place": "inside", "host": unit,
            "venue": "Sân vận động", "organiser": f"UBND {unit}", "starts_on": first,
            "ends_on": first + dt.timedelta(days=lasts - 1),
            "registration_closes_on": min(first + dt.timedelta(days=lasts - 1), today() + dt.timedelta(days=10)),
        } | more  # fmt: skip
        event = events.create_event(actor=actor, values=values)
        for step in WAY[: WAY_TO[state]]:
            if step == "start":
                PromotionEvent.objects.filter(pk=event.pk).update(starts_on=today())
                event.refresh_from_db()
            if step == "hold":
                PromotionEvent.objects.filter(pk=event.pk).update(starts_on=today(), ends_on=today())
                event.refresh_from_db()
            events.take_step(event=event, step=step, actor=actor)
        return event

    def register(self, event: PromotionEvent, producer: Producer | None = None, **more: Any) -> Participation:
        """A registration with the producer's recognised products."""
        who = producer or self.producer
        actor = self.neighbour if who == self.other else self.officer
        return participations.register(
            event=event, producer=who, actor=actor, values={}, **({"ocop": [self.product]} | more)
        )

    def point(self, *, state: str = "draft", **more: Any) -> SalesPoint:
        """A sales point in some state."""
        values = {
            "name": "Cửa hàng OCOP Yên Thắng", "kind": "market", "district": self.units["Yên Mô"],
            "commune": self.units["Yên Thắng"], "address": "Chợ Yên Thắng", "operator": "HTX Vân Trà",
            "map_link": "https://bando.example/yen-thang",
        } | more  # fmt: skip
        point = points.create_point(actor=self.officer, values=values)
        if state == "draft":
            return point
        self.answer(point)
        points.take_step(point=point, step="apply", actor=self.officer)
        if state == "applied":
            return point
        points.take_step(point=point, step="appraise", actor=self.department, data={"appraisal": "Đủ điều kiện"})
        if state == "appraised":
            return point
        points.take_step(point=point, step="recognise", actor=self.department_leader, data=self.decision())
        return point

    def answer(self, point: SalesPoint) -> None:
        """Every criterion met, with evidence where it is asked for."""
        for line in checklist(point.criteria).criteria:
            points.answer_criterion(point=point, actor=self.officer, code=line.code, met=True)
            if line.evidence:
                points.add_evidence(
                    point=point, actor=self.officer, code=line.code, upload=pdf_upload("minh-chung.pdf")
                )

    @staticmethod
    def decision() -> dict[str, Any]:
        """What recognising asks for."""
        return {"decision_number": "88/QĐ-SCT", "recognised_on": today(), "recognised_by": "Sở Công Thương"}


WAY = ("open_call", "close_call", "start", "hold")
WAY_TO = {"planned": 0, "call_open": 1, "selection": 2, "running": 3, "held": 4}


def build() -> World:
    """Yên Mô with a producer, Gia Viễn as the other unit, the Department."""
    ensure_law()
    units = factories.ninh_binh()
    officer, neighbour = (factories.person(Role.DISTRICT_OFFICER, units[name]) for name in ("Yên Mô", "Gia Viễn"))
    owner = factories.person(Role.PRODUCER, units["Yên Thắng"])
    other_owner = factories.person(Role.PRODUCER, units["Gia Hòa"])
    producer = _producer("HTX Vân Trà", units["Yên Mô"], units["Yên Thắng"], officer)
    other = _producer("HTX Gia Hòa", units["Gia Viễn"], units["Gia Hòa"], neighbour)
    ProducerAccount.objects.create(producer=producer, user=owner)
    ProducerAccount.objects.create(producer=other, user=other_owner)
    values = {"name": "Bột rau má", "subgroup": Subgroup.objects.get(set_number=7)}
    product = products.create_product(producer=producer, actor=officer, values=values)
    return World(
        units, officer, factories.person(Role.DISTRICT_LEADER, units["Yên Mô"]),
        factories.person(Role.COMMUNE_OFFICER, units["Yên Thắng"]), neighbour,
        factories.person(Role.DEPARTMENT_OFFICER), factories.person(Role.DEPARTMENT_LEADER), owner, other_owner,
        producer, other, product,
    )  # fmt: skip


def _producer(name: str, district: Unit, commune: Unit, officer: User) -> Producer:
    values = {
        "name": name, "kind": ProducerKind.COOPERATIVE, "district": district, "commune": commune,
        "representative": "Nguyễn Thị Trà", "phone": "0912345678",
    }  # fmt: skip
    return producers.create_producer(actor=officer, values=values)
