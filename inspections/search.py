"""What the search box finds here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from core import search
from core.filters import words
from inspections.visibility import visible_cases, visible_complaints, visible_inspections


def _inspections(user: Any, folded: str, limit: int) -> Iterator[search.Hit]:
    rows = visible_inspections(user).filter(words(folded, "text_folded")).select_related("district")
    for row in rows.order_by("-pk")[:limit]:
        detail = f"{row.code} · {row.district.as_district} · {row.get_state_display()}"
        yield search.Hit(row.site_name, detail, reverse("inspections:inspection", args=[row.pk]))


def _cases(user: Any, folded: str, limit: int) -> Iterator[search.Hit]:
    for row in visible_cases(user).filter(words(folded, "text_folded")).order_by("-pk")[:limit]:
        yield search.Hit(
            f"Thu hồi: {row.product_name}", row.get_state_display(), reverse("inspections:case", args=[row.pk])
        )


def _complaints(user: Any, folded: str, limit: int) -> Iterator[search.Hit]:
    for row in visible_complaints(user).filter(words(folded, "text_folded")).order_by("-pk")[:limit]:
        yield search.Hit(
            f"Phản ánh: {row.about}", f"{row.code} · {row.get_state_display()}",
            reverse("inspections:complaint", args=[row.pk]),
        )  # fmt: skip


search.register(search.Provider("Kiểm tra", "clipboard-check", _inspections, order=54))
search.register(search.Provider("Thu hồi", "x-octagon", _cases, order=55))
search.register(search.Provider("Phản ánh", "megaphone", _complaints, order=56))
