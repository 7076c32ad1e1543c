"""Members who still owe an opinion in writing are reminded, once a stage; whoever sent it is left alone."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from core.formats import local_date, now
from evaluations import actions
from evaluations.enums import SessionMode
from evaluations.models import CouncilSession
from notifications import reminders as registry
from notifications.actions import send_due_reminders
from notifications.models import SentReminder
from tests.evaluations.council_world import CouncilWorld

pytestmark = pytest.mark.django_db


def _stages(person: Any) -> list[int]:
    return sorted(SentReminder.objects.filter(recipient=person).values_list("stage", flat=True), reverse=True)


def test_opinions_in_writing_are_asked_for_until_each_is_there(
    council: CouncilWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = next(kind for kind in registry.kinds() if kind.code == "evaluations.written_opinion")
    monkeypatch.setattr(registry, "_kinds", {kind.code: kind})
    session = council.session(1, mode=SessionMode.WRITTEN)
    due = local_date(CouncilSession.objects.get(pk=session.pk).reply_by)
    assert due is not None
    for days in (8, 7):  # before it is opened nobody owes anything
        send_due_reminders(due - dt.timedelta(days=days))
    assert not SentReminder.objects.exists()
    actions.open_session(session=session, presider=None, actor=council.officer)
    for days in (7, 7, 6, 3):
        send_due_reminders(due - dt.timedelta(days=days))
    council.submit(session.assessments.get(), 1, 60)
    for days in (2, 1, 0, 0):
        send_due_reminders(due - dt.timedelta(days=days))
    assert _stages(council.people[0]) == [7, 3, 1, 0]
    assert _stages(council.people[1]) == [7, 3]
    assert set(SentReminder.objects.values_list("unit", flat=True)) == {session.council.unit_id}
    titles = set(SentReminder.objects.values_list("title", flat=True))
    assert not any(character in title for title in titles for character in ("điểm:", "60"))
    CouncilSession.objects.filter(pk=session.pk).update(reply_by=now() - dt.timedelta(minutes=1))
    for place in (0, 2, 3, 4, 5, 6):
        council.submit(session.assessments.get(), place, 60)
    before = SentReminder.objects.count()
    send_due_reminders(due + dt.timedelta(days=30))
    assert SentReminder.objects.count() == before
