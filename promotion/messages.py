"""Messages that the steps of promotion write, inside the step's own transaction."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Membership, Unit, User
from core.formats import date_vn, today
from core.text import lower_first
from core.workflow import Transition
from notifications.actions import notify
from products.models import ProducerAccount
from promotion import rules
from promotion.enums import ParticipationState, PointState
from promotion.models import Participation, PromotionEvent, SalesPoint

EventStep = Transition[PromotionEvent]
PersonStep = Transition[Participation]
PointStep = Transition[SalesPoint]


def seated(roles: Iterable[str], unit: Unit | int | None = None) -> QuerySet[User]:
    """People who hold one of the roles today, at one unit or anywhere."""
    seats = Membership.objects.on(today()).filter(role__in=list(roles))
    if unit is not None:
        seats = seats.filter(unit=unit)
    return User.objects.filter(pk__in=seats.values("user"))


def people_of(row: Participation) -> QuerySet[User]:
    """Whoever acts for the producer, and who registered it."""
    return User.objects.filter(
        Q(producer_accounts__producer=row.producer_id) | Q(pk=row.registered_by_id)
    ).distinct()  # fmt: skip


def organisers_of(event: PromotionEvent) -> QuerySet[User]:
    """Officers of the unit that holds the event."""
    return seated(rules.HOLDING, event.unit_id)


def _but(people: Iterable[User], actor: Any) -> list[User]:
    return [person for person in people if actor is None or person.pk != actor.pk]


def _when(event: PromotionEvent) -> str:
    if event.starts_on == event.ends_on:
        return f"ngày {date_vn(event.starts_on)}"
    return f"từ {date_vn(event.starts_on)} đến {date_vn(event.ends_on)}"


# --- events -------------------------------------------------------------------------------------------------------


def tell_invited(step: EventStep) -> None:
    """The call reaches every producer with an account, and the officers of their places."""
    event = step.obj
    producers = rules.invited(event)
    accounts = ProducerAccount.objects.filter(producer__in=producers).values("user")
    districts = Membership.objects.on(today()).filter(role=Role.DISTRICT_OFFICER, unit__in=producers.values("district"))
    people = User.objects.filter(Q(pk__in=accounts) | Q(pk__in=districts.values("user")))
    notify(
        recipients=_but(people, step.actor),
        kind="promotion.call",
        title=f"Mời đăng ký tham gia: {event.name}",
        body=f"{event.get_kind_display()}, {_when(event)}, {event.venue or event.host}. "
        f"Đăng ký đến hết ngày {date_vn(event.registration_closes_on)}.",
        url=reverse("promotion:event", args=[event.pk]),
        obj=event,
    )


def _chosen_people(event: PromotionEvent, states: Iterable[str]) -> list[User]:
    rows = event.participations.filter(state__in=list(states))
    found = User.objects.filter(
        Q(producer_accounts__producer__in=rows.values("producer")) | Q(pk__in=rows.values("registered_by"))
    )
    return list(found.distinct())


def ask_results(step: EventStep) -> None:
    """Those who took part tell what they sold."""
    event = step.obj
    notify(
        recipients=_but(_chosen_people(event, {ParticipationState.CHOSEN}), step.actor),
        kind="promotion.results",
        title=f"Ghi kết quả tham gia: {event.name}",
        body="Ghi doanh thu, hợp đồng, biên bản ghi nhớ và số khách hàng mới để đơn vị chủ trì tổng hợp báo cáo.",
        url=reverse("promotion:event", args=[event.pk]),
        obj=event,
    )


def tell_cancelled(step: EventStep) -> None:
    """Everybody who had registered is told, with the reason."""
    event = step.obj
    live = {ParticipationState.REGISTERED, ParticipationState.CHOSEN, ParticipationState.RESERVE}
    notify(
        recipients=_but(_chosen_people(event, live), step.actor),
        kind="promotion.cancelled",
        title=f"Sự kiện đã huỷ: {event.name}",
        body=step.reason,
        url=reverse("promotion:event", args=[event.pk]),
        obj=event,
    )


# --- registrations ------------------------------------------------------------------------------------------------


def tell_answer(step: PersonStep) -> None:
    """The answer in plain words, with its reason."""
    row = step.obj
    plain = ParticipationState(row.state).plain
    notify(
        recipients=_but(people_of(row), step.actor),
        kind=f"promotion.{step.step.name}",
        title=f"{row.event.name}: {lower_first(plain)}",
        body="\n".join(part for part in (f"Chủ thể: {row.producer.name}.", step.reason) if part),
        url=reverse("promotion:participation", args=[row.pk]),
        obj=row,
    )


def tell_organisers(step: PersonStep) -> None:
    """A place became free."""
    row = step.obj
    notify(
        recipients=_but(organisers_of(row.event), step.actor),
        kind="promotion.withdrawn",
        title=f"{row.producer.name} rút khỏi {row.event.name}",
        body=step.reason,
        url=reverse("promotion:selection", args=[row.event_id]),
        obj=row,
    )


# --- sales points -------------------------------------------------------------------------------------------------


def _tell_point(step: PointStep, people: Iterable[User], title: str, body: str = "") -> None:
    notify(
        recipients=_but(people, step.actor),
        kind=f"promotion.point_{step.step.name}",
        title=title,
        body="\n".join(part for part in (body, step.reason) if part),
        url=reverse("promotion:point", args=[step.obj.pk]),
        obj=step.obj,
    )


def tell_appraisers(step: PointStep) -> None:
    """A sales point waits to be appraised."""
    point = step.obj
    people = seated({Role.DEPARTMENT_OFFICER})
    _tell_point(step, people, f"Thẩm định điểm bán: {point.name}", f"Đơn vị quản lý: {point.operator}.")


def tell_recognisers(step: PointStep) -> None:
    """A sales point waits to be recognised."""
    _tell_point(step, seated({Role.DEPARTMENT_LEADER}), f"Xem xét công nhận điểm bán: {step.obj.name}")


def tell_applicants(step: PointStep) -> None:
    """Whoever entered or runs the point learns how it went on."""
    point = step.obj
    known = Q(pk__in=[pk for pk in (point.created_by_id, point.applied_by_id) if pk])
    if point.producer_id:
        known |= Q(producer_accounts__producer=point.producer_id)
    label = PointState(point.state).label.lower()
    _tell_point(step, User.objects.filter(known).distinct(), f"Điểm bán “{point.name}”: {label}")
