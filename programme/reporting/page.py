"""The report's page: sections as they print, each with what its editor needs."""

from __future__ import annotations

from dataclasses import dataclass, field

from programme.models import ReportSection
from programme.reporting import parts
from programme.reporting.catalogue import MONEY, SPECS
from programme.reporting.content import Content, Line
from programme.reporting.figures import Figure


@dataclass
class ShownSection:
    """A section on the page."""

    key: str
    heading: str
    level: int
    name: str = ""
    section: ReportSection | None = None
    lines: list[Line] = field(default_factory=list)
    is_open: bool = False
    own_figures: list[Figure] = field(default_factory=list)
    asks: bool = False

    @property
    def has_new_words(self) -> bool:
        """Whether the portal would now write something else than what stands here."""
        return self.section is not None and self.section.is_own and bool(self.section.drafted)


def sections_of(content: Content, *, editing: str = "") -> list[ShownSection]:
    """Every part in its order; the one that is being edited is open."""
    year = content.report.year
    found = []
    for part in parts.PARTS:
        shown = ShownSection(part.key, parts.heading_of(part, year), part.level, asks=part.asks)
        if part.key:
            shown.name = parts.name_of(part.key, year)
            shown.section = content.sections.get(part.key)
            shown.lines = content.section_lines(part.key)
            shown.is_open = part.key == editing
            if shown.is_open:
                shown.own_figures = _figures_for(content, part.key)
        found.append(shown)
    return found


def _figures_for(content: Content, key: str) -> list[Figure]:
    """The figures that belong to the section first, then all others."""
    money = {name for name, _label, _column in MONEY}
    own = {name for name, spec in SPECS.items() if spec.part == key} | (money if key == "kinh_phi" else set())
    ordered = [figure for name, figure in content.figures.items() if name in own]
    return ordered + [figure for name, figure in content.figures.items() if name not in own]
