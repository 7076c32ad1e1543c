"""Who may do what with classes, in which state: `check_…` raises with a sentence, the others answer templates."""

from __future__ import annotations

from typing import Any

from accounts.enums import LEADERS, OFFICERS, Role, UnitLevel
from accounts.models import Unit
from accounts.seats import units_of
from core.errors import Denied
from core.formats import date_vn, today
from core.workflow import Transition
from products.places import sits_at
from products.rules import owns
from trainings.enums import OVER, SEATED, ClassState, Source
from trainings.models import AttendanceMark, Participant, TrainingClass

RUNNERS = frozenset({Role.DEPARTMENT_OFFICER, Role.DISTRICT_OFFICER})
LEADING = LEADERS
EDITABLE = frozenset({ClassState.PLANNED, ClassState.OPEN})


# --- who is who --------------------------------------------------------------------------------------------------


def running_units(user: Any) -> list[Unit]:
    """Units whose classes the person organises: the province for the Department, a district for its officers."""
    return [unit for unit in units_of(user, RUNNERS) if unit.level != UnitLevel.COMMUNE]


def runs(user: Any, training: TrainingClass) -> bool:
    """Officers of exactly the organising unit run its classes."""
    return sits_at(user, training.unit, RUNNERS)


def leads(user: Any, training: TrainingClass) -> bool:
    """Leaders of the organising unit."""
    return sits_at(user, training.unit, LEADING)


def works_at(user: Any, training: TrainingClass) -> bool:
    """Officers and leaders of the organising unit read everything of its classes."""
    return sits_at(user, training.unit, OFFICERS | LEADERS)


def runs_or_leads(user: Any, training: TrainingClass) -> bool:
    """Who may call a class off or sum it up."""
    return runs(user, training) or leads(user, training)


def check_runs(user: Any, training: TrainingClass) -> None:
    """May the person organise this class?"""
    if not runs(user, training):
        raise Denied("Lớp do cán bộ của đơn vị tổ chức quản lý.", obj=training, action="training.manage")


def check_makes(user: Any, unit: Unit) -> None:
    """May the person make classes of this unit?"""
    if unit.pk not in {mine.pk for mine in running_units(user)}:
        raise Denied("Bạn chỉ lập được lớp của đơn vị mình.", action="training.create")


def check_editable(training: TrainingClass) -> None:
    """Day, place and number of places can change until the class begins."""
    if training.state not in EDITABLE:
        raise Denied(
            f"Lớp {ClassState(training.state).label.lower()} nên không sửa được thông tin này nữa.",
            obj=training,
            action="training.edit",
        )


def check_not_settled(training: TrainingClass) -> None:
    """Costs, materials and results may be written until the class is summed up."""
    if training.state in {ClassState.CLOSED, ClassState.CANCELLED}:
        raise Denied(
            f"Lớp {ClassState(training.state).label.lower()} nên không ghi thêm được.",
            obj=training,
            action="training.edit",
        )


# --- participants ------------------------------------------------------------------------------------------------


def check_takes_people(training: TrainingClass) -> None:
    """People come onto the list until the class has ended; late ones too."""
    if training.state not in {ClassState.PLANNED, ClassState.OPEN, ClassState.RUNNING}:
        raise Denied(
            f"Lớp {ClassState(training.state).label.lower()} nên không thêm học viên được.",
            obj=training,
            action="participant.add",
        )


def check_receives(training: TrainingClass) -> None:
    """May people register by themselves now?"""
    if not training.takes_registrations or training.state != ClassState.OPEN:
        raise Denied("Lớp không nhận đăng ký qua liên kết này.", obj=training, action="participant.register")
    if not training.receives_now:
        until = training.registration_closes_on or training.first_day
        raise Denied(f"Lớp đã hết hạn đăng ký ngày {date_vn(until)}.", obj=training, action="participant.register")


def is_themselves(user: Any, participant: Participant) -> bool:
    """The participant's own account, an account of the invited producer, or the portal for the holder of the own link."""
    return (
        user is None
        or (participant.user_id is not None and user.pk == participant.user_id)
        or may_claim(user, participant)
    )


def may_claim(user: Any, participant: Participant) -> bool:
    """Say whether the place was given to the person's producer while that had no account."""
    return participant.user_id is None and participant.source == Source.REGISTER and owns(user, participant.producer_id)


def runs_class_of(user: Any, participant: Participant) -> bool:
    """Officers who run the participant's class."""
    return user is not None and runs(user, participant.training)


def class_takes_people(t: Transition) -> None:
    """Guard: the list of an ended class is final."""
    check_takes_people(t.obj.training)


def has_no_marks(t: Transition) -> None:
    """Guard: who was there stays on the list."""
    if t.obj.marks.exists():
        raise Denied("Người này đã được điểm danh nên phải giữ trong danh sách.", obj=t.obj)


# --- attendance --------------------------------------------------------------------------------------------------


def check_attendance(training: TrainingClass) -> None:
    """Attendance is taken while the class runs and corrected until it is summed up."""
    if training.state not in {ClassState.RUNNING, ClassState.HELD}:
        words = "chưa bắt đầu" if training.state in EDITABLE else ClassState(training.state).label.lower()
        raise Denied(f"Lớp {words} nên không điểm danh được.", obj=training, action="attendance.record")


# --- guards of the class's way -----------------------------------------------------------------------------------


def is_ready(t: Transition) -> None:
    """Guard: a class is announced with its place, and not for a day that is over."""
    if not t.obj.place.strip():
        raise Denied("Ghi địa điểm trước khi mở mời, đăng ký.", obj=t.obj)
    if t.obj.first_day < today():
        raise Denied(f"Ngày khai giảng {date_vn(t.obj.first_day)} đã qua. Sửa ngày trước khi mở.", obj=t.obj)


def has_begun(t: Transition) -> None:
    """Guard: not before the first day, and not without people."""
    if today() < t.obj.first_day:
        raise Denied(f"Lớp khai giảng ngày {date_vn(t.obj.first_day)}, chưa bắt đầu được.", obj=t.obj)
    if not t.obj.participants.filter(state__in=SEATED).exists():
        raise Denied("Danh sách lớp chưa có ai.", obj=t.obj)


def has_ended(t: Transition) -> None:
    """Guard: the last day has come and each session's attendance is recorded."""
    if today() < t.obj.last_day:
        raise Denied(f"Lớp học đến ngày {date_vn(t.obj.last_day)}.", obj=t.obj)
    empty = t.obj.sessions.exclude(pk__in=AttendanceMark.objects.filter(session__training=t.obj).values("session"))
    if names := [str(session) for session in empty]:
        raise Denied(f"Chưa điểm danh: {'; '.join(names)}.", obj=t.obj)


def is_summed_up(t: Transition) -> None:
    """Guard: the class's result is written."""
    if not t.obj.result_note.strip():
        raise Denied("Ghi đánh giá kết quả lớp trước khi tổng kết.", obj=t.obj)


def takes_feedback(training: TrainingClass) -> bool:
    """From the first day on."""
    return training.state == ClassState.RUNNING or training.state in OVER


def may_give_feedback(participant: Participant) -> bool:
    """From the first day on, once each."""
    return takes_feedback(participant.training) and participant.state in SEATED and not participant.feedback_given
