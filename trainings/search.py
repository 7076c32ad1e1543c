"""What the search box finds here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from core import search
from core.filters import words
from trainings.visibility import visible_classes


def _classes(user: Any, folded: str, limit: int) -> Iterator[search.Hit]:
    rows = visible_classes(user).filter(words(folded, "text_folded")).select_related("unit")
    for row in rows.order_by("-first_day", "-pk")[:limit]:
        detail = f"{row.code} · {row.when} · {row.unit.name} · {row.get_state_display()}"
        yield search.Hit(row.name, detail, reverse("trainings:class", args=[row.pk]))


search.register(search.Provider("Lớp tập huấn", "mortarboard", _classes, order=50))
