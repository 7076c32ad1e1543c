"""Filters of craft villages, imports and their rows."""

from __future__ import annotations

import django_filters

from products.enums import VillageKind
from products.filters import DistrictFilter, FoldedSearch, PortalFilterSet
from products.filters import _select as select


class VillageFilter(PortalFilterSet):
    """Craft villages."""

    q = FoldedSearch(field_name="name_folded", label="Tên làng nghề, nghề")
    huyen = DistrictFilter(field_name="district")
    loai = django_filters.ChoiceFilter(field_name="kind", **select("Loại", *VillageKind.choices))
