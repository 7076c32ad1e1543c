"""Which unit a row means: columns of commune and district, or an address that joins both; three administrative eras."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from accounts.enums import UnitLevel
from accounts.models import Unit
from accounts.queries import current_units
from core.formats import today
from core.text import fold, sort_key
from products.imports.cells import BadCell
from products.places import Territory

OUTSIDE = "Địa bàn của dòng này không thuộc phạm vi bạn được giao."
_PREFIX = re.compile(r"^(?:xa|phuong|thi tran|huyen|thanh pho|thi xa|tinh|x\.|p\.|tt\.?|h\.|tp\.?|tx\.?|t\.)\s*(?=\S)")
_KIND_WORD = re.compile(r"^(xa|phuong|thi tran|huyen|thanh pho|thi xa|tinh|x\.|p\.|tt\.|tt |h\.|tp\.?|tx\.?)\s*")
_BREAK = re.compile(r"[,;\n]|\s[-–]\s|(?<=\w)\s*[–]\s*(?=\w)")


@dataclass(frozen=True)
class Place:
    """Where a row's producer is, and what remains of the address."""

    district: Unit
    commune: Unit | None = None
    detail: str = ""


def bare(name: str) -> str:
    """A unit's name without its kind, folded: "TT. Yên Thịnh" and "thị trấn Yên Thịnh" alike."""
    folded = fold(name).strip(" .,-")
    return _PREFIX.sub("", folded).strip() or folded


