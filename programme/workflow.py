"""Procedures of plans and report duties: read top to bottom."""

from __future__ import annotations

from core.errors import Denied
from core.formats import now, today
from core.text import lower_first
from core.workflow import Transition, Workflow, step
from programme import closing, messages, rules
from programme.enums import ObligationState, PlanState
from programme.models import AnnualPlan, Report, ReportObligation
from programme.reporting.states import has_form
from programme.reporting.workflow import REPORT  # noqa: F401 - the third procedure of this app

P, R = PlanState, ObligationState
PlanStep = Transition[AnnualPlan]
DutyStep = Transition[ReportObligation]


def _plan_has_content(t: PlanStep) -> None:
    if not t.obj.targets.exists() or not t.obj.tasks.exists():
        raise Denied("Kế hoạch cần ít nhất một chỉ tiêu và một nhiệm vụ trước khi trình duyệt.", obj=t.obj)


def _stamp_submitted(t: Transition) -> None:
    t.obj.submitted_at, t.obj.submitted_by = now(), t.actor


def _forget_submission(t: Transition) -> None:
    t.obj.submitted_at = t.obj.submitted_by = None


def _forget_approval(t: PlanStep) -> None:
    t.obj.approved_at = t.obj.approved_by = None
    _forget_submission(t)


def _by_another(t: Transition) -> None:
    if t.actor.pk in {t.obj.submitted_by_id, getattr(t.obj, "created_by_id", None)}:
        raise Denied("Người lập, người trình không tự duyệt. Cần lãnh đạo khác của đơn vị duyệt.", obj=t.obj)


def _stamp_approved(t: PlanStep) -> None:
    t.obj.approved_at, t.obj.approved_by = now(), t.actor


def _year_is_done(t: PlanStep) -> None:
    first = next((one for one in closing.prevents(t.obj)), None)
    if first is not None:
        raise Denied(f"Chưa chốt năm được: {lower_first(first)}", obj=t.obj)


def _stamp_closed(t: PlanStep) -> None:
    t.obj.closing = closing.frozen(t.obj)
    t.obj.closed_at, t.obj.closed_by = now(), t.actor


def _forget_closing(t: PlanStep) -> None:
    t.obj.closed_at = t.obj.closed_by = None
    t.obj.closing = {}


PLAN: Workflow[AnnualPlan] = Workflow(
    "programme.AnnualPlan",
    PlanState,
    (
        step("submit", P.DRAFT, P.WAITING, label="Trình duyệt kế hoạch", by=rules.drafts, when=(_plan_has_content,),
             stamps=(_stamp_submitted,), effects=(messages.tell_plan_leaders,)),
        step("approve", P.WAITING, P.APPROVED, label="Duyệt kế hoạch", by=rules.approves, when=(_by_another,),
             stamps=(_stamp_approved,), effects=(messages.tell_plan_officers,)),
        step("return", P.WAITING, P.DRAFT, label="Trả lại để sửa", by=rules.approves, needs_reason=True,
             stamps=(_forget_submission,), effects=(messages.tell_plan_officers,)),
        step("amend", P.APPROVED, P.DRAFT, label="Mở lại để điều chỉnh", by=rules.approves, needs_reason=True,
             stamps=(_forget_approval,), effects=(messages.tell_plan_officers,)),
        step("close", P.APPROVED, P.CLOSED, label="Chốt năm", by=rules.approves, when=(_year_is_done,),
             stamps=(_stamp_closed,), effects=(messages.tell_plan_officers,)),
        step("reopen", P.CLOSED, P.APPROVED, label="Mở lại năm đã chốt", by=rules.approves, needs_reason=True,
             stamps=(_forget_closing,), effects=(messages.tell_plan_officers,)),
    ),
)  # fmt: skip


def _paper_is_named(t: DutyStep) -> None:
    if t.obj.rule.needs_file and not (t.obj.notation and t.obj.file_id):
        raise Denied("Ghi số, ký hiệu và đính kèm văn bản đã ký trước khi trình gửi.", obj=t.obj)


def _by_its_report(t: DutyStep) -> None:
    """A duty that has a report form is settled by the report itself, with its figures, never by hand."""
    report = t.data.get("report")
    if has_form(t.obj) and (not isinstance(report, Report) or report.obligation_id != t.obj.pk):
        raise Denied(
            "Nghĩa vụ này có mẫu báo cáo trên cổng: lập, trình và gửi báo cáo năm thì nghĩa vụ tự được ghi là đã gửi.",
            obj=t.obj,
        )


def _first_time(t: DutyStep) -> None:
    if t.obj.is_settled:
        raise Denied("Báo cáo đã gửi một lần: dùng “Gửi bản sửa”.", obj=t.obj)


def _sent_before(t: DutyStep) -> None:
    if not t.obj.is_settled:
        raise Denied("Báo cáo chưa gửi lần nào: dùng “Duyệt, gửi”.", obj=t.obj)


def _stamp_sent(t: DutyStep) -> None:
    t.obj.sent_at, t.obj.sent_by = now(), t.actor
    t.obj.first_sent_on = t.obj.first_sent_on or today()


def _next_revision(t: DutyStep) -> None:
    t.obj.revision += 1
    t.obj.sent_at = t.obj.sent_by = None
    _forget_submission(t)


_SENDING = (messages.tell_preparing_officers, messages.tell_department)
DUTY: Workflow[ReportObligation] = Workflow(
    "programme.ReportObligation",
    ObligationState,
    (
        step("start", R.NOT_STARTED, R.DRAFTING, label="Bắt đầu soạn", by=(rules.prepares, rules.handed_up), when=(_by_its_report,)),
        step("submit", R.DRAFTING, R.WAITING, label="Trình duyệt", by=(rules.prepares, rules.handed_up), when=(_by_its_report, _paper_is_named),
             stamps=(_stamp_submitted,), effects=(messages.tell_sending_leaders,)),
        step("return", R.WAITING, R.DRAFTING, label="Trả lại để sửa", by=rules.sends, needs_reason=True,
             when=(_by_its_report,), stamps=(_forget_submission,), effects=(messages.tell_preparing_officers,)),
        step("send", R.WAITING, R.SENT, label="Duyệt, gửi", by=rules.sends, when=(_by_its_report, _by_another, _first_time),
             stamps=(_stamp_sent,), effects=_SENDING),
        step("send_again", R.WAITING, R.CORRECTED, label="Gửi bản sửa", by=rules.sends,
             when=(_by_its_report, _by_another, _sent_before), stamps=(_stamp_sent,), effects=_SENDING),
        step("correct", {R.SENT, R.CORRECTED}, R.DRAFTING, label="Mở lại để sửa", by=rules.prepares, needs_reason=True,
             when=(_by_its_report,), stamps=(_next_revision,)),
    ),
)  # fmt: skip
