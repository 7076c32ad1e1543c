"""What the steps of a class bring about: stamps, messages, results."""

from __future__ import annotations

from django.db.models import Count, Q
from django.urls import reverse

from accounts.models import User
from core.formats import now
from core.workflow import Transition
from notifications.actions import notify
from trainings.enums import LISTED, SEATED, PlaceState, Result
from trainings.models import Participant, TrainingClass


def stamp_opened(t: Transition) -> None:
    """When the class was announced."""
    t.obj.opened_at = now()


def stamp_finished(t: Transition) -> None:
    """When the class ended."""
    t.obj.finished_at = now()


def facts_of(training: TrainingClass) -> str:
    """Time and place in one sentence, for messages."""
    return f"Thời gian: {training.starts_at:%H:%M}, {training.when}. Địa điểm: {training.place or 'sẽ báo sau'}."


def _accounts(training: TrainingClass, *states: str) -> list[User]:
    rows = training.participants.filter(state__in=states, user__isnull=False).select_related("user")
    return [row.user for row in rows if row.user is not None]


def tell_invitation(training: TrainingClass, people: list[User]) -> None:
    """Ask invited people to say whether they come."""
    notify(
        recipients=people,
        kind="training.invited",
        title=f"Mời dự lớp: {training.name}",
        body=f"{facts_of(training)} Xác nhận tham dự trước ngày khai giảng.",
        url=reverse("trainings:my_class", args=[training.pk]),
        obj=training,
    )


def tell_invited(t: Transition) -> None:
    """Everybody who stands on the list when the class is announced."""
    tell_invitation(t.obj, _accounts(t.obj, PlaceState.INVITED))


def tell_cancelled(t: Transition) -> None:
    """Everybody who stands on the list of a class that was called off."""
    notify(
        recipients=_accounts(t.obj, *LISTED),
        kind="training.cancelled",
        title=f"Huỷ lớp: {t.obj.name}",
        body=f"Lý do: {t.reason}",
        url=reverse("trainings:my_class", args=[t.obj.pk]),
        obj=t.obj,
    )


def settle_results(t: Transition) -> None:
    """Say of each participant whether they were there often enough."""
    settle(t.obj)


def settle(training: TrainingClass) -> None:
    """Completed: present in at least the sessions that the class requires."""
    rows = training.participants.filter(state__in=SEATED).annotate(present=Count("marks"))
    enough = list(rows.filter(present__gte=training.required_sessions).values_list("pk", flat=True))
    seated = Participant.objects.filter(training=training, state__in=SEATED)
    seated.filter(pk__in=enough).exclude(result=Result.COMPLETED).update(result=Result.COMPLETED)
    seated.exclude(Q(pk__in=enough) | Q(result=Result.INCOMPLETE)).update(result=Result.INCOMPLETE)
