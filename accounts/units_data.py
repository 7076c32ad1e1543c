"""Loading the dated tree of units from `accounts/data/` (where each row comes from: README there)."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from accounts.enums import UnitLevel
from accounts.models import Unit, UnitSuccession

DATA = Path(__file__).parent / "data"
Key = tuple[str, str, dt.date]


@dataclass(frozen=True)
class Loaded:
    """How many rows were added; rows that were there stay as people corrected them."""

    units: int
    successions: int


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def _known() -> dict[Key, Unit]:
    return {(unit.level, unit.code, unit.valid_from): unit for unit in Unit.objects.all()}


def _unit(row: dict[str, str], known: dict[Key, Unit]) -> Unit:
    parent = known[row["parent_level"], row["parent_code"], _day(row["parent_from"])] if row["parent_code"] else None
    return Unit(
        level=row["level"],
        code=row["code"],
        name=row["name"],
        short_name=row["short_name"],
        kind=row["kind"],
        parent=parent,
        valid_from=_day(row["valid_from"]),
        valid_to=_day(row["valid_to"]) if row["valid_to"] else None,
        source=row["source"],
    )


def _add_units() -> int:
    rows, added = _rows("units.csv"), 0
    for level in (UnitLevel.PROVINCE, UnitLevel.DISTRICT, UnitLevel.COMMUNE):
        known = _known()
        new = [
            _unit(row, known)
            for row in rows
            if row["level"] == level and (level, row["code"], _day(row["valid_from"])) not in known
        ]
        Unit.objects.bulk_create(new)
        added += len(new)
    return added


def _add_successions() -> int:
    known = _known()
    there = set(UnitSuccession.objects.values_list("old_id", "new_id"))
    new = []
    for row in _rows("successions.csv"):
        old = known[row["old_level"], row["old_code"], _day(row["old_from"])]
        target = known[row["new_level"], row["new_code"], _day(row["new_from"])]
        if (old.pk, target.pk) not in there:
            new.append(
                UnitSuccession(old=old, new=target, on=_day(row["on"]), share=int(row["share"]), source=row["source"])
            )
    UnitSuccession.objects.bulk_create(new)
    return len(new)


@transaction.atomic
def load() -> Loaded:
    """Add what is missing. Running it again adds nothing."""
    return Loaded(_add_units(), _add_successions())
