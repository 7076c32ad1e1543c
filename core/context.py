"""What the frame of every page needs.

Functions, called only where a template shows them: an error page asks the database nothing.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from core import formats, menu

SESSION_YEAR = "work_year"
FIRST_YEAR = 2018  # the year the programme began, 490/QĐ-TTg


def work_year(request: HttpRequest) -> int:
    """The year the person works in: their choice in this session, else the installation's, else this year."""
    session = getattr(request, "session", None)
    chosen = session.get(SESSION_YEAR) if session is not None else None
    return int(chosen or getattr(settings, "WORK_YEAR", None) or formats.today().year)


def year_choices() -> list[int]:
    """Years that can be chosen, newest first."""
    return list(range(formats.today().year + 1, FIRST_YEAR - 1, -1))


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor for the top bar and the rail; safe for anonymous visitors and for error pages."""
    return {
        "portal_name": settings.PORTAL_NAME,
        "province_name": settings.PROVINCE_NAME,
        "help_desk": settings.HELP_DESK,
        "is_demo": settings.DEMO,
        "work_year": cache(lambda: work_year(request)),
        "year_choices": year_choices,
        "menu": cache(lambda: _entries(request)),
        "bell_count": cache(lambda: menu.bell(request) if _signed_in(request) else 0),
        "seat": getattr(request, "seat", None),
        "seats": getattr(request, "seats", []),
    }


def _signed_in(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)
    return bool(user and user.is_authenticated)


def _entries(request: HttpRequest) -> list[menu.ShownEntry]:
    return menu.entries(request) if _signed_in(request) else []
