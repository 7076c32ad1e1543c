"""Who may do what with events, sales points, channels, communications, gift sets and agreements.

`check_…` raises Denied with a sentence for the person; `can_…` answers templates.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from accounts.enums import LEADERS, STAFF, Role
from accounts.models import Unit
from accounts.seats import has_role, units_of
from core.errors import Denied
from core.formats import today
from products.models import Producer
from products.places import sits_at, territory
from products.rules import ENTERING, enters_at, owns, producer_ids_of
from promotion.enums import OPEN_FOR_PEOPLE, OPEN_FOR_RESULTS, OVER, EventState, PointState
from promotion.models import Participation, PromotionEvent, SalesPoint

# Officers of the bodies that lead promotion: the district's division and the Department.
HOLDING = frozenset({Role.DISTRICT_OFFICER, Role.DEPARTMENT_OFFICER})
HOLDING_WITH_LEADERS = frozenset(HOLDING | LEADERS)
POINT_EDITABLE = frozenset({PointState.DRAFT, PointState.RETURNED})
POINT_LIVE = frozenset({PointState.RECOGNISED})

_NOT_YOURS = "Bạn không được giao việc này."


# --- units --------------------------------------------------------------------------------------------------------


def holding_units(user: Any) -> list[Unit]:
    """Units for which the person records events, communications and gift sets."""
    return units_of(user, HOLDING)


def can_hold(user: Any) -> bool:
    """Say whether the person records events at all."""
    return bool(holding_units(user))


def check_holds(user: Any, unit: Unit, action: str = "promotion.record") -> None:
    """May the person record something of this unit?"""
    if not sits_at(user, unit, HOLDING):
        raise Denied("Bạn chỉ ghi được việc của đơn vị mình.", action=action)


def manages(user: Any, event: PromotionEvent) -> bool:
    """Say whether the person runs this event."""
    return sits_at(user, event.unit, HOLDING)


def leads(user: Any, event: PromotionEvent) -> bool:
    """Say whether the person leads the unit that holds this event."""
    return sits_at(user, event.unit, LEADERS)


def sees_all_of(user: Any, event: PromotionEvent) -> bool:
    """Say whether the person may read every participant's record: staff of the holding unit or above it."""
    return territory(user, STAFF).holds(event.unit_id, None)


def check_manages(user: Any, event: PromotionEvent) -> None:
    """May the person change this event's records?"""
    if not manages(user, event):
        raise Denied(_NOT_YOURS, obj=event, action="event.edit")


def can_edit_event(user: Any, event: PromotionEvent) -> bool:
    """Who runs it, until it is reported or cancelled."""
    return event.state not in {EventState.REPORTED, EventState.CANCELLED} and manages(user, event)


def check_edit_event(user: Any, event: PromotionEvent) -> None:
    """May the person edit this event now?"""
    check_manages(user, event)
    if not can_edit_event(user, event):
        raise Denied("Sự kiện đã báo cáo hoặc đã huỷ nên không sửa được.", obj=event, action="event.edit")


# --- registrations ------------------------------------------------------------------------------------------------


def acts_for(user: Any, producer: Producer) -> bool:
    """The producer's own account, or the officer of its place."""
    return owns(user, producer.pk) or enters_at(user, producer.district_id, producer.commune_id)


def invited(event: PromotionEvent) -> QuerySet[Producer]:
    """Producers whom an event is open to: the district's own, or the whole province."""
    rows = Producer.objects.all()
    return rows if event.unit.is_province else rows.filter(district=event.unit)


def registrable(user: Any, event: PromotionEvent) -> QuerySet[Producer]:
    """Producers whom the person may still register for this event."""
    place = territory(user, ENTERING)
    mine = place.q() if place else Q(pk__in=())
    own = producer_ids_of(user)
    rows = invited(event).filter(mine | Q(pk__in=own) if own else mine)
    return rows.exclude(participations__in=Participation.objects.filter(event=event))


def check_register(user: Any, event: PromotionEvent, producer: Producer) -> None:
    """May the person register this producer now?"""
    if not acts_for(user, producer):
        raise Denied("Bạn chỉ đăng ký được cho chủ thể của mình hoặc trong địa bàn mình.", obj=event)
    if not invited(event).filter(pk=producer.pk).exists():
        raise Denied(f"Sự kiện chỉ nhận chủ thể của {event.unit.area}.", obj=event, action="participation.register")
    if event.state == EventState.SELECTION and manages(user, event):
        return
    if event.state != EventState.CALL_OPEN:
        raise Denied("Sự kiện hiện không nhận đăng ký.", obj=event, action="participation.register")
    if not event.receives_on(today()):
        closed = f"{event.registration_closes_on:%d/%m/%Y}"
        raise Denied(f"Đã hết hạn đăng ký vào hết ngày {closed}.", obj=event, action="participation.register")


