"""What the search box finds here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from core import search
from core.filters import words
from products.visibility import visible_dossiers, visible_producers, visible_products


def _products(user: Any, folded: str, limit: int) -> Iterator[search.Hit]:
    rows = visible_products(user).filter(words(folded, "name_folded")).select_related("producer", "district")
    for row in rows.order_by("name_sort")[:limit]:
        detail = " · ".join(
            part for part in (row.producer.name if row.producer else "", row.district.name, row.code) if part
        )
        yield search.Hit(row.name, detail, reverse("products:product", args=[row.pk]))


def _producers(user: Any, folded: str, limit: int) -> Iterator[search.Hit]:
    rows = visible_producers(user).filter(words(folded, "name_folded")).select_related("commune", "district")
    for row in rows.order_by("name_sort")[:limit]:
        yield search.Hit(row.name, row.unit.name, reverse("products:producer", args=[row.pk]))


def _dossiers(user: Any, folded: str, limit: int) -> Iterator[search.Hit]:
    rows = visible_dossiers(user).filter(words(folded, "text_folded"))
    for row in rows.order_by("-created_at")[:limit]:
        detail = " · ".join(
            part for part in (row.code or "chưa nộp", row.producer_name, row.get_state_display()) if part
        )
        yield search.Hit(row.product_name, detail, reverse("products:dossier", args=[row.pk]))


search.register(search.Provider("Sản phẩm", "box-seam", _products, order=10))
search.register(search.Provider("Chủ thể", "people", _producers, order=20))
search.register(search.Provider("Hồ sơ đánh giá", "folder", _dossiers, order=30))
