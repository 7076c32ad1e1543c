"""The advisory team appraises dossiers before the council scores them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Membership, User
from core import audit, workflow
from core.editing import save_edit
from core.errors import Denied
from core.formats import end_of_day, today
from evaluations import rules
from evaluations.enums import AppraisalState
from evaluations.models import AdvisoryTeam, AdvisoryTeamMember, Appraisal, Council
from notifications.actions import notify
from products.enums import DossierState
from products.models import Dossier


def possible_advisors(council: Council) -> list[User]:
    """People with an advisory seat at the council's unit."""
    seats = Membership.objects.on(today()).filter(role=Role.ADVISORY, unit=council.unit, user__is_active=True)
    return [seat.user for seat in seats.select_related("user").order_by("user__name_sort")]


@transaction.atomic
def save_team(*, council: Council, name: str, user_ids: Collection[int], actor: User) -> AdvisoryTeam:
    """Set name and members of a council's advisory team."""
    if not rules.manages_council(actor, council):
        raise Denied("Tổ tư vấn do cán bộ của đơn vị thành lập Hội đồng quản lý.", obj=council)
    able = {user.pk for user in possible_advisors(council)}
    if not set(user_ids) <= able:
        raise Denied("Có người chưa được cấp vai trò Tổ tư vấn tại đơn vị.", obj=council)
    team, _ = AdvisoryTeam.objects.update_or_create(council=council, defaults={"name": name})
    busy = Appraisal.objects.filter(team=team, state=AppraisalState.ASSIGNED).exclude(advisor__in=user_ids)
    if busy.exists():
        raise Denied(
            "Có người đang được giao thẩm định. Giao lại cho người khác trước khi đưa ra khỏi tổ.", obj=council
        )
    team.members.exclude(user__in=user_ids).delete()
    known = set(team.members.values_list("user_id", flat=True))
    AdvisoryTeamMember.objects.bulk_create(
        AdvisoryTeamMember(team=team, user_id=pk) for pk in user_ids if pk not in known
    )
    audit.record(actor=actor, action="team.save", obj=council, after={"name": name, "members": sorted(user_ids)})
    return team


@transaction.atomic
def assign_appraisal(
    *, dossier: Dossier, council: Council, advisor: User, due_on: dt.date | None, actor: User
) -> Appraisal:
    """Give a dossier to an advisor, or hand an unfinished appraisal to another one."""
    if not rules.manages_council(actor, council):
        raise Denied("Việc giao thẩm định do cán bộ thường trực của Hội đồng làm.", obj=dossier)
    if dossier.holder_id != council.unit_id or dossier.state not in {DossierState.ACCEPTED, DossierState.IN_SESSION}:
        raise Denied("Chỉ giao thẩm định hồ sơ đã tiếp nhận và đang ở đơn vị.", obj=dossier)
    team = AdvisoryTeam.objects.filter(council=council).first()
    if team is None or not team.members.filter(user=advisor).exists():
        raise Denied("Người được giao phải thuộc tổ tư vấn của Hội đồng.", obj=dossier)
    due_at = end_of_day(due_on) if due_on else None
    appraisal, made = Appraisal.objects.select_for_update().get_or_create(
        team=team, dossier=dossier, defaults={"advisor": advisor, "due_at": due_at}
    )
    if not made:
        if appraisal.state == AppraisalState.DONE:
            raise Denied("Hồ sơ này đã được thẩm định.", obj=appraisal)
        save_edit(appraisal, {"advisor": advisor, "due_at": due_at}, actor=actor, version=None)
    else:
        audit.record(actor=actor, action="appraisal.assign", obj=appraisal, after={"advisor": str(advisor)})
    notify(
        recipients=[advisor],
        kind="appraisal.assigned",
        title=f"Thẩm định hồ sơ {dossier.product_name}",
        url=reverse("evaluations:appraisal", args=[appraisal.pk]),
        obj=appraisal,
    )
    return appraisal


def save_appraisal(*, appraisal: Appraisal, values: dict[str, Any], actor: User, version: int | None) -> Appraisal:
    """Store the advisor's work so far."""
    if not rules.is_advisor(actor, appraisal):
        raise Denied("Hồ sơ này không giao cho bạn thẩm định.", obj=appraisal)
    if appraisal.state != AppraisalState.ASSIGNED:
        raise Denied("Thẩm định đã hoàn thành nên không sửa được.", obj=appraisal)
    if not appraisal.is_wanted:
        raise Denied("Hồ sơ đã qua bước thẩm định của cấp này.", obj=appraisal)
    return save_edit(appraisal, values, actor=actor, version=version)


def finish_appraisal(*, appraisal: Appraisal, actor: User, version: int | None = None) -> Appraisal:
    """Complete the appraisal: from now on the council's members read it."""
    return workflow.apply(appraisal, "finish", actor=actor, version=version)
