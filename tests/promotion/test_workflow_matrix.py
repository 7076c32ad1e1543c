"""Every state × every step × every role, against a table written by hand."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.enums import Role
from core import workflow
from core.errors import Denied
from promotion.enums import EventState, ParticipationState, PointState
from promotion.models import Participation
from promotion.workflow import EVENT, PARTICIPATION, SALES_POINT
from tests import factories
from tests.promotion.world import World

pytestmark = pytest.mark.django_db

# For an event of Yên Mô, a registration of its producer, a sales point at Yên Thắng.
HOLDERS = {"officer"}
REGISTRANTS = {"officer", "commune", "owner", "department"}
ENTERING = {"officer", "commune", "department"}  # the point has no producer of its own
EVENT_TABLE: dict[str, tuple[set[str], set[str]]] = {
    "open_call": ({"planned"}, HOLDERS),
    "choose_directly": ({"planned"}, HOLDERS),
    "close_call": ({"call_open"}, HOLDERS),
    "reopen_call": ({"selection"}, HOLDERS),
    "start": ({"selection"}, HOLDERS),
    "hold": ({"running"}, HOLDERS),
    "report": ({"held"}, HOLDERS | {"leader"}),
    "cancel": ({"planned", "call_open", "selection", "running"}, HOLDERS),
}
PEOPLE_TABLE: dict[str, tuple[set[str], set[str]]] = {
    "choose": ({"registered", "reserve", "refused"}, HOLDERS),
    "reserve": ({"registered", "chosen"}, HOLDERS),
    "refuse": ({"registered", "chosen", "reserve"}, HOLDERS),
    "withdraw": ({"registered", "chosen", "reserve"}, REGISTRANTS),
    "rejoin": ({"withdrawn"}, REGISTRANTS),
}
POINT_TABLE: dict[str, tuple[set[str], set[str]]] = {
    "apply": ({"draft", "returned"}, ENTERING),
    "return": ({"applied"}, {"department"}),
    "appraise": ({"applied"}, {"department"}),
    "send_back": ({"appraised"}, {"department_leader"}),
    "recognise": ({"appraised"}, {"department_leader"}),
    "refuse": ({"applied", "appraised"}, {"department_leader"}),
    "close": ({"recognised"}, ENTERING),
    "revoke": ({"recognised"}, {"department_leader"}),
}


def people(world: World) -> dict[str, Any]:
    """One person of each role, those of the other district, and nobody."""
    units = world.units
    return {
        "officer": world.officer, "leader": world.leader, "commune": world.commune, "owner": world.owner,
        "department": world.department, "department_leader": world.department_leader, "neighbour": world.neighbour,
        "other_owner": world.other_owner, "other_commune": factories.person(Role.COMMUNE_OFFICER, units["Yên Hòa"]),
        "council": factories.person(Role.COUNCIL_MEMBER, units["Yên Mô"]), "admin": factories.person(Role.ADMIN),
        "advisor": factories.person(Role.ADVISORY, units["Yên Mô"]), "without_seat": factories.person(), "system": None,
    }  # fmt: skip


@pytest.fixture
def things(world: World) -> dict[str, Any]:
    """An event, a registration and a sales point."""
    world.recognise()
    event = world.event(state="call_open")
    row = world.register(event)
    row = Participation.objects.select_related("event__unit", "producer").get(pk=row.pk)
    return {"event": event, "row": row, "point": world.point()}


TABLES = {
    "event": (EVENT, EventState, EVENT_TABLE),
    "row": (PARTICIPATION, ParticipationState, PEOPLE_TABLE),
    "point": (SALES_POINT, PointState, POINT_TABLE),
}


@pytest.mark.parametrize("kind", TABLES)
def test_the_tables_name_exactly_the_expected_steps(kind: str) -> None:
    procedure, _, expected = TABLES[kind]
    assert {row.name: set(row.sources) for row in procedure.steps} == {name: pair[0] for name, pair in expected.items()}


@pytest.mark.parametrize("kind", TABLES)
def test_who_may_begin_which_step_in_which_state(world: World, things: dict[str, Any], kind: str) -> None:
    procedure, states, expected = TABLES[kind]
    obj, wrong = things[kind], []
    cast = people(world)
    for state in states.values:
        obj.state = state
        for name, person in cast.items():
            found = {row.name for row in procedure.available(obj, person)}
            wanted = {step for step, (sources, who) in expected.items() if state in sources and name in who}
            if found != wanted:
                wrong.append((state, name, sorted(found ^ wanted)))
    assert wrong == []


@pytest.mark.parametrize("kind", TABLES)
def test_every_illegal_step_is_refused_and_changes_nothing(world: World, things: dict[str, Any], kind: str) -> None:
    expected = TABLES[kind][2]
    obj = things[kind]
    for name, person in people(world).items():
        for step, (sources, who) in expected.items():
            if obj.state in sources and name in who:
                continue
            with pytest.raises(Denied):
                workflow.apply(obj, step, actor=person, reason="lý do")
    state = obj.state
    obj.refresh_from_db()
    assert obj.state == state
