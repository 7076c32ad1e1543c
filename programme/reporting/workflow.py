"""The way of a report: read top to bottom. What was sent never changes; a correction is a version of its own."""

from __future__ import annotations

from core.errors import Denied
from core.formats import now
from core.workflow import Transition, Workflow, step
from programme.models import Report
from programme.reporting import messages, rules
from programme.reporting.checking import blocking
from programme.reporting.states import ReportState

S = ReportState
ReportStep = Transition[Report]


def _is_ready(t: ReportStep) -> None:
    first = next(blocking(t.obj), None)
    if first is not None:
        raise Denied(f"Chưa trình duyệt được: {first.sentence}", obj=t.obj)


def _by_another(t: ReportStep) -> None:
    wrote = {t.obj.submitted_by_id, t.obj.created_by_id}
    wrote |= set(t.obj.sections.exclude(edited_by=None).values_list("edited_by", flat=True))
    wrote |= set(t.obj.corrections.values_list("author", flat=True))
    if t.actor.pk in wrote:
        raise Denied("Người soạn, người trình không tự duyệt. Cần lãnh đạo khác của đơn vị duyệt, gửi.", obj=t.obj)


def _has_paper(t: ReportStep) -> None:
    if t.obj.document_id is None:
        raise Denied("Báo cáo chỉ được gửi cùng văn bản đã ban hành, tại trang “Duyệt, gửi”.", obj=t.obj)


def _stamp_submitted(t: ReportStep) -> None:
    t.obj.submitted_at, t.obj.submitted_by = now(), t.actor


def _forget_submission(t: ReportStep) -> None:
    t.obj.submitted_at = t.obj.submitted_by = None


def _stamp_sent(t: ReportStep) -> None:
    t.obj.sent_at, t.obj.sent_by = now(), t.actor


REPORT: Workflow[Report] = Workflow(
    "programme.Report",
    ReportState,
    (
        step("submit", S.DRAFTING, S.WAITING, label="Trình duyệt báo cáo", by=rules.writes, when=(_is_ready,),
             stamps=(_stamp_submitted,), effects=(messages.tell_leaders,)),
        step("return", S.WAITING, S.DRAFTING, label="Trả lại để sửa", by=rules.sends, needs_reason=True,
             stamps=(_forget_submission,), effects=(messages.tell_writers,)),
        step("send", S.WAITING, S.SENT, label="Duyệt, gửi báo cáo", by=rules.sends, when=(_by_another, _has_paper),
             stamps=(_stamp_sent,), effects=(messages.tell_writers, messages.tell_department)),
    ),
)  # fmt: skip
