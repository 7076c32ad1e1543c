"""Entries of the rail."""

from __future__ import annotations

from django.http import HttpRequest

from accounts.access import allowed
from core import menu


def _reads(request: HttpRequest) -> bool:
    return allowed(request.user, "trainings:classes", "GET")


def _learns(request: HttpRequest) -> bool:
    """Who organises finds the own classes there; who only attends gets this entry."""
    return not _reads(request) and allowed(request.user, "trainings:my_classes", "GET")


menu.register(
    menu.MenuEntry(label="Tập huấn", url_name="trainings:classes", icon="mortarboard", order=50, visible=_reads)
)
menu.register(
    menu.MenuEntry(label="Lớp tập huấn", url_name="trainings:my_classes", icon="mortarboard", order=50, visible=_learns)
)
