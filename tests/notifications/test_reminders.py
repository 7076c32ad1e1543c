"""The engine of reminders: stages, working days, exactly once under faults (TRUST F8, F9, F11, F24)."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any
from unittest import mock
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection, connections
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Unit, User
from core.formats import VIETNAM
from core.models import CalendarDay
from core.workdays import add_working_days, is_working_day
from notifications import reminders, schedule, stages
from notifications.actions import send_digests, send_due_reminders, set_mail_preference
from notifications.actions.remind import remind
from notifications.models import Message, OutboxMail, SentReminder
from notifications.reminders import Due, ReminderKind
from notifications.visibility import visible_reminders
from tests import factories

DUE = dt.date(2024, 11, 29)  # a Friday
BEFORE = reminders.DAYS_BEFORE


@pytest.fixture
def at(time_machine: Any) -> Any:
    """Move to an hour of a day in Vietnam."""

    def move(day: dt.date, hour: int = 7) -> dt.date:
        time_machine.move_to(dt.datetime.combine(day, dt.time(hour), tzinfo=VIETNAM), tick=False)
        return day

    return move


@pytest.fixture
def desk(user_as: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """One open thing due on DUE, an officer and a leader; the only kind that the engine knows."""

    class Desk:
        officer = user_as(Role.DISTRICT_OFFICER, email="canbo@vidu.example")
        leader = user_as(Role.DISTRICT_LEADER)
        obj = Unit.objects.get(short_name="Yên Mô")
        open = True

        def dues(self, _day: dt.date) -> list[Due]:
            due = Due(
                obj=self.obj, due_on=DUE, title="Gửi báo cáo", url="/viec-can-lam/", recipients=(self.officer,),
                leaders=(self.leader,), unit_id=self.obj.pk,
            )  # fmt: skip
            return [due] if self.open else []

    desk = Desk()
    monkeypatch.setattr(reminders, "_kinds", {})
    reminders.register(ReminderKind(code="test.report", label="Báo cáo thử", dues=desk.dues))
    return desk


def _stages_of(person: Any) -> list[int]:
    return sorted(SentReminder.objects.filter(recipient=person).values_list("stage", flat=True), reverse=True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("days_left", "stage"), [(31, None), (30, 30), (29, 30), (14, 14), (9, 14), (5, 7), (2, 3), (1, 1), (0, 0)]
)
def test_the_latest_stage_that_has_come(days_left, stage):
    assert stages.stage_on(DUE, DUE - dt.timedelta(days=days_left), BEFORE, when_late=True) == stage


@pytest.mark.django_db
def test_each_day_from_forty_before_to_ten_late_each_stage_comes_once(desk, at):
    for offset in range(-40, 11):
        send_due_reminders(at(DUE + dt.timedelta(days=offset)))
        send_due_reminders(DUE + dt.timedelta(days=offset))  # beat looks each hour
    # Late on Monday 2/12 to Friday 6/12 and Monday 9/12; the leader once, from three days late on.
    assert _stages_of(desk.officer) == [30, 14, 7, 3, 1, 0, -3, -4, -5, -6, -7, -10]
    assert _stages_of(desk.leader) == [-3]
    assert SentReminder.objects.get(recipient=desk.leader).as_leader
    assert Message.objects.filter(recipient=desk.officer).count() == 12
    assert OutboxMail.objects.count() == 12


@pytest.mark.django_db
def test_what_is_done_is_not_reminded_of(desk, at):
    send_due_reminders(at(DUE - dt.timedelta(days=3)))
    desk.open = False
    for offset in range(-2, 6):
        send_due_reminders(at(DUE + dt.timedelta(days=offset)))
    assert _stages_of(desk.officer) == [3]


@pytest.mark.django_db
def test_a_beat_that_was_away_sends_one_reminder_not_all_it_missed(desk, at):
    send_due_reminders(at(DUE - dt.timedelta(days=40)))
    send_due_reminders(at(DUE - dt.timedelta(days=2)))
    assert _stages_of(desk.officer) == [3]
    send_due_reminders(at(dt.date(2024, 12, 5)))  # away again over the term: one to the officer, one to the leader
    assert _stages_of(desk.officer) == [3, -6]
    assert _stages_of(desk.leader) == [-3]


@pytest.mark.django_db
def test_late_reminders_keep_to_working_days_over_new_year(desk, at, monkeypatch):
    CalendarDay.objects.create(day=dt.date(2025, 1, 2), works=False, reason="Tỉnh cho nghỉ")
    CalendarDay.objects.create(day=dt.date(2025, 1, 4), works=True, reason="Làm bù thứ bảy")
    assert not is_working_day(dt.date(2025, 1, 1))
    assert not is_working_day(dt.date(2025, 1, 2))
    assert add_working_days(dt.date(2024, 12, 31), 2) == dt.date(2025, 1, 4)
    days = [dt.date(2024, 12, 30) + dt.timedelta(days=n) for n in range(8)]
    for day in days:
        send_due_reminders(at(day))
    sent = [DUE - dt.timedelta(days=stage) for stage in _stages_of(desk.officer)]
    assert sent == [
        dt.date(2024, 12, 30),
        dt.date(2024, 12, 31),
        dt.date(2025, 1, 3),
        dt.date(2025, 1, 4),
        dt.date(2025, 1, 6),
    ]


@pytest.mark.django_db
def test_f24_the_day_is_the_vietnamese_one(desk, time_machine):
    """30/11 17:30 UTC is 1/12 in Vietnam already."""
    time_machine.move_to(dt.datetime(2024, 11, 15, 16, 59, tzinfo=dt.UTC), tick=False)
    send_due_reminders()
    assert "còn 14 ngày" in SentReminder.objects.get().title
    time_machine.move_to(dt.datetime(2024, 11, 21, 17, 1, tzinfo=dt.UTC), tick=False)
    send_due_reminders()
    assert "còn 7 ngày" in SentReminder.objects.first().title


@pytest.mark.django_db
def test_one_broken_kind_does_not_silence_the_others(desk, at):
    def broken(_day: dt.date) -> Any:
        raise RuntimeError("a kind that cannot be read")

    reminders.register(ReminderKind(code="a.broken", label="Hỏng", dues=broken))
    done = send_due_reminders(at(DUE))
    assert (done.sent, done.failed) == (1, ["a.broken"])


@pytest.mark.django_db
def test_f9_a_run_that_dies_between_row_and_message_leaves_neither(desk, at):
    at(DUE)
    with mock.patch("notifications.actions.remind.notify", side_effect=SystemExit), pytest.raises(SystemExit):
        send_due_reminders()
    assert not SentReminder.objects.exists()
    assert send_due_reminders().sent == 1


@pytest.mark.django_db
def test_without_the_constraint_two_runs_remind_twice(desk, at):
    """The control: it is the constraint, nothing else, that makes it once."""
    at(DUE)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE notifications_sentreminder DROP CONSTRAINT reminded_once")
    send_due_reminders()
    send_due_reminders()
    assert Message.objects.filter(recipient=desk.officer).count() == 2


@pytest.mark.django_db(transaction=True)
def test_f11_four_workers_at_the_same_instant_remind_once(desk, at):
    at(DUE + dt.timedelta(days=3))
    barrier, errors = threading.Barrier(4), []

    def work() -> None:
        try:
            barrier.wait(timeout=10)
            send_due_reminders()
        except Exception as error:  # noqa: BLE001 (whatever it was, the test tells it)
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert not errors
    assert Message.objects.filter(recipient=desk.officer).count() == 1
    assert Message.objects.filter(recipient=desk.leader).count() == 1


KILLED = """
import datetime as dt, os, signal, sys
import django
django.setup()
from accounts.models import Unit, User
from notifications import reminders
from notifications.actions import remind, send_due_reminders
reminders._kinds.clear()
people = list(User.objects.order_by("pk"))
units = list(Unit.objects.order_by("pk"))[:3]
due = dt.date(2024, 11, 29)
reminders.register(reminders.ReminderKind(code="test.killed", label="x", dues=lambda day: [
    reminders.Due(obj=unit, due_on=due, title=f"Việc {number}", url="/", recipients=tuple(people))
    for number, unit in enumerate(units)]))
