"""The administrator's pages of people and their seats."""

from __future__ import annotations

from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts import actions, lockout, second_factor
from accounts.enums import Role
from accounts.filters import UserFilter
from accounts.forms_admin import EndSeatForm, NewUserForm, ReasonForm, SeatForm, UserForm
from accounts.models import FactorReset, Membership, User
from core import audit
from core.errors import Denied
from core.formats import today
from core.lists import Column, ListPage, Order

CRUMBS = [("Quản trị", "/quan-tri/"), ("Người dùng", "/quan-tri/nguoi-dung/")]
_LINK = "first_sign_in_link"


def _seats_today() -> Prefetch[str]:
    rows = Membership.objects.on(today()).select_related("unit").order_by("id")
    return Prefetch("memberships", queryset=rows, to_attr="seats_today")


class UserList(ListPage):
    """People with their seats of today."""

    template_name = "accounts/admin/user_list.html"
    filterset_class = UserFilter
    orders = (
        Order("ten", "Tên đăng nhập", ("username",)),
        Order("ho-ten", "Họ tên", ("name_sort", "id")),
        Order("moi", "Mới lập trước", ("-created_at", "id")),
    )
    columns = (
        Column("Tên đăng nhập", lambda user: user.username),
        Column("Họ và tên", lambda user: user.full_name, 30),
        Column("Chức vụ", lambda user: user.position, 30),
        Column("Vai trò", lambda user: "; ".join(str(seat) for seat in user.seats_today), 50),
        Column("Trạng thái", lambda user: "đang dùng" if user.is_active else "đã ngừng"),
    )
    export_name = "nguoi-dung"

    def rows(self) -> QuerySet[User]:
        """All accounts: the administrator sees them all."""
        return User.objects.all()

    def decorate(self, rows: QuerySet[User]) -> QuerySet[User]:
        """Their seats of today."""
        return rows.prefetch_related(_seats_today())


def user_create(request: HttpRequest) -> HttpResponse:
    """Make an account; its page then offers the first sign-in link."""
    form = NewUserForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = actions.create_user(actor=request.user, **form.changes())
        except Denied as refusal:
            form.add_error("username", refusal.sentence)
        else:
            messages.success(request, "Đã lập tài khoản. Giao vai trò, rồi tạo liên kết đăng nhập lần đầu.")
            return redirect("accounts:user", user.pk)
    return render(
        request,
        "accounts/admin/form.html",
        {
            "form": form,
            "crumbs": CRUMBS,
            "heading": "Lập tài khoản",
            "label": "Lập tài khoản",
            "back": "/quan-tri/nguoi-dung/",
        },
    )


def user_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: facts, seats, sessions, what was done to it."""
    user = get_object_or_404(User, pk=pk)
    seats = user.memberships.select_related("unit").order_by("-valid_from", "-id")
    in_force = set(user.memberships.on(today()).values_list("pk", flat=True)) if user.is_active else set()
    lasting = set(user.memberships.lasting(today()).values_list("pk", flat=True))
    context = {
        "person": user,
        "seats_all": seats,
        "in_force": in_force,
        "lasting": lasting,
        "crumbs": CRUMBS,
        "has_factor": second_factor.has_one(user),
        "sessions_open": UserSession.objects.filter(user=user).count(),
        "failures": lockout.recent_failures(user.username),
        "waiting": user.factor_resets.filter(confirmed_by__isnull=True).select_related("asked_by").first(),
        "events": audit.timeline(user)[:15],
        "link": request.session.pop(f"{_LINK}:{user.pk}", ""),
        "is_self": user.pk == request.user.pk,
    }
    return render(request, "accounts/admin/user.html", context)


def user_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change name, position and addresses."""
    user = get_object_or_404(User, pk=pk)
    form = UserForm(request.POST or None, instance=user)
    if request.method == "POST" and form.is_valid():
        actions.edit_user(actor=request.user, user=user, values=form.changes(), version=form.opened_version)
        messages.success(request, "Đã lưu.")
        return redirect("accounts:user", user.pk)
    return _form(request, form, user, f"Sửa tài khoản {user.username}", "Lưu")


