"""Who may do what with plans, visits, repairs, revocations and complaints."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from accounts.enums import Role, UnitLevel
from accounts.models import Unit
from accounts.seats import has_role, seats_of, units_of
from core.errors import Denied
from inspections.enums import ActionState, CaseState, InspectionState, PlanState
from inspections.models import (
    Complaint,
    CorrectiveAction,
    Inspection,
    InspectionPlan,
    InspectionTeam,
    RevocationCase,
    TeamMember,
)
from products.places import sits_at, territory
from products.rules import owns

PLANNING = frozenset({Role.DISTRICT_OFFICER, Role.DEPARTMENT_OFFICER})
APPROVING = frozenset({Role.DISTRICT_LEADER, Role.DEPARTMENT_LEADER})
HANDLING = PLANNING | APPROVING
INSPECTING = PLANNING | APPROVING | {Role.ADVISORY, Role.COUNCIL_MEMBER, Role.COMMUNE_OFFICER}


def planning_units(user: Any) -> list[Unit]:
    """Units for which the person plans inspections, the highest first."""
    order = {UnitLevel.PROVINCE: 0, UnitLevel.DISTRICT: 1}
    units = {seat.unit.pk: seat.unit for seat in seats_of(user) if seat.role in PLANNING}
    return sorted(units.values(), key=lambda unit: (order.get(UnitLevel(unit.level), 2), unit.name_sort))


def plans_at(user: Any, unit: Unit) -> bool:
    """Say whether the person is an officer of the inspecting unit."""
    return sits_at(user, unit, PLANNING)


def leads_at(user: Any, unit: Unit) -> bool:
    """Say whether the person leads the unit."""
    return sits_at(user, unit, APPROVING)


# --- predicates of the workflows ----------------------------------------------------------------------------------


def planner(actor: Any, plan: InspectionPlan) -> bool:
    """Officer of the plan's unit."""
    return actor is not None and plans_at(actor, plan.unit)


def plan_leader(actor: Any, plan: InspectionPlan) -> bool:
    """Leader of the plan's unit."""
    return actor is not None and leads_at(actor, plan.unit)


def places_in_teams(user: Any) -> QuerySet[TeamMember]:
    """The person's places in teams of units at, below or right above a seat: who moves to another unit leaves the others.

    Nobody is taken out of a team that has inspected, so the seats decide.
    """
    rows, place = TeamMember.objects.filter(user=user), territory(user, INSPECTING)
    if place.everything:
        return rows
    above = {unit.parent_id for unit in units_of(user, INSPECTING)} - {None}
    return rows.filter(team__unit__in=place.units | above)


def in_team(user: Any, team_id: int | None) -> bool:
    """Say whether the person is a member of the team, and still holds a seat near it."""
    if team_id is None or not seats_of(user):
        return False
    known: set[int] = user.__dict__.get("_inspection_teams") or set()
    if "_inspection_teams" not in user.__dict__:
        known = set(places_in_teams(user).values_list("team_id", flat=True))
        user.__dict__["_inspection_teams"] = known
    return team_id in known


def inspector(actor: Any, inspection: Inspection) -> bool:
    """Officer of the inspecting unit, or a member of the team."""
    return actor is not None and (plans_at(actor, inspection.unit) or in_team(actor, inspection.team_id))


def inspection_officer(actor: Any, inspection: Inspection) -> bool:
    """Officer of the inspecting unit."""
    return actor is not None and plans_at(actor, inspection.unit)


def repairer(actor: Any, action: CorrectiveAction) -> bool:
    """The producer, or an officer of the place on its behalf."""
    inspection = action.finding.inspection
    return actor is not None and (
        owns(actor, inspection.producer_id) or (inspection.producer_id is not None and _keeps_place(actor, inspection))
    )


def _keeps_place(actor: Any, inspection: Inspection) -> bool:
    from products.rules import enters_at

    return enters_at(actor, inspection.district_id, inspection.commune_id)


def rechecker(actor: Any, action: CorrectiveAction) -> bool:
    """Who inspected checks again."""
    return inspector(actor, action.finding.inspection)


def proposer(actor: Any, case: RevocationCase) -> bool:
    """Officer of the unit that proposes."""
    return actor is not None and plans_at(actor, case.proposing_unit)


def decider(actor: Any, case: RevocationCase) -> bool:
    """Leader of the body that revokes."""
    return actor is not None and case.competent_unit is not None and leads_at(actor, case.competent_unit)