class Gazetteer:
    """Units by name, those in force first; the person's own territory decides between equal names."""

    def __init__(self, territory: Territory) -> None:
        self.territory = territory
        day = today()
        known = list(Unit.objects.filter(valid_from__lte=day).select_related("parent__parent"))
        self.communes: dict[str, list[Unit]] = defaultdict(list)
        self.districts: dict[str, list[Unit]] = defaultdict(list)
        self.provinces: set[str] = set()
        for unit in sorted(known, key=lambda unit: not unit.in_force(day)):
            names = {bare(unit.name), bare(unit.short_name)}
            if unit.is_province:
                self.provinces |= names
                continue
            shelf = self.communes if unit.level == UnitLevel.COMMUNE else self.districts
            for name in names:
                shelf[name].append(unit)
        self.day = day
        self.home = self._home(known)
        self._resolved: dict[tuple[str, str, str, str], Place | str] = {}

    def _home(self, known: Iterable[Unit]) -> Place | None:
        """The place of a row that names none: the one unit that the person keeps."""
        if self.territory.everything:
            return None
        mine = [unit for unit in known if unit.pk in self.territory.units and unit.in_force(self.day)]
        districts = [unit for unit in mine if unit.level == UnitLevel.DISTRICT]
        communes = [unit for unit in mine if unit.level == UnitLevel.COMMUNE]
        if len(districts) == 1:
            return Place(districts[0])
        if not districts and len(communes) == 1 and communes[0].parent is not None:
            return Place(communes[0].parent, communes[0])
        return None

    def holds(self, place: Place) -> bool:
        """Say whether the place lies within the person's territory."""
        return self.territory.holds(place.district.pk, place.commune.pk if place.commune else None)

    def find(self, *, commune: str = "", district: str = "", address: str = "", around: str = "") -> Place:
        """The place that the cells name; `around` is the heading of the group.

        Raises BadCell when a name is unknown, stands for several units, or lies outside the person's territory: the
        sentence is then the same whatever is known of that place.
        """
        key = (commune, district, address, around)
        if key not in self._resolved:
            try:
                self._resolved[key] = self._find(commune, district, address, around)
            except BadCell as error:
                self._resolved[key] = str(error)
        found = self._resolved[key]
        if isinstance(found, str):
            raise BadCell(found)
        return found

    def _find(self, commune: str, district: str, address: str, around: str) -> Place:
        detail = ""
        if address:
            commune_too, district_too, detail = self.split(address)
            commune, district = commune or commune_too, district or district_too
        elif commune and not district:
            commune_too, district_too, detail = self.split(commune)
            if commune_too:
                commune, district = commune_too, district_too
        if around and not district:
            district = around if bare(around) in self.districts else ""
        place = self._place(commune, district, detail)
        if not self.holds(place):
            raise BadCell(OUTSIDE)
        return place

    def _place(self, commune: str, district: str, detail: str) -> Place:
        if not commune and not district:
            if self.home is None:
                raise BadCell("Chưa nhận ra xã, huyện của dòng này. Ghi xã và huyện vào cột riêng hoặc vào địa chỉ.")
            return Place(self.home.district, self.home.commune, detail)
        above = self._district(district) if district else None
        if not commune:
            return Place(above or self._no_district(district), None, detail)
        below = self._commune(commune, above)
        parent = below.parent
        if parent is None:
            raise BadCell(f"Chưa rõ “{commune}” thuộc huyện nào.")
        return Place(parent, below, detail)

    def _no_district(self, name: str) -> Unit:
        raise BadCell(f"Không có huyện, thành phố nào tên “{name}” trong tỉnh.")

    def _district(self, name: str) -> Unit:
        found = self.districts.get(bare(name), [])
        return self._now(found[0]) if found else self._no_district(name)

    def _commune(self, name: str, above: Unit | None) -> Unit:
        found = self.communes.get(bare(name), [])
        if above is not None:
            old = [unit for unit in found if unit.parent_id and self._same_district(unit.parent, above)]
            if not old and found and not above.in_force(self.day):
                old = found  # the district is gone, the commune's name is not
            found = old
        in_force = [unit for unit in found if unit.in_force(self.day)] or found
        mine = [
            unit for unit in in_force if self.territory.holds(unit.parent_id, unit.pk)
        ] if above is None else in_force  # fmt: skip
        exact = [unit for unit in mine or in_force if sort_key(unit.short_name) == sort_key(name)]
        candidates = exact if len(exact) == 1 else mine or in_force
        if not candidates:
            where = f" ở {above.name}" if above else ""
            raise BadCell(f"Không có xã, phường nào tên “{name}”{where}.")
        if len({unit.pk for unit in candidates}) > 1:
            raise BadCell(f"Có {len(candidates)} xã, phường tên “{name}”. Ghi thêm huyện, thành phố.")
        return self._now(candidates[0])

    def _same_district(self, parent: Unit | None, above: Unit) -> bool:
        return parent is not None and (parent.pk == above.pk or bare(parent.name) == bare(above.name))

    def _now(self, unit: Unit) -> Unit:
        """What an ended unit has become, when it became one; else the old unit itself."""
        if unit.in_force(self.day):
            return unit
        now = current_units(unit)
        return now[0] if len(now) == 1 else unit

    def split(self, address: str) -> tuple[str, str, str]:
        """Commune, district and the rest of an address, read from its end."""
        parts = [part.strip(" .") for part in _BREAK.split(address) if part.strip(" .")]
        if len(parts) == 1 and "-" in address:
            parts = [part.strip(" .") for part in address.split("-") if part.strip(" .")]
        commune = district = ""
        while parts:
            last, folded = parts[-1], fold(parts[-1])
            name = bare(last)
            kind = (_KIND_WORD.match(folded) or [""])[0].strip()
            if name in self.provinces and not commune and not district and kind not in {"thanh pho", "tp", "tp."}:
                parts.pop()
            elif not district and not commune and name in self.districts and kind not in {"xa", "phuong", "thi tran"}:
                district = last
                parts.pop()
            elif not commune and name in self.communes and kind not in {"huyen", "thanh pho", "tp", "tp."}:
                commune = last
                parts.pop()
            else:
                break
        if parts and not district and re.match(r"(huyen|thanh pho|thi xa|tinh)\s", fold(parts[-1])):
            district = parts.pop()  # unknown: said so when it is looked up
        if not commune and parts and re.match(r"(xa|phuong|thi tran)\s", fold(parts[-1])):
            commune = parts.pop()
        elif not commune and parts:
            commune, parts = self._inside(parts)
        return commune, district, ", ".join(parts)

    def _inside(self, parts: list[str]) -> tuple[str, list[str]]:
        """A commune named within the last part: "thôn 3 xã Yên Thắng"."""
        found = re.search(r"\b(xã|phường|thị trấn)\s+(.+)$", parts[-1], flags=re.IGNORECASE)
        if found is None or bare(found[2]) not in self.communes:
            return "", parts
        rest = parts[-1][: found.start()].strip(" ,-")
        return found[0], [*parts[:-1], *([rest] if rest else [])]
