"""Which producers were supported how often, and what their products earned before and after."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Count, IntegerField, Max, Min, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, ExtractYear

from products.models import Producer, ProductSales, Recognition
from promotion.enums import EventState, ParticipationState
from promotion.models import Participation
from promotion.queries import MONEY, count_of, sum_of
from promotion.showing import in_force


def _taken_part() -> QuerySet[Participation]:
    """What counts as support: chosen for an event that was not cancelled."""
    chosen = Participation.objects.filter(state=ParticipationState.CHOSEN, producer=OuterRef("pk"))
    return chosen.exclude(event__state=EventState.CANCELLED)


def _of_events(aggregate: Any) -> Subquery:
    return Subquery(_taken_part().order_by().values("producer").annotate(n=aggregate).values("n"))


def supported(producers: QuerySet[Producer]) -> QuerySet[Producer]:
    """Number of events and of products that are recognised today."""
    held = Recognition.objects.filter(in_force(), product__producer=OuterRef("pk"))
    valid = held.order_by().values("product__producer").annotate(n=Count("product", distinct=True)).values("n")
    return producers.annotate(
        events=count_of(_taken_part(), "producer"),
        valid_products=Coalesce(Subquery(valid, output_field=IntegerField()), 0),
    )


def with_revenue(producers: QuerySet[Producer]) -> QuerySet[Producer]:
    """First and last event, support, sales there, and the yearly revenue of all products around the first event.

    Before: the year before the first event. After: the latest year told since that event. Nothing is guessed: a year
    that nobody told stays empty.
    """
    began = _of_events(Min("event__starts_on"))
    yearly = (
        ProductSales.objects.filter(product__producer=OuterRef("pk"), revenue__isnull=False)
        .order_by()
        .values("year")
        .annotate(n=Sum("revenue"))
    )
    first_year = ExtractYear(OuterRef("first_event"))
    return (
        producers.select_related("district", "commune")
        .annotate(
            first_event=began,
            last_event=_of_events(Max("event__starts_on")),
            support=sum_of(_taken_part(), "producer", "support_amount"),
            event_revenue=sum_of(_taken_part(), "producer", "revenue"),
        )
        .annotate(
            before=Subquery(yearly.filter(year=first_year - 1).values("n")[:1], output_field=MONEY),
            after=Subquery(yearly.filter(year__gte=first_year).order_by("-year").values("n")[:1], output_field=MONEY),
        )
    )


def change(row: Any) -> Decimal | None:
    """Percent by which revenue rose or fell; None when one of the two years is not known."""
    if not row.before or row.after is None:
        return None
    return ((row.after - row.before) * 100 / row.before).quantize(Decimal("0.1"))
