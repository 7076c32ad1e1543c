"""Councils and their members."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import Unit
from accounts.seats import units_of
from core import audit
from core.errors import Denied
from core.formats import today
from criteria.queries import ruleset_on, typed_ruleset
from evaluations import actions, queries, rules, visibility
from evaluations.events import in_words
from evaluations.forms import CouncilForm, EndForm, MemberForm, TeamForm
from evaluations.models import Council, CouncilMember


def _unit(request: HttpRequest) -> Unit | None:
    """The unit for which the person records councils."""
    return next(iter(units_of(request.user, rules.RUNNERS)), None)


def _council(request: HttpRequest, council_id: int) -> Council:
    return get_object_or_404(visibility.visible_councils(request.user).select_related("unit"), pk=council_id)


@require_GET
def council_list(request: HttpRequest) -> HttpResponse:
    """Councils that the person sees, the newest first."""
    councils = queries.councils_with_counts(visibility.visible_councils(request.user)).order_by(
        "unit__name_sort", "-valid_from"
    )
    return render(request, "evaluations/councils.html", {"councils": councils, "may_add": _unit(request) is not None})


@require_GET
def council(request: HttpRequest, council_id: int) -> HttpResponse:
    """Decision, members, sessions, advisory team of one council."""
    row = _council(request, council_id)
    members = list(row.members.select_related("user").order_by("order", "id"))
    day = today()
    team = getattr(row, "advisory_team", None)
    context = {
        "council": row,
        "members": [m for m in members if m.valid_to is None or m.valid_to >= day],
        "former": [m for m in members if m.valid_to is not None and m.valid_to < day],
        "sessions": queries.sessions_for_list(row.sessions.all())[:20],
        "team": team,
        "advisors": list(team.members.select_related("user").order_by("user__name_sort")) if team else [],
        "manages": rules.manages_council(request.user, row),
        "events": in_words(audit.timeline(row)[:8]),
    }
    return render(request, "evaluations/council.html", context)


@require_http_methods(["GET", "POST"])
def council_new(request: HttpRequest) -> HttpResponse:
    """Record a council; quorum and spread start with the ruleset's defaults."""
    unit = _unit(request)
    if unit is None:
        raise Denied("Bạn không được giao lập Hội đồng.")
    defaults = typed_ruleset(ruleset_on(today())).council
    initial = {
        "name": f"Hội đồng đánh giá, phân hạng sản phẩm OCOP {unit.area}",
        "quorum_numerator": defaults.quorum.numerator,
        "quorum_denominator": defaults.quorum.denominator,
        "chair_must_attend": defaults.chair_must_attend,
        "spread_warning": defaults.spread_warning_over,
        "spread_blocks": defaults.spread_blocks_closing,
    }
    form = CouncilForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        row = actions.create_council(unit=unit, values=form.changes(), actor=request.user)
        messages.success(request, "Đã lập Hội đồng. Thêm thành viên theo quyết định.")
        return redirect("evaluations:council", council_id=row.pk)
    context = {
        "form": form,
        "heading": "Lập Hội đồng",
        "button": "Lập Hội đồng",
        "back_url": reverse("evaluations:councils"),
    }
    return render(request, "evaluations/form.html", context)


@require_http_methods(["GET", "POST"])
def council_edit(request: HttpRequest, council_id: int) -> HttpResponse:
    """Change the decision, the term, or the council's own rules."""
    row = _managed(request, council_id)
    form = CouncilForm(request.POST or None, instance=row)
    back = reverse("evaluations:council", args=[row.pk])
    if request.method == "POST" and form.is_valid():
        actions.edit_council(council=row, values=form.changes(), actor=request.user, version=form.opened_version)
        messages.success(request, "Đã lưu Hội đồng.")
        return redirect(back)
    return render(
        request, "evaluations/form.html", {"form": form, "heading": "Sửa Hội đồng", "button": "Lưu", "back_url": back}
    )


