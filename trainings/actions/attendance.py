"""Noting who is there: by tick list, at the door, by scanning a participant's code, from a spreadsheet."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from accounts.models import User
from core import audit, workflow
from core.errors import Denied
from core.formats import now, today
from trainings import rules
from trainings.actions.places import locked_class
from trainings.effects import settle
from trainings.enums import SEATED, ClassState, MarkMethod, PlaceState
from trainings.models import AttendanceMark, ClassSession, Participant, TrainingClass


def _note(session: ClassSession, participants: Collection[Participant], method: MarkMethod) -> int:
    """Insert what is not there yet; the database lets nobody be counted twice."""
    known = set(session.marks.values_list("participant_id", flat=True))
    rows = [
        AttendanceMark(session=session, participant=row, method=method, noted_at=now())
        for row in participants
        if row.pk not in known
    ]
    AttendanceMark.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _accept_who_came(participants: Collection[Participant], actor: User | None) -> None:
    for row in participants:
        if row.state == PlaceState.INVITED:
            workflow.apply(row, "accept", actor=actor)


def _resettle(training: TrainingClass) -> None:
    if training.state == ClassState.HELD:
        settle(training)


@transaction.atomic
def record_ticks(
    *, session: ClassSession, present: Collection[int], before: Collection[int], actor: User
) -> tuple[int, int]:
    """Save a tick list: who was added, who was taken away, against what the page showed.

    Marks made at the door while the list was open stay. Returns how many were added and taken away.
    """
    training = locked_class(session.training_id)
    rules.check_runs(actor, training)
    rules.check_attendance(training)
    if session.day > today():
        raise Denied(f"{session} chưa diễn ra.", obj=training, action="attendance.record")
    wanted, shown = set(present), set(before)
    added = list(training.participants.filter(pk__in=wanted - shown, state__in=SEATED))
    count = _note(session, added, MarkMethod.TICK)
    taken = list(session.marks.filter(participant__in=shown - wanted).values_list("participant_id", flat=True))
    session.marks.filter(participant__in=taken).delete()
    if training.state == ClassState.RUNNING:
        _accept_who_came(added, actor)
    _resettle(training)
    if count or taken:
        audit.record(
            actor=actor,
            action="attendance.record",
            obj=training,
            before={"session": session.number, "taken_away": taken},
            after={"session": session.number, "added": [row.pk for row in added]},
        )
    return count, len(taken)


def _check_on_the_day(session: ClassSession, training: TrainingClass) -> None:
    if session.day != today() or training.state != ClassState.RUNNING:
        raise Denied("Buổi học này hiện không điểm danh bằng mã.", obj=training, action="attendance.record")


@transaction.atomic
def mark_present(*, session: ClassSession, participant: Participant, actor: User | None, method: MarkMethod) -> bool:
    """Note one person at the door or by their code; says whether they were new. Raises Denied."""
    training = locked_class(session.training_id)
    if method == MarkMethod.SCAN and actor is not None:
        rules.check_runs(actor, training)
    _check_on_the_day(session, training)
    row = training.participants.get(pk=participant.pk)
    if row.state not in SEATED:
        raise Denied(
            f"{row.name}: {PlaceState(row.state).plain.lower()}. Gặp cán bộ tổ chức lớp.",
            obj=row,
            action="attendance.record",
        )
    is_new = _note(session, [row], method) > 0
    if is_new:
        _accept_who_came([row], actor)
        audit.record(
            actor=actor,
            action="attendance.mark",
            obj=row,
            after={"session": session.number, "method": str(method)},
        )
    return is_new
