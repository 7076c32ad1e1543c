"""The pages of the section Xúc tiến, as tabs: each person sees those that they may open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from accounts.access import allowed, exists

_TABS = (
    ("Sự kiện", "promotion:events"),
    ("Điểm bán", "promotion:points"),
    ("Bán trực tuyến", "promotion:listings"),
    ("Tuyên truyền", "promotion:media"),
    ("Quà tặng", "promotion:gifts"),
    ("Thoả thuận", "promotion:agreements"),
    ("Đã hỗ trợ", "promotion:coverage"),
)


@dataclass(frozen=True)
class Tab:
    """One tab."""

    label: str
    url: str
    here: bool


def tabs(user: Any, here: str) -> list[Tab]:
    """The tabs of this person; `here` is the view that is open."""
    return [
        Tab(label, reverse(name), name == here) for label, name in _TABS if exists(name) and allowed(user, name, "GET")
    ]
