"""Councils and their members."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from accounts.enums import Role
from accounts.models import Membership, Unit, User
from core import audit
from core.editing import save_edit
from core.errors import Denied
from core.formats import today
from evaluations import rules
from evaluations.enums import CouncilRole
from evaluations.models import Council, CouncilMember


def _check_manages(actor: User, council: Council) -> None:
    if not rules.manages_council(actor, council):
        raise Denied("Hội đồng do cán bộ của chính đơn vị thành lập quản lý.", obj=council if council.pk else None)


@transaction.atomic
def create_council(*, unit: Unit, values: dict[str, Any], actor: User) -> Council:
    """Record a council as its decision established it."""
    council = Council(unit=unit, **values)
    _check_manages(actor, council)
    council.full_clean()
    council.save()
    audit.record(actor=actor, action="council.create", obj=council, after={"decision": council.decision_number})
    return council


def edit_council(*, council: Council, values: dict[str, Any], actor: User, version: int | None) -> Council:
    """Change the decision, the term, or the council's own rules of quorum and spread."""
    _check_manages(actor, council)
    return save_edit(council, values, actor=actor, version=version)


def _check_seat(user: User, council: Council) -> None:
    """A member signs in as a council member at the council's unit."""
    if not Membership.objects.on(today()).filter(user=user, role=Role.COUNCIL_MEMBER, unit=council.unit).exists():
        raise Denied(
            f"{user} chưa có vai trò Thành viên Hội đồng tại {council.unit.area}. Đề nghị quản trị cấp vai trò trước."
        )


def _check_office(member: CouncilMember) -> None:
    heads = {CouncilRole.CHAIR, CouncilRole.VICE_CHAIR}
    if member.role in heads and not member.scores:
        raise Denied("Chủ tịch và Phó Chủ tịch Hội đồng tham gia chấm điểm.")
    others = CouncilMember.objects.filter(council=member.council, valid_to__isnull=True).exclude(pk=member.pk)
    if member.role == CouncilRole.CHAIR and others.filter(role=CouncilRole.CHAIR).exists():
        raise Denied("Hội đồng đã có Chủ tịch. Ghi ngày thôi tham gia của Chủ tịch cũ trước.")
    if others.filter(user=member.user).exists():
        raise Denied(f"{member.user} đã có trong Hội đồng.")


@transaction.atomic
def add_member(*, council: Council, user: User, values: dict[str, Any], actor: User) -> CouncilMember:
    """Add a member named by the decision."""
    _check_manages(actor, council)
    _check_seat(user, council)
    member = CouncilMember(council=council, user=user, **values)
    if not member.order:
        member.order = council.members.count() + 1
    _check_office(member)
    member.save()
    audit.record(
        actor=actor, action="council.add_member", obj=council, after={"member": str(user), "role": member.role}
    )
    return member


@transaction.atomic
def edit_member(*, member: CouncilMember, values: dict[str, Any], actor: User) -> CouncilMember:
    """Change office, wording or order of a member."""
    council = member.council
    _check_manages(actor, council)
    before = {name: str(getattr(member, name)) for name in values}
    for name, value in values.items():
        setattr(member, name, value)
    _check_office(member)
    member.save()
    after = {name: str(value) for name, value in values.items()}
    audit.record(actor=actor, action="council.edit_member", obj=council, before=before, after=after)
    return member


@transaction.atomic
def end_member(*, member: CouncilMember, day: dt.date, actor: User) -> CouncilMember:
    """A member leaves: the office keeps its dates, nothing is deleted."""
    _check_manages(actor, member.council)
    if day < member.valid_from:
        raise Denied("Ngày thôi tham gia không trước ngày bắt đầu.", obj=member.council)
    member.valid_to = day
    member.save(update_fields=["valid_to"])
    after = {"member": str(member.user), "until": day.isoformat()}
    audit.record(actor=actor, action="council.end_member", obj=member.council, after=after)
    return member
