"""What may this person see now: one queryset per kind of object. Every list, count, export, file and message asks here.

Apps above add what their roles see with `register_dossier_source`: a council member sees the dossiers of their
sessions, an advisor those assigned. Administrators see none of the contents.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.enums import STAFF, Role
from accounts.seats import has_role
from core.models import StoredFile
from products.models import (
    CraftVillage,
    Dossier,
    EvaluationRound,
    Evidence,
    ImportBatch,
    Producer,
    ProducerDocument,
    ProducerMerge,
    Product,
    ProductPhoto,
    Recognition,
)
from products.places import territory
from products.rules import importing_units, producer_ids_of

NOTHING = Q(pk__in=())
DossierSource = Callable[[Any], Q | None]
_dossier_sources: list[DossierSource] = []


def register_dossier_source(source: DossierSource) -> DossierSource:
    """Add dossiers that people see for another reason: `source(user)` gives a condition on Dossier, or None.

    Write it with a subquery (`Q(pk__in=…)`) rather than a join, so that no row comes twice.
    """
    if source not in _dossier_sources:
        _dossier_sources.append(source)
    return source


def _placed(user: Any, owner: str, prefix: str = "") -> Q | None:
    """Condition for staff by their territory and producers by their account; None when the person sees nothing."""
    place = territory(user, STAFF)
    if place.everything:
        return Q()
    found = place.q(prefix) if place else NOTHING
    own = producer_ids_of(user)
    if own:
        found |= Q(**{f"{owner}__in": own})
    return found if place or own else None


def visible_producers(user: Any) -> QuerySet[Producer]:
    """Own producers; those of the commune, the district, the province. One merged into another is no longer shown."""
    seen = _placed(user, "pk")
    return Producer.objects.none() if seen is None else Producer.objects.filter(seen, merged_into=None)


def visible_villages(user: Any) -> QuerySet[CraftVillage]:
    """Craft villages of the commune, the district, the province."""
    place = territory(user, STAFF)
    return CraftVillage.objects.filter(place.q()) if place else CraftVillage.objects.none()


def visible_products(user: Any) -> QuerySet[Product]:
    """Products of one's own producers; those of the commune, the district, the province."""
    seen = _placed(user, "producer")
    return Product.objects.none() if seen is None else Product.objects.filter(seen)


def visible_merges(user: Any) -> QuerySet[ProducerMerge]:
    """Merges of producers that both lie within the person's reach."""
    place = territory(user, STAFF)
    if not place:
        return ProducerMerge.objects.none()
    return ProducerMerge.objects.filter(place.q("kept__"), place.q("gone__"))


def visible_imports(user: Any) -> QuerySet[ImportBatch]:
    """Sheets that the person's own unit brought in."""
    return ImportBatch.objects.filter(unit__in=[unit.pk for unit in importing_units(user)])


def visible_dossiers(user: Any) -> QuerySet[Dossier]:
    """Own dossiers; those of the place; and what other apps add."""
    seen = _placed(user, "producer")
    for source in _dossier_sources:
        more = source(user)
        if more is not None and (seen is None or seen):
            seen = more if seen is None else seen | more
    return Dossier.objects.none() if seen is None else Dossier.objects.filter(seen)


def visible_recognitions(user: Any) -> QuerySet[Recognition]:
    """Recognitions of one's own products; those of the commune, the district, the province."""
    place = territory(user, STAFF)
    if place.everything:
        return Recognition.objects.all()
    own = producer_ids_of(user)
    if not place and not own:
        return Recognition.objects.none()
    seen = Q(district__in=place.units) | Q(product__commune__in=place.units)
    return Recognition.objects.filter(seen | Q(product__producer__in=own) if own else seen)


def visible_rounds(user: Any) -> QuerySet[EvaluationRound]:
    """Rounds are known to all who work with dossiers."""
    known = has_role(user, *STAFF, Role.PRODUCER)
    return EvaluationRound.objects.all() if known else EvaluationRound.objects.none()


def may_open_file(user: Any, file: StoredFile) -> bool:
    """Evidence of a visible dossier; papers of a visible producer; photos of a visible product or of one in a visible dossier."""
    dossiers = visible_dossiers(user)
    evidence = Evidence.objects.filter(file=file, item__dossier__in=dossiers)
    if evidence.exists() or ProducerDocument.objects.filter(file=file, producer__in=visible_producers(user)).exists():
        return True
    if visible_imports(user).filter(Q(file=file) | Q(result=file)).exists():
        return True
    photos = ProductPhoto.objects.filter(Q(published=file) | Q(original=file))
    return (
        photos.filter(
            Q(product__in=visible_products(user)) | Q(Exists(dossiers.filter(product=OuterRef("product"))))
        ).exists()
        or visible_recognitions(user).filter(certificate_file=file).exists()
    )
