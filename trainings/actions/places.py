"""Places of a class: the lock, the count, the waiting list."""

from __future__ import annotations

import secrets
from typing import Any

from django.urls import reverse

from core import workflow
from core.formats import now
from core.text import fold
from notifications.actions import notify, write_to
from trainings.effects import facts_of
from trainings.enums import GONE, PlaceState
from trainings.models import Participant, TrainingClass
from trainings.queries import seats_taken

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def locked_class(pk: int) -> TrainingClass:
    """The class's row, locked: who counts places holds it, so that two never take the last one."""
    return TrainingClass.objects.select_for_update(of=("self",)).select_related("unit").get(pk=pk)


def identity_of(*, user_id: int | None, producer_id: int | None, name: str, phone: str) -> str:
    """Who somebody is within a class: the account, the person of a producer, else name and telephone number."""
    if user_id:
        return f"u:{user_id}"
    if producer_id:
        return f"p:{producer_id}:{fold(name)}"
    digits = "".join(sign for sign in phone if sign.isdigit())
    return f"f:{fold(name)}:{digits}"


def find_same(training: TrainingClass, identity: str) -> Participant | None:
    """The same person on the list already."""
    return training.participants.filter(identity=identity).exclude(state__in=GONE).first()


def take_place(training: TrainingClass, *, wanted: PlaceState, **fields: Any) -> Participant:
    """Put somebody onto the list of a locked class: on a place while there is one, else to wait."""
    state = wanted if seats_taken(training) < training.capacity else PlaceState.WAITING
    participant = Participant(
        training=training,
        state=state,
        queued_at=now(),
        code="".join(secrets.choice(LETTERS) for _ in range(8)),
        token=secrets.token_urlsafe(16),
        **fields,
    )
    participant.identity = identity_of(
        user_id=participant.user_id,
        producer_id=participant.producer_id,
        name=participant.name,
        phone=participant.phone,
    )
    participant.full_clean(exclude=["email"], validate_constraints=False)  # registers hold broken addresses too
    participant.save()
    return participant


def fill_places(training: TrainingClass) -> list[Participant]:
    """Let the next of the waiting list of a locked class onto free places, and tell them."""
    free = training.capacity - seats_taken(training)
    if free <= 0:
        return []
    waiting = training.participants.filter(state=PlaceState.WAITING).order_by("queued_at", "pk")
    moved = list(waiting.select_related("user", "training__unit")[:free])
    for participant in moved:
        workflow.apply(participant, "seat", actor=None)
    notify(
        recipients=[row.user for row in moved if row.user is not None],
        kind="training.seated",
        title=f"Đã có chỗ ở lớp: {training.name}",
        body=f"Bạn được xếp chỗ từ danh sách chờ. {facts_of(training)}",
        url=reverse("trainings:my_class", args=[training.pk]),
        obj=training,
        dedupe=f"{training.pk}:{now():%Y%m%d%H%M%S%f}" if moved else "",
    )
    for participant in moved:
        if participant.user is None and participant.email:
            _write_seated(participant, training)
    return moved


def _write_seated(participant: Participant, training: TrainingClass) -> None:
    """Who registered by the link has no account to read messages in: the mail leads to the own page of the class."""
    write_to(
        address=participant.email,
        name=participant.name,
        kind="training.seated",
        title=f"Đã có chỗ ở lớp: {training.name}",
        body=f"Bạn được xếp chỗ từ danh sách chờ. {facts_of(training)} Nếu không dự được, báo lại để nhường chỗ.",
        url=reverse("catalogue:class_own", args=[participant.token]),
        obj=participant,
    )
