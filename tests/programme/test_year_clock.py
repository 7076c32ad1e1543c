"""The clock through 1 December, 20 December and New Year: duties and reports, day by day."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import pytest
from django.urls import reverse

from core.formats import VIETNAM, today
from notifications import reminders as registry
from notifications.actions import send_due_reminders
from notifications.models import Message, SentReminder
from programme import actions, tasks, waiting
from programme.actions import reports
from programme.models import DutyRule, Report, ReportObligation
from programme.reporting.content import Content
from tests.programme.report_steps import approve, submit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _only_duties(monkeypatch):
    """The engine looks at report duties alone."""
    kind = next(kind for kind in registry.kinds() if kind.code == "programme.obligation")
    monkeypatch.setattr(registry, "_kinds", {kind.code: kind})


def _duty(office, place, code, year=2024):
    return ReportObligation.objects.select_related("rule", "unit").get(
        rule__code=code, unit=office.units[place], year=year
    )


def _days(at: Any, first: dt.date, last: dt.date):
    day = first
    while day <= last:
        at(day)
        yield day
        day += dt.timedelta(days=1)


def _stages(person, row):
    rows = SentReminder.objects.filter(recipient=person, object_id=str(row.pk))
    return sorted(rows.values_list("stage", flat=True), reverse=True)


def test_late_begins_the_day_after_and_not_an_hour_before(office, time_machine, client_as):
    """Hạn cuối 30/11: still in time at its last second in Vietnam, late from midnight, whatever the server's zone."""
    row = _duty(office, "Yên Mô", "bao-cao-nam-huyen")
    ours = _duty(office, "Ninh Bình", "bao-cao-nam-so")
    page = reverse("programme:obligation", args=[row.pk])
    for moment, late, ours_late in (
        (dt.datetime(2024, 11, 30, 23, 59, 59, tzinfo=VIETNAM), False, False),
        (dt.datetime(2024, 12, 1, 0, 0, 0, tzinfo=VIETNAM), True, False),
        (dt.datetime(2024, 12, 1, 0, 30, tzinfo=dt.UTC), True, False),  # 07:30 in Vietnam
        (dt.datetime(2024, 12, 19, 16, 59, 59, tzinfo=dt.UTC), True, False),
        (dt.datetime(2024, 12, 19, 17, 0, tzinfo=dt.UTC), True, True),  # 20/12 in Vietnam
        (dt.datetime(2025, 1, 1, 0, 0, 1, tzinfo=VIETNAM), True, True),
    ):
        time_machine.move_to(moment, tick=False)
        assert (row.is_late, ours.is_late) == (late, ours_late), moment
        client = client_as(user=office.officer)
        client.post(reverse("core:change_year"), {"year": "2024", "next": "/"})
        shown = client.get(page).content.decode()
        assert ("Trễ, chưa bắt đầu" in shown) is late, moment


def test_each_reminder_goes_once_however_often_the_engine_runs(office, at):
    row = _duty(office, "Yên Mô", "bao-cao-nam-huyen")
    for _day in _days(at, dt.date(2024, 10, 28), dt.date(2024, 12, 6)):
        for _hour in range(3):  # the beat looks each hour
            send_due_reminders()
    # 30/11 is a Saturday; 1/12 a Sunday: late reminders on Monday 2 to Friday 6.
    assert _stages(office.district, row) == [30, 14, 7, 3, 1, 0, -2, -3, -4, -5, -6]
    assert _stages(office.district_leader, row) == [-3]
    told = Counter(Message.objects.filter(recipient=office.district, url__contains=f"/{row.pk}/").values_list("title"))
    assert sum(told.values()) == 11
    assert set(told.values()) == {1}


def test_the_departments_own_twenty_december(office, at):
    ours = _duty(office, "Ninh Bình", "bao-cao-nam-so")
    for _day in _days(at, dt.date(2024, 11, 15), dt.date(2025, 1, 3)):
        send_due_reminders()
    late = [ours.due_on - dt.timedelta(days=stage) for stage in _stages(office.officer, ours) if stage < 0]
    assert _stages(office.officer, ours)[:6] == [30, 14, 7, 3, 1, 0]
    assert late == [dt.date(2024, 12, day) for day in (20, 23, 24, 25, 26, 27, 30, 31)] + [
        dt.date(2025, 1, 2),
        dt.date(2025, 1, 3),
    ]  # no Saturday, no Sunday, not New Year's Day
    assert _stages(office.leader, ours) == [-3]
    leader = SentReminder.objects.get(recipient=office.leader, object_id=str(ours.pk))
    assert leader.as_leader


