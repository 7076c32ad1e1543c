"""What waits for whom in promotion."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse

from accounts.enums import Role
from accounts.seats import has_role
from core.formats import today
from notifications import todo
from products.rules import producer_ids_of
from promotion import rules
from promotion.actions.papers import without_draft_decision, without_paper
from promotion.enums import EventState, ParticipationState, PointState
from promotion.models import Participation, PromotionEvent, SalesPoint, ShownProduct
from promotion.queries import check_is_due
from promotion.reminders import RESULTS_WITHIN_DAYS
from promotion.showing import showable
from promotion.visibility import visible_events, visible_listings, visible_points


def _organising(user: Any) -> Iterator[todo.TodoItem]:
    """Events of one's own unit: registrations to answer, reports to write."""
    units = [unit.pk for unit in rules.holding_units(user)]
    if not units:
        return
    waiting = Count("participations", filter=Q(participations__state=ParticipationState.REGISTERED))
    own = PromotionEvent.objects.filter(unit__in=units).annotate(waiting=waiting)
    over = Q(state=EventState.CALL_OPEN, registration_closes_on__lt=today())
    for event in own.filter(Q(state=EventState.SELECTION, waiting__gt=0) | over):
        yield todo.TodoItem(
            title="Xét chọn chủ thể tham gia sự kiện"
            if event.state == EventState.SELECTION
            else "Đóng đăng ký, xét chọn",
            about=f"{event.name} · {event.waiting} đăng ký chờ xét",
            due_at=event.starts_on,
            url=reverse("promotion:selection", args=[event.pk]),
            button="Xét chọn",
            kind="promotion",
            icon="shop",
        )
    for event in own.filter(state=EventState.HELD):
        yield todo.TodoItem(
            title="Báo cáo kết quả sự kiện",
            about=event.name,
            due_at=event.ends_on + dt.timedelta(days=2 * RESULTS_WITHIN_DAYS),
            url=reverse("promotion:event", args=[event.pk]),
            button="Mở sự kiện",
            kind="promotion",
            icon="file-earmark-text",
        )


def _taking_part(user: Any) -> Iterator[todo.TodoItem]:
    """A producer's own: calls that are open, results that are asked for."""
    own = producer_ids_of(user)
    if not own:
        return
    mine = Participation.objects.filter(producer__in=own)
    calls = visible_events(user).filter(state=EventState.CALL_OPEN, registration_closes_on__gte=today())
    for event in calls.exclude(pk__in=mine.values("event")):
        yield todo.TodoItem(
            title="Đăng ký tham gia sự kiện",
            about=event.name,
            due_at=event.registration_closes_on,
            url=reverse("promotion:event", args=[event.pk]),
            button="Đăng ký",
            kind="promotion",
            icon="shop",
        )
    told = mine.filter(state=ParticipationState.CHOSEN, result_at=None, event__state=EventState.HELD)
    for row in told.select_related("event", "producer"):
        yield todo.TodoItem(
            title="Ghi kết quả tham gia sự kiện",
            about=f"{row.event.name} · {row.producer.name}",
            due_at=row.event.ends_on + dt.timedelta(days=RESULTS_WITHIN_DAYS),
            url=reverse("promotion:participation_results", args=[row.pk]),
            button="Ghi kết quả",
            kind="promotion",
            icon="graph-up",
        )


_WAITS = {
    PointState.APPLIED: (Role.DEPARTMENT_OFFICER, "Thẩm định điểm bán OCOP", "Thẩm định"),
    PointState.APPRAISED: (Role.DEPARTMENT_LEADER, "Xem xét công nhận điểm bán OCOP", "Xem xét"),
}


def _points(user: Any) -> Iterator[todo.TodoItem]:
    """Sales points that wait for an answer, and products that must leave a shelf."""
    for state, (role, title, button) in _WAITS.items():
        if not has_role(user, role):
            continue
        waiting = visible_points(user).filter(state=state)
        # a draft decision is an entry of its own with the button that issues it
        for point in without_draft_decision(waiting) if state == PointState.APPRAISED else waiting:
            yield _point(point, title, button)
    entered = visible_points(user)
    for point in entered.filter(state=PointState.RETURNED).select_related("district", "commune"):
        if rules.enters_point(user, point):
            yield _point(point, "Bổ sung hồ sơ điểm bán bị trả lại", "Bổ sung")
    live = entered.filter(state=PointState.RECOGNISED)
    stale = ShownProduct.objects.filter(~Q(showable("product")), until=None, point__in=live)
    names: dict[int, list[str]] = {}
    points: dict[int, SalesPoint] = {}
    for row in stale.select_related("product", "point__district", "point__commune"):
        if rules.can_stock(user, row.point):
            names.setdefault(row.point_id, []).append(row.product.name)
            points[row.point_id] = row.point
    for pk, products in names.items():
        yield todo.TodoItem(
            title="Gỡ sản phẩm không còn được giới thiệu là OCOP",
            about=f"{points[pk].name} · {', '.join(products[:3])}",
            url=reverse("promotion:point_shown", args=[pk]),
            button="Gỡ",
            kind="promotion",
            icon="shop-window",
        )


def _papers(user: Any) -> Iterator[todo.TodoItem]:
    """Appraised points without a decision or letter."""
    if has_role(user, Role.DEPARTMENT_OFFICER):
        for point in without_paper(visible_points(user).filter(state=PointState.APPRAISED)):
            yield _point(point, "Soạn quyết định công nhận điểm bán OCOP", "Soạn văn bản")


def _point(point: SalesPoint, title: str, button: str) -> todo.TodoItem:
    return todo.TodoItem(
        title=title,
        about=f"{point.name} · {point.operator}",
        url=reverse("promotion:point", args=[point.pk]),
        button=button,
        kind="promotion",
        icon="shop-window",
    )


def _links(user: Any) -> Iterator[todo.TodoItem]:
    """Links that nobody opened for too long: one line for all."""
    if not (rules.can_hold(user) and has_role(user, Role.DISTRICT_OFFICER)) and not producer_ids_of(user):
        return
    left = visible_listings(user).filter(check_is_due(today())).count()
    if left:
        yield todo.TodoItem(
            title="Kiểm tra liên kết bán hàng trực tuyến",
            about=f"{left} liên kết quá 90 ngày chưa mở lại",
            url=f"{reverse('promotion:listings')}?kiem_tra=qua-han",
            button="Kiểm tra",
            kind="promotion",
            icon="link-45deg",
        )


def _dates(user: Any) -> Iterator[todo.ComingDate]:
    coming = visible_events(user).exclude(state=EventState.CANCELLED).filter(starts_on__gte=today())
    for event in coming.order_by("starts_on")[:3]:
        yield todo.ComingDate(
            day=event.starts_on,
            title=event.get_kind_display(),
            detail=event.name,
            url=reverse("promotion:event", args=[event.pk]),
        )


for _provider in (_organising, _taking_part, _points, _papers, _links):
    todo.register(_provider)
todo.register_dates(_dates)
