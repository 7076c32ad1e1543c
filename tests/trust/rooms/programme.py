"""A draft plan, an approved one and a report duty of each district; the periodic duty and a day off are the province's."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.enums import Role
from accounts.models import User
from core.formats import today
from core.models import CalendarDay
from products.costs import costs_of_year
from programme import actions
from programme.models import AnnualPlan, DutyRule, ReportObligation
from tests.products import world as makers


def furnish(side: Any, province: dict[str, User]) -> None:
    """Everything that a year has, named with the side's words."""
    officer, leader = side.people[Role.DISTRICT_OFFICER], side.people[Role.DISTRICT_LEADER]
    side.things["plan"] = draft = _plan(side, officer, today().year)
    side.things["plan_target"] = _target(side, draft, officer)
    side.things["plan_task"] = _task(side, draft, officer)
    side.things["plan_line"] = draft.budget.get()
    approved = _plan(side, officer, today().year - 1)
    side.things["hand_target"] = _target(side, approved, officer)
    side.things["open_task"] = task = _task(side, approved, officer)
    actions.take_plan_step(plan=approved, name="submit", actor=officer)
    actions.take_plan_step(plan=approved, name="approve", actor=leader)
    task.plan.refresh_from_db()
    evidence = SimpleUploadedFile(f"{side.words['evidence']}-tien-do.pdf", makers.pdf_bytes(), "application/pdf")
    actions.report_progress(
        task=task, unit=side.unit, percent=40, text=f"Đã làm {side.words['note']}", actor=officer, files=[evidence]
    )
    side.things["award"] = actions.save_award(
        plan=approved, actor=officer,
        values={"recipient": f"HTX {note_of(side)}", "form": "Giấy khen", "merit": f"Thành tích {note_of(side)}"},
    )  # fmt: skip
    rule, _ = DutyRule.objects.get_or_create(
        code="bao-cao-thu", defaults={"name": "Báo cáo thử", "level": "district", "months": [12], "before_day": 1}
    )
    side.things["duty_rule"] = rule
    day = today()
    side.things["obligation"] = ReportObligation.objects.create(
        rule=rule, unit=side.unit, year=day.year, month=12, due_on=day, cut_off_on=day, note=side.words["note"]
    )
    side.things["day_off"], _ = CalendarDay.objects.get_or_create(
        day=dt.date(day.year, 12, 30), defaults={"reason": "Tỉnh cho nghỉ"}
    )


def _activity(side: Any) -> str:
    """An activity of the district that cost something in the plan's year."""
    return next(cost.key for cost in costs_of_year(side.plan.year) if cost.unit_id == side.unit.pk)


def note_of(side: Any) -> str:
    """The side's own word, by which a leak is found."""
    return str(side.words["note"])


def _plan(side: Any, officer: User, year: int) -> AnnualPlan:
    note = side.words["note"]
    plan = actions.create_plan(
        unit=side.unit, year=year, actor=officer, values={"title": f"Kế hoạch {year} {note}", "goals": f"- Thêm {note}"}
    )
    line = {"source": "district", "content": f"Ngân sách {note}", "planned": Decimal(1_000), "disbursed": Decimal(0)}
    actions.save_line(plan=plan, actor=officer, values=line)
    return plan


def _target(side: Any, plan: AnnualPlan, officer: User) -> Any:
    values = {"name": f"Chỉ tiêu {side.words['note']}", "source": "hand", "planned": Decimal(3)}
    target = actions.save_target(plan=plan, values=values, actor=officer)
    actions.enter_figure(target=target, on=today(), value=Decimal(1), note=f"Theo {side.words['note']}", actor=officer)
    return target


def _task(side: Any, plan: AnnualPlan, officer: User) -> Any:
    values = {
        "number": "1", "title": f"Nhiệm vụ {side.words['note']}", "lead": f"Phòng {side.words['note']}",
        "starts_on": dt.date(plan.year, 1, 1), "ends_on": dt.date(plan.year, 12, 31),
    }  # fmt: skip
    return actions.save_task(plan=plan, values=values, units=[side.unit], actor=officer)


def _of(key: str, name: str, **more: Any) -> Any:
    return lambda side: {key: getattr(side, name).pk, **more}


_PLAN = _of("plan_id", "plan")
_DUTY = _of("obligation_id", "obligation")
OWNED: dict[str, Any] = {
    **dict.fromkeys(
        (
            "programme:plan", "programme:plan_edit", "programme:plan_copy", "programme:plan_paper", "programme:targets",
            "programme:target_new", "programme:tasks", "programme:task_new", "programme:budget", "programme:line_new",
            "programme:closing", "programme:carry_over", "programme:award_new",
        ),
        _PLAN,
    ),
    "programme:ceremony_file": _of("plan_id", "plan", form="xlsx"),
    "programme:cost_place": lambda side: {"plan_id": side.plan.pk, "key": _activity(side)},
    **dict.fromkeys(("programme:award_edit", "programme:award_remove"), _of("award_id", "award")),
    "programme:plan_step": _of("plan_id", "plan", step="submit"),
    **dict.fromkeys(
        ("programme:target", "programme:target_edit", "programme:target_remove"), _of("target_id", "plan_target")
    ),
    "programme:figure_enter": _of("target_id", "hand_target"),
    **dict.fromkeys(("programme:task", "programme:task_edit", "programme:task_remove"), _of("task_id", "plan_task")),
    "programme:progress_new": _of("task_id", "open_task"),
    **dict.fromkeys(("programme:line_edit", "programme:line_remove"), _of("line_id", "plan_line")),
    **dict.fromkeys(
        ("programme:obligation", "programme:obligation_assign", "programme:obligation_attach"), _DUTY
    ),
    "programme:obligation_step": _of("obligation_id", "obligation", step="start"),
}  # fmt: skip
SHARED: dict[str, Any] = {
    "programme:duty_edit": _of("rule_id", "duty_rule"),
    "notifications:withdraw_day": _of("day_id", "day_off"),
}
LISTS: dict[str, tuple[str, ...]] = {
    Role.DISTRICT_OFFICER: (
        "/ke-hoach/", "/ke-hoach/danh-sach/", "/bao-cao/nghia-vu/", "/bao-cao/dinh-ky/", "/thong-bao/lich-nhac/",
    ),
}  # fmt: skip
