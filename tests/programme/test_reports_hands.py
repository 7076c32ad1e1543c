"""One prepares, another checks, a third one approves, where the unit has three people; figures are taken as a job."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from core import jobs
from core.errors import Denied
from core.models import Job, JobState
from notifications.models import Message
from programme.actions import reports as actions
from programme.models import Report
from programme.reporting import rules
from programme.reporting.content import Content
from programme.reporting.states import ReportState
from programme.reporting.todo import to_check, to_send
from tests import factories
from tests.programme.report_steps import approve, fill, submit
from tests.programme.report_world import ReportWorld

As = Callable[..., Client]


@pytest.fixture
def report(world: ReportWorld) -> Report:
    """Yên Mô's report with the words that only officers can write."""
    made = actions.open_report(unit=world.units["Yên Mô"], year=2024, actor=world.officer)
    fill(made, world.officer)
    return made


def _second(world: ReportWorld, role: Role = Role.DISTRICT_OFFICER) -> User:
    return factories.person(role, world.units["Yên Mô"], full_name="Người thứ ba")


def _step(report: Report, name: str, actor: User, reason: str = "") -> Report:
    fresh = Report.objects.get(pk=report.pk)
    return actions.take_report_step(report=fresh, name=name, actor=User.objects.get(pk=actor.pk), reason=reason)


def test_two_people_are_enough_where_there_are_no_more(world: ReportWorld, report: Report) -> None:
    assert rules.checkers(report) == []
    with pytest.raises(Denied, match="không có người khác"):
        _step(report, "hand_over", world.officer)
    waiting = _step(report, "submit", world.officer)
    assert approve(waiting, world.leader).state == ReportState.SENT


def test_with_three_people_whoever_prepared_does_not_check(world: ReportWorld, report: Report) -> None:
    other = _second(world)
    assert rules.checkers(report) == [other]  # the only leader stays free to approve
    with pytest.raises(Denied, match="Người soạn không tự kiểm tra"):
        _step(report, "submit", world.officer)
    handed = _step(report, "hand_over", world.officer)
    assert handed.state == ReportState.CHECKING
    assert Message.objects.filter(recipient=other, kind="report.to_check").count() == 1
    assert to_check(User.objects.get(pk=other.pk)) == [handed]
    assert to_check(User.objects.get(pk=world.officer.pk)) == []
    with pytest.raises(Denied, match="chờ kiểm tra"):
        actions.save_section(report=handed, key="kien_nghi", text="x", actor=world.officer, version=None)
    for person in (world.officer, world.leader, world.other_officer, world.department):
        with pytest.raises(Denied):
            _step(report, "submit", person)
    waiting = _step(report, "submit", other)
    assert (waiting.created_by, waiting.submitted_by) == (world.officer, other)
    assert list(to_send(User.objects.get(pk=world.leader.pk))) == [waiting]
    for person in (world.officer, other):
        with pytest.raises(Denied):
            approve(Report.objects.get(), User.objects.get(pk=person.pk))
    sent = approve(Report.objects.select_related("unit__parent").get(), world.leader)
    assert len({sent.created_by_id, sent.submitted_by_id, sent.sent_by_id}) == 3


def test_a_second_leader_checks_and_the_first_approves_never_the_same(world: ReportWorld, report: Report) -> None:
    deputy = _second(world, Role.DISTRICT_LEADER)
    assert {one.pk for one in rules.checkers(report)} == {deputy.pk, world.leader.pk}
    _step(report, "hand_over", world.officer)
    waiting = _step(report, "submit", deputy)
    with pytest.raises(Denied, match="không tự duyệt"):
        approve(waiting, User.objects.get(pk=deputy.pk))
    assert approve(Report.objects.get(), world.leader).state == ReportState.SENT


def test_who_wrote_a_section_or_another_figure_is_no_checker(world: ReportWorld, report: Report) -> None:
    writer, corrector, free = _second(world), _second(world), _second(world)
    actions.save_section(report=report, key="kien_nghi", text="Thêm", actor=writer, version=None)
    actions.correct_figure(report=report, key="lop", value=Decimal(4), reason="Sót", actor=corrector)
    assert rules.checkers(report) == [free]
    _step(report, "hand_over", world.officer)
    for person in (writer, corrector):
        with pytest.raises(Denied):
            _step(report, "submit", person)
    assert _step(report, "submit", free).state == ReportState.WAITING


def test_the_checker_returns_with_a_reason_the_leader_alone_once_it_waits(world: ReportWorld, report: Report) -> None:
    other = _second(world)
    _step(report, "hand_over", world.officer)
    with pytest.raises(Denied, match="lý do"):
        _step(report, "return", other)
    with pytest.raises(Denied):
        _step(report, "return", world.officer, "x")
    assert _step(report, "return", other, "Thiếu số liệu").is_open
    _step(report, "hand_over", world.officer)
    _step(report, "submit", other)
    with pytest.raises(Denied, match="lãnh đạo trả lại"):
        _step(report, "return", other, "Thôi")
    assert _step(report, "return", world.leader, "Sửa mục V").is_open


