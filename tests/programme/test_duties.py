"""Report duties through 1 December, 20 December and New Year: who is reminded, who is late, who sent."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.enums import Role
from core.errors import Denied
from notifications import reminders as registry
from notifications.actions import send_due_reminders
from notifications.models import Message, SentReminder
from programme import actions, reminders, tasks, waiting
from programme.actions import reports
from programme.enums import ObligationState
from programme.models import DutyRule, ReportObligation
from tests.products.world import pdf_upload
from tests.programme.report_steps import approve, submit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _only_duties(monkeypatch):
    """The engine looks at report duties alone."""
    kind = next(kind for kind in registry.kinds() if kind.code == "programme.obligation")
    monkeypatch.setattr(registry, "_kinds", {kind.code: kind})
    assert reminders


def _annual(office, place="Yên Mô"):
    """The duty that the annual report settles."""
    return ReportObligation.objects.select_related("rule", "unit").get(
        rule__code="bao-cao-nam-huyen", unit=office.units[place], year=2024
    )


def _by_paper(office, place="Yên Mô"):
    """A duty without a form in the portal: its signed paper is attached."""
    rule, _ = DutyRule.objects.get_or_create(
        code="bao-cao-chuyen-de",
        defaults={"name": "Báo cáo chuyên đề", "level": "district", "months": [12], "before_day": 1, "cut_off_days": 10,
                  "addressee": "Sở"},
    )  # fmt: skip
    actions.ensure_obligations(2024)
    return ReportObligation.objects.select_related("rule", "unit").get(rule=rule, unit=office.units[place], year=2024)


def _report(office, place="Yên Mô"):
    """The annual report of the district by its own way: written, submitted, approved."""
    report = reports.open_report(unit=office.units[place], year=2024, actor=office.district)
    return approve(submit(report, office.district), office.district_leader)


def _send(row, officer, leader):
    if row.state == ObligationState.NOT_STARTED:
        actions.take_duty_step(obligation=row, name="start", actor=officer)
    actions.attach_paper(
        obligation=row, notation="215/BC-UBND", note="", upload=pdf_upload(), actor=officer, version=None
    )
    actions.take_duty_step(obligation=row, name="submit", actor=officer)
    return actions.take_duty_step(obligation=row, name="send_again" if row.is_settled else "send", actor=leader)


def _stages(person, row):
    rows = SentReminder.objects.filter(recipient=person, object_id=str(row.pk))
    return sorted(rows.values_list("stage", flat=True), reverse=True)


def test_before_the_first_of_december_means_until_thirty_november(office):
    row = _annual(office)
    assert (row.due_on, row.cut_off_on) == (dt.date(2024, 11, 30), dt.date(2024, 11, 20))
    ours = ReportObligation.objects.get(rule__code="bao-cao-nam-so", year=2024)
    assert (ours.due_on, ours.unit.level) == (dt.date(2024, 12, 19), "province")
    assert not ReportObligation.objects.filter(rule__code="bao-cao-quy-huyen").exists()  # not asked for
    assert actions.ensure_obligations(2024) == 0


def test_the_clock_moves_through_december_and_new_year(office, at):
    """Officers at 30 … 0 days and on each working day when late, the leader once; sending ends it."""
    row, ours = _annual(office), ReportObligation.objects.get(rule__code="bao-cao-nam-so", year=2024)
    day = dt.date(2024, 10, 25)
    while day <= dt.date(2024, 12, 4):
        at(day)
        send_due_reminders()
        day += dt.timedelta(days=1)
    # Late from Sunday 1/12: Monday 2/12, Tuesday 3/12, Wednesday 4/12; the leader from three days late on.
    assert _stages(office.district, row) == [30, 14, 7, 3, 1, 0, -2, -3, -4]
    assert _stages(office.district_leader, row) == [-3]
    assert _stages(office.officer, row) == []
    _report(office)
    while day <= dt.date(2025, 1, 3):
        at(day)
        tasks.open_year()
        send_due_reminders()
        day += dt.timedelta(days=1)
    assert _stages(office.district, row) == [30, 14, 7, 3, 1, 0, -2, -3, -4]
    late = _stages(office.officer, ours)
    assert late[:6] == [30, 14, 7, 3, 1, 0]
    days = [ours.due_on - dt.timedelta(days=stage) for stage in late[6:]]
    assert dt.date(2024, 12, 20) in days
    assert not {dt.date(2024, 12, 21), dt.date(2024, 12, 22), dt.date(2025, 1, 1)} & set(days)
    assert dt.date(2025, 1, 2) in days  # last year's report is still owed
    assert ReportObligation.objects.filter(year=2025, rule__code="bao-cao-nam-huyen").count() == 2


def test_new_year_is_vietnams(office, time_machine):
    time_machine.move_to(dt.datetime(2024, 12, 31, 16, 59, tzinfo=dt.UTC), tick=False)
    assert tasks.open_year() == 0
    time_machine.move_to(dt.datetime(2024, 12, 31, 17, 1, tzinfo=dt.UTC), tick=False)
    assert tasks.open_year() > 0
    assert not ReportObligation.objects.filter(year=2026).exists()


def test_named_officers_are_reminded_instead_of_all(office, at, user_as):
    other = user_as(Role.DISTRICT_OFFICER)
    row = _annual(office)
    with pytest.raises(Denied):
        actions.assign_officers(obligation=row, officers=[office.neighbour], actor=office.district_leader)
    actions.assign_officers(obligation=row, officers=[other], actor=office.district_leader)
    at(dt.date(2024, 11, 23))
    send_due_reminders()
    assert (_stages(other, row), _stages(office.district, row)) == ([7], [])
    assert row in waiting.to_prepare(other)
    assert row not in waiting.to_prepare(office.district)


def test_while_it_waits_for_the_leader_the_leader_is_reminded(office, at):
    row = _by_paper(office)
    at(dt.date(2024, 11, 23))
    actions.take_duty_step(obligation=row, name="start", actor=office.district)
    actions.attach_paper(
        obligation=row, notation="1/BC", note="", upload=pdf_upload(), actor=office.district, version=None
    )
    actions.take_duty_step(obligation=row, name="submit", actor=office.district)
    send_due_reminders()
    assert (_stages(office.district_leader, row), _stages(office.district, row)) == ([7], [])
    assert row in waiting.to_send(office.district_leader)


def test_a_report_goes_by_two_persons_with_its_paper(office):
    row = _by_paper(office)
    actions.take_duty_step(obligation=row, name="start", actor=office.district)
    with pytest.raises(Denied, match="đính kèm"):
        actions.take_duty_step(obligation=row, name="submit", actor=office.district)
    actions.attach_paper(
        obligation=row, notation="9/BC", note="", upload=pdf_upload(), actor=office.district, version=None
    )
    actions.take_duty_step(obligation=row, name="submit", actor=office.district)
    for stranger in (office.district, office.leader, office.neighbour):
        with pytest.raises(Denied):
            actions.take_duty_step(obligation=row, name="send", actor=stranger)
    actions.take_duty_step(obligation=row, name="send", actor=office.district_leader)
    assert (row.state, row.first_sent_on) == (ObligationState.SENT, dt.date(2024, 10, 14))
    assert Message.objects.filter(recipient=office.officer, kind="obligation.received").count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportObligation.objects.filter(pk=row.pk).update(sent_by=office.district)


def test_a_correction_is_a_version_and_is_not_late(office, at):
    row = _by_paper(office)
    _send(row, office.district, office.district_leader)
    at(dt.date(2024, 12, 10))
    with pytest.raises(Denied, match="lý do"):
        actions.take_duty_step(obligation=row, name="correct", actor=office.district)
    actions.take_duty_step(obligation=row, name="correct", actor=office.district, reason="Sai số lớp tập huấn")
    row.refresh_from_db()
    assert (row.revision, row.is_settled, row.is_late) == (2, True, False)
    send_due_reminders()
    assert not SentReminder.objects.filter(object_id=str(row.pk)).exists()
    _send(row, office.district, office.district_leader)
    assert (row.state, row.first_sent_on) == (ObligationState.CORRECTED, dt.date(2024, 10, 14))


def test_the_department_sees_who_sent_and_who_is_late_and_urges_once_a_day(office, at, client_as):
    _send(_by_paper(office), office.district, office.district_leader)
    at(dt.date(2024, 12, 2))
    client, page = client_as(user=office.officer), reverse("programme:obligations")
    shown = client.get(page).content.decode()
    assert "1/2" in shown
    assert "Trễ, chưa bắt đầu" in shown
    late = _by_paper(office, "Gia Viễn")
    client.post(reverse("programme:urge"), {"obligation": [late.pk, _by_paper(office).pk]})
    assert Message.objects.filter(kind="obligation.urged").count() == 1
    again = client.post(reverse("programme:urge"), {"obligation": [late.pk]})
    assert Message.objects.filter(kind="obligation.urged").count() == 1
    assert again.status_code in {302, 403}
    neighbour = client_as(user=office.neighbour)
    assert "Huyện Yên Mô" not in neighbour.get(page).content.decode()
    assert neighbour.get(reverse("programme:obligation", args=[_by_paper(office).pk])).status_code == 404


def test_the_way_over_the_pages(office, client_as):
    row = _by_paper(office)
    officer, leader = client_as(user=office.district), client_as(user=office.district_leader)

    def at(name, *more):
        return reverse(f"programme:{name}", args=[row.pk, *more])

    officer.post(at("obligation_step", "start"))
    form = {"notation": "215/BC-UBND", "note": "", "paper": pdf_upload()}
    assert officer.post(at("obligation_attach"), form).status_code == 302
    assert officer.get(at("obligation_step", "submit")).status_code == 200
    officer.post(at("obligation_step", "submit"))
    page = leader.get(at("obligation")).content.decode()
    assert "Duyệt, gửi" in page
    assert "Gửi bản sửa" not in page
    leader.post(at("obligation_step", "send"))
    assert "Đã gửi" in officer.get(at("obligation")).content.decode()
    assert officer.get(at("obligation_step", "nowhere")).status_code == 404


def test_the_department_sets_periodic_duties(office, client_as, at):
    rule = DutyRule.objects.get(code="bao-cao-nam-huyen")
    client = client_as(user=office.officer)
    values = {
        "code": rule.code, "name": rule.name, "kind": rule.kind, "level": rule.level, "addressee": rule.addressee,
        "months": ["12"], "before_day": "5", "cut_off_days": "3", "basis": rule.basis, "active": "on", "needs_file": "on",
        "version": rule.version,
    }  # fmt: skip
    assert client.post(reverse("programme:duty_edit", args=[rule.pk]), values).status_code == 302
    row = _annual(office)
    assert (row.due_on, row.cut_off_on) == (dt.date(2024, 12, 4), dt.date(2024, 12, 1))
    quarterly = DutyRule.objects.get(code="bao-cao-quy-huyen")
    actions.save_rule(values={"active": True}, actor=office.officer, rule=quarterly)
    assert ReportObligation.objects.filter(rule=quarterly, year=2024).count() == 8
    assert str(ReportObligation.objects.filter(rule=quarterly, month=3).first()).endswith("quý I/2024")
    assert client_as(user=office.district).get(reverse("programme:duty_new")).status_code in {302, 403, 404}


def test_a_duty_with_a_report_form_is_settled_by_its_report_alone(office, client_as):
    """Nobody marks the annual report as sent with a file and a click; the report itself does, with its figures."""
    row = _annual(office)
    for name in ("start", "submit", "send"):
        ReportObligation.objects.filter(pk=row.pk).update(
            state={"start": "not_started", "submit": "drafting", "send": "waiting"}[name]
        )
        actor = office.district_leader if name == "send" else office.district
        with pytest.raises(Denied, match="mẫu báo cáo trên cổng"):
            actions.take_duty_step(obligation=row, name=name, actor=actor)
    ReportObligation.objects.filter(pk=row.pk).update(state="not_started")
    with pytest.raises(Denied, match="báo cáo gửi từ cổng"):
        actions.attach_paper(
            obligation=row, notation="9/BC", note="", upload=pdf_upload(), actor=office.district, version=None
        )
    client = client_as(user=office.district)
    page = client.get(reverse("programme:obligation", args=[row.pk])).content.decode()
    assert reverse("programme:report_new") in page
    for name, more in (("obligation_attach", []), ("obligation_step", ["start"]), ("obligation_step", ["submit"])):
        assert reverse(f"programme:{name}", args=[row.pk, *more]) not in page
    assert client.post(reverse("programme:obligation_step", args=[row.pk, "start"])).status_code in {302, 403}
    row.refresh_from_db()
    assert (row.state, row.first_sent_on) == (ObligationState.NOT_STARTED, None)
    sent = _report(office)
    row.refresh_from_db()
    assert (row.state, row.notation, row.first_sent_on) == (
        ObligationState.SENT, sent.document.notation, dt.date(2024, 10, 14),
    )  # fmt: skip
    with pytest.raises(Denied, match="mẫu báo cáo trên cổng"):
        actions.take_duty_step(obligation=row, name="correct", actor=office.district, reason="Sai")


def test_another_report_does_not_settle_the_duty(office):
    from core import workflow

    row, other = _annual(office), _annual(office, "Gia Viễn")
    report = reports.open_report(unit=office.units["Yên Mô"], year=2024, actor=office.district)
    with pytest.raises(Denied):
        workflow.apply(other, "start", actor=office.neighbour, data={"report": report})
    row.refresh_from_db()
    assert row.state == ObligationState.DRAFTING
