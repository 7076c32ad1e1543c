"""Who else sees these papers: the producer those that concern it, members those of their teams."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from accounts.seats import has_role
from documents.enums import DocumentState
from documents.visibility import also_visible, refs_of
from inspections.enums import InspectionState
from inspections.models import Inspection, InspectionTeam, RevocationCase
from inspections.papers.minutes import MINUTES
from inspections.papers.revocation import CASE_REF, DECISION
from inspections.papers.team import LETTER_KINDS, REF, TEAM_KINDS, TEAM_REF
from inspections.rules import INSPECTING, places_in_teams
from inspections.visibility import DECIDED
from products.rules import producer_ids_of


def _producers_papers(user: Any) -> Q | None:
    own = producer_ids_of(user)
    if not own:
        return None
    visits = Inspection.objects.filter(producer__in=own).exclude(state=InspectionState.CANCELLED)
    final = visits.filter(state__in=(InspectionState.CONCLUDED, InspectionState.CLOSED))
    cases = RevocationCase.objects.filter(recognition__product__producer__in=own, state__in=DECIDED)
    about = (
        Q(kind__in=LETTER_KINDS, subject_ref__in=refs_of(REF, visits))
        | Q(kind=MINUTES, subject_ref__in=refs_of(REF, final))
        | Q(kind=DECISION, subject_ref__in=refs_of(CASE_REF, cases))
    )
    return Q(state=DocumentState.ISSUED) & about


def _members_papers(user: Any) -> Q | None:
    if not has_role(user, *INSPECTING):
        return None
    own = places_in_teams(user).values("team")
    teams, visits = InspectionTeam.objects.filter(pk__in=own), Inspection.objects.filter(team__in=own)
    return Q(kind__in=TEAM_KINDS, subject_ref__in=refs_of(TEAM_REF, teams)) | Q(
        kind__in=(*LETTER_KINDS, MINUTES), subject_ref__in=refs_of(REF, visits)
    )


def register() -> None:
    """Tell the register of documents."""
    also_visible(_producers_papers)
    also_visible(_members_papers)
