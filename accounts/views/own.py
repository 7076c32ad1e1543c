"""One's own account: security, profile, the seat in work."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.middleware import SESSION_SEAT


def security(request: HttpRequest) -> HttpResponse:
    """Password, second factor and open sessions of the person."""
    return render(request, "accounts/security.html")


def profile(request: HttpRequest) -> HttpResponse:
    """Name, position and how to reach the person."""
    return render(request, "accounts/profile.html")


@require_POST
def switch_seat(request: HttpRequest) -> HttpResponse:
    """Choose the seat in which the person works now; only one of their own."""
    wanted = request.POST.get("seat", "")
    if any(str(seat.id) == wanted for seat in request.seats):  # type: ignore[attr-defined]
        request.session[SESSION_SEAT] = int(wanted)
        request.session.cycle_key()
    return redirect(settings.LOGIN_REDIRECT_URL)
