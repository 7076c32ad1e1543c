"""Messages that the steps of a report write, inside the step's own transaction."""

from __future__ import annotations

from django.urls import reverse

from core.workflow import Transition
from notifications.actions import notify
from programme.messages import people_of
from programme.models import Report
from programme.reporting import rules
from programme.rules import LEADERS, OFFICERS


def url_of(report: Report) -> str:
    """The report's page."""
    return reverse("programme:report", args=[report.pk])


def tell_leaders(t: Transition[Report]) -> None:
    """A report waits to be approved and sent."""
    notify(
        recipients=[one for one in people_of(t.obj.unit, LEADERS) if one.pk != t.actor.pk],
        kind="report.submitted",
        title=f"Chờ duyệt, gửi: {t.obj}",
        body=f"{t.obj.unit}. Người trình: {t.actor}.",
        url=url_of(t.obj),
        obj=t.obj,
    )


def tell_checkers(t: Transition[Report]) -> None:
    """A report waits for somebody who did not write it to check it."""
    notify(
        recipients=[one for one in rules.checkers(t.obj) if one.pk != t.actor.pk],
        kind="report.to_check",
        title=f"Chờ kiểm tra: {t.obj}",
        body=f"{t.obj.unit}. Người soạn: {t.actor}.",
        url=url_of(t.obj),
        obj=t.obj,
    )


def tell_writers(t: Transition[Report]) -> None:
    """It came back with a reason, or it went."""
    notify(
        recipients=[one for one in people_of(t.obj.unit, OFFICERS) if one.pk != t.actor.pk],
        kind=f"report.{t.step.name}",
        title=f"{t.step.label}: {t.obj}",
        body=t.reason,
        url=url_of(t.obj),
        obj=t.obj,
    )


def tell_department(t: Transition[Report]) -> None:
    """A district's report came in, for the Department's officers."""
    unit = t.obj.unit
    if unit.parent is None or unit.level != "district":
        return
    notify(
        recipients=people_of(unit.parent, OFFICERS),
        kind="report.received",
        title=f"{unit} đã gửi: {t.obj}",
        body=t.obj.reason,
        url=url_of(t.obj),
        obj=t.obj,
    )
