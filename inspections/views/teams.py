"""Teams and their decision."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import Denied
from core.forms import whole_number
from inspections import rules
from inspections.actions import teams as actions
from inspections.forms import MemberForm, TeamForm
from inspections.models import InspectionTeam
from inspections.papers.common import existing
from inspections.papers.team import TEAM_REF, decision_of, draft_team_decision, is_other_than_decided, team_kind
from inspections.views.common import history, to_document
from inspections.visibility import visible_plans, visible_teams


def _team(request: HttpRequest, pk: int) -> InspectionTeam:
    return get_object_or_404(visible_teams(request.user).select_related("unit__parent", "plan"), pk=pk)


@require_http_methods(["GET", "POST"])
def team_new(request: HttpRequest) -> HttpResponse:
    """Make a team, of a plan (`?ke-hoach=`) or for unplanned visits."""
    units = rules.planning_units(request.user)
    if not units:
        raise Denied("Chỉ cán bộ cấp huyện và cán bộ Sở lập đoàn kiểm tra.")
    wanted = request.GET.get("ke-hoach", "")
    plan = visible_plans(request.user).filter(pk=whole_number(wanted)).first()
    unit = plan.unit if plan is not None and rules.plans_at(request.user, plan.unit) else units[0]
    area = unit.area
    form = TeamForm(request.POST or None, initial={"name": f"Đoàn kiểm tra sản phẩm OCOP {area}"})
    if request.method == "POST" and form.is_valid():
        team = actions.create_team(unit=unit, name=form.cleaned_data["name"], plan=plan, actor=request.user)
        messages.success(request, "Đã lập đoàn. Thêm trưởng đoàn và thành viên.")
        return redirect("inspections:team", pk=team.pk)
    back = reverse("inspections:plan", args=[plan.pk]) if plan else reverse("inspections:inspections")
    context = {"form": form, "heading": "Lập đoàn kiểm tra", "subheading": plan.name if plan else unit.name,
               "button": "Lập đoàn", "back_url": back}  # fmt: skip
    return render(request, "inspections/form.html", context)


@require_http_methods(["GET", "POST"])
def team(request: HttpRequest, pk: int) -> HttpResponse:
    """One team: members, visits, decision; POST adds a member."""
    row = _team(request, pk)
    editable = rules.plans_at(request.user, row.unit)
    form = MemberForm(request.POST or None, team=row) if editable else None
    if request.method == "POST" and form is not None and form.is_valid():
        data = form.cleaned_data
        member = actions.add_member(team=row, user=data.pop("user"), values=data, actor=request.user)
        messages.success(request, f"Đã thêm {member.full_name}.")
        return redirect("inspections:team", pk=row.pk)
    decided = decision_of(row)
    decision = existing(team_kind(row), f"{TEAM_REF}{row.pk}")
    context = {
        "team": row,
        "members": row.members.select_related("user"),
        "visits": row.inspections.select_related("district").order_by("starts_at", "site_name"),
        "editable": editable,
        "decision": decision,
        "outdated": decided if editable and decided is not None and is_other_than_decided(row, decided) else None,
        "removable": editable and not actions.has_inspected(row),
        "form": form,
        "events": history(row) if editable else [],
    }
    return render(request, "inspections/team.html", context)


@require_POST
def member_remove(request: HttpRequest, pk: int, member_pk: int) -> HttpResponse:
    """Take a member out."""
    row = _team(request, pk)
    actions.remove_member(member=get_object_or_404(row.members, pk=member_pk), actor=request.user)
    return redirect("inspections:team", pk=row.pk)


@require_POST
def team_decision(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft the decision that establishes the team."""
    return to_document(request, draft_team_decision(team=_team(request, pk), actor=request.user))