@require_POST
def user_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a first sign-in link and show it once."""
    user = get_object_or_404(User, pk=pk)
    request.session[f"{_LINK}:{user.pk}"] = actions.first_sign_in_link(actor=request.user, user=user)
    return redirect("accounts:user", user.pk)


def user_disable(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop an account, after saying what that does."""
    user = get_object_or_404(User, pk=pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.disable_user(actor=request.user, user=user, reason=form.cleaned_data["reason"])
        messages.success(request, f"Đã ngừng tài khoản {user.username}.")
        return redirect("accounts:user", user.pk)
    what = [
        f"{user.full_name} ({user.username}) không đăng nhập được nữa.",
        "Mọi phiên đang mở kết thúc ngay ở lần bấm tiếp theo.",
        "Hồ sơ, phiếu chấm và nhật ký của người này giữ nguyên.",
    ]
    return _confirm(request, form, user, "Ngừng tài khoản", what=what, label="Ngừng tài khoản")


@require_POST
def user_enable(request: HttpRequest, pk: int) -> HttpResponse:
    """Let an account sign in again."""
    user = get_object_or_404(User, pk=pk)
    actions.enable_user(actor=request.user, user=user)
    messages.success(request, f"Đã mở lại tài khoản {user.username}.")
    return redirect("accounts:user", user.pk)


@require_POST
def user_end_sessions(request: HttpRequest, pk: int) -> HttpResponse:
    """End the open sessions of a person, except the one in use."""
    user = get_object_or_404(User, pk=pk)
    ended = actions.end_sessions(actor=request.user, user=user, but=request.session.session_key or "")
    messages.success(request, f"Đã kết thúc {ended} phiên đăng nhập.")
    return redirect("accounts:user", user.pk)


def factor_ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a reset of somebody's second factor; another person confirms."""
    user = get_object_or_404(User, pk=pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.ask_factor_reset(actor=request.user, user=user, reason=form.cleaned_data["reason"])
        messages.success(request, "Đã ghi đề nghị. Cần người thứ hai xác nhận.")
        return redirect("accounts:user", user.pk)
    what = [
        "Đề nghị chờ quản trị viên khác hoặc lãnh đạo Sở xác nhận.",
        f"Sau khi xác nhận, {user.full_name} đăng nhập bằng mật khẩu và đặt lại xác thực hai bước.",
    ]
    return _confirm(request, form, user, "Đề nghị đặt lại xác thực hai bước", what=what, label="Gửi đề nghị")


def factor_resets(request: HttpRequest) -> HttpResponse:
    """Requests that wait for a second person, and those of late."""
    rows = FactorReset.objects.select_related("user", "asked_by", "confirmed_by").order_by(
        "confirmed_at", "-created_at"
    )
    waiting = list(rows.filter(confirmed_by__isnull=True))
    done = rows.filter(confirmed_by__isnull=False).order_by("-confirmed_at")[:20]
    return render(request, "accounts/admin/factor_resets.html", {"waiting": waiting, "done": done})


@require_POST
def factor_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm as the second person."""
    reset = get_object_or_404(FactorReset, pk=pk)
    actions.confirm_factor_reset(actor=request.user, reset=reset)
    messages.success(request, "Đã xác nhận. Người dùng sẽ đặt lại xác thực hai bước khi đăng nhập.")
    return redirect("accounts:factor_resets")


def seat_give(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a seat."""
    user = get_object_or_404(User, pk=pk)
    form = SeatForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data: dict[str, Any] = form.cleaned_data
        try:
            actions.give_seat(
                actor=request.user,
                user=user,
                role=Role(data["role"]),
                unit=data["unit"],
                start=data["start"],
                end=data["end"],
            )
        except Denied as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, "Đã giao vai trò.")
            return redirect("accounts:user", user.pk)
    return _form(request, form, user, f"Giao vai trò cho {user.full_name}", "Giao vai trò")


def seat_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a seat."""
    seat = get_object_or_404(Membership.objects.select_related("user", "unit"), pk=pk)
    form = EndSeatForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        actions.end_seat(actor=request.user, seat=seat, on=data["last"], reason=data["reason"])
        messages.success(request, "Đã ghi ngày kết thúc vai trò.")
        return redirect("accounts:user", seat.user_id)
    what = [
        f"{seat.user.full_name} thôi giữ vai trò {seat}.",
        "Việc đã làm trong vai trò này giữ nguyên tên người và đơn vị.",
    ]
    return _confirm(request, form, seat.user, "Kết thúc vai trò", what=what, label="Kết thúc vai trò")


def _crumbs(user: User) -> list[tuple[str, str]]:
    return [*CRUMBS, (user.username, f"/quan-tri/nguoi-dung/{user.pk}/")]


def _form(request: HttpRequest, form: Any, user: User, heading: str, label: str) -> HttpResponse:
    context = {
        "form": form,
        "crumbs": _crumbs(user),
        "heading": heading,
        "label": label,
        "back": f"/quan-tri/nguoi-dung/{user.pk}/",
    }
    return render(request, "accounts/admin/form.html", context)


def _confirm(request: HttpRequest, form: Any, user: User, heading: str, *, what: list[str], label: str) -> HttpResponse:
    context = {
        "form": form,
        "heading": heading,
        "what": what,
        "action_label": label,
        "back_url": f"/quan-tri/nguoi-dung/{user.pk}/",
    }
    return render(request, "components/confirm.html", context)
