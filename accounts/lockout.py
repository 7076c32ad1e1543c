"""Wrong passwords: fast lock per (user name, address) by django-axes, slow lock per user name over all addresses.

Both count in PostgreSQL, by the name that was typed, whether or not such a person exists: the answers for an unknown
name are the same. Other people behind the same address are not touched: a council room shares one.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from axes.models import AccessFailureLog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

LOCKED = "Đã nhập sai quá nhiều lần. Vì an toàn, tên đăng nhập này tạm khoá trên máy này trong ít phút."


def counted_name(request: HttpRequest | None, credentials: dict[str, Any] | None = None) -> str:
    """Name under which failures are counted: a digest, since people type passwords into the name's box."""
    typed = (credentials or {}).get("username") or ""
    if not typed and request is not None:
        typed = request.POST.get("login", "")
    name = str(typed).strip().lower()
    return hashlib.sha256(f"{settings.SECRET_KEY}:{name}".encode()).hexdigest()[:40] if name else ""


def recent_failures(username: str) -> int:
    """How often this name failed lately, over all addresses."""
    since = timezone.now() - dt.timedelta(hours=settings.SLOW_LOCKOUT_HOURS)
    name = counted_name(None, {"username": username})
    return AccessFailureLog.objects.filter(username=name, attempt_time__gte=since).count()


def is_slowed(username: str) -> bool:
    """Say whether this name failed too often lately, whatever the addresses."""
    return recent_failures(username) >= settings.SLOW_LOCKOUT_FAILURES


def locked_out_response(
    request: HttpRequest, original: HttpResponse | None = None, credentials: dict[str, Any] | None = None
) -> HttpResponse:
    """The page that a locked-out person sees; it keeps nothing that they typed."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    return render(request, "account/locked.html", {"minutes": minutes}, status=429)