if sys.argv[1:] == ["die"]:
    inner, calls = remind.notify, []
    def dying(**fields):
        calls.append(1)
        if len(calls) == 2:
            os.kill(os.getpid(), signal.SIGKILL)
        return inner(**fields)
    remind.notify = dying
print(send_due_reminders(due).sent)
"""


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_of_a_run_is_made_good_by_the_next(user_as, units):
    """kill -9 after the row of the second due date was written and before its message: the first stays, the rest come."""
    for _ in range(2):
        user_as(Role.DISTRICT_OFFICER)
    base = connection.settings_dict
    url = f"postgres://{base['USER']}@/{base['NAME']}?host={quote(base['HOST'])}"
    if not base["HOST"].startswith("/"):
        url = f"postgres://{base['USER']}@{base['HOST']}:{base['PORT']}/{base['NAME']}"
    env = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "ocop_portal.settings"}
    where = Path(settings.BASE_DIR)

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # noqa: PLW1510 (its return code is what is looked at)
            [sys.executable, "-c", KILLED, *arguments], cwd=where, env=env, capture_output=True, text=True, timeout=60
        )

    dead = run("die")
    assert dead.returncode == -signal.SIGKILL, dead.stderr
    assert SentReminder.objects.count() == Message.objects.count() == 2
    again = run()
    assert again.stdout.strip() == "4", again.stderr
    assert SentReminder.objects.count() == Message.objects.count() == 6
    assert run().stdout.strip() == "0"


@pytest.mark.django_db
def test_a_digest_comes_once_a_morning_instead_of_a_mail_each(desk, at):
    set_mail_preference(actor=desk.officer, by_mail=True, digest=True)
    day = at(DUE - dt.timedelta(days=7))
    send_due_reminders()
    assert not OutboxMail.objects.exists()
    assert send_digests(day) == 1
    assert send_digests(day) == 0
    digest = OutboxMail.objects.get().message
    assert "1 tin" in digest.title
    assert "Gửi báo cáo" in digest.body
    assert send_digests(day + dt.timedelta(days=1)) == 0  # nothing new


@pytest.mark.django_db
def test_the_schedule_shows_ones_own_units_reminders_and_the_department_all(desk, at, client_as, units):
    at(DUE - dt.timedelta(days=7))
    send_due_reminders()
    page = reverse("notifications:schedule")
    for client, seen in [
        (client_as(user=desk.officer), True),
        (client_as(Role.DEPARTMENT_OFFICER), True),
        (client_as(Role.DISTRICT_OFFICER, units["Gia Viễn"]), False),
        (client_as(Role.ADMIN), False),
    ]:
        for tab in ("sap-gui", "da-gui"):
            assert ("Gửi báo cáo" in client.get(page, {"xem": tab}).content.decode()) is seen


def _seen_by(client_as: Any, person: Any) -> tuple[bool, bool]:
    """Whether what will be sent and what was sent stand on this person's page."""
    client = client_as(user=User.objects.get(pk=person.pk))
    pages = (client.get(reverse("notifications:schedule"), {"xem": tab}) for tab in ("sap-gui", "da-gui"))
    return tuple("Gửi báo cáo" in page.content.decode() for page in pages)


