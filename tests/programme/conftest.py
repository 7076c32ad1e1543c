"""The province, two districts, their people, and the plan of 2024 in mid-October of that year."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest

from accounts.enums import Role
from accounts.models import Unit, User
from core.formats import VIETNAM
from products.actions.recognitions import enter_old_recognition
from products.models import Producer, Product, Recognition
from programme import loading
from programme.models import AnnualPlan
from tests.law import law, law_in_database
from tests.programme.report_world import TODAY, ReportWorld, build

__all__ = ["law", "law_in_database"]


def noon(day: dt.date) -> dt.datetime:
    """Noon of a day in Vietnam."""
    return dt.datetime.combine(day, dt.time(12), tzinfo=VIETNAM)


@pytest.fixture
def at(time_machine: Any) -> Any:
    """Move the clock to a day; stands still there."""

    def move(day: dt.date) -> dt.date:
        time_machine.move_to(noon(day), tick=False)
        return day

    move(dt.date(2024, 10, 14))
    return move


@dataclass
class Office:
    """Who the tests speak of."""

    units: dict[str, Unit]
    plan: AnnualPlan
    officer: User
    leader: User
    district: User
    district_leader: User
    neighbour: User

    def recognition(
        self, name: str, stars: int = 3, on: dt.date = dt.date(2024, 7, 1), place: str = "Yên Mô", **more: Any
    ) -> Recognition:
        """A product with a recognition decided on a day."""
        product = more.pop("product", None) or Product.objects.create(
            name=name, district=self.units[place], producer=more.pop("producer", None)
        )
        return enter_old_recognition(
            product=product, actor=None, stars=stars, issued_by="UBND", decided_on=on, decided_year=on.year,
            decision_number=more.pop("decision", "1/QĐ-UBND"),
            valid_until=more.pop("until", dt.date(on.year + 3, on.month, on.day)),
        )  # fmt: skip

    def producer(self, name: str = "HTX Thử", place: str = "Yên Mô", **more: Any) -> Producer:
        """A producer of a district."""
        return Producer.objects.create(name=name, kind="cooperative", district=self.units[place], **more)


@pytest.fixture
def office(units: dict[str, Unit], user_as: Any, at: Any) -> Office:
    """The loaded plan with an officer and a leader at each level."""
    plan = loading.load_plan()
    assert plan is not None
    return Office(
        units=units,
        plan=plan,
        officer=user_as(Role.DEPARTMENT_OFFICER, email="so@vidu.example"),
        leader=user_as(Role.DEPARTMENT_LEADER),
        district=user_as(Role.DISTRICT_OFFICER, email="yenmo@vidu.example"),
        district_leader=user_as(Role.DISTRICT_LEADER),
        neighbour=user_as(Role.DISTRICT_OFFICER, units["Gia Viễn"]),
    )


@pytest.fixture
def world(db: None, clock: Any, settings: Any) -> ReportWorld:
    """Yên Mô and Gia Viễn with a year to report, on 25/11/2024."""
    settings.CLOCK_SHIFT_DAYS = 0
    clock.move_to(TODAY)
    return build()
