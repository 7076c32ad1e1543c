"""One score sheet: which answers the law lists, what is still blank, the points so far. No database, no Django.

Points are Decimals and stay exact.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from criteria.schema.sheet import CriterionForm, SheetForm

# A sheet's answers: criterion code → index of the chosen step, or None for “không đạt mức nào” (0 points).
# A code that is absent is a blank, and a blank is not a zero.
Answers = Mapping[str, int | None]
ZERO = Decimal(0)


class CannotScore(ValueError):
    """The sheets can't be counted. `sentences` say why, in Vietnamese, for the secretary."""

    def __init__(self, sentences: Sequence[str]) -> None:
        self.sentences = tuple(sentences)
        super().__init__("\n".join(self.sentences))


@dataclass(frozen=True, slots=True)
class LineNote:
    """A sentence about one criterion of a sheet."""

    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class SheetCheck:
    """What a sheet still lacks (`blanks`), what in it is impossible (`faults`) and what looks odd (`warnings`)."""

    blanks: tuple[str, ...]
    faults: tuple[LineNote, ...]
    warnings: tuple[LineNote, ...]

    @property
    def complete(self) -> bool:
        """Every criterion answered, each with a step that the law lists."""
        return not self.blanks and not self.faults


@dataclass(frozen=True, slots=True)
class Tally:
    """Points of one sheet so far. `answered` of `lines` criteria have an answer."""

    total: Decimal
    parts: Mapping[str, Decimal]
    sections: Mapping[str, Decimal]
    answered: int
    lines: int


def line_fault(criterion: CriterionForm, answer: int | None, case: str | None = None) -> str:
    """Why an answer is not one that the law lists, as a sentence; "" when it is one.

    `case`: the product's case in the tourism set, when it has been settled.
    """
    if answer is None:
        return "" if criterion.offers_none else "Tiêu chí này có sẵn mức 0 điểm, hãy chọn mức đó."
    option = criterion.option(answer)
    if option is None:
        return "Mức điểm này không có trong bộ tiêu chí."
    if case is not None and option.case is not None and option.case != case:
        return f"Mức điểm này thuộc trường hợp khác, sản phẩm được đánh giá theo “{criterion.cases.get(case, case)}”."
    return ""


def points_of(criterion: CriterionForm, answer: int | None) -> Decimal:
    """Points of an answer. “Không đạt mức nào” is an explicit 0."""
    if answer is None:
        return ZERO
    option = criterion.option(answer)
    if option is None:
        raise CannotScore([f"Tiêu chí {criterion.code}: mức điểm này không có trong bộ tiêu chí."])
    return option.points


def check_sheet(form: SheetForm, answers: Answers, case: str | None = None) -> SheetCheck:
    """Blanks, impossible answers and odd combinations of one sheet."""
    faults = [
        LineNote(code, "Tiêu chí này không có trong bộ tiêu chí.") for code in answers if code not in form.by_code
    ]
    for code, answer in answers.items():
        criterion = form.by_code.get(code)
        sentence = line_fault(criterion, answer, case) if criterion else ""
        if sentence:
            faults.append(LineNote(code, sentence))
    blanks = tuple(criterion.code for criterion in form.criteria if criterion.code not in answers)
    return SheetCheck(blanks=blanks, faults=tuple(faults), warnings=() if faults else _odd(form, answers))


def _odd(form: SheetForm, answers: Answers) -> tuple[LineNote, ...]:
    mixed = form.of_other_cases(answers)
    notes = [LineNote(code, "Phiếu chọn lẫn hai trường hợp; mỗi sản phẩm chỉ theo một.") for code in mixed]
    for criterion in form.criteria:
        if criterion.code not in answers:
            continue
        answer = answers[criterion.code]
        gate = form.by_code.get(criterion.depends_on)
        if gate is None or gate.code not in answers or points_of(criterion, answer) == 0:
            continue
        if points_of(gate, answers[gate.code]) == 0:
            notes.append(LineNote(criterion.code, f"{criterion.applies_when}; tiêu chí {gate.code} đang là 0 điểm."))
    return tuple(notes)


def tally(form: SheetForm, answers: Answers) -> Tally:
    """Points so far by part and section. Blanks add nothing and stay blank (`answered` < `lines`)."""
    parts = {part.code: ZERO for part in form.parts}
    sections = {section.code: ZERO for part in form.parts for section in part.sections}
    answered = 0
    for criterion in form.criteria:
        if criterion.code in answers:
            points = points_of(criterion, answers[criterion.code])
            parts[criterion.part_code] += points
            sections[criterion.section_code] += points
            answered += 1
    total = sum(parts.values(), ZERO)
    return Tally(total=total, parts=parts, sections=sections, answered=answered, lines=len(form.criteria))


def knockout_grounds(form: SheetForm) -> dict[str, str]:
    """Grounds of exclusion that a member may state: "set:1" … of the whole set, "6.1:1" … of a criterion."""
    grounds = {f"set:{number}": text for number, text in enumerate(form.disqualifiers, 1)}
    for criterion in form.criteria:
        for number, text in enumerate(criterion.knockout, 1):
            grounds[f"{criterion.code}:{number}"] = text
    return grounds
