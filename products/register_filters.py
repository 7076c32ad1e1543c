"""Filters of craft villages, imports and their rows."""

from __future__ import annotations

from accounts.unit_filters import DistrictFilter, UnitFilterSet
from core.filters import FoldedSearch, choice
from products.enums import VillageKind


class VillageFilter(UnitFilterSet):
    """Craft villages."""

    q = FoldedSearch(field_name="name_folded", label="Tên làng nghề, nghề")
    huyen = DistrictFilter(field_name="district")
    loai = choice("Loại", VillageKind.choices, field_name="kind")
