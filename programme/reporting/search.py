"""Reports in the search box, within what the person may see."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from core import search
from core.filters import words
from programme.reporting.visibility import visible_reports


def _reports(user: Any, folded: str, limit: int) -> Iterator[search.Hit]:
    rows = visible_reports(user).filter(words(folded, "text_folded")).select_related("unit", "document")
    for row in rows.defer("figures", "tables", "districts").order_by("-year", "unit__level", "-revision")[:limit]:
        number = row.document.notation if row.document else ""
        detail = " · ".join(part for part in (row.unit.name, str(row.year), number, row.get_state_display()) if part)
        yield search.Hit(str(row), detail, reverse("programme:report", args=[row.pk]))


search.register(search.Provider("Báo cáo năm", "file-earmark-bar-graph", _reports, order=64))
