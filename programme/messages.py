"""Messages that the steps of plans and report duties write, inside the step's own transaction."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from accounts.models import Unit, User
from core.formats import date_vn
from core.workflow import Transition
from notifications.actions import notify
from notifications.people import people_by_unit
from programme.models import AnnualPlan, ReportObligation
from programme.rules import LEADERS, OFFICERS


def people_of(unit: Unit, roles: Iterable[str]) -> tuple[User, ...]:
    """People with one of the roles at the unit."""
    return people_by_unit(roles, [unit.pk])[unit.pk]


def _but(people: Iterable[User], actor: User | None) -> list[User]:
    return [person for person in people if actor is None or person.pk != actor.pk]


def _plan_url(plan: AnnualPlan) -> str:
    return reverse("programme:plan", args=[plan.pk])


def tell_plan_leaders(t: Transition[AnnualPlan]) -> None:
    """A plan waits to be approved."""
    plan = t.obj
    notify(
        recipients=_but(people_of(plan.unit, LEADERS), t.actor),
        kind="plan.submitted",
        title=f"Chờ duyệt: {plan.title}",
        body=f"Người trình: {t.actor}.",
        url=_plan_url(plan),
        obj=plan,
    )


def tell_plan_officers(t: Transition[AnnualPlan]) -> None:
    """The plan was approved, returned, or opened again."""
    plan = t.obj
    notify(
        recipients=_but(people_of(plan.unit, OFFICERS), t.actor),
        kind=f"plan.{t.step.name}",
        title=f"{t.step.label}: {plan.title}",
        body=t.reason,
        url=_plan_url(plan),
        obj=plan,
    )


def obligation_url(obligation: ReportObligation) -> str:
    """The page of one duty."""
    return reverse("programme:obligation", args=[obligation.pk])


def tell_sending_leaders(t: Transition[ReportObligation]) -> None:
    """A report waits to be let go."""
    row = t.obj
    notify(
        recipients=_but(people_of(row.unit, LEADERS), t.actor),
        kind="obligation.submitted",
        title=f"Chờ duyệt gửi: {row}",
        body=f"{row.unit}. Người trình: {t.actor}. Hạn gửi: {date_vn(row.due_on)}.",
        url=obligation_url(row),
        obj=row,
    )


def tell_preparing_officers(t: Transition[ReportObligation]) -> None:
    """It came back with a reason, or it went."""
    row = t.obj
    notify(
        recipients=_but(people_of(row.unit, OFFICERS), t.actor),
        kind=f"obligation.{t.step.name}",
        title=f"{t.step.label}: {row}",
        body=t.reason,
        url=obligation_url(row),
        obj=row,
    )


def tell_department(t: Transition[ReportObligation]) -> None:
    """A district's report came in."""
    row = t.obj
    if row.unit.parent_id is None or row.unit.level != "district":
        return
    notify(
        recipients=people_by_unit(OFFICERS, [row.unit.parent_id])[row.unit.parent_id],
        kind="obligation.received",
        title=f"{row.unit}: {t.step.label.lower()} {row}",
        body=f"Văn bản số {row.notation}." if row.notation else "",
        url=obligation_url(row),
        obj=row,
    )
