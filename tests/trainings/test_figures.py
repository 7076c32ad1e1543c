"""Coverage, targets, figures for reports, what waits and what is reminded of."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from core.formats import today
from core.indicators import Scope, indicator
from notifications import reminders, todo
from tests.trainings.makers import World, tick_all
from trainings.actions import classes, participants
from trainings.coverage import against_plan, by_district, covered
from trainings.enums import TargetGroup
from trainings.models import ClassTarget

# --- coverage, figures, reminders, work --------------------------------------------------------------------------


def test_coverage_says_who_is_missing(world: World, client_as: Any) -> None:
    year = today().year
    training = world.training()
    participants_of = world.invite_all(training)
    classes.take_step(training=training, step="open", actor=world.here.officer)
    participants.remove(participant=participants_of[0], actor=world.here.officer, reason="vắng")
    classes.take_step(training=training, step="begin", actor=world.here.officer)
    tick_all(training, world.here.officer)
    classes.take_step(training=training, step="finish", actor=world.here.officer)
    figure = covered(TargetGroup.COUNCIL, None, year)
    assert (figure.total, figure.trained, figure.missing, figure.percent) == (3, 2, 1, 66)
    assert by_district(TargetGroup.COUNCIL, None, year)[world.here.unit.pk] == figure
    assert covered(TargetGroup.RECOGNISED, None, year).missing == 1
    client = client_as(user=world.here.officer)
    rows = client.get(reverse("trainings:coverage_list") + f"?nhom=council&nam={year}&trang_thai=chua")
    assert str(participants_of[0].user) in rows.content.decode()
    assert str(participants_of[1].user) not in rows.content.decode()
    assert client.get(reverse("trainings:coverage")).status_code == 200
    outside = client_as(user=world.there.officer).get(reverse("trainings:coverage_list") + "?nhom=council")
    assert str(participants_of[0].user) not in outside.content.decode()
    scope = Scope.of_year(year)
    assert indicator("trainings.people_trained").measure(scope) == 2
    assert indicator("trainings.people_trained_officers").measure_by(scope, "group") == {"council": 2}
    assert indicator("trainings.classes_held").measure(Scope.of_year(year, frozenset({world.there.unit.pk}))) == 0
    assert indicator("trainings.officers_trained").measure(scope) == 2
    assert indicator("trainings.producers_total").measure(scope) == 1
    assert indicator("trainings.producers_trained").measure(scope) == 0


def test_the_plan_against_what_was_done(world: World, client_as: Any) -> None:
    year = today().year
    client = client_as(user=world.province.officer)
    wanted = {f"{group}_{what}": str(number) for group, classes_ in
              (("council", 2), ("officers", 3), ("recognised", 2), ("potential", 6))
              for what, number in (("classes", classes_), ("people", 60))}  # fmt: skip
    client.post(reverse("trainings:targets") + f"?nam={year}", wanted)
    assert ClassTarget.objects.count() == 4
    world.closed(place=world.province)
    line = next(row for row in against_plan(world.province.unit, year) if row.group == TargetGroup.COUNCIL)
    assert (line.classes, line.people, line.planned, line.held, line.trained) == (2, 120, 1, 1, 3)


def test_what_waits_and_what_is_reminded_of(world: World) -> None:
    training = world.training()
    world.invite_all(training)
    classes.take_step(training=training, step="open", actor=world.here.officer)
    assert [item.title for item in todo.items_for(world.members[0])] == ["Trả lời thư mời dự lớp tập huấn"]
    assert "Bắt đầu lớp tập huấn" in {item.title for item in todo.items_for(world.here.officer)}
    coming = next(kind for kind in reminders.kinds() if kind.code == "trainings.class_coming")
    dues = list(coming.dues(today()))
    assert {user for due in dues for user in due.recipients} == {*world.members, world.here.officer}
    classes.take_step(training=training, step="begin", actor=world.here.officer)
    missing = next(kind for kind in reminders.kinds() if kind.code == "trainings.attendance_missing")
    rows = list(missing.dues(today()))
    assert [(row.recipients, row.leaders) for row in rows] == [((world.here.officer,), (world.here.leader,))] * 2
    tick_all(training, world.here.officer)
    assert list(missing.dues(today())) == []
    assert list(coming.dues(today())) == []
