"""One's own account: security, profile, first password, the seat in work."""

from __future__ import annotations

from allauth.account.views import INTERNAL_RESET_SESSION_KEY
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts import actions, second_factor, sessions, tokens
from accounts.forms import NewPasswordForm, ProfileForm
from accounts.middleware import SESSION_SEAT
from accounts.models import User

_FIRST = "first_sign_in"


def _span(minutes: int) -> str:
    return f"{minutes // 60} giờ" if minutes % 60 == 0 else f"{minutes} phút"


def security(request: HttpRequest) -> HttpResponse:
    """Password, second factor and open sessions of the person."""
    idle, absolute = sessions.limits(request.user)
    context = {"has_factor": second_factor.has_one(request.user), "idle": _span(idle), "absolute": _span(absolute)}
    return render(request, "accounts/security.html", context)


def profile(request: HttpRequest) -> HttpResponse:
    """How to reach the person; name and seats are shown only."""
    user = User.objects.get(pk=request.user.pk)
    form = ProfileForm(request.POST or None, instance=user)
    if request.method == "POST" and form.is_valid():
        actions.edit_profile(actor=user, values=form.changes(), version=form.opened_version)
        messages.success(request, "Đã lưu hồ sơ cá nhân.")
        return redirect("accounts:profile")
    return render(request, "accounts/profile.html", {"form": form})


@sensitive_post_parameters()
@never_cache
def first_sign_in(request: HttpRequest) -> HttpResponse:
    """The page of a first sign-in link. The secret moves from the address into the session at once."""
    if "ma" in request.GET:
        request.session[_FIRST] = request.GET["ma"]
        return redirect("accounts:first_sign_in")
    person = tokens.read(request.session.get(_FIRST, ""))
    if person is None:
        return render(request, "accounts/first_sign_in.html", {"person": None})
    form = NewPasswordForm(person, request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.set_password(actor=person, user=person, password=form.cleaned_data["password1"])
        del request.session[_FIRST]
        messages.success(request, "Đã đặt mật khẩu. Đăng nhập bằng mật khẩu vừa đặt.")
        return redirect(settings.LOGIN_URL)
    return render(request, "accounts/first_sign_in.html", {"person": person, "form": form})


@never_cache
def reset_entry(request: HttpRequest) -> HttpResponse:
    """Where the link of a reset mail arrives: the key moves into the session, so that no log keeps it."""
    uid, _, key = request.GET.get("ma", "").partition("-")
    if not (uid.isascii() and uid.isalnum() and key):
        return render(request, "account/password_reset_from_key.html", {"token_fail": True})
    request.session[INTERNAL_RESET_SESSION_KEY] = key
    return redirect(reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": "set-password"}))


@require_POST
def switch_seat(request: HttpRequest) -> HttpResponse:
    """Choose the seat in which the person works now; only one of their own."""
    wanted = request.POST.get("seat", "")
    if any(str(seat.id) == wanted for seat in request.seats):  # type: ignore[attr-defined]
        request.session[SESSION_SEAT] = int(wanted)
    return redirect(settings.LOGIN_REDIRECT_URL)
