"""Procedures of sessions, assessments, sheets, reopening and appraisals: read top to bottom."""

from __future__ import annotations

from core.errors import Denied
from core.formats import datetime_vn, now
from core.workflow import Transition, Workflow, step
from evaluations import rules
from evaluations.enums import AppraisalState, AssessmentState, ReopenState, SessionState, SheetState

PLANNED, SCORING, CLOSED = SessionState.PLANNED, SessionState.SCORING, SessionState.CLOSED
WAITING, OPEN = AssessmentState.WAITING, AssessmentState.OPEN


def _stamp_opened(t: Transition) -> None:
    t.obj.opened_at = now()


def _stamp_closed(t: Transition) -> None:
    t.obj.closed_at = now()


def _preside(t: Transition) -> None:
    t.obj.presided_by = t.data["presider"]


def _stamp_submitted(t: Transition) -> None:
    t.obj.total = t.data["total"]
    t.obj.submitted_at = now()


def _settle(t: Transition) -> None:
    t.obj.settled_by = t.actor
    t.obj.settled_at = now()


def _appraisal_is_filled(t: Transition) -> None:
    if t.obj.complete is None or not t.obj.comment.strip():
        raise Denied("Nêu hồ sơ đầy đủ hay chưa và ghi nhận xét trước khi hoàn thành thẩm định.", obj=t.obj)


def _stamp_done(t: Transition) -> None:
    t.obj.done_at = now()


def _session_is_scoring(t: Transition) -> None:
    session = t.obj.session
    if session.state != SCORING:
        when = f" lúc {datetime_vn(session.closed_at)}" if session.closed_at else ""
        label = "chưa mở chấm" if session.state == PLANNED else f"đã kết thúc{when}"
        raise Denied(f"Phiên {label}.", obj=t.obj)


SESSION: Workflow = Workflow(
    "evaluations.CouncilSession",
    SessionState,
    (
        step("open", PLANNED, SCORING, label="Mở chấm điểm", by=(rules.runs_session, rules.presides),
             when=(rules.agenda_not_empty, rules.dossiers_were_sent, rules.session_has_quorum),
             stamps=(_preside, _stamp_opened)),
        step("close", SCORING, CLOSED, label="Kết thúc phiên", by=(rules.runs_session, rules.presides),
             when=(rules.every_assessment_settled,), stamps=(_stamp_closed,)),
        step("cancel", {PLANNED, SCORING}, SessionState.CANCELLED, label="Huỷ phiên", by=rules.runs_session,
             when=(rules.nothing_closed_yet,), needs_reason=True),
    ),
)  # fmt: skip

ASSESSMENT: Workflow = Workflow(
    "evaluations.Assessment",
    AssessmentState,
    (
        step("open", WAITING, OPEN, label="Mở chấm hồ sơ", by=(rules.runs_agenda, rules.presides_over),
             when=(_session_is_scoring,), stamps=(_stamp_opened,)),
        step("close", OPEN, AssessmentState.CLOSED, label="Chốt kết quả", by=rules.presides_over,
             when=(_session_is_scoring, rules.may_be_closed)),
        step("remove", WAITING, AssessmentState.REMOVED, label="Đưa khỏi chương trình", by=rules.runs_agenda),
        step("drop", OPEN, AssessmentState.REMOVED, label="Dừng chấm, đưa khỏi phiên", by=rules.runs_agenda,
             needs_reason=True),
    ),
)  # fmt: skip

SHEET: Workflow = Workflow(
    "evaluations.ScoreSheet",
    SheetState,
    (
        step("submit", SheetState.DRAFT, SheetState.SUBMITTED, label="Nộp phiếu", by=rules.is_author,
             when=(rules.sheet_may_be_written,), stamps=(_stamp_submitted,)),
        step("supersede", SheetState.SUBMITTED, SheetState.SUPERSEDED, label="Mở lại phiếu", by=rules.may_settle_sheet,
             when=(rules.assessment_is_open,)),
    ),
)  # fmt: skip

REOPENING: Workflow = Workflow(
    "evaluations.ReopenRequest",
    ReopenState,
    (
        step("approve", ReopenState.ASKED, ReopenState.APPROVED, label="Duyệt mở lại", by=rules.may_settle, stamps=(_settle,)),
        step("refuse", ReopenState.ASKED, ReopenState.REFUSED, label="Không duyệt", by=rules.may_settle, stamps=(_settle,)),
    ),
)  # fmt: skip

APPRAISAL: Workflow = Workflow(
    "evaluations.Appraisal",
    AppraisalState,
    (
        step("finish", AppraisalState.ASSIGNED, AppraisalState.DONE, label="Hoàn thành thẩm định",
             by=rules.is_advisor, when=(_appraisal_is_filled,), stamps=(_stamp_done,)),
    ),
)  # fmt: skip
