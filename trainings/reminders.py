"""Due dates of classes, for the common engine."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Prefetch
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Membership, User
from core.formats import today
from notifications.reminders import Due, ReminderKind, register
from trainings.effects import facts_of
from trainings.enums import SEATED, ClassState
from trainings.models import Participant, TrainingClass
from trainings.queries import missing_attendance, runners_of

COMING_DAYS = 31


def classes_coming(day: dt.date) -> Iterator[Due]:
    """Open classes: their participants with an account and their organisers."""
    people = Participant.objects.filter(state__in=SEATED, user__isnull=False).select_related("user")
    rows = TrainingClass.objects.filter(
        state=ClassState.OPEN, first_day__gte=day, first_day__lte=day + dt.timedelta(days=COMING_DAYS)
    ).prefetch_related(Prefetch("participants", people, to_attr="with_account"))
    classes = list(rows.order_by("pk"))
    runners = runners_of({row.unit_id for row in classes})
    for row in classes:
        learners = [place.user for place in row.with_account]
        organisers = [user for user in runners.get(row.unit_id, []) if user not in learners]
        title = f"Lớp tập huấn sắp khai giảng: {row.name}"
        for people_, page in ((learners, "my_class"), (organisers, "class")):
            if people_:
                yield Due(
                    obj=row, due_on=row.first_day, title=title, body=facts_of(row), recipients=tuple(people_),
                    url=reverse(f"trainings:{page}", args=[row.pk]), unit_id=row.unit_id,
                )  # fmt: skip


def attendance_missing(day: dt.date) -> Iterator[Due]:
    """Sessions that were held and for which nobody was noted; leaders hear of it later."""
    sessions = list(missing_attendance(TrainingClass.objects.all()).filter(day__lte=day))
    units = {row.training.unit_id for row in sessions}
    runners, leaders = runners_of(units), _leaders_of(units)
    for row in sessions:
        training = row.training
        yield Due(
            obj=row,
            due_on=row.day,
            title=f"Chưa điểm danh {row}: {training.name}",
            body="Ghi điểm danh để kết thúc lớp và tính kết quả của học viên.",
            url=reverse("trainings:attendance", args=[training.pk]),
            recipients=tuple(runners.get(training.unit_id, [])),
            leaders=tuple(leaders.get(training.unit_id, [])),
            unit_id=training.unit_id,
        )


def _leaders_of(unit_ids: set[int]) -> dict[int, list[User]]:
    seats = Membership.objects.on(today()).filter(
        role__in=(Role.DISTRICT_LEADER, Role.DEPARTMENT_LEADER), unit__in=unit_ids, user__is_active=True
    )
    found: dict[int, list[User]] = {}
    for seat in seats.select_related("user"):
        found.setdefault(seat.unit_id, []).append(seat.user)
    return found


register(
    ReminderKind(
        code="trainings.class_coming", label="Lớp tập huấn sắp khai giảng", dues=classes_coming, days_before=(7, 3, 1),
        when_late=False,
    )
)  # fmt: skip
register(
    ReminderKind(
        code="trainings.attendance_missing", label="Lớp tập huấn chưa điểm danh", dues=attendance_missing, days_before=(),
        when_late=True,
    )
)  # fmt: skip
