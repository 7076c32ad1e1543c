"""Filters by unit, for the lists of every app: nobody chooses among units who sees only one."""

from __future__ import annotations

from typing import Any

from accounts.enums import STAFF, UnitLevel
from accounts.models import Unit
from accounts.seats import seats_of, unit_ids_within
from core.filters import FacedFilterSet, RowFilter


class DistrictFilter(RowFilter):
    """Districts of the province, in Vietnamese order."""

    def __init__(self, **more: Any) -> None:
        districts = Unit.objects.filter(level=UnitLevel.DISTRICT).order_by("name_sort", "-valid_from")
        super().__init__("Huyện, thành phố", districts, **{"remember_as": "loc:huyen"} | more)


class UnitFilter(RowFilter):
    """The province and its districts."""

    def __init__(self, **more: Any) -> None:
        units = Unit.objects.exclude(level=UnitLevel.COMMUNE).order_by("-level", "name_sort", "-valid_from")
        super().__init__("Đơn vị", units, **{"remember_as": "loc:don-vi"} | more)


def sees_every_unit(user: Any) -> bool:
    """Say whether some seat of staff covers the province."""
    return bool(seats_of(user)) and unit_ids_within(user, STAFF) is None


class UnitFilterSet(FacedFilterSet):
    """Filters of a list that one sees by one's territory: `huyen` and `don_vi` are for those who see several units."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.request is not None and not sees_every_unit(self.request.user):
            for name in ("huyen", "don_vi"):
                self.filters.pop(name, None)
