"""A criteria set on paper: the empty score sheet, for a meeting without screens or for reading."""

from __future__ import annotations

from django.conf import settings

from core.formats import number_vn
from criteria.models import CriteriaSet
from criteria.queries import sheet_of
from criteria.schema.sheet import CriterionForm, SectionForm
from criteria.wording import lower
from documents.forms_of_paper import score_sheet
from documents.model import Doc, PaperDate, plain
from documents.model.blocks import ScoreCriterion, ScoreOption, ScorePart, ScoreSection
from documents.papers_common import council_of


def blank_sheet(row: CriteriaSet) -> Doc:
    """The score sheet of a set with every box empty, in the form of Decree 30/2020."""
    form = sheet_of(row)
    day = plain(PaperDate.of(row.collection.issued_on).text())
    return score_sheet.paper(
        score_sheet.Facts(
            body=council_of(lower(settings.PROVINCE_NAME)),
            set_number=form.number,
            set_name=form.name,
            basis=f"Quyết định số {row.decision} {day} của Thủ tướng Chính phủ",
            parts=tuple(
                ScorePart(part.code, part.name, number_vn(part.max_points), tuple(map(_section, part.sections)))
                for part in form.parts
            ),
        )
    )


def _section(section: SectionForm) -> ScoreSection:
    return ScoreSection(
        section.code, section.name, number_vn(section.max_points), tuple(map(_criterion, section.criteria))
    )


def _criterion(criterion: CriterionForm) -> ScoreCriterion:
    options = [ScoreOption(number_vn(o.points), o.label, stars=o.min_star or 0) for o in criterion.options]
    if criterion.offers_none:
        options.append(ScoreOption("0", score_sheet.NONE_OF_THEM, none_of_them=True))
    return ScoreCriterion(
        code=criterion.code,
        name=criterion.name,
        maximum=number_vn(criterion.max_points),
        options=tuple(options),
        stars=criterion.min_star or 0,
        condition=criterion.applies_when,
    )
