"""What the search box finds here: plans and their tasks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from core import search
from core.filters import words
from core.text import fold
from programme.reporting import search as _reports  # noqa: F401 - registers annual reports
from programme.visibility import visible_plans, visible_tasks


def _plans(user: Any, folded: str, limit: int) -> Iterator[search.Hit]:
    rows = visible_plans(user).filter(words(folded, "text_folded")).select_related("unit")
    for row in rows[:limit]:
        detail = " · ".join(part for part in (row.notation, row.get_state_display()) if part)
        yield search.Hit(row.title, detail, reverse("programme:plan", args=[row.pk]))


def _tasks(user: Any, folded: str, limit: int) -> Iterator[search.Hit]:
    """There are few, so titles are compared here and need no folded column."""
    found = 0
    for row in visible_tasks(user).select_related("plan").order_by("-plan__year", "order")[:500]:
        if all(word in fold(f"{row.title} {row.lead}") for word in folded.split()):
            yield search.Hit(str(row), f"{row.lead} · năm {row.plan.year}", reverse("programme:task", args=[row.pk]))
            found += 1
            if found >= limit:
                return


search.register(search.Provider("Kế hoạch năm", "bar-chart", _plans, order=60))
search.register(search.Provider("Nhiệm vụ của kế hoạch", "list-task", _tasks, order=62))
