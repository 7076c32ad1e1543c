"""Named conditions, annotations and prefetch recipes."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db.models import Count, DecimalField, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from promotion.enums import LinkState, ParticipationState
from promotion.models import Listing, Participation, PromotionEvent, SalesPoint, ShownProduct
from promotion.models.channels import CHECK_EVERY_DAYS
from promotion.showing import showable
from promotion.visibility import visible_participations

MONEY = DecimalField(max_digits=20, decimal_places=0)


def count_of(rows: QuerySet[Any], key: str) -> Coalesce:
    """Number of rows that belong to the outer row, as a sub-select: joins would multiply."""
    counted = rows.order_by().values(key).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def sum_of(rows: QuerySet[Any], key: str, column: str) -> Coalesce:
    """Sum over the rows that belong to the outer row."""
    summed = rows.order_by().values(key).annotate(n=Sum(column)).values("n")
    return Coalesce(Subquery(summed, output_field=MONEY), Value(Decimal(0)), output_field=MONEY)


def event_rows(events: QuerySet[PromotionEvent], user: Any) -> QuerySet[PromotionEvent]:
    """What one line of the list of events shows: of participants only those that the person may see."""
    seen = visible_participations(user).filter(event=OuterRef("pk"))
    chosen = seen.filter(state=ParticipationState.CHOSEN)
    return events.select_related("unit").annotate(
        registered=count_of(seen.exclude(state=ParticipationState.WITHDRAWN), "event"),
        chosen=count_of(chosen, "event"),
        sold=sum_of(chosen, "event", "revenue"),
    )


def event_figures(rows: QuerySet[Participation]) -> dict[str, Any]:
    """Totals over the chosen participants among some rows."""
    chosen = rows.filter(state=ParticipationState.CHOSEN)
    found = chosen.aggregate(
        participants=Count("pk"),
        told=Count("pk", filter=Q(result_at__isnull=False)),
        revenue=Sum("revenue"),
        revenue_ocop=Sum("revenue_ocop"),
        contracts=Sum("contracts"),
        contract_value=Sum("contract_value"),
        memoranda=Sum("memoranda"),
        contacts=Sum("contacts"),
        support=Sum("support_amount"),
    )
    return {name: value or 0 for name, value in found.items()}


def point_rows(points: QuerySet[SalesPoint]) -> QuerySet[SalesPoint]:
    """What one line of the list of sales points shows."""
    stocked = ShownProduct.objects.filter(point=OuterRef("pk"), until=None)
    return points.select_related("district", "commune").annotate(
        on_show=count_of(stocked.filter(showable("product")), "point"),
        to_remove=count_of(stocked.filter(~Q(showable("product"))), "point"),
    )


def check_is_due(day: dt.date) -> Q:
    """Listings whose link should be looked at by that day."""
    limit = day - dt.timedelta(days=CHECK_EVERY_DAYS)
    stale = Q(checked_on__lte=limit) | Q(checked_on=None, listed_on__lte=limit)
    return stale & ~Q(link_state=LinkState.ENDED)


def listing_rows(rows: QuerySet[Listing]) -> QuerySet[Listing]:
    """What one line of the list of listings shows."""
    return rows.select_related("product__producer", "product__district", "channel").annotate(
        sold=Coalesce(Sum("sales__revenue"), Value(Decimal(0)), output_field=MONEY)
    )
