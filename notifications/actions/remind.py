"""Sending reminders. Safe under two beats, two workers, a message delivered twice and kill -9.

Each due date is one short transaction: the rows of `SentReminder` and their messages are committed together, so a run
that dies leaves whole reminders behind, and the next run goes on with those that are missing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

import structlog
from django.db import transaction

from accounts.models import User
from core.formats import date_vn, days_left_words, today
from notifications import reminders, stages
from notifications.actions.notify import TITLE_LENGTH, notify, one_line
from notifications.models import Message, SentReminder
from notifications.reminders import Due, ReminderKind

log = structlog.get_logger(__name__)


@dataclass
class Reminded:
    """What one run did: reminders sent, and kinds that could not be asked."""

    sent: int = 0
    failed: list[str] = field(default_factory=list)


def send_due_reminders(on: dt.date | None = None) -> Reminded:
    """Look at everything that is open and send what has come due and was not sent yet.

    A kind that fails is written down and does not keep the others from being sent.
    """
    day = on or today()
    done = Reminded()
    for kind in reminders.kinds():
        try:
            for due in kind.dues(day):
                done.sent += remind(kind=kind, due=due, on=day)
        except Exception:
            log.exception("reminders.kind_failed", kind=kind.code)
            done.failed.append(kind.code)
    return done


@transaction.atomic
def remind(*, kind: ReminderKind, due: Due, on: dt.date) -> int:
    """Send the reminder of one due date that has come by that day, to those who did not get it. Returns how many."""
    days_before = kind.days_before if due.days_before is None else due.days_before
    stage = stages.stage_on(due.due_on, on, days_before, when_late=kind.when_late)
    sent = 0
    if stage is not None:
        sent += _send(kind, due, on, due.recipients, stage)
    above = stages.leaders_stage(due.due_on, on, kind.leaders_after)
    if above is not None and kind.when_late:
        officers = {person.pk for person in due.recipients}
        leaders = [person for person in due.leaders if person.pk not in officers]
        sent += _send(kind, due, on, leaders, above, as_leader=True)
    return sent


def _send(
    kind: ReminderKind, due: Due, on: dt.date, people: Iterable[User], stage: int, *, as_leader: bool = False
) -> int:
    title = one_line(f"{due.title}: {_when(due.due_on, on)}")[:TITLE_LENGTH]
    rows = {
        person.pk: SentReminder(
            kind=kind.code,
            object_type=due.obj._meta.label_lower,
            object_id=str(due.obj.pk),
            recipient=person,
            unit_id=due.unit_of(person),
            due_on=due.due_on,
            stage=stage,
            as_leader=as_leader,
            title=title,
        )
        for person in people
        if person.is_active
    }
    fresh = _insert(list(rows.values()))
    if not fresh:
        return 0
    written = notify(
        recipients=[row.recipient for row in fresh],
        kind=f"reminder.{kind.code}"[:60],
        title=title,
        body=_body(due, as_leader=as_leader),
        url=due.url,
        obj=due.obj,
    )
    _link(fresh, written)
    return len(fresh)


def _insert(rows: list[SentReminder]) -> list[SentReminder]:
    """Insert, let the database drop what was sent before, and see what remained."""
    if not rows:
        return []
    SentReminder.objects.bulk_create(rows, ignore_conflicts=True)
    stored = set(SentReminder.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    return [row for row in rows if row.pk in stored]


def _link(rows: list[SentReminder], messages: list[Message]) -> None:
    told = {message.recipient_id: message for message in messages}
    for row in rows:
        row.message = told.get(row.recipient_id)
    SentReminder.objects.bulk_update(rows, ["message"])


def _when(due_on: dt.date, on: dt.date) -> str:
    words = days_left_words(due_on, on)
    return "hết hạn hôm nay" if words == "hôm nay" else words


def _body(due: Due, *, as_leader: bool) -> str:
    parts = [due.body, f"Hạn: {date_vn(due.due_on)}."]
    if as_leader:
        names = ", ".join(str(person) for person in due.recipients) or "chưa giao ai"
        parts.append(f"Việc đã quá hạn mà chưa xong. Người phụ trách: {names}.")
    return "\n".join(part for part in parts if part)
