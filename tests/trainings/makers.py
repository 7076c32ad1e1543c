"""Two units that hold classes, people of every kind, producers with and without stars."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from accounts.enums import Role
from accounts.models import Unit, User
from core.formats import today
from products.enums import ProducerKind, RecognitionState
from products.models import Producer, ProducerAccount, Product, Recognition
from tests import factories
from trainings.actions import attendance, classes, participants
from trainings.candidates import Wish, candidates
from trainings.enums import SEATED, Source, TargetGroup
from trainings.models import Participant, TrainingClass


@dataclass
class Place:
    """One unit with its officers."""

    unit: Unit
    officer: User
    leader: User


@dataclass
class World:
    """Who and what the tests speak of."""

    units: dict[str, Unit]
    here: Place
    there: Place
    province: Place
    members: list[User] = field(default_factory=list)
    producer: Producer | None = None
    owner: User | None = None

    def training(self, place: Place | None = None, **values: Any) -> TrainingClass:
        """A planned class of today, of one day in two sessions, unless said otherwise."""
        where = place or self.here
        wanted = {
            "name": "Lớp thử", "group": TargetGroup.COUNCIL, "content": "Bộ tiêu chí", "place": "Hội trường",
            "first_day": today(), "days": 1, "sessions_a_day": 2, "capacity": 10, "required_sessions": 2, **values,
        }  # fmt: skip
        return classes.create_class(unit=where.unit, values=wanted, actor=where.officer)

    def opened(self, place: Place | None = None, **values: Any) -> TrainingClass:
        """A class that takes registrations."""
        where = place or self.here
        training = self.training(where, **{"takes_registrations": True, **values})
        return classes.take_step(training=training, step="open", actor=where.officer)

    def running(self, people: int = 3, place: Place | None = None, **values: Any) -> TrainingClass:
        """A class of today that has begun, with people written down by hand."""
        where = place or self.here
        training = self.opened(where, **values)
        for number in range(people):
            self.person(training, number, where)
        return classes.take_step(training=training, step="begin", actor=where.officer)

    def person(self, training: TrainingClass, number: int, place: Place | None = None, **values: Any) -> Participant:
        """Somebody written down by hand."""
        fields = {
            "name": f"Học viên {number:02d}",
            "phone": f"09120000{number:02d}",
            "organisation": "Cơ sở thử",
            **values,
        }
        return participants.add_person(
            training=training, values=fields, actor=(place or self.here).officer, source=Source.OFFICER
        )

    def closed(self, people: int = 3, place: Place | None = None, **values: Any) -> TrainingClass:
        """A class that was summed up; everybody was there."""
        where = place or self.here
        training = self.running(people, where, **values)
        tick_all(training, where.officer)
        classes.take_step(training=training, step="finish", actor=where.officer)
        classes.write_result(training=training, note="Đạt yêu cầu.", actor=where.officer, version=None)
        return classes.take_step(training=training, step="close", actor=where.officer)

    def invite_all(self, training: TrainingClass, place: Place | None = None, **wish: Any) -> list[Participant]:
        """Everybody of the class's group."""
        wanted = Wish(**{"group": training.group, **wish})
        ids = list(candidates(training, wanted).values_list("pk", flat=True))
        return participants.invite(training=training, wish=wanted, ids=ids, actor=(place or self.here).officer)


def tick_all(training: TrainingClass, officer: User) -> None:
    """Everybody present in every session."""
    people = list(training.participants.filter(state__in=SEATED).values_list("pk", flat=True))
    for session in training.sessions.all():
        attendance.record_ticks(session=session, present=people, before=[], actor=officer)


def producer_at(commune: Unit, name: str, *, stars: int = 0, **values: Any) -> Producer:
    """A producer, with a recognised product when it has stars."""
    producer = Producer.objects.create(
        name=name, kind=ProducerKind.COOPERATIVE, commune=commune, district=commune.parent, **values
    )
    if stars:
        product = Product.objects.create(
            name=f"Sản phẩm {name}", producer=producer, district=commune.parent, commune=commune
        )
        Recognition.objects.create(
            product=product, product_name=product.name, district=commune.parent, stars=stars, state=RecognitionState.VALID,
            issued_by="UBND", decided_on=today(), valid_until=today() + dt.timedelta(days=300),
            verify_code=f"MA{product.pk:010d}",
        )  # fmt: skip
    return producer


def build() -> World:
    """Yên Mô (here), Gia Viễn (there), the province."""
    units = factories.ninh_binh()

    def place(unit: Unit, officer: Role, leader: Role) -> Place:
        return Place(unit, factories.person(officer, unit), factories.person(leader, unit))

    world = World(
        units,
        place(units["Yên Mô"], Role.DISTRICT_OFFICER, Role.DISTRICT_LEADER),
        place(units["Gia Viễn"], Role.DISTRICT_OFFICER, Role.DISTRICT_LEADER),
        place(units["Ninh Bình"], Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_LEADER),
    )
    world.members = [factories.person(Role.COUNCIL_MEMBER, units["Yên Mô"]) for _ in range(3)]
    world.producer = producer_at(
        units["Yên Thắng"], "HTX Vân Trà", stars=3, representative="Bà Trà", phone="0911111111"
    )
    world.owner = factories.person(Role.PRODUCER, units["Yên Thắng"])
    ProducerAccount.objects.create(producer=world.producer, user=world.owner)
    return world
