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


def _is_checker(t: ReportStep) -> None:
    """One prepares, another checks, a third one approves, where the unit has three people."""
    if not rules.checks(t.actor, t.obj):
        names = ", ".join(str(one) for one in rules.checkers(t.obj))
        raise Denied(f"Người soạn không tự kiểm tra. Chuyển người khác của đơn vị kiểm tra: {names}.", obj=t.obj)


def _has_checker(t: ReportStep) -> None:
    if not rules.checkers(t.obj):
        raise Denied("Đơn vị không có người khác để kiểm tra: kiểm tra rồi trình lãnh đạo duyệt.", obj=t.obj)


def _returns_in_turn(t: ReportStep) -> None:
    """What waits for the leader comes back from the leader; what is being checked, from whoever checks or leads."""
    if t.source == S.WAITING and not rules.sends(t.actor, t.obj):
        raise Denied("Báo cáo đang chờ lãnh đạo duyệt: lãnh đạo trả lại.", obj=t.obj)


def _by_another(t: ReportStep) -> None:
    if t.actor.pk in rules.preparers(t.obj) | {t.obj.submitted_by_id}:
        raise Denied(
            "Người soạn, người kiểm tra, trình không tự duyệt. Cần lãnh đạo khác của đơn vị duyệt, gửi.", obj=t.obj
        )


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
        step("hand_over", S.DRAFTING, S.CHECKING, label="Chuyển kiểm tra", by=rules.writes,
             when=(_is_ready, _has_checker), effects=(messages.tell_checkers,)),
        step("submit", {S.DRAFTING, S.CHECKING}, S.WAITING, label="Trình duyệt báo cáo", by=(rules.checks, rules.writes),
             when=(_is_checker, _is_ready), stamps=(_stamp_submitted,), effects=(messages.tell_leaders,)),
        step("return", {S.CHECKING, S.WAITING}, S.DRAFTING, label="Trả lại để sửa", by=(rules.sends, rules.checks),
             when=(_returns_in_turn,), needs_reason=True, stamps=(_forget_submission,), effects=(messages.tell_writers,)),
        step("send", S.WAITING, S.SENT, label="Duyệt, gửi báo cáo", by=rules.sends, when=(_by_another, _has_paper),
             stamps=(_stamp_sent,), effects=(messages.tell_writers, messages.tell_department)),
    ),
)  # fmt: skip
