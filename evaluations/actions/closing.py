"""Closing: the result of one dossier, then the session."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db import transaction

from accounts.models import User
from core import audit, workflow
from core.errors import Denied
from core.formats import datetime_vn, number_vn
from criteria.queries import sheet_of, typed_ruleset
from evaluations import queries, scoring
from evaluations.actions.locking import locked_assessment, locked_session
from evaluations.enums import AssessmentState, Outcome, SheetState
from evaluations.models import Assessment, CouncilSession, Result, ScoreLine, ScoreSheet
from evaluations.roll import Roll
from products.actions.results import note_result

DOSSIER_STEPS = {
    Outcome.RECOGNISE: "conclude_recognise",
    Outcome.FORWARD: "conclude_forward",
    Outcome.APPROVE_AND_FORWARD: "conclude_forward",
    Outcome.NOT_RECOGNISED: "conclude_reject",
}


@transaction.atomic
def close_assessment(*, assessment: Assessment, actor: User, version: int | None = None) -> Result:
    """Close scoring of one dossier and store its result with everything needed to recompute it.

    The session row is held FOR UPDATE from the first statement: a sheet is in the result, or was refused. Raises
    Denied with a sentence when the quorum or a sheet is missing, or somebody closed it before.
    """
    current = locked_assessment(assessment.pk)
    if current.state == AssessmentState.CLOSED:
        done = current.result
        raise Denied(f"Kết quả đã được {done.closed_by} chốt lúc {datetime_vn(done.closed_at)}.", obj=current)
    roll = queries.roll(current)
    workflow.apply(current, "close", actor=actor, version=version)
    computed = _compute(current, roll)
    _check_spread(current, computed)
    result = _store(current, roll, computed, actor)
    note_result(dossier=current.dossier, mean=result.mean, stars=result.stars)
    step = DOSSIER_STEPS.get(Outcome(result.outcome))
    if step:  # a dossier to be sent down waits for a choice: see `settle_return`
        workflow.apply(current.dossier, step, actor=actor)
    after = {"sheets": result.sheets, "stars": result.stars, "outcome": result.outcome}
    audit.record(actor=actor, action="assessment.result", obj=current, after=after)
    return result


def _counted_sheets(assessment: Assessment, roll: Roll) -> list[ScoreSheet]:
    members = [row.member_id for row in roll.counted]
    sheets = ScoreSheet.objects.filter(assessment=assessment, member__in=members, state=SheetState.SUBMITTED)
    return list(sheets.select_related("member").order_by("member__order", "member_id"))


def _compute(assessment: Assessment, roll: Roll) -> scoring.Result:
    """The arithmetic over the sheets as they are stored now, under the session's lock."""
    sheets = _counted_sheets(assessment, roll)
    answers: dict[int, dict[str, int | None]] = defaultdict(dict)
    lines = ScoreLine.objects.filter(sheet__in=sheets).values_list("sheet_id", "criterion__code", "option_index")
    for sheet_id, code, index in lines:
        answers[sheet_id][code] = index
    inputs = [scoring.Sheet(_key(sheet), answers[sheet.pk], frozenset(sheet.knockouts)) for sheet in sheets]
    dossier = assessment.dossier
    level = assessment.session.council.unit.level
    try:
        return scoring.evaluate(sheet_of(dossier.criteria_set), typed_ruleset(dossier.ruleset), level, inputs)
    except scoring.CannotScore as problem:
        words = " ".join(problem.sentences)
        for sheet in sheets:
            words = words.replace(_key(sheet), str(sheet.member))
        raise Denied(f"Chưa chốt được. {words}", obj=assessment) from None


def _key(sheet: ScoreSheet) -> str:
    """Sheets are sorted and stored by member; labels may repeat, so the key is the row."""
    return f"m{sheet.member_id:06d}"


def _check_spread(assessment: Assessment, computed: scoring.Result) -> None:
    council = assessment.session.council
    if council.spread_blocks and computed.spread > council.spread_warning:
        limit = number_vn(council.spread_warning)
        # Without `obj`: the audit trail, read by more people than the chair, must not tell of points before closing.
        raise Denied(f"Các phiếu chênh nhau quá {limit} điểm. Hội đồng trao đổi, mở lại phiếu cần xem rồi chốt.")


def _store(assessment: Assessment, roll: Roll, computed: scoring.Result, actor: User) -> Result:
    sheets = _counted_sheets(assessment, roll)
    parts = computed.part_means
    return Result.objects.create(
        assessment=assessment,
        mean=computed.mean_decimal,
        sheets=computed.count,
        spread=computed.spread,
        part_means={code: str(scoring.cut(mean)) for code, mean in parts.items()},
        band=computed.band,
        stars=computed.rank,
        outcome=computed.routing.outcome.value,
        recognised_stars=computed.routing.recognised_stars,
        capped_by=[
            {"code": cap.code, "name": cap.name, "star": cap.star, "required": str(cap.required), "met": cap.met,
             "counted": cap.counted}
            for cap in computed.caps
        ],
        computation=computed.as_json() | _circumstances(roll, sheets),
        method=scoring.METHOD,
        advice=_compiled("advice", sheets),
        closed_by=actor,
    )  # fmt: skip


def _circumstances(roll: Roll, sheets: list[ScoreSheet]) -> dict[str, Any]:
    """Who took part, as it stood at closing: offices change later, a result does not."""
    quorum = roll.quorum
    return {
        "members": {_key(sheet): {"label": str(sheet.member), "sheet": sheet.pk, "revision": sheet.revision} for sheet in sheets},
        "quorum": {
            "fraction": str(roll.fraction), "entitled": quorum.entitled, "present": quorum.present, "needed": quorum.needed,
        },
        "recused": [{"label": row.label, "reason": row.recusal} for row in roll.rows if row.recusal is not None],
        "absent": [row.label for row in roll.voters if row not in roll.expected],
        "written": roll.written,
    }  # fmt: skip


def _compiled(field: str, sheets: list[ScoreSheet]) -> str:
    """What the members ask the producer to improve, each thing once and nobody named."""
    found: dict[str, str] = {}
    for sheet in sheets:
        for line in getattr(sheet, field).splitlines():
            text = line.strip().lstrip("-+•* ").strip()
            if text:
                found.setdefault(text.casefold().rstrip("."), text)
    return "\n".join(found.values())


@transaction.atomic
def close_session(*, session: CouncilSession, actor: User, version: int | None = None) -> CouncilSession:
    """End the session when every dossier has its result or has left the agenda."""
    current = locked_session(session.pk)
    workflow.apply(current, "close", actor=actor, version=version)
    session.refresh_from_db()
    return session


@transaction.atomic
def cancel_session(*, session: CouncilSession, actor: User, reason: str, version: int | None = None) -> CouncilSession:
    """Cancel a session without results; its dossiers are free for another one."""
    current = locked_session(session.pk)
    for assessment in queries.agenda(current):
        step = {AssessmentState.WAITING: "remove", AssessmentState.OPEN: "drop"}.get(AssessmentState(assessment.state))
        if step is None:
            continue
        assessment.session = current
        workflow.apply(assessment, step, actor=actor, reason=reason)
        workflow.apply(assessment.dossier, "unschedule", actor=actor)
    workflow.apply(current, "cancel", actor=actor, reason=reason, version=version)
    session.refresh_from_db()
    return session
