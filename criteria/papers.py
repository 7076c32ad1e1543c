"""A criteria set on paper: the parts of a score sheet, empty for a meeting without screens, or as a member filled it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings

from core.formats import number_vn
from core.text import lower_first
from criteria.models import CriteriaSet
from criteria.queries import sheet_of
from criteria.schema.sheet import CriterionForm, SheetForm
from documents.forms_of_paper import score_sheet
from documents.model import Doc
from documents.model.blocks import ScoreCriterion, ScoreOption, ScorePart, ScoreSection
from documents.papers_common import council_of, day_words


@dataclass(frozen=True, slots=True)
class Pick:
    """What a member chose for one criterion; `index` None is "không đạt mức nào"."""

    index: int | None
    note: str = ""


Picks = Mapping[str, Pick]


def blank_sheet(row: CriteriaSet) -> Doc:
    """The score sheet of a set with every box empty, in the form of Decree 30/2020."""
    form = sheet_of(row)
    return score_sheet.paper(
        score_sheet.Facts(
            body=council_of(lower_first(settings.PROVINCE_NAME)),
            set_number=form.number,
            set_name=form.name,
            basis=basis_of(row),
            parts=score_parts(form),
        )
    )


def basis_of(row: CriteriaSet) -> str:
    """The decision that the set belongs to, as papers cite it."""
    day = day_words(row.collection.issued_on)
    return f"Quyết định số {row.decision} {day} của Thủ tướng Chính phủ"


def score_parts(
    form: SheetForm, picks: Picks | None = None, sums: Mapping[str, object] | None = None
) -> tuple[ScorePart, ...]:
    """The set as the paper lays it out; without `picks` every box is empty. `sums`: points by part code."""
    return tuple(
        ScorePart(
            code=part.code,
            name=part.name,
            maximum=number_vn(part.max_points),
            score=number_vn(sums[part.code]) if sums else "",  # type: ignore[arg-type]
            sections=tuple(
                ScoreSection(
                    code=section.code,
                    name=section.name,
                    maximum=number_vn(section.max_points),
                    criteria=tuple(_criterion(criterion, picks) for criterion in section.criteria),
                )
                for section in part.sections
            ),
        )
        for part in form.parts
    )


def _criterion(criterion: CriterionForm, picks: Picks | None) -> ScoreCriterion:
    pick = picks.get(criterion.code) if picks is not None else None
    return ScoreCriterion(
        code=criterion.code,
        name=criterion.name,
        maximum=number_vn(criterion.max_points),
        options=_options(criterion, pick),
        stars=criterion.min_star or 0,
        condition=criterion.applies_when,
        score=_points(criterion, pick),
        note=pick.note if pick else "",
    )


def _options(criterion: CriterionForm, pick: Pick | None) -> tuple[ScoreOption, ...]:
    heads = criterion.case_heads()
    rows = [
        ScoreOption(
            number_vn(option.points),
            option.label,
            stars=option.min_star or 0,
            chosen=pick is not None and pick.index == option.index,
            case=heads.get(option.index, ""),
        )
        for option in criterion.options
    ]
    if criterion.offers_none:
        none = pick is not None and pick.index is None
        rows.append(ScoreOption("0", score_sheet.NONE_OF_THEM, chosen=none, none_of_them=True))
    return tuple(rows)


def _points(criterion: CriterionForm, pick: Pick | None) -> str:
    if pick is None:
        return ""
    option = criterion.option(pick.index) if pick.index is not None else None
    return number_vn(option.points) if option else "0"
