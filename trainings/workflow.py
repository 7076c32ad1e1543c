"""Procedures of a class and of a participant's place: read top to bottom."""

from __future__ import annotations

from core.workflow import Workflow, step, system
from trainings import effects, rules
from trainings.enums import LISTED, ClassState, PlaceState

PLANNED, OPEN, RUNNING, HELD = ClassState.PLANNED, ClassState.OPEN, ClassState.RUNNING, ClassState.HELD

CLASS: Workflow = Workflow(
    "trainings.TrainingClass",
    ClassState,
    (
        step("open", PLANNED, OPEN, label="Mở mời, đăng ký", by=rules.runs, when=(rules.is_ready,),
             stamps=(effects.stamp_opened,), effects=(effects.tell_invited,)),
        step("begin", OPEN, RUNNING, label="Bắt đầu lớp", by=rules.runs, when=(rules.has_begun,)),
        step("finish", RUNNING, HELD, label="Kết thúc lớp", by=rules.runs, when=(rules.has_ended,),
             stamps=(effects.stamp_finished,), effects=(effects.settle_results,)),
        step("close", HELD, ClassState.CLOSED, label="Tổng kết lớp", by=rules.runs_or_leads,
             when=(rules.is_summed_up,)),
        step("cancel", {PLANNED, OPEN}, ClassState.CANCELLED, label="Huỷ lớp", by=rules.runs_or_leads,
             needs_reason=True, effects=(effects.tell_cancelled,)),
    ),
)  # fmt: skip

PLACE: Workflow = Workflow(
    "trainings.Participant",
    PlaceState,
    (
        step("accept", PlaceState.INVITED, PlaceState.REGISTERED, label="Xác nhận tham dự",
             by=(rules.is_themselves, rules.runs_class_of), when=(rules.class_takes_people,)),
        step("seat", PlaceState.WAITING, PlaceState.REGISTERED, label="Xếp chỗ",
             by=(system, rules.runs_class_of), when=(rules.class_takes_people,)),
        step("decline", LISTED, PlaceState.DECLINED, label="Báo không tham dự",
             by=(rules.is_themselves, rules.runs_class_of), when=(rules.class_takes_people, rules.has_no_marks)),
        step("remove", LISTED, PlaceState.REMOVED, label="Đưa khỏi danh sách", by=rules.runs_class_of,
             when=(rules.class_takes_people, rules.has_no_marks), needs_reason=True),
    ),
)  # fmt: skip
