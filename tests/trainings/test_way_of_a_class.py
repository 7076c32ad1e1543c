"""From plan to summing up: steps, people, places, presence, results."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from accounts.enums import Role
from core import workflow
from core.errors import Denied, Stale
from core.formats import now, today
from notifications.models import Message
from tests import factories
from tests.trainings.makers import World, producer_at, tick_all
from trainings.actions import attendance, classes, feedback, participants
from trainings.candidates import Wish, candidates
from trainings.enums import ClassState, MarkMethod, PlaceState, Result, TargetGroup
from trainings.models import AttendanceMark, Feedback, Participant, TrainingClass
from trainings.workflow import CLASS

WHO = {
    "runner": lambda world: world.here.officer,
    "leader": lambda world: world.here.leader,
    "neighbour": lambda world: world.there.officer,
    "department": lambda world: world.province.officer,
    "member": lambda world: world.members[0],
    "admin": lambda world: factories.person(Role.ADMIN, world.units["Ninh Bình"]),
}
MAY = {
    "open": {"runner"}, "begin": {"runner"}, "finish": {"runner"}, "close": {"runner", "leader"},
    "cancel": {"runner", "leader"},
}  # fmt: skip


@pytest.mark.parametrize("state", ClassState.values)
@pytest.mark.parametrize("who", list(WHO))
def test_every_step_in_every_state_for_everybody(world: World, state: str, who: str) -> None:
    training = world.training()
    TrainingClass.objects.filter(pk=training.pk).update(state=state)
    training.refresh_from_db()
    actor = WHO[who](world)
    offered = {step.name for step in workflow.available(training, actor)}
    assert offered == {step.name for step in CLASS.steps if state in step.sources and who in MAY[step.name]}
    for step in CLASS.steps:
        if step.name not in offered:
            with pytest.raises(Denied):
                workflow.apply(training, step.name, actor=actor, reason="thử")
    training.refresh_from_db()
    assert training.state == state


def test_days_and_sessions_follow_the_plan(world: World) -> None:
    training = world.training(days=3, required_sessions=4, first_day=dt.date(2024, 10, 14))
    assert [str(row) for row in training.sessions.all()][:3] == [
        "Buổi 1: buổi sáng 14/10/2024", "Buổi 2: buổi chiều 14/10/2024", "Buổi 3: buổi sáng 15/10/2024",
    ]  # fmt: skip
    assert training.last_day == dt.date(2024, 10, 16)
    assert training.code == "TH-2024-377-01"
    classes.edit_class(
        training=training, values={"days": 2, "sessions_a_day": 1, "required_sessions": 2}, actor=world.here.officer,
        version=training.version,
    )  # fmt: skip
    assert [str(row) for row in training.sessions.all()] == ["Buổi 1: 14/10/2024", "Buổi 2: 15/10/2024"]


def test_numbers_run_by_unit_and_year(world: World) -> None:
    codes = [
        world.training(place, first_day=dt.date(2024, 5, 6)).code for place in (world.here, world.here, world.province)
    ]
    assert codes == ["TH-2024-377-01", "TH-2024-377-02", "TH-2024-T-01"]


def test_only_for_ones_own_unit(world: World) -> None:
    with pytest.raises(Denied):
        classes.create_class(unit=world.units["Gia Viễn"], values={}, actor=world.here.officer)
    with pytest.raises(Denied):
        classes.create_class(unit=world.units["Yên Mô"], values={}, actor=world.province.officer)


def test_an_old_page_does_not_overwrite(world: World) -> None:
    training = world.training()
    version = training.version
    classes.edit_class(training=training, values={"place": "Nhà văn hoá"}, actor=world.here.officer, version=version)
    with pytest.raises(Stale):
        classes.edit_class(training=training, values={"place": "Nơi khác"}, actor=world.here.officer, version=version)


def test_a_form_writes_only_its_own_fields(world: World) -> None:
    training = world.training()
    with pytest.raises(TypeError):
        classes.edit_class(training=training, values={"state": "closed"}, actor=world.here.officer, version=None)


def test_guards_say_what_is_missing(world: World) -> None:
    training = world.training(place=world.here, first_day=today() + dt.timedelta(days=1))
    TrainingClass.objects.filter(pk=training.pk).update(place="")
    with pytest.raises(Denied, match="địa điểm"):
        classes.take_step(training=training, step="open", actor=world.here.officer)
    TrainingClass.objects.filter(pk=training.pk).update(place="Hội trường")
    classes.take_step(training=training, step="open", actor=world.here.officer)
    with pytest.raises(Denied, match="chưa bắt đầu được"):
        classes.take_step(training=training, step="begin", actor=world.here.officer)
    running = world.running()
    with pytest.raises(Denied, match="Chưa điểm danh: Buổi 1"):
        classes.take_step(training=running, step="finish", actor=world.here.officer)
    tick_all(running, world.here.officer)
    classes.take_step(training=running, step="finish", actor=world.here.officer)
    with pytest.raises(Denied, match="đánh giá kết quả"):
        classes.take_step(training=running, step="close", actor=world.here.officer)


# --- people ------------------------------------------------------------------------------------------------------


def test_council_members_not_trained_since_a_year(world: World) -> None:
    training = world.training()
    assert set(candidates(training, Wish(group=TargetGroup.COUNCIL))) == set(world.members)
    first = world.opened(name="Lớp cũ")
    participants.invite(
        training=first, wish=Wish(group=TargetGroup.COUNCIL), ids=[world.members[0].pk], actor=world.here.officer
    )
    classes.take_step(training=first, step="begin", actor=world.here.officer)
    tick_all(first, world.here.officer)
    classes.take_step(training=first, step="finish", actor=world.here.officer)
    year = today().year
    left = candidates(training, Wish(group=TargetGroup.COUNCIL, since=year))
    assert set(left) == set(world.members[1:])
    assert set(candidates(training, Wish(group=TargetGroup.COUNCIL, since=year + 1))) == set(world.members)


def test_producers_by_stars_and_place(world: World) -> None:
    potential = producer_at(world.units["Yên Hòa"], "HTX Tiềm Năng")
    elsewhere = producer_at(world.units["Gia Hòa"], "HTX Gia Hòa", stars=4)
    own = world.training(group=TargetGroup.RECOGNISED)
    assert list(candidates(own, Wish(group=TargetGroup.RECOGNISED))) == [world.producer]
    assert list(candidates(own, Wish(group=TargetGroup.POTENTIAL))) == [potential]
    wide = world.training(world.province, group=TargetGroup.RECOGNISED)
    assert set(candidates(wide, Wish(group=TargetGroup.RECOGNISED))) == {world.producer, elsewhere}
    assert list(candidates(wide, Wish(group=TargetGroup.RECOGNISED, stars=4))) == [elsewhere]


def test_an_invited_producer_with_an_account_is_asked_there(world: World) -> None:
    training = world.training(group=TargetGroup.RECOGNISED)
    place = world.invite_all(training)[0]
    assert (place.user, place.producer, place.name) == (world.owner, world.producer, "Bà Trà")
    assert not Message.objects.exists()
    classes.take_step(training=training, step="open", actor=world.here.officer)
    assert Message.objects.get().recipient == world.owner
    participants.accept(participant=place, actor=world.owner)
    assert place.state == PlaceState.REGISTERED


def test_a_tampered_form_invites_nobody_who_does_not_fit(world: World) -> None:
    training = world.training()
    with pytest.raises(Denied):
        participants.invite(
            training=training,
            wish=Wish(group=TargetGroup.COUNCIL),
            ids=[world.there.officer.pk],
            actor=world.here.officer,
        )
    assert not training.participants.exists()


def test_beyond_the_places_people_wait_and_move_up_in_order(world: World) -> None:
    training = world.opened(capacity=2)
    rows = [world.person(training, number) for number in range(4)]
    assert [row.state for row in rows] == ["registered", "registered", "waiting", "waiting"]
    participants.remove(participant=rows[0], actor=world.here.officer, reason="Đi công tác")
    states = dict(Participant.objects.values_list("name", "state"))
    assert states == {
        "Học viên 00": "removed", "Học viên 01": "registered", "Học viên 02": "registered", "Học viên 03": "waiting",
    }  # fmt: skip
    classes.edit_class(training=training, values={"capacity": 3}, actor=world.here.officer, version=None)
    assert Participant.objects.get(name="Học viên 03").state == PlaceState.REGISTERED


def test_who_moves_up_is_told(world: World) -> None:
    training = world.opened(capacity=1)
    first = world.person(training, 1)
    place = participants.register_account(training=training, user=world.members[0])
    assert place.state == PlaceState.WAITING
    participants.decline(participant=first, actor=world.here.officer)
    assert "Đã có chỗ" in Message.objects.get(recipient=world.members[0]).title


def test_nobody_stands_twice_on_a_list(world: World) -> None:
    training = world.opened()
    world.person(training, 1)
    with pytest.raises(Denied, match="đã có trong danh sách"):
        world.person(training, 1, name="HỌC VIÊN 01")
    place = Participant.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Participant.objects.create(
            training=training, name="Khác", identity=place.identity, source="officer", code="X", token="y"
        )
    assert participants.register_account(training=training, user=world.members[0]) == participants.register_account(
        training=training, user=world.members[0]
    )


def test_who_was_there_stays_on_the_list(world: World) -> None:
    training = world.running()
    tick_all(training, world.here.officer)
    with pytest.raises(Denied, match="đã được điểm danh"):
        participants.remove(participant=training.participants.first(), actor=world.here.officer, reason="thử")


def test_registration_ends_with_its_day(world: World) -> None:
    training = world.opened(
        first_day=today() + dt.timedelta(days=9), registration_closes_on=today() + dt.timedelta(days=2)
    )
    TrainingClass.objects.filter(pk=training.pk).update(registration_closes_on=today() - dt.timedelta(days=1))
    with pytest.raises(Denied, match="hết hạn đăng ký"):
        participants.register_account(training=training, user=world.members[0])


def test_an_account_joins_only_its_own_groups_and_places(world: World) -> None:
    with pytest.raises(Denied):
        participants.register_account(training=world.opened(), user=world.owner)
    stranger = factories.person(Role.COUNCIL_MEMBER, world.units["Gia Viễn"])
    with pytest.raises(Denied):
        participants.register_account(training=world.opened(), user=stranger)
    place = participants.register_account(training=world.opened(world.province), user=stranger)
    assert place.unit == world.units["Gia Viễn"]


def test_a_tax_code_ties_a_link_registration_to_its_producer(world: World) -> None:
    known = producer_at(world.units["Yên Hòa"], "HTX Có Thuế", tax_code="0100109106")
    training = world.opened(group=TargetGroup.POTENTIAL)
    values = {"name": "Ông Thuế", "phone": "0913333333", "organisation": ""}
    place, is_new = participants.register_by_link(
        training=training, values=values, tax_code="0100109106", consented=True
    )
    assert (place.producer, place.organisation, is_new) == (known, "HTX Có Thuế", True)
    assert place.consented_at is not None
    again, is_new = participants.register_by_link(
        training=training, values=values, tax_code="0100109106", consented=True
    )
    assert (again, is_new) == (place, False)
    with pytest.raises(Denied):
        participants.register_by_link(training=training, values=values, consented=False)


# --- presence ----------------------------------------------------------------------------------------------------


def test_a_tick_list_keeps_what_the_door_noted_meanwhile(world: World) -> None:
    training = world.running()
    session = training.sessions.first()
    first, second, third = training.participants.order_by("name_sort")
    attendance.mark_present(session=session, participant=third, actor=None, method=MarkMethod.DOOR)
    attendance.record_ticks(session=session, present=[first.pk], before=[], actor=world.here.officer)
    assert set(session.marks.values_list("participant", flat=True)) == {first.pk, third.pk}
    attendance.record_ticks(session=session, present=[second.pk], before=[first.pk], actor=world.here.officer)
    assert set(session.marks.values_list("participant", flat=True)) == {second.pk, third.pk}


def test_the_door_counts_nobody_twice(world: World) -> None:
    training = world.running()
    session, person = training.sessions.first(), training.participants.first()
    answers = [
        attendance.mark_present(session=session, participant=person, actor=None, method=MarkMethod.DOOR)
        for _ in range(2)
    ]
    assert answers == [True, False]
    assert AttendanceMark.objects.count() == 1


def test_the_door_is_for_today_and_for_those_with_a_place(world: World) -> None:
    training = world.running(days=2, capacity=3, required_sessions=3)
    tomorrow = training.sessions.get(number=3)
    with pytest.raises(Denied, match="hiện không điểm danh"):
        attendance.mark_present(
            session=tomorrow, participant=training.participants.first(), actor=None, method=MarkMethod.DOOR
        )
    waiting = world.person(training, 9)
    with pytest.raises(Denied, match="danh sách chờ"):
        attendance.mark_present(
            session=training.sessions.first(), participant=waiting, actor=None, method=MarkMethod.DOOR
        )


def test_who_came_often_enough_completes_and_corrections_count(world: World) -> None:
    training = world.running()
    first, second, _third = training.participants.order_by("name_sort")
    one, two = training.sessions.all()
    attendance.record_ticks(session=one, present=[first.pk, second.pk], before=[], actor=world.here.officer)
    attendance.record_ticks(session=two, present=[first.pk], before=[], actor=world.here.officer)
    classes.take_step(training=training, step="finish", actor=world.here.officer)
    assert list(training.participants.order_by("name_sort").values_list("result", flat=True)) == [
        Result.COMPLETED, Result.INCOMPLETE, Result.INCOMPLETE,
    ]  # fmt: skip
    attendance.record_ticks(session=two, present=[first.pk, second.pk], before=[first.pk], actor=world.here.officer)
    second.refresh_from_db()
    assert second.result == Result.COMPLETED


def test_a_closed_class_is_final(world: World) -> None:
    training = world.closed()
    with pytest.raises(Denied):
        attendance.record_ticks(session=training.sessions.first(), present=[], before=[1], actor=world.here.officer)
    with pytest.raises(Denied):
        classes.write_result(training=training, note="khác", actor=world.here.officer, version=None)


def test_feedback_is_given_once_and_names_nobody(world: World) -> None:
    training = world.running()
    person = training.participants.first()
    answers = {"content": 5, "lecturers": 4, "organisation": 4, "usefulness": 5, "comment": "Hay"}
    feedback.give_feedback(participant=person, values=answers)
    with pytest.raises(Denied, match="đã gửi"):
        feedback.give_feedback(participant=person, values=answers)
    row = Feedback.objects.get()
    assert {column.name for column in row._meta.fields} >= {"training", "comment"}
    assert not {"participant", "user"} & {column.name for column in row._meta.fields}


def test_cancelling_tells_everybody_on_the_list(world: World) -> None:
    training = world.opened()
    participants.register_account(training=training, user=world.members[0])
    classes.take_step(training=training, step="cancel", actor=world.here.leader, reason="Mưa bão")
    message = Message.objects.get(recipient=world.members[0])
    assert "Huỷ lớp" in message.title
    assert "Mưa bão" in message.body
    assert now() - message.created_at < dt.timedelta(minutes=1)
