"""The search box finds criteria sets by name and number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from core import search
from criteria import lookup
from criteria.models import CriteriaSet


def find(user: Any, folded: str, limit: int) -> Iterator[search.Hit]:
    """Current sets of all collections; 52 rows, so they are compared in Python."""
    rows = CriteriaSet.objects.filter(is_current=True).select_related("collection").order_by("collection", "number")
    for row in lookup.find_sets(rows, folded)[:limit]:
        url = reverse("criteria:set", args=[row.collection.code, row.number])
        yield search.Hit(title=str(row), detail=row.collection.name, url=url)


search.register(search.Provider(label="Bộ tiêu chí", icon="journal-check", find=find, order=90))
