"""Teams: made, filled, emptied."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from accounts.enums import Role
from accounts.models import Unit, User
from accounts.seats import has_role
from core import audit
from core.errors import Denied
from inspections import rules
from inspections.enums import Duty, InspectionState
from inspections.models import InspectionPlan, InspectionTeam, TeamMember


@transaction.atomic
def create_team(*, unit: Unit, name: str, actor: Any, plan: InspectionPlan | None = None) -> InspectionTeam:
    """Make a team of the unit. Raises Denied."""
    rules.check_plans(actor, unit)
    if plan is not None and plan.unit_id != unit.pk:
        raise Denied("Kế hoạch thuộc đơn vị khác.", obj=plan, action="inspectionteam.create")
    team = InspectionTeam.objects.create(unit=unit, name=name, plan=plan, created_by=actor)
    audit.record(actor=actor, action="inspectionteam.create", obj=team, after={"name": name})
    return team


@transaction.atomic
def add_member(*, team: InspectionTeam, values: Mapping[str, Any], actor: Any, user: User | None = None) -> TeamMember:
    """Put a person into the team: with an account, or from another office by name.

    A producer inspects nobody. There is one leader. Raises Denied.
    """
    locked = InspectionTeam.objects.select_for_update().get(pk=team.pk)
    rules.check_team_editable(actor, locked)
    name = user.full_name if user is not None else str(values.get("full_name", "")).strip()
    if not name:
        raise Denied("Chọn tài khoản, hoặc ghi họ tên người của cơ quan khác.", obj=locked)
    if user is not None and has_role(user, Role.PRODUCER):
        raise Denied("Chủ thể không tham gia đoàn kiểm tra.", obj=locked, action="inspectionteam.add")
    if user is not None and locked.members.filter(user=user).exists():
        raise Denied(f"{name} đã ở trong đoàn.", obj=locked, action="inspectionteam.add")
    duty = values.get("duty") or Duty.MEMBER
    if duty == Duty.LEADER and locked.members.filter(duty=Duty.LEADER).exists():
        raise Denied("Đoàn đã có trưởng đoàn.", obj=locked, action="inspectionteam.add")
    position = str(values.get("position", "")).strip()
    if not position and user is not None:
        position = ", ".join(part for part in (user.position, user.organisation) if part)
    rank = list(Duty).index(Duty(duty))
    member = TeamMember.objects.create(
        team=locked, user=user, full_name=name, position=position[:200], duty=duty, order=rank
    )
    audit.record(actor=actor, action="inspectionteam.add", obj=locked, after={"member": name, "duty": str(duty)})
    return member


def has_inspected(team: InspectionTeam) -> bool:
    """Say whether the team has begun a visit: then nobody is taken out of it any more."""
    return team.inspections.exclude(state__in=[InspectionState.PLANNED, InspectionState.CANCELLED]).exists()


@transaction.atomic
def remove_member(*, member: TeamMember, actor: Any) -> None:
    """Take a person out, as long as the team has held no visit."""
    locked = InspectionTeam.objects.select_for_update().get(pk=member.team_id)
    rules.check_team_editable(actor, locked)
    if has_inspected(locked):
        raise Denied("Đoàn đã kiểm tra nên thành phần không đổi được nữa. Lập đoàn mới.", obj=locked)
    audit.record(actor=actor, action="inspectionteam.remove", obj=locked, before={"member": member.full_name})
    member.delete()