def test_what_is_sent_on_the_last_day_is_not_reminded_of_and_not_late(office, at):
    row = _duty(office, "Yên Mô", "bao-cao-nam-huyen")
    for _day in _days(at, dt.date(2024, 11, 23), dt.date(2024, 11, 30)):
        send_due_reminders()
    report = reports.open_report(unit=row.unit, year=2024, actor=office.district)
    approve(submit(report, office.district), office.district_leader)
    for _day in _days(at, dt.date(2024, 12, 1), dt.date(2024, 12, 5)):
        send_due_reminders()
    row.refresh_from_db()
    assert _stages(office.district, row) == [7, 3, 1, 0]
    assert _stages(office.district_leader, row) == []
    assert (row.first_sent_on, row.is_late) == (dt.date(2024, 11, 30), False)
    at(dt.date(2024, 12, 10))
    reports.correct_report(report=Report.objects.get(), reason="Sót một lớp", actor=office.district)
    send_due_reminders()
    row.refresh_from_db()
    assert (row.is_late, _stages(office.district, row)) == (False, [7, 3, 1, 0])


def test_what_is_sent_late_stops_the_reminders_the_same_day(office, at):
    row = _duty(office, "Yên Mô", "bao-cao-nam-huyen")
    for _day in _days(at, dt.date(2024, 12, 1), dt.date(2024, 12, 3)):
        send_due_reminders()
    report = reports.open_report(unit=row.unit, year=2024, actor=office.district)
    approve(submit(report, office.district), office.district_leader)
    for _day in _days(at, dt.date(2024, 12, 3), dt.date(2024, 12, 12)):
        send_due_reminders()
    row.refresh_from_db()
    assert _stages(office.district, row) == [-2, -3]
    assert row.first_sent_on == dt.date(2024, 12, 3)


def test_figures_are_cut_off_at_midnight_in_vietnam(office, time_machine):
    """A recognition of 30/11 counts, one of 1/12 does not, though both were entered by then."""
    office.recognition("Kịp", 3, dt.date(2024, 11, 30))
    office.recognition("Muộn", 3, dt.date(2024, 12, 1))
    time_machine.move_to(dt.datetime(2024, 12, 2, 9, tzinfo=VIETNAM), tick=False)
    report = reports.open_report(unit=office.units["Yên Mô"], year=2024, actor=office.district)
    report = reports.take_figures(report=report, actor=office.district, cut_off_on=dt.date(2024, 11, 30))
    assert Content(report).figures["cong_nhan_moi"].value == 1
    report = reports.take_figures(report=report, actor=office.district, cut_off_on=dt.date(2024, 12, 1))
    assert Content(report).figures["cong_nhan_moi"].value == 2


@pytest.mark.parametrize(
    ("moment", "day", "counted"),
    [
        (dt.datetime(2024, 11, 30, 16, 59, 59, tzinfo=dt.UTC), dt.date(2024, 11, 30), 1),
        (dt.datetime(2024, 11, 30, 17, 0, 0, tzinfo=dt.UTC), dt.date(2024, 12, 1), 0),
    ],
)
def test_what_has_a_time_counts_on_its_day_in_vietnam(office, time_machine, settings, moment, day, counted):
    """A communication, an inspection, a document has a moment: 16:59:59 UTC is still 30/11, 17:00 is 1/12."""
    from inspections.models import Inspection

    settings.TIME_ZONE = "Asia/Ho_Chi_Minh"
    Inspection.objects.create(
        code="KT-1", unit=office.units["Yên Mô"], district=office.units["Yên Mô"], site_name="Cơ sở", state="concluded",
        begun_at=moment, begun_by=office.district, concluded_at=moment, concluded_by=office.district,
        created_by=office.district,
    )  # fmt: skip
    time_machine.move_to(moment, tick=False)
    assert today() == day
    time_machine.move_to(dt.datetime(2024, 12, 2, 9, tzinfo=VIETNAM), tick=False)
    report = reports.open_report(unit=office.units["Yên Mô"], year=2024, actor=office.district)
    report = reports.take_figures(report=report, actor=office.district, cut_off_on=dt.date(2024, 11, 30))
    assert Content(report).figures["kiem_tra"].value == counted


