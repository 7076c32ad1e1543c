"""The checklist of a sales point, as data: promotion/data/*.yaml, then what the Department's officers wrote (PointCriteria).

An application keeps the wording under which it was made.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from core.formats import today
from promotion.models import PointCriteria

FOLDER = Path(__file__).resolve().parent / "data"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One line of the checklist."""

    code: str
    text: str
    mandatory: bool
    evidence: bool
    source: str

    @property
    def anchor(self) -> str:
        """Its place on the page."""
        return f"tieu-chi-{self.code.replace('.', '-')}"


@dataclass(frozen=True, slots=True)
class Group:
    """Criteria under one heading."""

    code: str
    name: str
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class Checklist:
    """One version of the criteria."""

    code: str
    title: str
    basis: str
    in_force_from: dt.date
    provenance: str
    groups: tuple[Group, ...]
    decided_by: str = "chuyen-mon"
    asked_body: str = ""
    ours: bool = False  # worded by the province, not taken from the installation's file

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """All lines in their order."""
        return tuple(line for group in self.groups for line in group.criteria)

    def find(self, code: str) -> Criterion:
        """One line. Raises KeyError."""
        for line in self.criteria:
            if line.code == code:
                return line
        raise KeyError(code)


def _groups(raw: list[dict[str, Any]]) -> tuple[Group, ...]:
    return tuple(
        Group(group["code"], group["name"], tuple(Criterion(**line) for line in group["criteria"])) for group in raw
    )


def _read(path: Path) -> Checklist:
    raw: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    found = Checklist(groups=_groups(raw.pop("groups")), **raw)
    codes = [line.code for line in found.criteria]
    if len(codes) != len(set(codes)):
        raise ValueError(f"{path.name}: a criterion stands twice")
    return found


@cache
def _files() -> tuple[Checklist, ...]:
    return tuple(_read(path) for path in sorted(FOLDER.glob("diem-ban-*.yaml")))


def _of_row(row: PointCriteria) -> Checklist:
    return Checklist(
        code=row.code, title=row.title, basis=row.basis, in_force_from=row.in_force_from, provenance=row.provenance,
        groups=_groups(row.groups), decided_by=row.decided_by, asked_body=row.asked_body, ours=True,
    )  # fmt: skip


def checklists() -> tuple[Checklist, ...]:
    """Every version, the oldest first; of one day the one that was written last."""
    found = [*_files(), *(_of_row(row) for row in PointCriteria.objects.all())]
    return tuple(sorted(found, key=lambda one: one.in_force_from))


def checklist(code: str) -> Checklist:
    """One version by its code. Raises KeyError."""
    for found in _files():
        if found.code == code:
            return found
    row = PointCriteria.objects.filter(code=code).first()
    if row is None:
        raise KeyError(code)
    return _of_row(row)


def current(day: dt.date | None = None) -> Checklist:
    """The version in force on a day; before the first one, the first."""
    on = day or today()
    in_force = [one for one in checklists() if one.in_force_from <= on]
    return in_force[-1] if in_force else checklists()[0]