def recorder(actor: Any, case: RevocationCase) -> bool:
    """The Department's leader, who enters what the Ministry decided."""
    return actor is not None and case.competent_unit is None and has_role(actor, Role.DEPARTMENT_LEADER)


def dismisser(actor: Any, case: RevocationCase) -> bool:
    """Who would decide, or record the decision."""
    return decider(actor, case) or recorder(actor, case)


def carrier(actor: Any, case: RevocationCase) -> bool:
    """Officers of the proposing or the competent unit, who collect the paper and publish."""
    units = [case.proposing_unit, *([case.competent_unit] if case.competent_unit else [])]
    return actor is not None and any(plans_at(actor, unit) for unit in units)


def handler(actor: Any, complaint: Complaint) -> bool:
    """Officers and leaders of the handling unit."""
    return actor is not None and sits_at(actor, complaint.unit, HANDLING)


# --- checks --------------------------------------------------------------------------------------------------------


def check_plan_editable(user: Any, plan: InspectionPlan) -> None:
    """Raise Denied unless the person may edit this plan now."""
    if not planner(user, plan):
        raise Denied("Chỉ cán bộ của đơn vị lập kế hoạch được sửa.", obj=plan, action="inspectionplan.edit")
    if plan.state != PlanState.DRAFT:
        raise Denied("Kế hoạch đã trình nên không sửa được. Lãnh đạo trả lại thì sửa tiếp.", obj=plan)


def can_edit_plan(user: Any, plan: InspectionPlan) -> bool:
    """Say whether the person may edit this plan now."""
    return planner(user, plan) and plan.state == PlanState.DRAFT


def check_plans(user: Any, unit: Unit) -> None:
    """Raise Denied unless the person is an officer of the unit."""
    if not plans_at(user, unit):
        raise Denied("Bạn không phải cán bộ của đơn vị kiểm tra này.", action="inspection.plan")


def check_team_editable(user: Any, team: InspectionTeam) -> None:
    """Raise Denied unless the person may change this team."""
    if not plans_at(user, team.unit):
        raise Denied("Chỉ cán bộ của đơn vị lập đoàn được sửa.", obj=team, action="inspectionteam.edit")


def check_schedules(user: Any, inspection: Inspection) -> None:
    """Raise Denied unless the person may set date and team now."""
    if not inspection_officer(user, inspection):
        raise Denied("Chỉ cán bộ của đơn vị kiểm tra xếp lịch được.", obj=inspection, action="inspection.edit")
    if inspection.state != InspectionState.PLANNED:
        raise Denied("Cuộc kiểm tra đã bắt đầu hoặc đã huỷ, không đổi lịch được.", obj=inspection)


def check_visit(user: Any, inspection: Inspection) -> None:
    """Raise Denied unless the person may write on the visit's sheet now."""
    if not inspector(user, inspection):
        raise Denied("Chỉ thành viên đoàn ghi được phiếu kiểm tra.", obj=inspection, action="inspection.write")
    if inspection.state != InspectionState.UNDER_WAY:
        raise Denied("Phiếu chỉ ghi được khi cuộc kiểm tra đang diễn ra.", obj=inspection, action="inspection.write")


def can_visit(user: Any, inspection: Inspection) -> bool:
    """Say whether the person may write on the visit's sheet now."""
    return inspection.state == InspectionState.UNDER_WAY and inspector(user, inspection)


def check_may_repair(user: Any, action: CorrectiveAction) -> None:
    """Raise Denied unless the person may add evidence or report now."""
    if not repairer(user, action):
        raise Denied("Chỉ chủ thể hoặc cán bộ địa bàn báo cáo khắc phục.", obj=action, action="correctiveaction.report")
    if action.state != ActionState.OPEN:
        raise Denied("Yêu cầu này không còn chờ khắc phục.", obj=action, action="correctiveaction.report")


def can_see_sender(user: Any, complaint: Complaint) -> bool:
    """Who complained is read by the handling unit's staff only."""
    return handler(user, complaint)


def check_case_editable(user: Any, case: RevocationCase) -> None:
    """Raise Denied unless the person may change this proposal now."""
    if not proposer(user, case) or case.state != CaseState.DRAFT:
        raise Denied("Đề nghị đã gửi hoặc không do đơn vị bạn lập.", obj=case, action="revocationcase.edit")
