"""Deny by default, and sessions that end. Reads seats anew on each request."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from accounts import access, second_factor, sessions
from accounts.seats import seats_of
from core import audit, origin

GetResponse = Callable[[HttpRequest], HttpResponse]
SESSION_SEAT = "seat"

# Pages that a person must reach while a new password or a second factor is still owed.
DUTIES = frozenset({
    "account_login", "account_logout", "account_change_password", "account_reauthenticate",
    "mfa_activate_totp", "mfa_authenticate", "mfa_reauthenticate", "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes", "mfa_download_recovery_codes", "core:healthz", "core:readyz",
})  # fmt: skip


def _wants_fragment(request: HttpRequest) -> bool:
    """Requests of scripts: a redirect to the sign-in page would be taken for the answer."""
    return bool(getattr(request, "htmx", False)) or "application/json" in request.headers.get("Accept", "")


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Send an anonymous visitor to the sign-in page and back to where they wanted to go."""
    if _wants_fragment(request):
        return HttpResponse("Phiên đăng nhập đã kết thúc. Đăng nhập lại để tiếp tục.", status=401)
    there = request.get_full_path() if request.method == "GET" else _page_before(request)
    return HttpResponseRedirect(f"{settings.LOGIN_URL}?{urlencode({'next': there})}" if there else settings.LOGIN_URL)


def _page_before(request: HttpRequest) -> str:
    """The own page from which a form was sent; a POST address itself can often not be opened."""
    referer = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(referer, {request.get_host()}):
        return ""
    return "/" + referer.split("/", 3)[3] if referer.count("/") >= 3 else ""


class SessionLimitMiddleware:
    """Ends sessions that were idle or open too long (settings.SESSION_LIMITS), or whose person was disabled."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Check before the view, note the activity after it.

        A view sets `request.background = True` when a script asked by itself (polling): that keeps nobody signed in.
        """
        if request.user.is_authenticated:
            over = sessions.over(request)
            if over:
                logout(request)
                messages.info(request, over)
        response = self.get_response(request)
        if request.user.is_authenticated and not getattr(request, "background", False):
            sessions.touch(request)
        return response


class AccessMiddleware:
    """Lets a request through only when the access map says so, and tells the audit trail who was refused."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Set the seats of the person, then answer."""
        request.seats = seats_of(request.user)  # type: ignore[attr-defined]
        request.seat = self._current_seat(request)  # type: ignore[attr-defined]
        if request.seat:  # type: ignore[attr-defined]
            origin.bind(dataclasses.replace(origin.current(), unit_label=request.seat.label))  # type: ignore[attr-defined]
        return self.get_response(request)

    @staticmethod
    def _current_seat(request: HttpRequest) -> Any:
        seats = request.seats  # type: ignore[attr-defined]
        if not seats:
            return None
        chosen = request.session.get(SESSION_SEAT)
        return next((seat for seat in seats if seat.id == chosen), seats[0])

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Refuse, redirect, or let the view run."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        method = request.method or "GET"
        if not access.allowed(request.user, name, method):
            if not request.user.is_authenticated and access.exists(name):
                return to_sign_in(request)
            self._tell(request, name)
            raise PermissionDenied
        return self._duty(request, name)

    @staticmethod
    def _duty(request: HttpRequest, name: str) -> HttpResponse | None:
        user = request.user
        if not user.is_authenticated or name in DUTIES:
            return None
        if sessions.must_change_password(user):
            return HttpResponseRedirect(reverse("account_change_password"))
        if second_factor.is_owed(user):
            return HttpResponseRedirect(reverse("mfa_activate_totp"))
        return None

    @staticmethod
    def _tell(request: HttpRequest, name: str) -> None:
        if request.user.is_authenticated:
            audit.record(
                actor=request.user,
                action="access.refused",
                obj=request.user,
                after={"page": name, "method": request.method, "path": request.path[:200]},
                refused=True,
            )
