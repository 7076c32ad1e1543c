"""Who inspects with whom when people move and units merge: a team's visits stay with those near its unit."""

import datetime as dt
from typing import Any

import pytest

from accounts.enums import Role
from accounts.models import Unit, UnitSuccession, User
from core.formats import today
from inspections import rules
from inspections.visibility import visible_inspections, visible_teams
from tests import factories
from tests.inspections.world import World

pytestmark = pytest.mark.django_db


def test_a_member_of_a_team_who_moves_to_another_unit_leaves_its_visits(world: World, client_as: Any) -> None:
    inspection = world.begun()
    advisor, address = world.advisor, f"/kiem-tra/{inspection.pk}/"
    assert client_as(user=advisor).get(address).status_code == 200
    advisor.memberships.update(valid_from=today() - dt.timedelta(days=9), valid_to=today() - dt.timedelta(days=1))
    factories.MembershipFactory(user=advisor, role=Role.ADVISORY, unit=world.units["Gia Viễn"])
    moved = User.objects.get(pk=advisor.pk)
    assert not visible_inspections(moved).exists()
    assert not visible_teams(moved).exists()
    assert not rules.inspector(moved, inspection)
    assert client_as(user=moved).get(address).status_code == 404
    above = factories.MembershipFactory(user=advisor, role=Role.COUNCIL_MEMBER, unit=world.units["Ninh Bình"])
    assert rules.inspector(User.objects.get(pk=advisor.pk), inspection), "who sits above is asked into teams below"
    above.delete()


def test_a_team_goes_over_with_its_unit(world: World) -> None:
    inspection, old = world.begun(), world.units["Yên Mô"]
    new = Unit.objects.create(
        code="9999", name="Huyện Mới", short_name="Mới", level=old.level, parent=old.parent, valid_from=today()
    )
    UnitSuccession.objects.create(old=old, new=new, on=today())
    Unit.objects.filter(pk=old.pk).update(valid_to=today() - dt.timedelta(days=1))
    world.advisor.memberships.update(unit=new)
    assert rules.inspector(User.objects.get(pk=world.advisor.pk), inspection)