def is_registrant(user: Any, row: Participation) -> bool:
    """The producer's own account, or an officer of its place."""
    return acts_for(user, row.producer)


def is_organiser(user: Any, row: Participation) -> bool:
    """Officers who run the event."""
    return manages(user, row.event)


def can_edit_registration(user: Any, row: Participation) -> bool:
    """Products and contact change while registrations are taken; afterwards whoever runs the event may mend them."""
    if row.event.state in OPEN_FOR_PEOPLE and is_organiser(user, row):
        return True
    return row.state == "registered" and row.event.receives_on(today()) and is_registrant(user, row)


def check_edit_registration(user: Any, row: Participation) -> None:
    """May the person change the registration now?"""
    if not can_edit_registration(user, row):
        raise Denied("Đăng ký này không còn sửa được.", obj=row, action="participation.edit")


def can_enter_results(user: Any, row: Participation) -> bool:
    """Chosen participants tell their results while the event runs and until it is reported; so may who runs it."""
    chosen = row.state == "chosen" and row.event.state in OPEN_FOR_RESULTS
    return chosen and (is_registrant(user, row) or is_organiser(user, row))


def check_enter_results(user: Any, row: Participation) -> None:
    """May the person enter results now?"""
    if not (is_registrant(user, row) or is_organiser(user, row)):
        raise Denied(_NOT_YOURS, obj=row, action="participation.results")
    if not can_enter_results(user, row):
        raise Denied(
            "Chỉ ghi kết quả của chủ thể được chọn, từ khi sự kiện diễn ra đến trước khi báo cáo.",
            obj=row,
            action="participation.results",
        )


def shows_results(event: PromotionEvent) -> bool:
    """Say whether results are of interest yet."""
    return event.state in OPEN_FOR_RESULTS | OVER


# --- sales points -------------------------------------------------------------------------------------------------


def can_add_point(user: Any) -> bool:
    """Officers for any operator, producers for their own shop."""
    return has_role(user, *ENTERING) or bool(producer_ids_of(user))


def enters_point(user: Any, point: SalesPoint) -> bool:
    """Officers of its place, or the producer that runs it."""
    return owns(user, point.producer_id) or enters_at(user, point.district_id, point.commune_id)


def can_edit_point(user: Any, point: SalesPoint) -> bool:
    """The application while it is being written; contact and opening hours of a recognised one too."""
    return point.state in POINT_EDITABLE | POINT_LIVE and enters_point(user, point)


def check_edit_point(user: Any, point: SalesPoint) -> None:
    """May the person change this sales point's record now?"""
    if not enters_point(user, point):
        raise Denied(_NOT_YOURS, obj=point, action="salespoint.edit")
    if not can_edit_point(user, point):
        raise Denied("Điểm bán đang được xét hoặc đã đóng nên không sửa được.", obj=point, action="salespoint.edit")


def can_answer_checklist(user: Any, point: SalesPoint) -> bool:
    """The applicant fills the checklist; the appraising officer corrects it."""
    if point.state == PointState.APPLIED:
        return appraises(user, point)
    return point.state in POINT_EDITABLE and enters_point(user, point)


def check_answer_checklist(user: Any, point: SalesPoint) -> None:
    """May the person change the checklist now?"""
    if not can_answer_checklist(user, point):
        raise Denied("Bảng tiêu chí hiện không sửa được.", obj=point, action="salespoint.check")


def appraises(user: Any, point: SalesPoint) -> bool:
    """Officers of the Department."""
    return has_role(user, Role.DEPARTMENT_OFFICER, unit=point.district)


def recognises(user: Any, point: SalesPoint) -> bool:
    """Leaders of the Department."""
    return has_role(user, Role.DEPARTMENT_LEADER, unit=point.district)


def can_stock(user: Any, point: SalesPoint) -> bool:
    """Products on show and revenue: of a point that is being set up or recognised."""
    return point.state not in {PointState.CLOSED, PointState.REVOKED, PointState.REFUSED} and enters_point(user, point)


def check_stock(user: Any, point: SalesPoint) -> None:
    """May the person change what is on show?"""
    if not can_stock(user, point):
        raise Denied("Điểm bán đã đóng, hoặc không do bạn quản lý.", obj=point, action="salespoint.stock")
