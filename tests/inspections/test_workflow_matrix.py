"""State × step × role, for every procedure: who may begin which step, from which state."""

from __future__ import annotations

import datetime as dt

import pytest

from accounts.models import User
from core import workflow
from core.errors import Denied
from inspections.actions import complaints, revocations
from inspections.models import CorrectiveAction
from tests.inspections.world import World

pytestmark = pytest.mark.django_db
PEOPLE = (
    "officer",
    "second",
    "leader",
    "neighbour",
    "advisor",
    "commune",
    "owner",
    "stranger",
    "department",
    "chief",
    "admin",
)


def _matrix(obj, world: World) -> dict[tuple[str, str], set[str]]:
    """(state, step) → who may begin it."""
    found: dict[tuple[str, str], set[str]] = {}
    procedure = workflow.workflow_of(obj)
    for state in procedure.states.values:
        setattr(obj, procedure.state_field, state)
        for name in PEOPLE:
            person = User.objects.get(pk=getattr(world, name).pk)
            for step in procedure.available(obj, person):
                found.setdefault((state, step.name), set()).add(name)
    return found


OFFICERS = {"officer", "second"}


def test_plan(world):
    world.recognition()
    assert _matrix(world.plan(), world) == {
        ("draft", "submit"): OFFICERS,
        ("submitted", "return"): {"leader"},
        ("submitted", "approve"): {"leader"},
        ("approved", "close"): OFFICERS,
    }


def test_inspection(world):
    team = OFFICERS | {"leader", "advisor"}
    assert _matrix(world.begun(), world) == {
        ("planned", "begin"): team,
        ("planned", "cancel"): OFFICERS,
        ("under_way", "conclude"): team,
        ("concluded", "close"): team,
    }


def test_corrective_action(world):
    team = OFFICERS | {"leader", "advisor"}
    producer = {"owner", "officer", "second", "commune", "department"}
    assert _matrix(world.demand(), world) == {
        ("open", "report"): producer,
        ("open", "accept"): team,
        ("open", "fail"): team,
        ("reported", "accept"): team,
        ("reported", "send_back"): team,
        ("reported", "fail"): team,
    }


def test_revocation(world, time_machine):
    time_machine.move_to(dt.datetime(2024, 10, 14, 3, tzinfo=dt.UTC))  # the district revokes what it recognised
    assert _matrix(_case(world), world) == {
        ("draft", "propose"): OFFICERS,
        ("draft", "withdraw"): OFFICERS,
        ("proposed", "withdraw"): OFFICERS,
        ("proposed", "decide"): {"leader"},
        ("proposed", "dismiss"): {"leader"},
        ("decided", "collect"): OFFICERS,
        ("collected", "publish"): OFFICERS,
    }


def test_revocation_by_the_ministry(world):
    matrix = _matrix(_case(world, stars=5), world)
    assert matrix["proposed", "record_ministry"] == {"chief"}
    assert matrix["proposed", "dismiss"] == {"chief"}
    assert ("proposed", "decide") not in matrix


def test_complaint(world):
    complaint = complaints.receive_public(
        values={"topic": "label", "about": "Bột", "text": "Sai nhãn", "product": world.recognition().product}
    )
    handling = OFFICERS | {"leader"}
    assert _matrix(complaint, world) == {
        ("received", "inspect"): handling,
        ("received", "answer"): handling,
        ("received", "refuse"): handling,
        ("inspecting", "answer"): handling,
    }


def _case(world, stars=3):
    from core.formats import today

    values = {"concluded_on": today(), "ground": _stopped(), "explanation": "Ngừng sản xuất"}
    return revocations.open_case(
        recognition=world.recognition(stars=stars), unit=world.units["Yên Mô"], values=values, actor=world.officer
    )


def _stopped():
    return "stopped"


@pytest.mark.parametrize("step", ["accept", "send_back", "fail"])
def test_a_step_from_the_wrong_state_is_refused_and_changes_nothing(world, step):
    action = world.demand()
    CorrectiveAction.objects.filter(pk=action.pk).update(
        state="accepted", rechecked_at=action.created_at, rechecked_by=world.advisor
    )
    with pytest.raises(Denied):
        workflow.apply(action, step, actor=world.officer, reason="x", data={"due_on": None})
    action.refresh_from_db()
    assert action.state == "accepted"