@pytest.mark.django_db
def test_a_reminder_belongs_to_the_unit_whose_work_it_was_not_to_where_the_person_sits_now(desk, at, client_as, units):
    at(DUE - dt.timedelta(days=7))
    send_due_reminders()
    colleague, new_colleague = (factories.person(Role.DISTRICT_OFFICER, units[name]) for name in ("Yên Mô", "Gia Viễn"))
    factories.MembershipFactory(user=desk.officer, role=Role.COUNCIL_MEMBER, unit=units["Gia Viễn"])
    assert _seen_by(client_as, colleague) == (True, True), "a second seat elsewhere hides nothing of this one's work"
    assert _seen_by(client_as, new_colleague) == (False, False)
    desk.officer.memberships.all().delete()
    factories.MembershipFactory(user=desk.officer, role=Role.DISTRICT_OFFICER, unit=units["Gia Viễn"])
    assert _seen_by(client_as, desk.officer) == (True, True)
    assert _seen_by(client_as, new_colleague) == (False, False), "he moved here; the other unit's work did not"
    assert _seen_by(client_as, colleague) == (True, True)
    SentReminder.objects.update(unit=None)  # from before it was kept whose work it was
    sent = [_seen_by(client_as, one)[1] for one in (colleague, desk.officer, factories.person(Role.DEPARTMENT_LEADER))]
    assert sent == [False, True, True]


@pytest.mark.django_db
def test_one_thing_of_several_units_is_each_ones_own_people(desk, at, client_as, units):
    at(DUE - dt.timedelta(days=7))
    there = factories.person(Role.DISTRICT_OFFICER, units["Gia Viễn"])
    both = {desk.officer.pk: units["Yên Mô"].pk, there.pk: units["Gia Viễn"].pk}
    task = Due(
        obj=desk.obj, due_on=DUE, title="Nhiệm vụ chung", url="/", recipients=(desk.officer, there), units=both
    )  # fmt: skip
    reminders.register(ReminderKind(code="test.report", label="Việc thử", dues=lambda _day: [task]))
    send_due_reminders()
    assert dict(SentReminder.objects.values_list("recipient", "unit")) == both
    for person in (desk.officer, there):
        (planned,) = schedule.planned(person)
        assert planned.people == (person,)
        assert [row.recipient for row in visible_reminders(person)] == [person]


@pytest.mark.django_db
def test_ordered_days_are_written_and_removed_by_the_department(client_as, at):
    at(dt.date(2024, 10, 14))
    office = client_as(Role.DEPARTMENT_OFFICER)
    page = reverse("notifications:schedule")
    office.post(reverse("notifications:order_day"), {"day": "15/10/2024", "works": "0", "reason": "Công văn số 1"})
    assert not is_working_day(dt.date(2024, 10, 15))
    assert "Công văn số 1" in office.get(page, {"xem": "ngay-nghi"}).content.decode()
    again = office.post(reverse("notifications:order_day"), {"day": "31/02/2024", "works": "0", "reason": ""})
    assert "error-summary" in again.content.decode()
    office.post(reverse("notifications:withdraw_day", args=[CalendarDay.objects.get().pk]))
    assert is_working_day(dt.date(2024, 10, 15))


@pytest.mark.django_db
def test_inactive_people_get_nothing(desk, at):
    desk.officer.is_active = False
    assert remind(kind=reminders.kinds()[0], due=desk.dues(DUE)[0], on=at(DUE)) == 0
