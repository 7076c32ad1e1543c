"""Which criterion of one set answers which of another: the same product under two decisions. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from core.text import fold
from criteria.schema.sheet import CriterionForm, PartForm, SheetForm

SAME_NAME = 0.62  # how alike two names must be to be one criterion renamed; below it they are two criteria


@dataclass(frozen=True, slots=True)
class Pair:
    """One line of the comparison; one side is None where a criterion came or went."""

    old: CriterionForm | None
    new: CriterionForm | None

    @property
    def verdict(self) -> str:
        """What happened to the criterion, in words."""
        if self.old is None:
            return "Mới"
        if self.new is None:
            return "Không còn"
        if self.old.max_points != self.new.max_points:
            return "Đổi điểm tối đa"
        if _steps(self.old) != _steps(self.new):
            return "Đổi mức điểm"
        if self.old.minimums != self.new.minimums:
            return "Đổi mức tối thiểu"
        return "Sửa câu chữ" if _words(self.old) != _words(self.new) else "Như cũ"

    @property
    def tone(self) -> str:
        """The look of the verdict: what changed stands out, what stayed does not."""
        if self.old is None:
            return "tag tag-green"
        if self.new is None:
            return "tag tag-outline"
        return {"Như cũ": "muted", "Sửa câu chữ": "tag"}.get(self.verdict, "tag tag-amber")


@dataclass(frozen=True, slots=True)
class PartPairs:
    """Lines of one part."""

    code: str
    title: str
    pairs: tuple[Pair, ...]


def compare(old: SheetForm, new: SheetForm) -> tuple[PartPairs, ...]:
    """Line up two sets part by part, in the order of the newer one."""
    olds = {part.code: part for part in old.parts}
    return tuple(PartPairs(part.code, part.title, _pairs(olds.get(part.code), part)) for part in new.parts)


def _pairs(old: PartForm | None, new: PartForm) -> tuple[Pair, ...]:
    left = list(_criteria(old)) if old else []
    right = list(_criteria(new))
    matched = _match(left, right)
    lines = [Pair(matched.get(criterion.code), criterion) for criterion in right]
    taken = {criterion.code for criterion in matched.values()}
    return (*lines, *(Pair(criterion, None) for criterion in left if criterion.code not in taken))


def _criteria(part: PartForm) -> Iterator[CriterionForm]:
    for section in part.sections:
        yield from section.criteria


def _match(left: Sequence[CriterionForm], right: Sequence[CriterionForm]) -> dict[str, CriterionForm]:
    """New code → old criterion: the most alike pairs first, each criterion once."""
    scored = sorted(
        ((_alike(old, new), -abs(old_at - new_at), new.code, old.code)
         for new_at, new in enumerate(right) for old_at, old in enumerate(left)),
        reverse=True,
    )  # fmt: skip
    by_code = {criterion.code: criterion for criterion in left}
    result: dict[str, CriterionForm] = {}
    used: set[str] = set()
    for likeness, _, new_code, old_code in scored:
        if likeness >= SAME_NAME and new_code not in result and old_code not in used:
            result[new_code] = by_code[old_code]
            used.add(old_code)
    return result


def _alike(old: CriterionForm, new: CriterionForm) -> float:
    return SequenceMatcher(None, fold(old.name), fold(new.name)).ratio()


def _steps(criterion: CriterionForm) -> list[tuple[object, object]]:
    return [(option.points, option.case) for option in criterion.options]


def _words(criterion: CriterionForm) -> list[str]:
    return [fold(criterion.name), *(fold(option.label) for option in criterion.options)]
