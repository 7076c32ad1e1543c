"""Sheets and forms for tests of the arithmetic: the real law, and small invented forms with chosen totals."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from random import Random

from criteria import files
from criteria.schema.ruleset import RulesetRules
from criteria.schema.sheet import CriterionForm, OptionForm, PartForm, SectionForm, SheetForm
from evaluations.scoring import Answers, Sheet


@cache
def law() -> tuple[dict[str, dict[int, SheetForm]], dict[str, RulesetRules]]:
    collections = {item.data.code: {one.form.number: one.form for one in item.sets} for item in files.all_collections()}
    return collections, {item.rules.code: item.rules for item in files.ruleset_files()}


def form_of(number: int = 6, collection: str = "qd148-2023") -> SheetForm:
    return law()[0][collection][number]


def rules_of(code: str = "qd148-2023") -> RulesetRules:
    return law()[1][code]


def one_line_form(*points: str, minimums: dict[int, str] | None = None) -> SheetForm:
    """A set with a single criterion whose steps are these points: totals can be chosen freely."""
    values = [Decimal(text) for text in points]
    criterion = CriterionForm(
        code="1",
        name="Tiêu chí thử",
        max_points=max(values),
        options=tuple(OptionForm(index, value, f"{value} điểm") for index, value in enumerate(values)),
        part_code="A",
        section_code="1",
        minimums={star: Decimal(text) for star, text in (minimums or {}).items()},
        mandatory=bool(minimums),
    )
    section = SectionForm("1", "Mục thử", max(values), (criterion,))
    return SheetForm("thu", 1, "thu", "Bộ thử", max(values), (PartForm("A", "Phần thử", max(values), (section,)),))


def chosen(form: SheetForm, *totals: str) -> list[Sheet]:
    """One sheet for each total, on a form of `one_line_form`."""
    options = {option.points: option.index for option in form.criteria[0].options}
    return [Sheet(f"m{number}", {"1": options[Decimal(text)]}) for number, text in enumerate(totals, 1)]


def all_at(form: SheetForm, level: str) -> Answers:
    """Every criterion at its best or its worst answer."""
    if level == "best":
        return {c.code: max(range(len(c.options)), key=lambda i, c=c: c.options[i].points) for c in form.criteria}
    return {c.code: None if c.offers_none else 0 for c in form.criteria}


def random_answers(form: SheetForm, seed: int) -> dict[str, int | None]:
    """A complete sheet, reproducible by its seed, better or worse as a whole."""
    random = Random(seed)
    bias = random.random()
    answers: dict[str, int | None] = {}
    for criterion in form.criteria:
        steps: list[int | None] = [option.index for option in criterion.options]
        if criterion.offers_none:
            steps.insert(0, None)
        answers[criterion.code] = steps[-1] if random.random() < bias else random.choice(steps)
    return answers
