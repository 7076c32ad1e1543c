"""What may this person see now: one queryset per kind of object. Lists, counts, exports, files and messages ask here.

A producer sees the own inspections once the minutes are final, never who complained. Administrators see none of it.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from accounts.enums import STAFF, Role
from accounts.seats import has_role
from core.models import StoredFile
from inspections.enums import FINAL, CaseState
from inspections.models import (
    Complaint,
    CorrectiveAction,
    Inspection,
    InspectionPhoto,
    InspectionPlan,
    InspectionSignature,
    InspectionTeam,
    RepairEvidence,
    RevocationCase,
)
from inspections.rules import HANDLING, INSPECTING, places_in_teams
from products.places import territory
from products.rules import producer_ids_of

DECIDED = (CaseState.DECIDED, CaseState.COLLECTED, CaseState.PUBLISHED)


def visible_inspections(user: Any) -> QuerySet[Inspection]:
    """Inspections by one's unit or at a site in one's place; those of one's teams; the producer's own, when final."""
    place = territory(user, STAFF)
    if place.everything:
        return Inspection.objects.all()
    seen = Q(pk__in=())
    if place:
        seen |= place.q() | Q(unit__in=place.units)
    if has_role(user, *INSPECTING):
        seen |= Q(team__in=places_in_teams(user).values("team"))
    own = producer_ids_of(user)
    if own:
        seen |= Q(producer__in=own, state__in=FINAL)
    return Inspection.objects.filter(seen)


def visible_plans(user: Any) -> QuerySet[InspectionPlan]:
    """Plans of one's unit; the province sees every unit's."""
    place = territory(user, HANDLING)
    if place.everything:
        return InspectionPlan.objects.all()
    return InspectionPlan.objects.filter(unit__in=place.units)


def visible_teams(user: Any) -> QuerySet[InspectionTeam]:
    """Teams of one's unit, and those of which one is a member."""
    place = territory(user, HANDLING)
    if place.everything:
        return InspectionTeam.objects.all()
    return InspectionTeam.objects.filter(Q(unit__in=place.units) | Q(pk__in=places_in_teams(user).values("team")))


def visible_actions(user: Any) -> QuerySet[CorrectiveAction]:
    """Corrective actions of the inspections that the person sees; of a visit under way only for the team."""
    rows = CorrectiveAction.objects.filter(finding__inspection__in=visible_inspections(user))
    return rows.filter(finding__inspection__state__in=FINAL)


def visible_cases(user: Any) -> QuerySet[RevocationCase]:
    """Revocations in one's place or before one's unit; the producer's own once decided."""
    place = territory(user, STAFF)
    if place.everything:
        return RevocationCase.objects.all()
    seen = Q(pk__in=())
    if place:
        seen |= Q(district__in=place.units) | Q(recognition__product__commune__in=place.units)
        seen |= Q(competent_unit__in=place.units)
    own = producer_ids_of(user)
    if own:
        seen |= Q(recognition__product__producer__in=own, state__in=DECIDED)
    return RevocationCase.objects.filter(seen)


def visible_complaints(user: Any) -> QuerySet[Complaint]:
    """Complaints before one's unit; the province sees all. No producer, no team, no administrator."""
    place = territory(user, HANDLING)
    if place.everything:
        return Complaint.objects.all()
    return Complaint.objects.filter(unit__in=place.units)


def may_open_file(user: Any, file: StoredFile) -> bool:
    """Photos and signatures of a visible inspection, evidence of a visible repair, scans of a visible case or complaint."""
    inspections = visible_inspections(user)
    return (
        InspectionPhoto.objects.filter(file=file, inspection__in=inspections, removed_at=None).exists()
        or InspectionSignature.objects.filter(file=file, inspection__in=inspections).exists()
        or RepairEvidence.objects.filter(file=file, action__in=visible_actions(user)).exists()
        or visible_cases(user).filter(decision_file=file).exists()
        or visible_complaints(user).filter(photo=file).exists()
    )


def is_producer_only(user: Any) -> bool:
    """Producers read plainer words."""
    return has_role(user, Role.PRODUCER) and not has_role(user, *STAFF)
