"""Named conditions, annotations and prefetch recipes."""

from __future__ import annotations

import datetime as dt

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery

from core.formats import today
from products.enums import RecognitionState
from products.models import Dossier, Producer, Product, ProductPhoto, Recognition

EXPIRING_DAYS = 180  # an officer looks half a year ahead: the first reminder of a renewal


def in_force(on: dt.date | None = None) -> Q:
    """Recognitions valid on a day, whether or not the nightly task has run."""
    day = on or today()
    return Q(state=RecognitionState.VALID) & (Q(valid_until=None) | Q(valid_until__gte=day))


def expired(on: dt.date | None = None) -> Q:
    """Recognitions whose term was over on a day."""
    return Q(state=RecognitionState.EXPIRED) | Q(state=RecognitionState.VALID, valid_until__lt=on or today())


def expiring(days: int = EXPIRING_DAYS) -> Q:
    """Recognitions valid today whose term ends within some days."""
    return in_force() & Q(valid_until__lte=today() + dt.timedelta(days=days))


def standing(path: str = "recognitions") -> Prefetch[str]:
    """The valid recognition of each product; read as `product.standing[0]`."""
    return Prefetch(path, Recognition.objects.filter(in_force()).order_by("-decided_on"), to_attr="standing")


def dossier_rows(dossiers: QuerySet[Dossier], *, with_round: bool = False, with_set: bool = False) -> QuerySet[Dossier]:
    """What one line of the list shows, in one statement; `held_stars` is the rank that the product holds today."""
    more = ["round"] * with_round + ["criteria_set"] * with_set
    fields = ["round__name"] * with_round + ["criteria_set__number", "criteria_set__name"] * with_set
    held = Recognition.objects.filter(in_force(), product=OuterRef("product")).order_by("-decided_on")
    return (
        dossiers.select_related("holder", "commune", "district", *more)
        .only(
            "code", "kind", "state", "product_name", "producer_name", "final_mean", "due_at", "submitted_at",
            "self_stars", "final_stars", "samples_received_on", "samples_received", *fields,
            "holder__name", "commune__name", "commune__short_name", "district__name", "district__short_name",
        )
        .annotate(held_stars=Subquery(held.values("stars")[:1]))
    )  # fmt: skip


def dossier_page(dossiers: QuerySet[Dossier]) -> QuerySet[Dossier]:
    """What a dossier's page shows, and no more: with every unit's parents, planning took 57 ms and running 1 ms."""
    return dossiers.select_related(
        "product__subgroup", "producer__commune", "round", "ruleset", "criteria_set__collection", "district", "commune",
        "holder", "submitted_by",
    ).prefetch_related(photos("product__photos"), standing("product__recognitions"))  # fmt: skip


def photos(path: str = "photos") -> Prefetch[str]:
    """Photos with their public copies."""
    return Prefetch(path, ProductPhoto.objects.select_related("published"))


def product_rows(products: QuerySet[Product]) -> QuerySet[Product]:
    """What one line of the list of products shows."""
    return products.select_related("producer", "commune", "district", "subgroup").prefetch_related(standing())


def producer_rows(producers: QuerySet[Producer]) -> QuerySet[Producer]:
    """What one line of the list of producers shows."""
    names = Product.objects.only("id", "name", "producer_id").order_by("name_sort")
    return producers.select_related("commune", "district").prefetch_related(Prefetch("products", names))


def recognition_rows(recognitions: QuerySet[Recognition]) -> QuerySet[Recognition]:
    """What one line of the register shows."""
    return recognitions.select_related("district", "product__commune")
