"""Seats by the statement that is compiled once: what the ORM would give, with the day and the person of each request."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.forms.models import model_to_dict

from accounts.enums import Role
from accounts.models import Membership, Unit
from accounts.seats import seats_of
from core.formats import today

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def fresh(user: Any) -> Any:
    """The person as the next request loads them."""
    return type(user).objects.get(pk=user.pk)


def chain(unit: Unit | None) -> list[dict[str, Any]]:
    """The unit and those above it, every column of them."""
    return [] if unit is None else [model_to_dict(unit) | {"pk": unit.pk}, *chain(unit.parent)]


@pytest.mark.parametrize("name", ["Yên Thắng", "Yên Mô", "Ninh Bình"])
def test_a_seat_brings_its_unit_with_all_above_it_in_one_statement(units, user_as, django_assert_num_queries, name):
    person = fresh(user_as(Role.ADMIN, units[name]))
    with django_assert_num_queries(1):
        (seat,) = seats_of(person)
        found = chain(seat.unit)
    assert (seat.pk, seat.role) == (person.memberships.get().pk, Role.ADMIN)
    assert found == chain(Unit.objects.get(pk=units[name].pk))


def test_it_asks_for_the_person_and_the_day_of_the_request(units, user_as, clock):
    one, other = user_as(Role.DISTRICT_OFFICER, units["Yên Mô"]), user_as(Role.DISTRICT_LEADER, units["Gia Viễn"])
    assert [seat.unit for seat in seats_of(fresh(one))] == [units["Yên Mô"]]
    assert [seat.unit for seat in seats_of(fresh(other))] == [units["Gia Viễn"]]
    Membership.objects.filter(user=one).update(valid_to=today())
    assert len(seats_of(fresh(one))) == 1
    clock.shift(DAY)
    assert seats_of(fresh(one)) == []
    assert len(seats_of(fresh(other))) == 1


def test_a_seat_ends_with_its_unit_and_begins_on_its_day(units, user_as):
    person = user_as(Role.DISTRICT_OFFICER, units["Yên Mô"])
    Membership.objects.filter(user=person).update(valid_from=today() + DAY)
    assert seats_of(fresh(person)) == []
    Membership.objects.filter(user=person).update(valid_from=today())
    assert len(seats_of(fresh(person))) == 1
    Unit.objects.filter(pk=units["Yên Mô"].pk).update(valid_to=today() - DAY)
    assert seats_of(fresh(person)) == []
