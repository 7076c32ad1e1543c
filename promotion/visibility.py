"""What may this person see now: one queryset per kind of object. Every list, count, export, file and figure asks here."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.enums import STAFF, Role, UnitLevel
from accounts.seats import units_of
from core.models import StoredFile
from products.places import territory
from products.rules import producer_ids_of
from products.visibility import visible_producers, visible_products
from promotion.enums import EventState, PointState
from promotion.models import (
    Agreement,
    ChecklistEvidence,
    Communication,
    CommunicationFile,
    EventFile,
    GiftSet,
    Listing,
    Participation,
    PromotionEvent,
    SalesPoint,
)
from promotion.showing import showable

NOTHING = Q(pk__in=())
_HIDDEN = (EventState.PLANNED,)


def _own_districts(user: Any) -> set[int]:
    """Districts of the producers for which the person acts."""
    from products.models import Producer

    own = producer_ids_of(user)
    return set(Producer.objects.filter(pk__in=own).values_list("district_id", flat=True)) if own else set()


def _around(user: Any) -> set[int]:
    """Districts above the person's communes."""
    return {unit.parent_id for unit in units_of(user, {Role.COMMUNE_OFFICER}) if unit.parent_id}


def visible_events(user: Any) -> QuerySet[PromotionEvent]:
    """Staff: their own unit's events, and those above that take producers. Producers: open calls, and their own."""
    place = territory(user, STAFF)
    if place.everything:
        return PromotionEvent.objects.all()
    province = Q(unit__level=UnitLevel.PROVINCE)
    seen = NOTHING
    if place:
        seen |= Q(unit__in=place.units) | ((province | Q(unit__in=_around(user))) & ~Q(state__in=_HIDDEN))
    if producer_ids_of(user):
        called = Q(state=EventState.CALL_OPEN) & (province | Q(unit__in=_own_districts(user)))
        mine = Participation.objects.filter(event=OuterRef("pk"), producer__in=producer_ids_of(user))
        seen |= called | Q(Exists(mine))
    return PromotionEvent.objects.filter(seen)


def visible_participations(user: Any) -> QuerySet[Participation]:
    """Of one's own producers, of the place's producers, and all of the events that one's unit holds."""
    place = territory(user, STAFF)
    if place.everything:
        return Participation.objects.all()
    seen = Q(producer__in=visible_producers(user))
    if place:
        seen |= Q(event__unit__in=place.units)
    return Participation.objects.filter(seen)


def visible_points(user: Any) -> QuerySet[SalesPoint]:
    """Sales points of the place; a producer's own."""
    place = territory(user, STAFF)
    if place.everything:
        return SalesPoint.objects.all()
    own = producer_ids_of(user)
    seen = place.q() if place else NOTHING
    return SalesPoint.objects.filter(seen | Q(producer__in=own) if own else seen)


def public_points() -> QuerySet[SalesPoint]:
    """What everybody may know: recognised points (the catalogue shows them)."""
    return SalesPoint.objects.filter(state=PointState.RECOGNISED)


def on_show(path: str = "shown") -> Q:
    """Condition on ShownProduct through `path`: put on show and still allowed to be there."""
    prefix = f"{path}__" if path else ""
    return Q(**{f"{prefix}until__isnull": True}) & Q(showable(f"{prefix}product"))


def visible_listings(user: Any) -> QuerySet[Listing]:
    """Listings of the products that one sees."""
    return Listing.objects.filter(product__in=visible_products(user))


def _of_units(user: Any) -> Q:
    place = territory(user, STAFF)
    if place.everything:
        return Q()
    units = set(place.units) | _around(user) if place else set()
    return Q(unit__in=units) if units else NOTHING


def visible_communications(user: Any) -> QuerySet[Communication]:
    """Of one's own unit and those below; communes see their district's."""
    return Communication.objects.filter(_of_units(user))


def visible_gifts(user: Any) -> QuerySet[GiftSet]:
    """Of one's own unit and those below; communes see their district's."""
    return GiftSet.objects.filter(_of_units(user))


def visible_agreements(user: Any) -> QuerySet[Agreement]:
    """Agreements of the producers that one sees."""
    return Agreement.objects.filter(producer__in=visible_producers(user))


def visible_event_files(user: Any) -> QuerySet[EventFile]:
    """Files of the events of which the person reads every participant's record: the holding unit and those above it."""
    place = territory(user, STAFF)
    if place.everything:
        return EventFile.objects.all()
    return EventFile.objects.filter(event__unit__in=place.units) if place else EventFile.objects.none()


def may_open_file(user: Any, file: StoredFile) -> bool:
    """Evidence of a visible sales point, files of a visible communication, the scan of a visible agreement."""
    evidence = ChecklistEvidence.objects.filter(file=file, point__in=visible_points(user))
    media = CommunicationFile.objects.filter(file=file, communication__in=visible_communications(user))
    return (
        evidence.exists()
        or media.exists()
        or visible_agreements(user).filter(file=file).exists()
        or visible_event_files(user).filter(file=file).exists()
    )
