"""What the search box finds here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from core import search
from core.filters import words
from core.formats import date_vn
from promotion.visibility import visible_communications, visible_events, visible_points


def _events(user: Any, folded: str, limit: int) -> Iterator[search.Hit]:
    for row in visible_events(user).filter(words(folded, "name_folded")).order_by("-starts_on")[:limit]:
        detail = f"{row.get_kind_display()} · {date_vn(row.starts_on)} · {row.get_state_display()}"
        yield search.Hit(row.name, detail, reverse("promotion:event", args=[row.pk]))


def _points(user: Any, folded: str, limit: int) -> Iterator[search.Hit]:
    rows = visible_points(user).filter(words(folded, "name_folded")).select_related("district")
    for row in rows.order_by("name_sort")[:limit]:
        detail = f"{row.district.name} · {row.get_state_display()}"
        yield search.Hit(row.name, detail, reverse("promotion:point", args=[row.pk]))


def _media(user: Any, folded: str, limit: int) -> Iterator[search.Hit]:
    rows = visible_communications(user).filter(words(folded, "name_folded"))
    for row in rows.order_by("-published_on")[:limit]:
        detail = f"{row.get_kind_display()} · {date_vn(row.published_on)}"
        yield search.Hit(row.title, detail, reverse("promotion:media_one", args=[row.pk]))


search.register(search.Provider("Sự kiện xúc tiến", "shop", _events, order=60))
search.register(search.Provider("Điểm bán OCOP", "shop-window", _points, order=62))
search.register(search.Provider("Tuyên truyền", "megaphone", _media, order=64))