def test_new_years_duties_belong_to_the_new_year_in_vietnam(office, time_machine):
    before = ReportObligation.objects.count()
    time_machine.move_to(dt.datetime(2024, 12, 31, 23, 59, 59, tzinfo=VIETNAM), tick=False)
    assert tasks.open_year() == 0
    assert ReportObligation.objects.count() == before
    time_machine.move_to(dt.datetime(2025, 1, 1, 0, 0, 0, tzinfo=VIETNAM), tick=False)
    made = tasks.open_year()
    assert made == ReportObligation.objects.filter(year=2025).count() > 0
    assert tasks.open_year() == 0
    fresh = _duty(office, "Yên Mô", "bao-cao-nam-huyen", 2025)
    assert (fresh.due_on, fresh.cut_off_on) == (dt.date(2025, 11, 30), dt.date(2025, 11, 20))
    assert str(fresh).endswith("năm 2025")
    old = _duty(office, "Yên Mô", "bao-cao-nam-huyen")
    assert old.is_late
    assert old in waiting.to_prepare(office.district)
    assert fresh not in waiting.to_prepare(office.district)


def test_in_january_the_old_years_report_settles_the_old_years_duty(office, at):
    at(dt.date(2025, 1, 8))
    tasks.open_year()
    report = reports.open_report(unit=office.units["Yên Mô"], year=2024, actor=office.district)
    assert report.cut_off_on == dt.date(2024, 11, 20)
    approve(submit(report, office.district), office.district_leader)
    old, fresh = _duty(office, "Yên Mô", "bao-cao-nam-huyen"), _duty(office, "Yên Mô", "bao-cao-nam-huyen", 2025)
    assert (old.first_sent_on, fresh.first_sent_on) == (dt.date(2025, 1, 8), None)


def test_a_duty_of_the_first_days_of_december_keeps_its_year(office, at):
    """“Trước ngày 1/1” would end in the year before: the period keeps the year that the rule names."""
    rule = DutyRule.objects.create(
        code="bao-cao-thang-1", name="Báo cáo tháng", level="district", months=[1], before_day=1, cut_off_days=0
    )
    actions.ensure_obligations(2025)
    row = ReportObligation.objects.filter(rule=rule, year=2025).first()
    assert row is not None
    assert row.due_on == dt.date(2024, 12, 31)
    at(dt.date(2025, 1, 1))
    assert row.is_late


def test_a_task_is_reminded_of_until_each_unit_has_finished_its_part(office, at, monkeypatch):
    from programme import reminders

    monkeypatch.setattr(registry, "_kinds", {})
    registry.register(
        registry.ReminderKind(
            code="programme.task", label="Nhiệm vụ", dues=reminders._tasks, days_before=reminders.TASK_DAYS
        )
    )
    task = office.plan.tasks.select_related("plan").get(number="2.3")
    assert task.ends_on == dt.date(2024, 9, 30)
    for _day in _days(at, dt.date(2024, 8, 31), dt.date(2024, 9, 30)):
        send_due_reminders()
    assert _stages(office.district, task) == _stages(office.neighbour, task) == [30, 7, 1, 0]
    actions.report_progress(task=task, unit=office.units["Yên Mô"], percent=100, text="Xong", actor=office.district)
    for _day in _days(at, dt.date(2024, 10, 1), dt.date(2024, 10, 4)):
        send_due_reminders()
    assert _stages(office.district, task) == [30, 7, 1, 0]
    assert _stages(office.neighbour, task) == [30, 7, 1, 0, -1, -2, -3, -4]
    assert _stages(office.leader, task) == [-3]  # the Department has its own part in it


def test_tasks_of_a_closed_year_are_not_reminded_of(office, at):
    from programme import reminders
    from programme.enums import PlanState
    from programme.models import AnnualPlan

    at(dt.date(2025, 1, 6))
    assert list(reminders._tasks(today()))
    AnnualPlan.objects.filter(pk=office.plan.pk).update(
        state=PlanState.CLOSED, closed_at=office.plan.created_at, closed_by=office.leader
    )
    assert not list(reminders._tasks(today()))


def test_last_years_duty_opens_last_years_report_in_january(office, at, client_as):
    from core import jobs
    from core.models import Job

    at(dt.date(2025, 1, 8))
    row = _duty(office, "Yên Mô", "bao-cao-nam-huyen")
    client = client_as(user=office.district)
    link = f"{reverse('programme:report_new')}?nam=2024"
    assert link in client.get(reverse("programme:obligation", args=[row.pk])).content.decode()
    assert "Lập báo cáo năm 2024" in client.get(link).content.decode()
    client.post(link, {})
    jobs.run(str(Job.objects.latest("created_at").pk))
    assert (Report.objects.get().year, Report.objects.get().obligation) == (2024, row)
    assert "Lập báo cáo năm 2025" in client.get(f"{reverse('programme:report_new')}?nam=x").content.decode()
