"""Named questions about classes and their lists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db.models import Avg, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.enums import UnitLevel
from accounts.models import Membership, Unit, User
from core.formats import now, today
from trainings.enums import SEATED, ClassState, PlaceState, Result, SessionPart
from trainings.models import AttendanceMark, ClassSession, Feedback, Participant, TrainingClass
from trainings.rules import RUNNERS


def _count(rows: QuerySet[Any]) -> Coalesce:
    """Rows of another table for each class, in a subquery: no join multiplies the others."""
    counted = rows.order_by().values("training").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def with_counts(rows: QuerySet[TrainingClass]) -> QuerySet[TrainingClass]:
    """Places taken, people waiting, people who completed."""
    people = Participant.objects.filter(training=OuterRef("pk"))
    return rows.annotate(
        taken=_count(people.filter(state__in=SEATED)),
        waiting=_count(people.filter(state=PlaceState.WAITING)),
        completed=_count(people.filter(result=Result.COMPLETED)),
    )


def counted(training: TrainingClass) -> Any:
    """One class with its counts."""
    return with_counts(TrainingClass.objects.filter(pk=training.pk)).get()


def class_rows(rows: QuerySet[TrainingClass]) -> QuerySet[TrainingClass]:
    """What one line of the list shows."""
    return with_counts(rows).select_related("unit")


def with_presence(rows: QuerySet[Participant]) -> QuerySet[Participant]:
    """In how many sessions each participant was present."""
    present = AttendanceMark.objects.filter(participant=OuterRef("pk")).order_by().values("participant")
    return rows.annotate(
        present=Coalesce(Subquery(present.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)
    )


def participant_rows(rows: QuerySet[Participant]) -> QuerySet[Participant]:
    """What one line of a class's list shows."""
    return with_presence(rows).select_related("unit", "producer", "training", "certificate_file")


def seats_taken(training: TrainingClass) -> int:
    """Places that are held by invited and registered people."""
    return training.participants.filter(state__in=SEATED).count()


def place_in_queue(participant: Participant) -> int:
    """How many wait before this person, plus one."""
    waiting = Participant.objects.filter(training_id=participant.training_id, state=PlaceState.WAITING)
    before = Q(queued_at__lt=participant.queued_at) | Q(queued_at=participant.queued_at, pk__lt=participant.pk)
    return waiting.filter(before).count() + 1


def sessions_with_counts(training: TrainingClass) -> list[ClassSession]:
    """Sessions in their order, each with `present`."""
    return list(training.sessions.annotate(present=Count("marks")).order_by("number"))


def current_session(training: TrainingClass) -> ClassSession | None:
    """Today's session; of two, the morning's until noon."""
    rows = list(training.sessions.filter(day=today()).order_by("number"))
    if len(rows) > 1:
        wanted = SessionPart.MORNING if now().time() < dt.time(12, 0) else SessionPart.AFTERNOON
        return next((row for row in rows if row.part == wanted), rows[0])
    return rows[0] if rows else None


def missing_attendance(classes: QuerySet[TrainingClass]) -> QuerySet[ClassSession]:
    """Sessions up to today of running classes for which nobody was noted."""
    noted = AttendanceMark.objects.filter(session=OuterRef("pk"))
    running = classes.filter(state__in=(ClassState.OPEN, ClassState.RUNNING))
    rows = ClassSession.objects.filter(training__in=running, day__lte=today()).exclude(Exists(noted))
    return rows.select_related("training__unit").order_by("day", "number")


def feedback_summary(training: TrainingClass) -> dict[str, Any]:
    """How many answered, and the mean of each question."""
    rows = Feedback.objects.filter(training=training)
    means = rows.aggregate(
        count=Count("pk"), content=Avg("content"), lecturers=Avg("lecturers"), organisation=Avg("organisation"),
        usefulness=Avg("usefulness"),
    )  # fmt: skip
    return {**means, "comments": list(rows.exclude(comment="").order_by("?").values_list("comment", flat=True)[:50])}


def runners_of(unit_ids: set[int]) -> dict[int, list[User]]:
    """Officers who organise the classes of each unit, today."""
    seats = Membership.objects.on(today()).filter(role__in=RUNNERS, unit__in=unit_ids, user__is_active=True)
    found: dict[int, list[User]] = {}
    for seat in seats.select_related("user"):
        found.setdefault(seat.unit_id, []).append(seat.user)
    return found


def districts(also: Collection[int] = ()) -> QuerySet[Unit]:
    """Districts in force today and some ended ones that still have records, in Vietnamese order."""
    rows = Unit.objects.filter(
        Q(pk__in=Unit.objects.on(today()).values("pk")) | Q(pk__in=also), level=UnitLevel.DISTRICT
    )
    return rows.order_by("name_sort", "pk")
