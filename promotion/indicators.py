"""The figures that promotion gives to targets and reports."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Count, QuerySet, Sum
from django.urls import reverse

from core.indicators import Indicator, Scope, register
from promotion.enums import OVER, EventState, ParticipationState, PointState
from promotion.models import (
    Agreement,
    Communication,
    Listing,
    ListingSales,
    Participation,
    PointRevenue,
    PromotionEvent,
    SalesPoint,
)

GROUP = "Xúc tiến thương mại"


def _events(scope: Scope) -> QuerySet[PromotionEvent]:
    """Events that were held, by their first day."""
    return PromotionEvent.objects.filter(state__in=OVER, **scope.within("starts_on", "unit"))


def _people(scope: Scope) -> QuerySet[Participation]:
    """Chosen participants of those events, by the producer's district."""
    return Participation.objects.filter(
        state=ParticipationState.CHOSEN, event__state__in=OVER | {EventState.RUNNING},
        **scope.within("event__starts_on", "producer__district"),
    )  # fmt: skip


def _points(scope: Scope) -> QuerySet[SalesPoint]:
    """Sales points recognised in the period and not closed since."""
    return SalesPoint.objects.filter(
        state=PointState.RECOGNISED, **scope.within("recognised_on", "district")
    )  # fmt: skip


def _points_open(scope: Scope) -> QuerySet[SalesPoint]:
    """Sales points that stand recognised at the end of the period."""
    return SalesPoint.objects.filter(
        state=PointState.RECOGNISED, recognised_on__lte=scope.until, **scope.within("", "district")
    )


def _point_revenue(scope: Scope) -> QuerySet[PointRevenue]:
    """Quarters of the period's years; a year is told by quarters, so a part of a year takes its whole quarters."""
    years = range(scope.since.year, scope.until.year + 1)
    rows = PointRevenue.objects.filter(year__in=years, **scope.within("", "point__district"))
    first, last = (scope.since.month + 2) // 3, (scope.until.month + 2) // 3
    rows = rows.exclude(year=scope.since.year, quarter__lt=first)
    return rows.exclude(year=scope.until.year, quarter__gt=last)


def _listings(scope: Scope) -> QuerySet[Listing]:
    """Products that stand on a channel at the end of the period."""
    rows = Listing.objects.filter(listed_on__lte=scope.until, **scope.within("", "product__district"))
    return rows.exclude(link_state="ended")


def _online(scope: Scope) -> QuerySet[ListingSales]:
    """Online sales by quarter."""
    years = range(scope.since.year, scope.until.year + 1)
    rows = ListingSales.objects.filter(year__in=years, **scope.within("", "listing__product__district"))
    rows = rows.exclude(year=scope.since.year, quarter__lt=(scope.since.month + 2) // 3)
    return rows.exclude(year=scope.until.year, quarter__gt=(scope.until.month + 2) // 3)


def _page(name: str) -> Callable[[Scope], str]:
    return lambda scope: f"{reverse(f'promotion:{name}')}?nam={scope.until.year}"


def _plain_page(name: str, query: str = "") -> Callable[[Scope], str]:
    return lambda _: f"{reverse(f'promotion:{name}')}{query}"


_EVENT_DIMENSIONS = {"kind": "kind", "place": "place", "unit": "unit"}
_PEOPLE_DIMENSIONS = {"unit": "producer__district", "kind": "event__kind"}

for _indicator in (
    Indicator(code="promotion.events", label="Sự kiện xúc tiến đã tổ chức, tham gia", unit="sự kiện", records=_events,
              dimensions=_EVENT_DIMENSIONS, page=_page("events"), group=GROUP),
    Indicator(code="promotion.participations", label="Lượt chủ thể được hỗ trợ tham gia sự kiện", unit="lượt",
              records=_people, dimensions=_PEOPLE_DIMENSIONS, page=_page("events"), group=GROUP),
    Indicator(code="promotion.producers", label="Chủ thể được hỗ trợ xúc tiến", unit="chủ thể", records=_people,
              amount=Count("producer", distinct=True), dimensions=_PEOPLE_DIMENSIONS,
              page=_plain_page("coverage", "?ho_tro=da"), group=GROUP),
    Indicator(code="promotion.event_revenue", label="Doanh thu tại sự kiện", unit="đồng", records=_people,
              amount=Sum("revenue"), dimensions=_PEOPLE_DIMENSIONS, page=_page("events"), group=GROUP),
    Indicator(code="promotion.event_revenue_ocop", label="Doanh thu sản phẩm OCOP tại sự kiện", unit="đồng",
              records=_people, amount=Sum("revenue_ocop"), dimensions=_PEOPLE_DIMENSIONS, page=_page("events"),
              group=GROUP),
    Indicator(code="promotion.contracts", label="Hợp đồng ký tại sự kiện", unit="hợp đồng", records=_people,
              amount=Sum("contracts"), dimensions=_PEOPLE_DIMENSIONS, page=_page("events"), group=GROUP),
    Indicator(code="promotion.memoranda", label="Biên bản ghi nhớ ký tại sự kiện", unit="biên bản", records=_people,
              amount=Sum("memoranda"), dimensions=_PEOPLE_DIMENSIONS, page=_page("events"), group=GROUP),
    Indicator(code="promotion.agreements", label="Thoả thuận, hợp đồng tiêu thụ", unit="thoả thuận",
              records=lambda scope: Agreement.objects.filter(**scope.within("signed_on", "producer__district")),
              dimensions={"unit": "producer__district", "kind": "kind"}, page=_page("agreements"), group=GROUP),
    Indicator(code="promotion.points_new", label="Điểm bán OCOP được công nhận trong kỳ", unit="điểm", records=_points,
              dimensions={"unit": "district", "kind": "kind"},
              page=_plain_page("points", "?trang_thai=recognised"), group=GROUP),
    Indicator(code="promotion.points", label="Điểm bán OCOP đang hoạt động", unit="điểm", records=_points_open,
              dimensions={"unit": "district", "kind": "kind"},
              page=_plain_page("points", "?trang_thai=recognised"), group=GROUP),
    Indicator(code="promotion.point_revenue", label="Doanh thu điểm bán OCOP", unit="đồng", records=_point_revenue,
              amount=Sum("total"), dimensions={"unit": "point__district"}, page=_plain_page("points"), group=GROUP),
    Indicator(code="promotion.listings", label="Sản phẩm trên kênh trực tuyến", unit="sản phẩm", records=_listings,
              amount=Count("product", distinct=True),
              dimensions={"unit": "product__district", "kind": "channel__kind"}, page=_plain_page("listings"),
              group=GROUP),
    Indicator(code="promotion.online_revenue", label="Doanh thu bán trực tuyến", unit="đồng", records=_online,
              amount=Sum("revenue"), dimensions={"unit": "listing__product__district"},
              page=_plain_page("listings"), group=GROUP),
    Indicator(code="promotion.communications", label="Hoạt động tuyên truyền", unit="mục",
              records=lambda scope: Communication.objects.filter(**scope.within("published_on", "unit")),
              dimensions={"unit": "unit", "kind": "kind"}, page=_page("media"), group=GROUP),
):  # fmt: skip
    register(_indicator)
