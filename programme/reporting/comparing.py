"""Versions side by side, and what districts sent beside what the records say."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from accounts.models import Unit
from programme.reporting import parts
from programme.reporting.catalogue import FIGURES, SPECS
from programme.reporting.content import Content
from programme.reporting.figures import Figure, remeasured


@dataclass(frozen=True)
class ChangedFigure:
    """A figure that two versions give differently."""

    label: str
    unit: str
    old: Decimal | None
    new: Decimal | None

    @property
    def change(self) -> Decimal | None:
        """How much more or less."""
        return None if self.old is None or self.new is None else self.new - self.old


@dataclass(frozen=True)
class ChangedSection:
    """A section whose printed words differ."""

    name: str
    old: list[str]
    new: list[str]


def compared_versions(old: Content, new: Content) -> dict[str, Any]:
    """Figures, words and rows of tables that changed."""
    figures = [
        ChangedFigure(one.label, one.unit, before.shown if (before := old.figures.get(key)) else None, one.shown)
        for key, one in new.figures.items()
        if (old.figures[key].shown if key in old.figures else None) != one.shown
    ]
    sections = []
    for part in parts.WRITTEN:
        mine, theirs = _text(new, part.key), _text(old, part.key)
        if mine != theirs:
            sections.append(ChangedSection(parts.name_of(part.key, new.report.year), theirs, mine))
    return {"figures": figures, "sections": sections, "tables": list(_tables(old, new))}


def _text(content: Content, key: str) -> list[str]:
    return [line.text for line in content.section_lines(key) if line.table is None]


def _tables(old: Content, new: Content) -> Any:
    before = {sheet.number: sheet for sheet in old.sheets}
    for sheet in new.sheets:
        other = before.get(sheet.number)
        if other is None:
            continue
        mine = {row.cells[1:] for row in sheet.rows if row.kind == "row"}
        theirs = {row.cells[1:] for row in other.rows if row.kind == "row"}
        if mine != theirs:
            yield {
                "name": f"{sheet.name}. {sheet.title.capitalize()}",
                "added": sorted(" · ".join(map(str, cells)) for cells in mine - theirs),
                "removed": sorted(" · ".join(map(str, cells)) for cells in theirs - mine),
            }


# --- districts -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sum:
    """A figure of the province with each district's part."""

    figure: Figure
    parts: list[Decimal]
    own: Decimal
    adds_up: bool


def district_sums(content: Content) -> list[Sum]:
    """Figures by district, in the frozen order of districts; `own` is what belongs to no district."""
    found = []
    for spec in FIGURES:
        one = content.figures.get(spec.key)
        if one is None or one.by is None or one.value is None:
            continue
        cells = [one.by.get(district["code"], Decimal(0)) for district in content.report.districts]
        own = one.by.get("", Decimal(0))
        found.append(Sum(one, cells, own, sum(cells, own) == one.value))
    return found


@dataclass(frozen=True)
class DistrictDifference:
    """One figure that a district sent, beside the records."""

    district: str
    label: str
    unit: str
    sent: Decimal
    same_day: Decimal | None
    at_cut_off: Decimal | None
    report: int


def district_differences(content: Content) -> list[DistrictDifference]:
    """Where what a district sent is not what its records say now: at its own cut-off, or at the Department's."""
    found = []
    for district in content.report.districts:
        if not district["report"]:
            continue
        unit = Unit.objects.get(code=district["code"], level="district", parent=content.report.unit)
        cut_off = dt.date.fromisoformat(district["cut_off"])
        same = remeasured(unit, content.report.year, cut_off, SPECS)
        for spec in FIGURES:
            text = district["figures"].get(spec.key)
            if text is None:
                continue
            sent, now = Decimal(text), same.get(spec.key)
            figure = content.figures.get(spec.key)
            later = figure.by.get(district["code"]) if figure and figure.by is not None else None
            if now != sent or (later is not None and later != sent):
                found.append(DistrictDifference(
                    district["name"], spec.label, spec.unit, sent, now, later, district["report"],
                ))  # fmt: skip
    return found