def test_the_pages_lead_each_person_to_the_own_step(world: ReportWorld, report: Report, client_as: As) -> None:
    other = _second(world)
    check = reverse("programme:report_check", args=[report.pk])
    officer, second, leader = client_as(user=world.officer), client_as(user=other), client_as(user=world.leader)
    shown = officer.get(check).content.decode()
    assert "Chuyển kiểm tra" in shown
    assert "Người thứ ba" in shown
    assert officer.post(check, {}).status_code == 302
    report.refresh_from_db()
    assert report.state == ReportState.CHECKING
    assert (
        ">Trình duyệt báo cáo</button>"
        not in officer.get(reverse("programme:report", args=[report.pk])).content.decode()
    )
    page = second.get(check).content.decode()
    assert ">Trình duyệt báo cáo</button>" in page
    assert reverse("programme:report_return", args=[report.pk]) in page
    assert leader.get(check).status_code == 200
    assert second.post(check, {}).status_code == 302
    report.refresh_from_db()
    assert (report.state, report.submitted_by) == (ReportState.WAITING, other)
    assert second.get(reverse("programme:report_send", args=[report.pk])).status_code in {302, 403}


# --- the job -----------------------------------------------------------------------------------------------------------


def _run(response: Any) -> Job:
    job = Job.objects.latest("created_at")
    assert response.url == reverse("core:job", args=[job.pk])
    jobs.run(str(job.pk))
    job.refresh_from_db()
    return job


def test_a_report_is_begun_as_a_job_that_ends_at_the_report(world: ReportWorld, client_as: As) -> None:
    client, new = client_as(user=world.officer), reverse("programme:report_new")
    answer = client.post(new, {})
    assert not Report.objects.exists()
    again = client.post(new, {})
    assert (again.url, Job.objects.count()) == (answer.url, 1)  # a second click shows the same job
    job = _run(answer)
    assert (job.state, job.error) == (JobState.DONE, "")
    made = Report.objects.get()
    back = reverse("programme:report", args=[made.pk])
    assert (job.params["back"], job.params["page"]) == (back, back)
    ended = client.get(answer.url).content.decode()
    assert f'href="{back}" data-live-next' in ended
    assert "{#" not in ended
    assert Content(made).figures["cong_nhan_moi"].value == 1
    Job.objects.filter(pk=job.pk).update(state=JobState.WAITING)
    jobs.run(str(job.pk))
    assert Report.objects.count() == 1
    assert client.get(new).url == back


def test_taking_figures_again_loses_no_words(world: ReportWorld, report: Report, client_as: As) -> None:
    client, take = client_as(user=world.officer), reverse("programme:report_take", args=[report.pk])
    assert client.post(take, {"cut_off_on": "31/02/2024"}).status_code == 200
    before = Job.objects.count()
    assert client.post(take, {"cut_off_on": "26/11/2024"}).status_code in {302, 403}  # tomorrow
    assert client.post(take, {"cut_off_on": "31/12/2023"}).status_code in {302, 403}
    assert Job.objects.count() == before
    answer = client.post(take, {"cut_off_on": "21/11/2024"})
    report.refresh_from_db()
    assert f"{report.cut_off_on:%d/%m/%Y}" == "20/11/2024"  # nothing yet
    actions.save_section(report=report, key="kien_nghi", text="Gõ trong lúc chờ", actor=world.officer, version=None)
    job = _run(answer)
    assert (job.state, job.error) == (JobState.DONE, "")
    report = Report.objects.get()
    assert report.cut_off_on == dt.date(2024, 11, 21)
    content = Content(report)
    assert content.figures["cong_nhan_moi"].value == 2
    assert content.figures["lop"].value == 2
    assert content.sections["kien_nghi"].text == "Gõ trong lúc chờ"
    assert content.sections["ton_tai"].text == "a) Quy mô sản xuất còn nhỏ."


def test_a_report_submitted_meanwhile_is_not_changed_by_the_job(
    world: ReportWorld, report: Report, client_as: As
) -> None:
    answer = client_as(user=world.officer).post(
        reverse("programme:report_take", args=[report.pk]), {"cut_off_on": "21/11/2024"}
    )
    submit(report, world.officer)
    job = _run(answer)
    assert job.state == JobState.FAILED
    assert "chờ duyệt" in job.error
    assert Report.objects.get().cut_off_on == dt.date(2024, 11, 20)


def test_a_job_of_a_person_who_lost_the_seat_does_nothing(world: ReportWorld, client_as: As) -> None:
    answer = client_as(user=world.officer).post(reverse("programme:report_new"), {})
    world.officer.memberships.update(valid_to=dt.date(2024, 11, 1))
    job = _run(answer)
    assert job.state == JobState.FAILED
    assert not Report.objects.exists()


def test_a_correction_is_a_job_too(world: ReportWorld, report: Report, client_as: As) -> None:
    sent = approve(_step(report, "submit", world.officer), world.leader)
    client = client_as(user=world.officer)
    correct = reverse("programme:report_correct", args=[sent.pk])
    assert client.post(correct, {"reason": ""}).status_code == 200
    job = _run(client.post(correct, {"reason": "Sót một lớp"}))
    second = Report.objects.get(revision=2)
    assert (job.state, second.reason, second.previous_id) == (JobState.DONE, "Sót một lớp", sent.pk)
    Job.objects.filter(pk=job.pk).update(state=JobState.WAITING)
    jobs.run(str(job.pk))
    assert Report.objects.count() == 2
