"""What may this person see now: classes and participants. Every list, count, export and file asks here."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from accounts.enums import COUNCIL, STAFF, Role, UnitLevel
from accounts.queries import ids_above
from accounts.seats import has_role, seats_of, units_of
from core.models import StoredFile
from products.places import territory
from products.rules import producer_ids_of
from trainings.enums import ANNOUNCED, LISTED, OF_PRODUCERS, ClassState, Source, TargetGroup
from trainings.models import Material, Participant, TrainingClass

LEARNERS = frozenset({Role.PRODUCER, *COUNCIL, *STAFF})


def visible_classes(user: Any) -> QuerySet[TrainingClass]:
    """Staff: all classes for the Department; the own district's and the province's announced ones for a district."""
    place = territory(user, STAFF)
    if place.everything:
        return TrainingClass.objects.all()
    if not place:
        return TrainingClass.objects.none()
    own = Q(unit__in=_districts_of(user))
    return TrainingClass.objects.filter(own | Q(unit__level=UnitLevel.PROVINCE, state__in=ANNOUNCED))


def _districts_of(user: Any) -> set[int]:
    """Districts (and what they came from) of the person's staff seats; a commune's officer reads the district's."""
    found: set[int] = set(territory(user, STAFF).units)
    for seat in seats_of(user):
        if seat.role in STAFF and seat.unit.level == UnitLevel.COMMUNE and seat.unit.parent_id:
            found.add(seat.unit.parent_id)
    return found


def visible_participants(user: Any, training: TrainingClass | None = None) -> QuerySet[Participant]:
    """All of one's own unit's classes; of the province's classes those of one's own place."""
    place = territory(user, STAFF)
    rows = Participant.objects.filter(training=training) if training else Participant.objects.all()
    if place.everything:
        return rows
    if not place:
        return rows.none()
    seen = Q(unit__in=place.units)
    mine = [unit.pk for unit in units_of(user, STAFF) if unit.level == UnitLevel.DISTRICT]
    return rows.filter(seen | Q(training__unit__in=mine))


def own_participations(user: Any) -> QuerySet[Participant]:
    """One's own places in classes that were announced; and what one's producer was invited to before it had an account."""
    if not has_role(user, *LEARNERS):
        return Participant.objects.none()
    return Participant.objects.filter(
        Q(user=user) | of_ones_producers(user), training__state__in=ANNOUNCED | {ClassState.CANCELLED}
    )


def of_ones_producers(user: Any) -> Q:
    """Places that an officer gave to one's producer while nobody had an account for it: whoever answers first takes it."""
    own = producer_ids_of(user)
    return Q(user=None, source=Source.REGISTER, producer__in=own) if own else Q(pk__in=())


def groups_of(user: Any) -> set[str]:
    """The groups to which a person belongs by their seats."""
    found: set[str] = set()
    if has_role(user, *COUNCIL):
        found.add(TargetGroup.COUNCIL)
    if has_role(user, *STAFF):
        found.add(TargetGroup.OFFICERS)
    if has_role(user, Role.PRODUCER):
        found |= OF_PRODUCERS
    return found


def classes_to_join(user: Any) -> QuerySet[TrainingClass]:
    """Open classes for the person's groups, of the units above their seats."""
    groups = groups_of(user)
    if not groups:
        return TrainingClass.objects.none()
    above: set[int] = set()
    for seat in seats_of(user):
        above |= ids_above(seat.unit)
    return TrainingClass.objects.filter(
        state=ClassState.OPEN, takes_registrations=True, group__in=groups, unit__in=above
    )


def may_open_file(user: Any, file: StoredFile) -> bool:
    """Materials of a class that one runs, reads or attends; one's own certificate, or those of one's classes."""
    mine = Participant.objects.filter(user=user, state__in=LISTED, training__state__in=ANNOUNCED)
    materials = Material.objects.filter(file=file)
    return (
        materials.filter(Q(training__in=visible_classes(user)) | Q(training__in=mine.values("training"))).exists()
        or visible_participants(user).filter(certificate_file=file).exists()
        or (mine.filter(certificate_file=file).exists())
    )


def sees_everything(user: Any) -> bool:
    """Whether the person's staff seats reach the whole province."""
    return territory(user, STAFF).everything
