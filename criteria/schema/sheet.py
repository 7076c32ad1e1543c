"""One criteria set as an immutable tree: parts, sections, criteria, options. Pure Python, no Django.

The same tree is what a file is checked into, what the database rows are written from, what the score
sheet page renders, and what the arithmetic of `evaluations.scoring` counts on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import Any

EMPTY: Mapping[str, Any] = MappingProxyType({})
ABBREVIATIONS = frozenset({"ATTP", "OCOP", "HTX"})


def heading(text: str) -> str:
    """A heading that the law prints in capitals, in sentence case: “Tính độc đáo” for “TÍNH ĐỘC ĐÁO”."""
    words = text.split(" ")
    if not words[0].isupper() or (len(words) > 1 and not words[1].isupper()):
        return text
    lowered = " ".join(word if word.strip(",.()") in ABBREVIATIONS else word.lower() for word in words)
    return lowered[:1].upper() + lowered[1:]


@dataclass(frozen=True, slots=True)
class OptionForm:
    """One step of a criterion. `index` counts from 0 in the order of the law and identifies the step.

    In the tourism set two cases list the same points, so points alone would not.
    """

    index: int
    points: Decimal
    label: str
    min_star: int | None = None
    case: str | None = None
    id: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class CriterionGroup:
    """A heading between section and criterion (tea, coffee: 6.1 Ngoại hình, 6.2 Nước pha)."""

    code: str
    name: str
    max_points: Decimal


@dataclass(frozen=True, slots=True)
class CriterionForm:
    """One criterion: its steps, the points that each rank asks at least, and what the law says around it."""

    code: str
    name: str
    max_points: Decimal
    options: tuple[OptionForm, ...]
    part_code: str
    section_code: str
    order: int = field(default=0, compare=False)
    letter: str = ""
    description: str = ""
    requirement: str = ""
    mandatory: bool = False
    minimums: Mapping[int, Decimal] = field(default_factory=dict)
    min_star: int | None = None
    knockout: tuple[str, ...] = ()
    applies_when: str = ""
    depends_on: str = ""
    when_not_required: str = ""
    cases: Mapping[str, str] = field(default_factory=dict)
    evidence: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    group: CriterionGroup | None = None
    confidence: str = ""
    source: str = ""
    provenance: Mapping[str, Any] = field(default_factory=dict)
    id: int | None = field(default=None, compare=False)

    @property
    def title(self) -> str:
        """The name in sentence case."""
        return heading(self.name)

    @property
    def lists_zero(self) -> bool:
        """Whether the law itself lists a step of 0 points."""
        return any(option.points == 0 for option in self.options)

    @property
    def offers_none(self) -> bool:
        """Whether “không đạt mức nào” is a choice of its own: only where the law lists no step of 0 points."""
        return not self.lists_zero

    @property
    def minimum_conditional(self) -> bool:
        """A star minimum that binds only some products (set 21 of 26/2026: only where publication is obligatory)."""
        return bool(self.minimums and self.applies_when and not self.depends_on)

    def option(self, index: int) -> OptionForm | None:
        """The step at an index, None when there is none."""
        return self.options[index] if 0 <= index < len(self.options) else None

    def option_for(self, points: Decimal, case: str | None = None) -> OptionForm | None:
        """The step with these points, and of this case where the criterion has cases."""
        for option in self.options:
            if option.points == points and option.case in {None, case}:
                return option
        return None

    def case_heads(self) -> dict[int, str]:
        """The name of each case by the index of its first step; empty where the criterion has no cases."""
        found: dict[int, str] = {}
        seen: set[str | None] = {None}
        for option in self.options:
            if option.case not in seen:
                seen.add(option.case)
                found[option.index] = self.cases.get(option.case or "", "")
        return found

    def options_of_case(self, case: str | None) -> tuple[OptionForm, ...]:
        """The steps of one case; all of them when no case is given."""
        return tuple(option for option in self.options if case is None or option.case in {None, case})


@dataclass(frozen=True, slots=True)
class SectionForm:
    """A numbered heading of a part."""

    code: str
    name: str
    max_points: Decimal
    criteria: tuple[CriterionForm, ...]
    description: str = ""
    id: int | None = field(default=None, compare=False)

    @property
    def title(self) -> str:
        """The name in sentence case."""
        return heading(self.name)


@dataclass(frozen=True, slots=True)
class PartForm:
    """Part A, B or C."""

    code: str
    name: str
    max_points: Decimal
    sections: tuple[SectionForm, ...]
    id: int | None = field(default=None, compare=False)

    @property
    def title(self) -> str:
        """The name in sentence case."""
        return heading(self.name)


@dataclass(frozen=True)
class SheetForm:
    """A criteria set ready to be scored on."""

    collection: str
    number: int
    code: str
    name: str
    total: Decimal
    parts: tuple[PartForm, ...]
    disqualifiers: tuple[str, ...] = ()
    checksum: str = ""
    version: int = 1
    id: int | None = field(default=None, compare=False)
    criteria: tuple[CriterionForm, ...] = field(init=False, repr=False, compare=False)
    by_code: Mapping[str, CriterionForm] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        flat = tuple(c for part in self.parts for section in part.sections for c in section.criteria)
        object.__setattr__(self, "criteria", flat)
        object.__setattr__(self, "by_code", MappingProxyType({c.code: c for c in flat}))

    @property
    def cases(self) -> Mapping[str, str]:
        """The cases of the set (tourism: community or site), empty elsewhere."""
        for criterion in self.criteria:
            if criterion.cases:
                return criterion.cases
        return EMPTY

    def of_other_cases(self, answers: Mapping[str, int | None]) -> tuple[str, ...]:
        """Codes of criteria whose step belongs to another case than the first that was chosen: a product has one."""
        steps = [(c, answers.get(c.code)) for c in self.criteria if c.cases]
        chosen = [(c.code, c.option(step)) for c, step in steps if step is not None]
        cases = [(code, option.case) for code, option in chosen if option is not None]
        return tuple(code for code, case in cases if case != cases[0][1])

    @property
    def stars_with_minimums(self) -> tuple[int, ...]:
        """Ranks for which some criterion asks minimum points."""
        return tuple(sorted({star for criterion in self.criteria for star in criterion.minimums}))
