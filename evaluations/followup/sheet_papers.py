"""Score sheets and the summary of points on paper. Printed straight from the records: they carry no number."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.db.models import Q

from core.formats import datetime_vn, local_date, number_vn
from criteria.papers import Pick, basis_of, score_parts
from criteria.queries import sheet_of
from documents.forms_of_paper import score_sheet, score_summary
from documents.model import Doc, PaperDate
from documents.papers_common import council_of
from evaluations.enums import AssessmentState, SheetState
from evaluations.followup.facts import product_line, round_number
from evaluations.models import Assessment, CouncilMember, CouncilSession, ScoreSheet
from evaluations.queries import attendances
from evaluations.tallying import tally
from products.models import Dossier


def empty_sheet(dossier: Dossier) -> Doc:
    """The sheet of the product's set with every box empty, for a meeting on paper."""
    form = sheet_of(dossier.criteria_set)
    return score_sheet.paper(
        score_sheet.Facts(
            body=council_of(dossier.holder.area),
            set_number=form.number,
            set_name=form.name,
            basis=basis_of(dossier.criteria_set),
            parts=score_parts(form),
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
    picks = {by_id[line.criterion_id]: Pick(line.option_index, line.note) for line in sheet.lines.all()}
    sums = tally(form, {code: pick.index for code, pick in picks.items()}).parts
    member = sheet.member
    comment = "; ".join(text.strip(" .;") for text in (sheet.comment, sheet.advice) if text.strip())
    return score_sheet.paper(
        score_sheet.Facts(
            body=council_of(assessment.session.council.unit.area),
            set_number=form.number,
            set_name=form.name,
            basis=basis_of(dossier.criteria_set),
            parts=score_parts(form, picks, sums),
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


# Whoever calls: before its assessment is closed, no sheet is printed.
_CLOSED = Q(state=SheetState.SUBMITTED, assessment__state=AssessmentState.CLOSED)


def submitted_sheets(assessment: Assessment) -> list[ScoreSheet]:
    """Counted sheets of a closed assessment in the members' order."""
    rows = (
        ScoreSheet.objects.filter(_CLOSED, assessment=assessment)
        .select_related(
            "member__user",
            "assessment__session__council__unit",
            "assessment__dossier__criteria_set__collection",
            "assessment__dossier__producer__commune__parent",
            "assessment__dossier__producer__district",
        )
        .prefetch_related("lines")
    )
    return list(rows.order_by("member__order", "member_id"))


def summary(session: CouncilSession, assessments: Sequence[Assessment]) -> Doc:
    """The table of every member's total for the closed assessments of a session."""
    members = [place.member for place in attendances(session) if place.member.scores]
    totals: dict[tuple[int, int], Decimal] = {}
    rows = ScoreSheet.objects.filter(_CLOSED, assessment__in=assessments)
    for assessment_id, member_id, total in rows.values_list("assessment_id", "member_id", "total"):
        if total is not None:
            totals[assessment_id, member_id] = total
    unit = session.council.unit
    return score_summary.paper(
        score_summary.Facts(
            body=council_of(unit.area),
            area=unit.area,
            year=session.year,
            round_number=round_number(session),
            members=tuple(_member(member) for member in members),
            products=tuple(
                score_summary.ScoredProduct(
                    product_line(assessment), tuple(totals.get((assessment.pk, member.pk)) for member in members)
                )
                for assessment in assessments
            ),
            written=session.is_written,
        )
    )
