"""A member's own sheet: each choice is one statement, submitting freezes it. No value reaches audit trail or log."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection, transaction

from accounts.models import User
from core import audit, workflow
from core.errors import Denied
from core.formats import now
from core.text import nfc
from criteria.queries import sheet_of
from evaluations import rules
from evaluations.enums import AssessmentState, SheetState
from evaluations.models import Assessment, ScoreLine, ScoreSheet
from evaluations.tallying import Answers, check_sheet, knockout_grounds, line_fault, tally

NOTE_LENGTH = 4_000

# One round trip and one short transaction, since this is what the council waits for. FOR SHARE in the order session,
# assessment, sheet: closing holds the session FOR UPDATE, so a line is either in before the result is computed or
# finds the assessment closed here. Only a step that the law lists gets in: `chosen` joins the option itself, and
# “không đạt mức nào” (NULL) only where the law lists no step of 0 points.
_SAVE_LINE = f"""
WITH writable AS (
    SELECT sheet.id AS sheet_id, dossier.criteria_set_id
    FROM evaluations_councilsession session
    JOIN evaluations_assessment assessment ON assessment.session_id = session.id
    JOIN evaluations_scoresheet sheet ON sheet.assessment_id = assessment.id
    JOIN evaluations_councilmember member ON member.id = sheet.member_id
    JOIN evaluations_council council ON council.id = member.council_id
    JOIN products_dossier dossier ON dossier.id = assessment.dossier_id
    WHERE assessment.id = %(assessment)s AND assessment.state = 'open' AND session.state = 'scoring'
      AND sheet.state = 'draft' AND {rules.HOLDS_OFFICE}
    FOR SHARE OF session, assessment, sheet
), chosen AS (
    SELECT writable.sheet_id, criterion.id AS criterion_id, COALESCE(step.points, 0) AS points
    FROM writable
    JOIN criteria_criterion criterion
      ON criterion.criteria_set_id = writable.criteria_set_id AND criterion.code = %(code)s
    LEFT JOIN criteria_option step ON step.criterion_id = criterion.id AND step.index = %(index)s
    WHERE CASE WHEN %(index)s::int IS NULL
        THEN NOT EXISTS (SELECT 1 FROM criteria_option o WHERE o.criterion_id = criterion.id AND o.points = 0)
        ELSE step.id IS NOT NULL END
)
INSERT INTO evaluations_scoreline (sheet_id, criterion_id, option_index, points, note, saved_at)
SELECT sheet_id, criterion_id, %(index)s, points, %(note)s, %(now)s FROM chosen
ON CONFLICT (sheet_id, criterion_id) DO UPDATE
SET option_index = EXCLUDED.option_index, points = EXCLUDED.points, note = EXCLUDED.note, saved_at = EXCLUDED.saved_at
"""  # noqa: S608 (a constant of this project)


def save_line(*, assessment_id: int, code: str, option_index: int | None, note: str = "", actor: User) -> dt.datetime:
    """Store one choice of the actor's own sheet. Whose sheet it is comes from the actor, never from the request.

    Raises Denied when the sheet takes nothing more or the law lists no such step.
    """
    moment = now()
    values: dict[str, Any] = {
        "assessment": assessment_id,
        **rules.office_values(actor),
        "code": code,
        "index": option_index,
        "note": nfc(note)[:NOTE_LENGTH],
        "now": moment,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SAVE_LINE, values)
        if cursor.rowcount == 1:
            return moment
    raise _why_not(assessment_id, code, option_index, actor)


def own_sheet(assessment_id: int, actor: User) -> ScoreSheet:
    """The actor's live sheet of an assessment, or Denied with the reason why there is none."""
    sheet = (
        ScoreSheet.objects.filter(assessment_id=assessment_id, member__in=rules.offices_of(actor))
        .exclude(state=SheetState.SUPERSEDED)
        .select_related(
            "member__council", "assessment__session__council", "assessment__result",
            "assessment__dossier__criteria_set__collection",
        )
        .first()
    )  # fmt: skip
    if sheet is None:
        raise _no_sheet(assessment_id, actor)
    return sheet


def _no_sheet(assessment_id: int, actor: User) -> Denied:
    assessment = Assessment.objects.select_related("session", "result").filter(pk=assessment_id).first()
    if assessment is None or rules.office_in(actor, assessment.session.council_id) is None:
        return Denied("Bạn không chấm hồ sơ này.")
    if assessment.recusals.filter(member__user_id=actor.pk).exists():
        return Denied("Bạn đã từ chối chấm hồ sơ này do có liên quan.", obj=assessment, action="sheet.refused")
    if assessment.state != AssessmentState.OPEN:
        return Denied(rules.closed_sentence(assessment), obj=assessment, action="sheet.refused")
    return Denied(
        "Bạn chưa được điểm danh có mặt nên chưa có phiếu của hồ sơ này.", obj=assessment, action="sheet.refused"
    )


