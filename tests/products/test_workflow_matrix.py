"""Every state × every step × every role, from the table itself; and the table against what the law's way needs."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.enums import Role
from core import workflow
from core.errors import Denied
from core.formats import now
from products.enums import DossierState, RecognitionState
from products.models import Dossier
from products.workflow import DOSSIER, RECOGNITION
from tests import factories
from tests.products.world import World

# Who may begin a step of a dossier of Yên Thắng that Yên Mô holds: written by hand, so that the table is not its own judge.
APPLICANTS = {"officer", "commune", "owner", "department"}
HOLDERS = {"officer", "leader"}
COUNCIL_SIDE = HOLDERS | {"council"}
EXPECTED: dict[str, tuple[set[str], set[str]]] = {
    "submit": ({"draft", "returned"}, APPLICANTS),
    "withdraw": ({"draft", "submitted", "returned", "accepted"}, APPLICANTS),
    "return": ({"submitted"}, HOLDERS),
    "accept": ({"submitted"}, HOLDERS),
    "propose": ({"accepted"}, HOLDERS),
    "schedule": ({"accepted"}, COUNCIL_SIDE),
    "unschedule": ({"in_session"}, COUNCIL_SIDE),
    "conclude_recognise": ({"in_session"}, COUNCIL_SIDE),
    "conclude_forward": ({"in_session"}, COUNCIL_SIDE),
    "conclude_reject": ({"in_session"}, COUNCIL_SIDE),
    "send_back": ({"in_session"}, COUNCIL_SIDE),
    "send_back_to_complete": ({"in_session"}, COUNCIL_SIDE),
    "forward": ({"forwarding"}, HOLDERS),
    "to_ministry": ({"forwarding"}, HOLDERS),
    "recognise": ({"scored"}, HOLDERS),
    "ministry_five": ({"at_ministry"}, HOLDERS),
    "ministry_not": ({"at_ministry"}, HOLDERS),
    "ministry_return": ({"at_ministry"}, HOLDERS),
    "ministry_reject": ({"at_ministry"}, HOLDERS),
}


@pytest.fixture
def people(world: World) -> dict[str, Any]:
    """One person of each role, those of the other district, and nobody."""
    units = world.units
    return {
        "officer": world.officer,
        "leader": world.leader,
        "commune": world.commune_officer,
        "owner": world.owner,
        "department": world.department,
        "department_leader": factories.person(Role.DEPARTMENT_LEADER, units["Ninh Bình"]),
        "council": factories.person(Role.COUNCIL_MEMBER, units["Yên Mô"]),
        "council_of_province": factories.person(Role.COUNCIL_MEMBER, units["Ninh Bình"]),
        "advisor": factories.person(Role.ADVISORY, units["Yên Mô"]),
        "admin": factories.person(Role.ADMIN, units["Ninh Bình"]),
        "neighbour": world.neighbour,
        "other_commune": factories.person(Role.COMMUNE_OFFICER, units["Yên Hòa"]),
        "other_owner": factories.person(Role.PRODUCER, units["Yên Thắng"]),
        "without_seat": factories.person(),
        "system": None,
    }


def test_the_table_names_exactly_the_expected_steps() -> None:
    assert {row.name: set(row.sources) for row in DOSSIER.steps} == {
        name: states for name, (states, _) in EXPECTED.items()
    }


def test_who_may_begin_which_step_in_which_state(world: World, people: dict[str, Any]) -> None:
    dossier = world.draft()
    wrong = []
    for state in DossierState.values:
        dossier.state = state
        for name, person in people.items():
            offered = {row.name for row in DOSSIER.available(dossier, person)}
            expected = {step for step, (states, who) in EXPECTED.items() if state in states and name in who}
            if offered != expected:
                wrong.append((state, name, offered ^ expected))
    assert wrong == []


def test_every_other_combination_is_refused_by_apply_and_changes_nothing(world: World, people: dict[str, Any]) -> None:
    dossier = world.draft()
    Dossier.objects.filter(pk=dossier.pk).update(code="HS-X", submitted_at=now(), submitted_by=world.owner)
    accepted = []
    for state in DossierState.values:
        Dossier.objects.filter(pk=dossier.pk).update(state=state)
        for step, (states, who) in EXPECTED.items():
            for name, person in people.items():
                if state in states and name in who:
                    continue
                try:
                    workflow.apply(Dossier.objects.get(pk=dossier.pk), step, actor=person, reason="thử")
                except Denied:
                    continue
                accepted.append((state, step, name))
    assert accepted == []
    assert Dossier.objects.get(pk=dossier.pk).state == DossierState.values[-1]


@pytest.mark.parametrize("state", [state for state in DossierState.values if state != "withdrawn"])
def test_each_state_is_reached_by_the_procedure(world: World, state: str) -> None:
    assert world.in_state(state).state == state


def test_a_reason_is_asked_for_where_the_table_says_so(world: World) -> None:
    dossier = world.draft()
    with pytest.raises(Denied, match="lý do"):
        workflow.apply(dossier, "withdraw", actor=world.officer)
    workflow.apply(dossier, "withdraw", actor=world.officer, reason="Chủ thể ngừng sản xuất")
    assert dossier.state == DossierState.WITHDRAWN


def test_nothing_leaves_an_end_state() -> None:
    ends = {DossierState.RECOGNISED, DossierState.NOT_RECOGNISED, DossierState.WITHDRAWN}
    assert not [row.name for row in DOSSIER.steps if row.sources & ends]


def test_a_forwarded_dossier_goes_to_the_province_and_may_come_back(world: World) -> None:
    dossier = world.in_state(DossierState.FORWARDING)
    workflow.apply(dossier, "forward", actor=world.leader)
    assert dossier.state == DossierState.SUBMITTED
    assert dossier.holder == world.units["Ninh Bình"]
    assert dossier.due_at is not None
    assert not dossier.items.exclude(verdict="unchecked").exists()
    with pytest.raises(Denied):
        workflow.apply(dossier, "accept", actor=world.leader)
    Dossier.objects.filter(pk=dossier.pk).update(state=DossierState.IN_SESSION)
    dossier.refresh_from_db()
    workflow.apply(dossier, "send_back", actor=world.department)
    assert dossier.state == DossierState.SCORED
    assert dossier.holder == world.units["Yên Mô"]


def test_the_district_sends_nothing_to_the_ministry(world: World) -> None:
    dossier = world.in_state(DossierState.FORWARDING)
    with pytest.raises(Denied, match="không trình Bộ"):
        workflow.apply(dossier, "to_ministry", actor=world.leader)


def test_the_entry_level_has_no_level_below(world: World) -> None:
    dossier = world.in_state(DossierState.IN_SESSION)
    with pytest.raises(Denied, match="không có cấp dưới"):
        workflow.apply(dossier, "send_back", actor=world.leader)


def test_recognitions_expire_only_by_the_system_and_are_revoked_only_with_a_reason(world: World) -> None:
    recognition = world.recognised()
    assert {row.name: set(row.sources) for row in RECOGNITION.steps} == {
        "expire": {RecognitionState.VALID},
        "revoke": {RecognitionState.VALID, RecognitionState.EXPIRED},
        "replace": {RecognitionState.VALID, RecognitionState.EXPIRED},
    }
    with pytest.raises(Denied):
        workflow.apply(recognition, "expire", actor=world.leader)
    with pytest.raises(Denied, match="trong thời hạn"):
        workflow.apply(recognition, "expire", actor=None)
    with pytest.raises(Denied):
        workflow.apply(recognition, "revoke", actor=world.neighbour, reason="thử")
    workflow.apply(recognition, "revoke", actor=world.department, reason="Không còn sản xuất")
    assert recognition.state == RecognitionState.REVOKED
