"""A report written in the portal settles the unit's duty: the duty's row follows the report step by step."""

from __future__ import annotations

from accounts.models import Unit, User
from core import audit, workflow
from programme.enums import ObligationState
from programme.models import Report, ReportObligation
from programme.reporting.states import DUTY_CODES

R = ObligationState


def obligation_of(unit: Unit, year: int) -> ReportObligation | None:
    """The unit's duty to report on a year, when there is one."""
    code = DUTY_CODES.get(unit.level)
    return ReportObligation.objects.filter(rule__code=code, unit=unit, year=year).order_by("-due_on").first()


def _row(report: Report) -> ReportObligation | None:
    if report.obligation_id is None:
        return None
    return ReportObligation.objects.select_related("rule", "unit").get(pk=report.obligation_id)


def begun(report: Report, actor: User) -> None:
    """Somebody began to write, or to correct what was sent."""
    row = _row(report)
    if row is None:
        return
    if row.state == R.NOT_STARTED:
        workflow.apply(row, "start", actor=actor, data={"report": report})
    elif row.state in {R.SENT, R.CORRECTED} and report.revision > 1:
        workflow.apply(row, "correct", actor=actor, reason=report.reason, data={"report": report})


def sent(report: Report, actor: User) -> None:
    """The report went: the duty is settled with its number and its paper, by the same two people."""
    row = _row(report)
    document = report.document
    if row is None or document is None or report.submitted_by is None:
        return
    by = {"report": report}
    row.notation, row.file = document.notation, document.pdf
    row.save(update_fields=["notation", "file", "updated_at"])
    audit.record(actor=actor, action="obligation.attach", obj=row, after={"notation": row.notation})
    if row.state == R.NOT_STARTED:
        row = workflow.apply(row, "start", actor=report.submitted_by, data=by)
    if row.state == R.DRAFTING:
        row = workflow.apply(row, "submit", actor=report.submitted_by, data=by)
    if row.state == R.WAITING:
        workflow.apply(row, "send_again" if row.is_settled else "send", actor=actor, data=by)
