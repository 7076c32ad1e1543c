"""What dossiers and recognitions give to the engine of reminders: days from the ruleset, the right people, an end."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from core.formats import VIETNAM, local_date, today
from criteria.queries import ruleset_on, typed_ruleset
from notifications import reminders as registry
from notifications.actions import send_due_reminders
from notifications.models import SentReminder
from products.actions.recognitions import enter_old_recognition
from products.enums import DossierKind, DossierState
from products.models import Dossier
from tests.products.world import World

pytestmark = pytest.mark.django_db
END = dt.date(2025, 3, 31)


@pytest.fixture
def only(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Keep one kind: the others of the portal would speak in between."""

    def keep(code: str) -> None:
        kind = next(kind for kind in registry.kinds() if kind.code == code)
        monkeypatch.setattr(registry, "_kinds", {code: kind})

    return keep


@pytest.fixture
def at(time_machine: Any) -> Any:
    def move(day: dt.date) -> None:
        time_machine.move_to(dt.datetime.combine(day, dt.time(8), tzinfo=VIETNAM), tick=False)

    return move


def _stages(person: Any) -> list[int]:
    return sorted(SentReminder.objects.filter(recipient=person).values_list("stage", flat=True), reverse=True)


def test_an_expiring_recognition_is_told_on_the_days_of_the_ruleset(world: World, only, at):
    """148/QĐ-TTg as the portal keeps it: 180, 90, 60 and 30 days before, and not after the expiry."""
    only("products.recognition_expiring")
    at(END - dt.timedelta(days=200))
    enter_old_recognition(
        product=world.product,
        actor=None,
        stars=4,
        issued_by="UBND tỉnh",
        decided_on=dt.date(2022, 3, 31),
        valid_until=END,
    )
    for days in (181, 180, 179, 91, 90, 61, 60, 31, 30, 29, 7, 1, 0, -1, -3):
        at(END - dt.timedelta(days=days))
        send_due_reminders()
    assert _stages(world.officer) == _stages(world.owner) == _stages(world.department) == [180, 90, 60, 30]
    assert _stages(world.neighbour) == []


def test_three_stars_are_the_districts_and_a_new_dossier_ends_it(world: World, only, at):
    only("products.recognition_expiring")
    dossier = world.draft()
    at(END - dt.timedelta(days=175))
    recognition = enter_old_recognition(
        product=world.product,
        actor=None,
        stars=3,
        issued_by="UBND huyện",
        decided_on=dt.date(2022, 3, 31),
        valid_until=END,
    )
    send_due_reminders()
    assert _stages(world.officer) == [180]  # the latest stage that has come
    assert _stages(world.department) == []
    Dossier.objects.filter(pk=dossier.pk).update(
        kind=DossierKind.RENEWAL, state=DossierState.SUBMITTED, code="HS-9", previous_recognition=recognition,
        submitted_at=dt.datetime(2024, 12, 1, tzinfo=VIETNAM), submitted_by=world.officer,
    )  # fmt: skip
    for days in (90, 60, 30):
        at(END - dt.timedelta(days=days))
        send_due_reminders()
    assert _stages(world.officer) == [180]


def test_a_waiting_dossier_reminds_those_who_check_it_and_their_leader(world: World, only, at, user_as):
    only("products.dossier_check")
    other = user_as("district_officer", world.units["Yên Mô"])
    dossier = world.submitted()
    due = local_date(dossier.due_at)
    assert due > today()
    for offset in range(-4, 7):
        at(due + dt.timedelta(days=offset))
        send_due_reminders()
    assert _stages(other)[:3] == [3, 1, 0]
    assert min(_stages(other)) < 0
    assert _stages(world.officer) == []  # who entered it does not check it
    assert _stages(world.leader) == [-3]


def test_a_returned_dossier_reminds_who_must_complete_it(world: World, only, at):
    only("products.dossier_complete")
    dossier = world.returned()
    at(local_date(dossier.due_at))
    send_due_reminders()
    assert _stages(world.officer) == _stages(world.owner) == [0]
    assert _stages(world.leader) == []


def test_the_window_of_a_renewal_is_told_where_the_law_names_one(world: World, only, at):
    """26/2026/QĐ-TTg: the dossier comes some days before the expiry; nobody is told once that day has gone."""
    only("products.renewal_window")
    end = dt.date(2027, 3, 31)
    at(dt.date(2026, 9, 1))
    enter_old_recognition(
        product=world.product, actor=None, stars=3, issued_by="UBND huyện", decided_on=dt.date(2024, 3, 31),
        valid_until=end,
    )  # fmt: skip
    law = typed_ruleset(ruleset_on(dt.date(2026, 9, 1))).renewal
    assert law.latest_days_before is not None
    due = end - dt.timedelta(days=law.latest_days_before)
    for before in (15, 14, 8, 7, 7, 3, 2, 1, 0, -1, -5):
        at(due - dt.timedelta(days=before))
        send_due_reminders()
    assert _stages(world.officer) == _stages(world.owner) == [30, 14, 7, 3, 1, 0]
    assert _stages(world.department) == _stages(world.neighbour) == []
