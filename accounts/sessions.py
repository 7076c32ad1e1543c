"""How long a session lives, and ending the sessions of a person."""

from __future__ import annotations

import datetime as dt
import time
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest

from accounts.models import User
from accounts.seats import seats_of
from core.formats import now

BEGAN, SEEN = "began_at", "seen_at"
_TOUCH_EVERY = 60  # seconds: a row per request would cost every line save a write


def limits(user: Any) -> tuple[int, int]:
    """Idle and absolute minutes for a person: of several seats the strictest counts."""
    found = [settings.SESSION_LIMITS.get(str(seat.role), settings.SESSION_LIMIT_DEFAULT) for seat in seats_of(user)]
    found = found or [settings.SESSION_LIMIT_DEFAULT]
    return min(idle for idle, _ in found), min(absolute for _, absolute in found)


def over(request: HttpRequest) -> str:
    """Why this session is over, as a sentence for the person; empty while it lives."""
    moment = time.time()
    idle, absolute = limits(request.user)
    if moment - request.session.get(SEEN, moment) > idle * 60:
        return "Bạn đã được đăng xuất vì lâu không thao tác. Đăng nhập lại để tiếp tục từ trang đang làm."
    if moment - request.session.get(BEGAN, moment) > absolute * 60:
        return "Phiên làm việc đã đủ thời gian cho phép. Đăng nhập lại để tiếp tục từ trang đang làm."
    return ""


def touch(request: HttpRequest) -> None:
    """Note that the person did something."""
    moment = time.time()
    request.session.setdefault(BEGAN, moment)
    if moment - request.session.get(SEEN, 0) >= _TOUCH_EVERY:
        request.session[SEEN] = moment


def end_all(user: User, *, but: str = "") -> int:
    """End every session of a person on the server; `but` spares one session key. Answers how many."""
    rows = UserSession.objects.filter(user=user).exclude(session_key=but)
    ended = 0
    for row in rows:
        row.end()
        ended += 1
    return ended


def must_change_password(user: Any) -> bool:
    """Say whether a new password is owed: an initial one, or one that is too old where rotation is on."""
    if user.must_change_password:
        return True
    days = settings.PASSWORD_MAX_AGE_DAYS
    if not days:
        return False
    return user.password_changed_at is None or now() - user.password_changed_at > dt.timedelta(days=days)
