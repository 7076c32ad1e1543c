"""Repairs: reported with evidence, checked by another, sent back with a new date, closed."""

from __future__ import annotations

import datetime as dt

import pytest

from core.errors import Denied
from core.formats import today
from inspections.actions import findings, visits
from inspections.models import CorrectiveAction
from inspections.reminders import _rechecks, _repairs
from tests.products.world import pdf_upload

pytestmark = pytest.mark.django_db


def test_the_producer_reports_and_the_team_accepts(world):
    action = world.demand()
    findings.add_evidence(action=action, upload=pdf_upload(), actor=world.owner)
    action = findings.take(action=action, step="report", actor=world.owner, report="Đã thay nhãn")
    assert action.recheck_on == today() + dt.timedelta(days=15)
    with pytest.raises(Denied):
        findings.take(action=action, step="accept", actor=world.owner)
    action = findings.take(action=action, step="accept", actor=world.advisor, note="Đã xem")
    assert (action.state, action.recheck_note) == ("accepted", "Đã xem")
    assert visits.close(inspection=action.finding.inspection, actor=world.officer).state == "closed"


def test_who_reported_for_the_producer_does_not_check(world):
    action = findings.take(action=world.demand(), step="report", actor=world.officer, report="Đã thay nhãn")
    with pytest.raises(Denied, match="người khác"):
        findings.take(action=action, step="accept", actor=world.officer)
    assert findings.take(action=action, step="accept", actor=world.second).state == "accepted"


@pytest.mark.parametrize(("days", "taken"), [(-1, False), (0, False), (1, True)])
def test_a_repair_sent_back_gets_a_date_that_lies_ahead(world, days, taken):
    action = findings.take(action=world.demand(), step="report", actor=world.owner, report="Đã thay")
    due = today() + dt.timedelta(days=days)
    if not taken:
        with pytest.raises(Denied):
            findings.take(action=action, step="send_back", actor=world.advisor, reason="Chưa đủ", due_on=due)
        return
    action = findings.take(action=action, step="send_back", actor=world.advisor, reason="Chưa đủ", due_on=due)
    assert (action.state, action.due_on, action.times_returned, action.reported_by) == ("open", due, 1, None)


def test_an_inspection_with_an_open_repair_is_not_closed(world):
    inspection = world.demand().finding.inspection
    with pytest.raises(Denied, match="chưa xong"):
        visits.close(inspection=inspection, actor=world.officer)


def test_nothing_is_reported_before_the_minutes_are_final(world):
    inspection = world.begun()
    action = world.finding(inspection).actions.get()
    with pytest.raises(Denied, match="Biên bản"):
        findings.take(action=action, step="report", actor=world.officer, report="Đã thay")


def test_a_grave_finding_needs_a_demand_with_a_date(world):
    inspection = world.begun()
    for values in (
        {"severity": "major", "text": "Sai nhãn", "demand": "", "due_on": None},
        {"severity": "minor", "text": "Sai nhãn", "demand": "Thay", "due_on": None},
        {"severity": "major", "text": "Sai nhãn", "demand": "Thay", "due_on": today()},
        {"severity": "huge", "text": "Sai nhãn", "demand": "", "due_on": None},
    ):
        with pytest.raises(Denied):
            findings.add_finding(inspection=inspection, values=values, actor=world.advisor)


def test_reminders_follow_the_state(world):
    action = world.demand()
    due = next(iter(_repairs(today())))
    assert (due.due_on, due.obj) == (action.due_on, action)
    assert world.owner in due.recipients
    assert world.leader in due.leaders
    findings.take(action=action, step="report", actor=world.owner, report="Đã thay")
    assert list(_repairs(today())) == []
    assert [row.due_on for row in _rechecks(today())] == [today() + dt.timedelta(days=15)]
    action.refresh_from_db()
    findings.take(action=action, step="accept", actor=world.advisor)
    assert list(_rechecks(today())) == []
    assert CorrectiveAction.objects.get().state == "accepted"
