"""What waits for whom, the next dates of the year, and the year's progress beside the list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from core.formats import today
from notifications import figures, todo
from programme import measuring, rules, waiting
from programme.messages import obligation_url
from programme.models import AnnualPlan
from programme.reporting import todo as _reports  # noqa: F401 - registers reports that wait
from programme.visibility import visible_obligations

MOST_FIGURES = 6


def _works(user: Any) -> bool:
    return rules.own_unit(user) is not None


def _items(user: Any) -> Iterator[todo.TodoItem]:
    if not _works(user):
        return
    for row in waiting.to_prepare(user).select_related("rule", "unit").distinct():
        yield todo.TodoItem(
            title="Chuẩn bị và gửi" if row.rule.kind == "report" else "Hoàn thành nghĩa vụ định kỳ",
            about=f"{row} · {row.unit}",
            due_at=row.due_on,
            url=obligation_url(row),
            button="Mở",
            kind="report",
            icon="file-earmark-text",
        )
    for row in waiting.to_send(user).select_related("rule", "unit"):
        yield todo.TodoItem(
            title="Duyệt, gửi báo cáo", about=f"{row} · {row.unit}", due_at=row.due_on, url=obligation_url(row),
            button="Xem và duyệt", kind="report", icon="send-check",
        )  # fmt: skip
    for plan in waiting.to_approve(user):
        yield todo.TodoItem(
            title="Duyệt kế hoạch năm", about=plan.title, url=reverse("programme:plan", args=[plan.pk]),
            button="Xem và duyệt", kind="plan", icon="clipboard-check",
        )  # fmt: skip
    for plan in waiting.to_close(user):
        yield todo.TodoItem(
            title=f"Tổng kết, chốt năm {plan.year}", about=plan.title, url=reverse("programme:closing", args=[plan.pk]),
            button="Mở tổng kết", kind="plan", icon="lock",
        )  # fmt: skip
    for task, percent in waiting.to_report(user):
        yield todo.TodoItem(
            title="Báo tiến độ nhiệm vụ",
            about=f"{task} · đã làm {percent}%",
            due_at=task.ends_on,
            url=reverse("programme:task", args=[task.pk]),
            button="Báo tiến độ",
            kind="task",
            icon="list-task",
        )


def _dates(user: Any) -> Iterator[todo.ComingDate]:
    unit = rules.own_unit(user)
    if unit is None:
        return
    rows = visible_obligations(user).filter(unit=unit, first_sent_on=None, due_on__gte=today())
    for row in rows.select_related("rule").order_by("due_on")[:3]:
        yield todo.ComingDate(
            day=row.due_on, title=row.rule.name, detail=f"gửi {row.rule.addressee}" if row.rule.addressee else "",
            url=obligation_url(row),
        )  # fmt: skip


def _figures(user: Any, year: int) -> Iterator[figures.YearFigure]:
    unit = rules.own_unit(user)
    plan = AnnualPlan.objects.filter(unit=unit, year=year).select_related("unit").first() if unit else None
    if plan is None:
        return
    for one in measuring.measure_plan(plan, trend=False, most=MOST_FIGURES):
        if one.done is not None:
            yield figures.YearFigure(
                label=one.target.label,
                value=one.shown,
                most=one.most,
                url=reverse("programme:target", args=[one.target.pk]),
            )


todo.register(_items)
todo.register_dates(_dates)
figures.register(_figures)
