"""Who may do what with plans, tasks, money and report duties. `check_…` raises Denied with a sentence for the person."""

from __future__ import annotations

from typing import Any

from accounts.enums import Role
from accounts.models import Unit
from accounts.seats import has_role, seats_of
from core.errors import Denied
from core.formats import date_vn
from products.places import sits_at
from programme.enums import PlanState
from programme.models import AnnualPlan, PlanTask, Report, ReportObligation

OFFICERS = (Role.DISTRICT_OFFICER, Role.DEPARTMENT_OFFICER)
LEADERS = (Role.DISTRICT_LEADER, Role.DEPARTMENT_LEADER)
STAFF = (*OFFICERS, *LEADERS)
DEPARTMENT = (Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_LEADER)


def supervises(user: Any) -> bool:
    """The Department sees and urges every district."""
    return has_role(user, *DEPARTMENT)


def own_unit(user: Any) -> Unit | None:
    """The unit for which the person works on plans and reports: the seat's, or the first one that plans."""
    return next((seat.unit for seat in seats_of(user) if seat.role in STAFF), None)


def drafts(user: Any, plan: AnnualPlan) -> bool:
    """Officers of the plan's own unit write it."""
    return sits_at(user, plan.unit, OFFICERS)


def approves(user: Any, plan: AnnualPlan) -> bool:
    """Leaders of the plan's own unit approve it."""
    return sits_at(user, plan.unit, LEADERS)


def check_drafts(user: Any, plan: AnnualPlan) -> None:
    """Raise Denied unless the person may write in the plan now."""
    if not drafts(user, plan):
        raise Denied("Kế hoạch do cán bộ của chính đơn vị lập và sửa.", obj=plan)
    check_year_open(plan)
    if not plan.is_open:
        raise Denied(
            f"Kế hoạch đang ở trạng thái “{PlanState(plan.state).label}” nên không sửa được. "
            "Muốn điều chỉnh kế hoạch đã duyệt, mở lại để điều chỉnh và nêu lý do.",
            obj=plan,
        )


def check_year_open(plan: AnnualPlan) -> None:
    """Raise Denied when the plan's year is closed: it is there to be read."""
    if plan.is_closed:
        day = date_vn(plan.closed_at)
        raise Denied(
            f"Năm {plan.year} của {plan.unit.area} đã chốt ngày {day} nên chỉ còn để xem. "
            "Muốn sửa, lãnh đạo mở lại năm và nêu lý do.",
            obj=plan,
        )


def check_unit_year_open(unit: Unit, year: int) -> None:
    """The same for the reports of that year, by their unit."""
    plan = AnnualPlan.objects.filter(unit=unit, year=year, state=PlanState.CLOSED).select_related("unit").first()
    if plan is not None:
        check_year_open(plan)


def can_draft(user: Any, plan: AnnualPlan) -> bool:
    """Whether the person may write in the plan now."""
    return plan.is_open and drafts(user, plan)


def keeps_figures(user: Any, plan: AnnualPlan) -> bool:
    """Officers of the unit enter what was done and paid, in every state of the plan but after the year is closed."""
    return drafts(user, plan) and not plan.is_closed


def check_keeps_figures(user: Any, plan: AnnualPlan, sentence: str) -> None:
    """Raise Denied with the sentence, or with why the year is read-only."""
    if not drafts(user, plan):
        raise Denied(sentence, obj=plan)
    check_year_open(plan)


def opens_records(user: Any, plan: AnnualPlan) -> bool:
    """Whether the person may open the records behind the plan's figures: the Department, and the unit itself."""
    return supervises(user) or sits_at(user, plan.unit, STAFF)


def reporting_units(user: Any, task: PlanTask) -> list[Unit]:
    """Units of the task for which the person may report progress now."""
    if task.plan.state != PlanState.APPROVED:
        return []
    return [unit for unit in task.units.all() if sits_at(user, unit, OFFICERS)]


def prepares(user: Any, obligation: ReportObligation) -> bool:
    """Officers of the unit do what the duty asks for."""
    return sits_at(user, obligation.unit, OFFICERS)


def handed_up(user: Any, obligation: ReportObligation) -> bool:
    """Whoever checked and submitted the report that settles the duty, whatever seat the person has by now."""
    return Report.objects.filter(obligation=obligation.pk, submitted_by=getattr(user, "pk", None)).exists()


def sends(user: Any, obligation: ReportObligation) -> bool:
    """Leaders of the unit let it go."""
    return sits_at(user, obligation.unit, LEADERS)


def may_urge(user: Any, obligation: ReportObligation) -> bool:
    """The Department urges districts that have not sent."""
    return has_role(user, *DEPARTMENT) and not obligation.is_settled and obligation.unit.level != "province"