def _managed(request: HttpRequest, council_id: int) -> Council:
    row = _council(request, council_id)
    if not rules.manages_council(request.user, row):
        raise Denied("Hội đồng do cán bộ của chính đơn vị thành lập quản lý.", obj=row)
    return row


def _member(row: Council, member_id: int) -> CouncilMember:
    member = row.members.select_related("user", "council__unit").filter(pk=member_id).first()
    if member is None:
        raise Http404
    return member


@require_http_methods(["GET", "POST"])
def member_new(request: HttpRequest, council_id: int) -> HttpResponse:
    """Add a member."""
    row = _managed(request, council_id)
    form = MemberForm(request.POST or None, council=row)
    back = reverse("evaluations:council", args=[row.pk])
    if request.method == "POST" and form.is_valid():
        actions.add_member(council=row, user=form.cleaned_data["user"], values=form.values(), actor=request.user)
        messages.success(request, f"Đã thêm {form.cleaned_data['user']} vào Hội đồng.")
        return redirect(back)
    context = {
        "form": form,
        "heading": "Thêm thành viên",
        "subheading": row.name,
        "button": "Thêm thành viên",
        "back_url": back,
    }
    if not form.fields["user"].queryset.exists():  # type: ignore[attr-defined]
        context["note"] = (
            "Không còn ai có vai trò Thành viên Hội đồng tại đơn vị mà chưa ở trong Hội đồng. "
            "Đề nghị quản trị hệ thống cấp vai trò trước."
        )
    return render(request, "evaluations/form.html", context)


@require_http_methods(["GET", "POST"])
def member_edit(request: HttpRequest, council_id: int, member_id: int) -> HttpResponse:
    """Change a member's office."""
    row = _managed(request, council_id)
    member = _member(row, member_id)
    form = MemberForm(request.POST or None, council=row, member=member)
    back = reverse("evaluations:council", args=[row.pk])
    if request.method == "POST" and form.is_valid():
        actions.edit_member(member=member, values=form.values(), actor=request.user)
        messages.success(request, f"Đã lưu {member.user}.")
        return redirect(back)
    context = {
        "form": form,
        "heading": f"Sửa thành viên {member.user}",
        "subheading": row.name,
        "button": "Lưu",
        "back_url": back,
    }
    return render(request, "evaluations/form.html", context)


@require_http_methods(["GET", "POST"])
def member_end(request: HttpRequest, council_id: int, member_id: int) -> HttpResponse:
    """A member leaves the council."""
    row = _managed(request, council_id)
    member = _member(row, member_id)
    form = EndForm(request.POST or None, initial={"day": today()})
    back = reverse("evaluations:council", args=[row.pk])
    if request.method == "POST" and form.is_valid():
        actions.end_member(member=member, day=form.cleaned_data["day"], actor=request.user)
        messages.success(request, f"Đã ghi {member.user} thôi tham gia.")
        return redirect(back)
    context = {
        "form": form,
        "heading": f"{member.user} thôi tham gia",
        "subheading": row.name,
        "button": "Ghi nhận",
        "back_url": back,
    }
    return render(request, "evaluations/form.html", context)


@require_http_methods(["GET", "POST"])
def team_edit(request: HttpRequest, council_id: int) -> HttpResponse:
    """The advisory team."""
    row = _managed(request, council_id)
    form = TeamForm(request.POST or None, council=row)
    back = reverse("evaluations:council", args=[row.pk])
    if request.method == "POST" and form.is_valid():
        users = [user.pk for user in form.cleaned_data["users"]]
        actions.save_team(council=row, name=form.cleaned_data["name"], user_ids=users, actor=request.user)
        messages.success(request, "Đã lưu tổ tư vấn.")
        return redirect(back)
    context = {"form": form, "heading": "Tổ tư vấn", "subheading": row.name, "button": "Lưu", "back_url": back}
    return render(request, "evaluations/form.html", context)
