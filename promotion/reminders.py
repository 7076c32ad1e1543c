"""What has a due date in promotion: calls that close, quarterly revenue, links that nobody opened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Membership, User
from notifications.reminders import Due, ReminderKind, register
from products.models import ProducerAccount
from promotion import rules
from promotion.enums import EventState, ParticipationState, PointState
from promotion.messages import people_of, seated
from promotion.models import Listing, Participation, PointRevenue, PromotionEvent, SalesPoint
from promotion.queries import check_is_due

REVENUE_DUE_DAY = 15  # of the month after the quarter
RESULTS_WITHIN_DAYS = 7


def quarter_before(day: dt.date) -> tuple[int, int]:
    """Year and number of the last whole quarter."""
    index = day.year * 4 + (day.month - 1) // 3 - 1
    return index // 4, index % 4 + 1


def revenue_due_on(year: int, quarter: int) -> dt.date:
    """The day until which a quarter's revenue is told."""
    month = quarter * 3 + 1
    return dt.date(year + (month > 12), (month - 1) % 12 + 1, REVENUE_DUE_DAY)


def _calls(today: dt.date) -> Iterator[Due]:
    """Producers who could come and have not registered yet, until the call closes."""
    events = PromotionEvent.objects.filter(state=EventState.CALL_OPEN, registration_closes_on__gte=today)
    for event in events.select_related("unit"):
        if event.registration_closes_on is None:
            continue
        silent = rules.invited(event).exclude(participations__in=Participation.objects.filter(event=event))
        accounts = ProducerAccount.objects.filter(producer__in=silent).select_related("user", "producer")
        accounts = accounts.order_by("user__name_sort", "pk")
        yield Due(
            obj=event,
            due_on=event.registration_closes_on,
            title=f"Sắp hết hạn đăng ký: {event.name}",
            body="Chủ thể của bạn chưa đăng ký. Bỏ qua thông báo này nếu không tham gia.",
            url=reverse("promotion:event", args=[event.pk]),
            recipients=tuple({row.user_id: row.user for row in accounts}.values()),
            units={row.user_id: row.producer.commune_id or row.producer.district_id for row in accounts},
        )


def _results(today: dt.date) -> Iterator[Due]:
    """Participants who have not told their results after the event."""
    rows = Participation.objects.filter(
        event__state=EventState.HELD, state=ParticipationState.CHOSEN, result_at=None
    ).select_related("event__unit", "producer")
    for row in rows:
        yield Due(
            obj=row,
            due_on=row.event.ends_on + dt.timedelta(days=RESULTS_WITHIN_DAYS),
            title=f"Ghi kết quả tham gia: {row.event.name}",
            body=f"Chủ thể: {row.producer.name}.",
            url=reverse("promotion:participation_results", args=[row.pk]),
            recipients=tuple(people_of(row)),
            unit_id=row.producer.commune_id or row.producer.district_id,
        )


def missing_revenue(year: int, quarter: int) -> list[SalesPoint]:
    """Recognised points that have not told a quarter in which they stood open."""
    told = PointRevenue.objects.filter(point=OuterRef("pk"), year=year, quarter=quarter)
    last_month = quarter * 3
    end = dt.date(year + (last_month == 12), last_month % 12 + 1, 1) - dt.timedelta(days=1)
    rows = SalesPoint.objects.filter(~Q(Exists(told)), state=PointState.RECOGNISED, recognised_on__lte=end)
    return list(rows.select_related("district", "commune"))


def _revenue(today: dt.date) -> Iterator[Due]:
    """Who runs a sales point, and the officers of its district."""
    year, quarter = quarter_before(today)
    for point in missing_revenue(year, quarter):
        people = Q(pk__in=seated({Role.DISTRICT_OFFICER}, point.district_id).values("pk"))
        if point.producer_id:
            people |= Q(producer_accounts__producer=point.producer_id)
        yield Due(
            obj=point,
            due_on=revenue_due_on(year, quarter),
            title=f"Ghi doanh thu quý {quarter}/{year}: {point.name}",
            body="Điểm bán chưa có tài khoản thì gửi liên kết tự báo ở trang này cho người phụ trách.",
            url=reverse("promotion:point_revenue", args=[point.pk]),
            recipients=tuple(User.objects.filter(people).distinct()),
            unit_id=point.commune_id or point.district_id,
        )


def _links(today: dt.date) -> Iterator[Due]:
    """Links that should be opened again: the producer's accounts, else the officers of its district."""
    rows = Listing.objects.filter(check_is_due(today)).select_related("product", "channel")
    for row in rows:
        accounts = ProducerAccount.objects.filter(producer=row.product.producer_id).values("user")
        people = User.objects.filter(pk__in=accounts)
        if not people.exists():
            seats = Membership.objects.on(today).filter(role=Role.DISTRICT_OFFICER, unit=row.product.district_id)
            people = User.objects.filter(pk__in=seats.values("user"))
        due_on = row.check_due_on
        if due_on is not None:
            yield Due(
                obj=row,
                due_on=due_on,
                title=f"Kiểm tra liên kết bán hàng: {row.product.name} trên {row.channel.name}",
                url=reverse("promotion:listing_check", args=[row.pk]),
                recipients=tuple(people),
                unit_id=row.product.commune_id or row.product.district_id,
            )


register(
    ReminderKind(
        code="promotion.call", label="Hết hạn đăng ký sự kiện", dues=_calls, days_before=(7, 3, 1), when_late=False
    )
)
register(
    ReminderKind(code="promotion.results", label="Ghi kết quả tham gia sự kiện", dues=_results, days_before=(3, 0))
)
register(ReminderKind(code="promotion.point_revenue", label="Doanh thu quý của điểm bán", dues=_revenue))
register(
    ReminderKind(
        code="promotion.link", label="Kiểm tra liên kết bán hàng", dues=_links, days_before=(0,), when_late=False
    )
)
