"""Makers of units, people and seats. Each app adds its own below or beside."""

from __future__ import annotations

import datetime as dt
from typing import Any

import factory
from django.contrib.auth.hashers import make_password
from factory.django import DjangoModelFactory

from accounts.enums import Role, UnitLevel
from accounts.models import Membership, Unit, User

PASSWORD = "mưa rào trên đồng lúa"
FIRST_DAY = dt.date(2020, 1, 1)
_KINDS = {UnitLevel.PROVINCE: "Tỉnh", UnitLevel.DISTRICT: "Huyện", UnitLevel.COMMUNE: "Xã"}


class UnitFactory(DjangoModelFactory):
    """A unit; `short_name` gives the name."""

    class Meta:
        model = Unit

    code = factory.Sequence(lambda n: f"9{n:04d}")
    level = UnitLevel.COMMUNE
    kind = factory.LazyAttribute(lambda unit: _KINDS[unit.level])
    short_name = factory.Sequence(lambda n: f"Đồng Lúa {n}")
    name = factory.LazyAttribute(lambda unit: f"{unit.kind} {unit.short_name}")
    parent = None
    valid_from = FIRST_DAY


class UserFactory(DjangoModelFactory):
    """A person with PASSWORD and no seat."""

    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"nguoi-{n}")
    full_name = factory.Sequence(lambda n: f"Nguyễn Văn Thử {n}")
    password = factory.LazyFunction(lambda: make_password(PASSWORD))


class MembershipFactory(DjangoModelFactory):
    """A seat."""

    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    role = Role.DISTRICT_OFFICER
    valid_from = FIRST_DAY


_PROVINCE = ("37", UnitLevel.PROVINCE, "Ninh Bình", None)
_DISTRICTS = [("373", "Gia Viễn"), ("377", "Yên Mô")]
_COMMUNES = [("14743", "Yên Thắng", "377"), ("14740", "Yên Hòa", "377"), ("14470", "Gia Hòa", "373")]


def ninh_binh() -> dict[str, Unit]:
    """The province, two districts and three communes, by short name; existing rows are taken."""
    found: dict[str, Unit] = {}

    def put(code: str, level: str, short: str, parent: Unit | None) -> Unit:
        unit, _ = Unit.objects.get_or_create(
            level=level,
            code=code,
            valid_from=FIRST_DAY,
            defaults={
                "name": f"{_KINDS[UnitLevel(level)]} {short}",
                "short_name": short,
                "kind": _KINDS[UnitLevel(level)],
                "parent": parent,
            },
        )
        found[short] = unit
        return unit

    province = put(*_PROVINCE)
    by_code = {code: put(code, UnitLevel.DISTRICT, short, province) for code, short in _DISTRICTS}
    for code, short, district in _COMMUNES:
        put(code, UnitLevel.COMMUNE, short, by_code[district])
    return found


_PLACES = {
    Role.PRODUCER: "Yên Thắng",
    Role.COMMUNE_OFFICER: "Yên Thắng",
    Role.DISTRICT_OFFICER: "Yên Mô",
    Role.DISTRICT_LEADER: "Yên Mô",
    Role.COUNCIL_MEMBER: "Yên Mô",
    Role.ADVISORY: "Yên Mô",
    Role.DEPARTMENT_OFFICER: "Ninh Bình",
    Role.DEPARTMENT_LEADER: "Ninh Bình",
    Role.ADMIN: "Ninh Bình",
}


def person(role: Role | None = None, unit: Unit | None = None, **fields: Any) -> User:
    """A user with one seat of that role, at the usual unit of Ninh Bình unless another is given."""
    user: User = UserFactory(**fields)
    if role is not None:
        MembershipFactory(user=user, role=role, unit=unit or ninh_binh()[_PLACES[role]])
    return user