def _why_not(assessment_id: int, code: str, option_index: int | None, actor: User) -> Denied:
    sheet = own_sheet(assessment_id, actor)
    try:
        rules.check_may_score(sheet)
    except Denied as refusal:
        return refusal
    criterion = sheet_of(sheet.assessment.dossier.criteria_set).by_code.get(code)
    if criterion is None:
        return Denied("Tiêu chí này không có trong bộ tiêu chí.", obj=sheet, action="sheet.refused")
    return Denied(
        line_fault(criterion, option_index) or "Chưa lưu được, hãy chọn lại.", obj=sheet, action="sheet.refused"
    )


@transaction.atomic
def save_lines(*, assessment_id: int, choices: Mapping[str, tuple[int | None, str]], actor: User) -> int:
    """Store many choices at once: the form without scripts. Returns how many were stored; all or none."""
    for code, (option_index, note) in choices.items():
        save_line(assessment_id=assessment_id, code=code, option_index=option_index, note=note, actor=actor)
    return len(choices)


@transaction.atomic
def save_comment(
    *, assessment_id: int, actor: User, comment: str, advice: str, knockouts: Sequence[str] = ()
) -> dt.datetime:
    """Store the general remarks, what the producer should improve, and grounds of exclusion that the member states."""
    sheet = _writable(assessment_id, actor)
    known = knockout_grounds(sheet_of(sheet.assessment.dossier.criteria_set))
    sheet.comment = nfc(comment)[:NOTE_LENGTH]
    sheet.advice = nfc(advice)[:NOTE_LENGTH]
    sheet.knockouts = [code for code in known if code in knockouts]
    sheet.save(update_fields=["comment", "advice", "knockouts", "updated_at"])
    return sheet.updated_at


def _writable(assessment_id: int, actor: User) -> ScoreSheet:
    """The actor's sheet, its session and assessment shared, the sheet itself held until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM evaluations_councilsession s JOIN evaluations_assessment a ON a.session_id = s.id "
            "WHERE a.id = %s FOR SHARE OF s, a",
            [assessment_id],
        )
    sheet = own_sheet(assessment_id, actor)
    ScoreSheet.objects.select_for_update().get(pk=sheet.pk)
    sheet.refresh_from_db(fields=["state"])
    rules.check_may_score(sheet)
    return sheet


def answers_of(sheet: ScoreSheet) -> dict[str, int | None]:
    """Chosen steps by criterion code. A criterion that is absent is blank."""
    return dict(ScoreLine.objects.filter(sheet=sheet).values_list("criterion__code", "option_index"))


def problems_of(sheet: ScoreSheet, answers: Answers, notes: Mapping[str, str]) -> list[tuple[str, str]]:
    """What stands against submitting: pairs of criterion code and sentence. A stated ground of exclusion excuses blanks."""
    form = sheet_of(sheet.assessment.dossier.criteria_set)
    check = check_sheet(form, answers)
    found = [(note.code, note.sentence) for note in check.faults]
    if not sheet.knockouts:
        found += [(code, "Chưa chấm tiêu chí này.") for code in check.blanks]
    found += [(note.code, note.sentence) for note in check.warnings if "lẫn hai trường hợp" in note.sentence]
    found += [
        (code, "Ghi lý do không đạt mức nào.")
        for code, answer in answers.items()
        if answer is None and not notes.get(code, "").strip()
    ]
    order = {criterion.code: place for place, criterion in enumerate(form.criteria)}
    return sorted(found, key=lambda pair: order.get(pair[0], -1))


@transaction.atomic
def submit_sheet(*, assessment_id: int, actor: User) -> ScoreSheet:
    """Hand in the sheet: complete, total computed from the stored steps, frozen. The audit row carries no value.

    Raises Denied when a criterion is blank, or the assessment was closed in between.
    """
    sheet = _writable(assessment_id, actor)
    lines = list(ScoreLine.objects.filter(sheet=sheet).values_list("criterion__code", "option_index", "note"))
    answers: dict[str, Any] = {code: index for code, index, _ in lines}
    problems = problems_of(sheet, answers, {code: note for code, _, note in lines})
    if problems:
        code, sentence = problems[0]
        more = f" Còn {len(problems) - 1} chỗ khác cần xem." if len(problems) > 1 else ""
        raise Denied(f"Chưa nộp được. Tiêu chí {code}: {sentence}{more}", obj=sheet, action="sheet.refused")
    total = tally(sheet_of(sheet.assessment.dossier.criteria_set), answers).total
    workflow.apply(sheet, "submit", actor=actor, data={"total": total})
    audit.record(actor=actor, action="assessment.sheet_in", obj=sheet.assessment, after={"member": str(sheet.member)})
    return sheet
