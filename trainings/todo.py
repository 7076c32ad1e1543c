"""What waits for whom in classes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from core.formats import today
from notifications import todo
from trainings import queries, rules, visibility
from trainings.enums import LISTED, ClassState, PlaceState
from trainings.models import TrainingClass

OPEN_DAYS_BEFORE = 21


def _own_classes(user: Any) -> list[TrainingClass]:
    """Classes of the person's unit that are under way; kept for one request, since items and dates ask both."""
    if "_training_classes" not in user.__dict__:
        units = rules.running_units(user)
        states = (ClassState.PLANNED, ClassState.OPEN, ClassState.RUNNING, ClassState.HELD)
        rows = TrainingClass.objects.filter(unit__in=units, state__in=states) if units else TrainingClass.objects.none()
        user._training_classes = list(rows.order_by("first_day", "pk")[:200])
    return list(user._training_classes)


def _organising(user: Any) -> Iterator[todo.TodoItem]:
    day = today()
    classes = _own_classes(user)
    missing = {
        session.training_id: session
        for session in queries.missing_attendance(TrainingClass.objects.filter(pk__in=[row.pk for row in classes]))
    } if classes else {}  # fmt: skip
    for row in classes:
        if row.state == ClassState.PLANNED and row.first_day <= day + dt.timedelta(days=OPEN_DAYS_BEFORE):
            yield _item("Mở mời, đăng ký lớp tập huấn", row, "Mở lớp", "class", row.first_day)
        elif row.state == ClassState.OPEN and row.first_day <= day:
            yield _item("Bắt đầu lớp tập huấn", row, "Mở lớp", "class", row.first_day)
        elif row.state == ClassState.RUNNING and row.pk in missing:
            yield _item("Điểm danh lớp tập huấn", row, "Điểm danh", "attendance", missing[row.pk].day)
        elif row.state == ClassState.RUNNING and row.last_day < day:
            yield _item("Kết thúc lớp tập huấn", row, "Mở lớp", "class", row.last_day)
        elif row.state == ClassState.HELD:
            due = row.last_day + dt.timedelta(days=10)
            yield _item("Tổng kết lớp tập huấn", row, "Tổng kết", "class", due)


def _item(title: str, row: TrainingClass, button: str, page: str, due: dt.date) -> todo.TodoItem:
    return todo.TodoItem(
        title=title, about=f"{row.name} · {row.when}", url=reverse(f"trainings:{page}", args=[row.pk]), button=button, due_at=due,
        kind="training", icon="mortarboard",
    )  # fmt: skip


def _attending(user: Any) -> Iterator[todo.TodoItem]:
    rows = visibility.own_participations(user).filter(
        state=PlaceState.INVITED, training__state__in=(ClassState.OPEN, ClassState.RUNNING)
    )
    for row in rows.select_related("training").order_by("training__first_day", "pk")[:20]:
        yield todo.TodoItem(
            title="Trả lời thư mời dự lớp tập huấn",
            about=f"{row.training.name} · {row.training.when}",
            url=reverse("trainings:my_class", args=[row.training_id]),
            button="Trả lời",
            due_at=row.training.registration_closes_on or row.training.first_day,
            kind="training",
            icon="mortarboard",
        )


def _dates(user: Any) -> Iterator[todo.ComingDate]:
    day = today()
    for row in _own_classes(user):
        if row.state in {ClassState.OPEN, ClassState.PLANNED} and row.first_day >= day:
            yield todo.ComingDate(
                day=row.first_day,
                title="Khai giảng lớp",
                detail=row.name,
                url=reverse("trainings:class", args=[row.pk]),
            )
    mine = visibility.own_participations(user).filter(
        state__in=LISTED, training__first_day__gte=day, training__state=ClassState.OPEN
    )
    for place in mine.select_related("training").order_by("training__first_day", "pk")[:5]:
        yield todo.ComingDate(
            day=place.training.first_day,
            title="Dự lớp tập huấn",
            detail=place.training.name,
            url=reverse("trainings:my_class", args=[place.training_id]),
        )


todo.register(_organising)
todo.register(_attending)
todo.register_dates(_dates)
