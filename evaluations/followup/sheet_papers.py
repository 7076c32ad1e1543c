"""Score sheets and the summary of points on paper. Printed straight from the records: they carry no number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from core.formats import datetime_vn, local_date, number_vn
from criteria.queries import sheet_of, typed_ruleset
from criteria.schema.sheet import CriterionForm, SheetForm
from documents.forms_of_paper import score_sheet, score_summary
from documents.model import Doc, PaperDate, plain
from documents.model.blocks import ScoreCriterion, ScoreOption, ScorePart, ScoreSection
from documents.papers_common import council_of
from evaluations.enums import SheetState
from evaluations.followup.facts import area_of, product_line
from evaluations.models import Assessment, CouncilMember, CouncilSession, ScoreSheet
from evaluations.queries import attendances
from evaluations.tallying import tally
from products.models import Dossier

NONE_LABEL = "Không đạt mức nào"
Chosen = Mapping[str, tuple[int | None, str]]


def _basis(dossier: Dossier) -> str:
    basis = typed_ruleset(dossier.ruleset).basis[0]
    day = plain(PaperDate.of(basis.issued_on).text())
    return f"Quyết định số {basis.document} {day} của {basis.issuer}"


def _options(criterion: CriterionForm, chosen: Chosen | None) -> tuple[ScoreOption, ...]:
    picked = chosen.get(criterion.code) if chosen is not None else None
    rows = [
        ScoreOption(
            points=number_vn(option.points),
            label=option.label,
            stars=option.min_star or 0,
            chosen=picked is not None and picked[0] == option.index,
        )
        for option in criterion.options
    ]
    if criterion.offers_none:
        rows.append(ScoreOption("0", NONE_LABEL, chosen=picked is not None and picked[0] is None, none_of_them=True))
    return tuple(rows)


def _points(criterion: CriterionForm, picked: tuple[int | None, str] | None) -> str:
    if picked is None:
        return ""
    option = criterion.option(picked[0]) if picked[0] is not None else None
    return number_vn(option.points) if option else "0"


def _criterion(criterion: CriterionForm, chosen: Chosen | None) -> ScoreCriterion:
    picked = chosen.get(criterion.code) if chosen is not None else None
    return ScoreCriterion(
        code=criterion.code,
        name=criterion.name,
        maximum=number_vn(criterion.max_points),
        options=_options(criterion, chosen),
        stars=criterion.min_star or 0,
        condition=criterion.applies_when or "",
        score=_points(criterion, picked),
        note=picked[1] if picked else "",
    )


def score_parts(form: SheetForm, chosen: Chosen | None) -> tuple[ScorePart, ...]:
    """The criteria set as the paper lays it out; `chosen` None leaves every box empty."""
    sums = tally(form, {code: pick[0] for code, pick in chosen.items()}).parts if chosen is not None else {}
    return tuple(
        ScorePart(
            code=part.code,
            name=part.name,
            maximum=number_vn(part.max_points),
            score=number_vn(sums[part.code]) if part.code in sums else "",
            sections=tuple(
                ScoreSection(
                    code=section.code,
                    name=section.name,
                    maximum=number_vn(section.max_points),
                    criteria=tuple(_criterion(criterion, chosen) for criterion in section.criteria),
                )
                for section in part.sections
            ),
        )
        for part in form.parts
    )


def empty_sheet(dossier: Dossier) -> Doc:
    """The sheet of the product's set with every box empty, for a meeting on paper."""
    form = sheet_of(dossier.criteria_set)
    return score_sheet.paper(
        score_sheet.Facts(
            body=council_of(area_of(dossier.holder)),
            set_number=form.number,
            set_name=form.name,
            basis=_basis(dossier),
            parts=score_parts(form, None),
            product=dossier.product_name,
            producer=dossier.producer_name,
            address=dossier.producer.unit.path_name,
        )
    )


def filled_sheet(sheet: ScoreSheet) -> Doc:
    """One submitted sheet as the member left it. The caller has made sure that the person may read it."""
    assessment = sheet.assessment
    dossier = assessment.dossier
    form = sheet_of(dossier.criteria_set)
    by_id = {criterion.id: criterion.code for criterion in form.criteria}
    chosen = {by_id[line.criterion_id]: (line.option_index, line.note) for line in sheet.lines.all()}
    member = sheet.member
    comment = "; ".join(text.strip(" .;") for text in (sheet.comment, sheet.advice) if text.strip())
    return score_sheet.paper(
        score_sheet.Facts(
            body=council_of(area_of(assessment.session.council.unit)),
            set_number=form.number,
            set_name=form.name,
            basis=_basis(dossier),
            parts=score_parts(form, chosen),
            product=dossier.product_name,
            producer=dossier.producer_name,
            address=dossier.producer.unit.path_name,
            member=_member(member),
            total=number_vn(sheet.total),
            comment=comment,
            date=PaperDate.of(local_date(sheet.submitted_at)) if sheet.submitted_at else None,
            submitted=f"Nộp trên hệ thống lúc {datetime_vn(sheet.submitted_at)}" if sheet.submitted_at else "",
        )
    )


def _member(member: CouncilMember) -> str:
    return f"{member.user.full_name}, {member}"


def submitted_sheets(assessment: Assessment) -> list[ScoreSheet]:
    """Counted sheets of a closed assessment in the members' order."""
    rows = (
        ScoreSheet.objects.filter(assessment=assessment, state=SheetState.SUBMITTED)
        .select_related("member__user", "assessment__session__council__unit", "assessment__dossier__ruleset")
        .prefetch_related("lines")
    )
    return list(rows.order_by("member__order", "member_id"))


def summary(session: CouncilSession, assessments: Sequence[Assessment]) -> Doc:
    """The table of every member's total for the closed assessments of a session."""
    members = [place.member for place in attendances(session) if place.member.scores]
    totals: dict[tuple[int, int], Decimal] = {}
    rows = ScoreSheet.objects.filter(assessment__in=assessments, state=SheetState.SUBMITTED)
    for assessment_id, member_id, total in rows.values_list("assessment_id", "member_id", "total"):
        if total is not None:
            totals[assessment_id, member_id] = total
    unit = session.council.unit
    return score_summary.paper(
        score_summary.Facts(
            body=council_of(area_of(unit)),
            area=area_of(unit),
            year=session.year,
            round_number=session.number,
            members=tuple(_member(member) for member in members),
            products=tuple(
                score_summary.ScoredProduct(
                    product_line(assessment), tuple(totals.get((assessment.pk, member.pk)) for member in members)
                )
                for assessment in assessments
            ),
        )
    )
