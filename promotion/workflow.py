"""The way of an event, of a registration and of a sales point. Read top to bottom, these tables are the procedure.

Two people at each decision: officers run an event, leaders issue its letter and its report; who applies for a sales
point, who appraises it and who recognises it are three.
"""

from __future__ import annotations

from typing import Any

from core.workflow import Workflow, step
from promotion import messages, rules, transitions
from promotion.enums import EventState as E
from promotion.enums import ParticipationState as P
from promotion.enums import PointState as S
from promotion.models import Participation, PromotionEvent, SalesPoint


def manager(actor: Any, event: PromotionEvent) -> bool:
    """Officers of the unit that holds the event."""
    return rules.manages(actor, event)


def leader(actor: Any, event: PromotionEvent) -> bool:
    """Leaders of the unit that holds the event, when they issue its report."""
    return rules.leads(actor, event)


def organiser(actor: Any, row: Participation) -> bool:
    """Officers of the unit that holds the event."""
    return rules.is_organiser(actor, row)


def registrant(actor: Any, row: Participation) -> bool:
    """The producer, or an officer of its place."""
    return rules.is_registrant(actor, row)


def enterer(actor: Any, point: SalesPoint) -> bool:
    """Officers of its place, or the producer that runs it."""
    return rules.enters_point(actor, point)


def appraiser(actor: Any, point: SalesPoint) -> bool:
    """Officers of the Department."""
    return rules.appraises(actor, point)


def recogniser(actor: Any, point: SalesPoint) -> bool:
    """Leaders of the Department."""
    return rules.recognises(actor, point)


EVENT: Workflow[PromotionEvent] = Workflow(
    label="promotion.PromotionEvent",
    states=E,
    steps=(
        step("open_call", E.PLANNED, E.CALL_OPEN, label="Mở đăng ký", by=manager,
             when=(transitions.call_has_a_term,), effects=(messages.tell_invited,)),
        step("choose_directly", E.PLANNED, E.SELECTION, label="Chọn chủ thể, không mở đăng ký", by=manager),
        step("close_call", E.CALL_OPEN, E.SELECTION, label="Đóng đăng ký, xét chọn", by=manager),
        step("reopen_call", E.SELECTION, E.CALL_OPEN, label="Mở lại đăng ký", by=manager,
             when=(transitions.call_has_a_term,)),
        step("start", E.SELECTION, E.RUNNING, label="Bắt đầu sự kiện", by=manager,
             when=(transitions.it_has_begun, transitions.everybody_has_an_answer)),
        step("hold", E.RUNNING, E.HELD, label="Kết thúc sự kiện", by=manager,
             when=(transitions.it_is_over,), effects=(messages.ask_results,)),
        step("report", E.HELD, E.REPORTED, label="Ghi đã báo cáo", by=(manager, leader),
             when=(transitions.results_are_in,)),
        step("cancel", {E.PLANNED, E.CALL_OPEN, E.SELECTION, E.RUNNING}, E.CANCELLED, label="Huỷ sự kiện", by=manager,
             needs_reason=True, effects=(messages.tell_cancelled,)),
    ),
)  # fmt: skip

PARTICIPATION: Workflow[Participation] = Workflow(
    label="promotion.Participation",
    states=P,
    steps=(
        step("choose", {P.REGISTERED, P.RESERVE, P.REFUSED}, P.CHOSEN, label="Chọn", by=organiser,
             when=(transitions.selection_is_on, transitions.brings_something, transitions.ocop_is_ocop),
             stamps=(transitions.keep_reason,), effects=(messages.tell_answer,)),
        step("reserve", {P.REGISTERED, P.CHOSEN}, P.RESERVE, label="Để dự bị", by=organiser,
             when=(transitions.selection_is_on,), stamps=(transitions.keep_reason,), effects=(messages.tell_answer,)),
        step("refuse", {P.REGISTERED, P.CHOSEN, P.RESERVE}, P.REFUSED, label="Không chọn", by=organiser,
             needs_reason=True, when=(transitions.selection_is_on,), stamps=(transitions.keep_reason,),
             effects=(messages.tell_answer,)),
        step("withdraw", {P.REGISTERED, P.CHOSEN, P.RESERVE}, P.WITHDRAWN, label="Rút đăng ký",
             by=(registrant, organiser), needs_reason=True, when=(transitions.event_is_not_over,),
             stamps=(transitions.keep_reason,), effects=(messages.tell_organisers,)),
        step("rejoin", P.WITHDRAWN, P.REGISTERED, label="Đăng ký lại", by=registrant,
             when=(transitions.call_is_open,), stamps=(transitions.keep_reason,)),
    ),
)  # fmt: skip

SALES_POINT: Workflow[SalesPoint] = Workflow(
    label="promotion.SalesPoint",
    states=S,
    steps=(
        step("apply", {S.DRAFT, S.RETURNED}, S.APPLIED, label="Đề nghị công nhận", by=enterer,
             when=(transitions.checklist_is_met,), stamps=(transitions.stamp_application,),
             effects=(messages.tell_appraisers,)),
        step("return", S.APPLIED, S.RETURNED, label="Trả lại để bổ sung", by=appraiser, needs_reason=True,
             when=(transitions.someone_else_applied,), effects=(messages.tell_applicants,)),
        step("appraise", S.APPLIED, S.APPRAISED, label="Thẩm định đạt", by=appraiser,
             when=(transitions.someone_else_applied, transitions.checklist_is_met),
             stamps=(transitions.stamp_appraisal,), effects=(messages.tell_recognisers,)),
        step("send_back", S.APPRAISED, S.APPLIED, label="Yêu cầu thẩm định lại", by=recogniser, needs_reason=True,
             effects=(messages.tell_appraisers,)),
        step("recognise", S.APPRAISED, S.RECOGNISED, label="Công nhận điểm bán", by=recogniser,
             when=(transitions.someone_else_appraised, transitions.names_the_decision),
             stamps=(transitions.stamp_recognition,), effects=(messages.tell_applicants,)),
        step("refuse", {S.APPLIED, S.APPRAISED}, S.REFUSED, label="Không công nhận", by=recogniser, needs_reason=True,
             effects=(messages.tell_applicants,)),
        step("close", S.RECOGNISED, S.CLOSED, label="Đóng điểm bán", by=(enterer, appraiser), needs_reason=True,
             stamps=(transitions.stamp_end,), effects=(transitions.take_everything_off,)),
        step("revoke", S.RECOGNISED, S.REVOKED, label="Thu hồi công nhận", by=recogniser, needs_reason=True,
             stamps=(transitions.stamp_end,), effects=(transitions.take_everything_off, messages.tell_applicants)),
    ),
)  # fmt: skip
