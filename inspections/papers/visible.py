"""Who else sees these papers: the producer those that concern it, members those of their teams."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from accounts.seats import has_role
from documents.enums import DocumentState
from documents.visibility import also_visible
from inspections.enums import InspectionState
from inspections.models import Inspection, RevocationCase, TeamMember
from inspections.papers.minutes import MINUTES
from inspections.papers.revocation import CASE_REF, DECISION
from inspections.papers.team import LETTER_KINDS, REF, TEAM_KINDS, TEAM_REF
from inspections.rules import INSPECTING
from inspections.visibility import DECIDED
from products.rules import producer_ids_of


def _producers_papers(user: Any) -> Q | None:
    own = producer_ids_of(user)
    if not own:
        return None
    held = Inspection.objects.filter(producer__in=own).exclude(state=InspectionState.CANCELLED)
    visits = dict(held.values_list("pk", "state"))
    final = [f"{REF}{pk}" for pk, state in visits.items() if state in {"concluded", "closed"}]
    cases = RevocationCase.objects.filter(recognition__product__producer__in=own, state__in=DECIDED)
    refs = [f"{CASE_REF}{pk}" for pk in cases.values_list("pk", flat=True)]
    about = (
        Q(kind__in=LETTER_KINDS, subject_ref__in=[f"{REF}{pk}" for pk in visits])
        | Q(kind=MINUTES, subject_ref__in=final)
        | Q(kind=DECISION, subject_ref__in=refs)
    )
    return Q(state=DocumentState.ISSUED) & about


def _members_papers(user: Any) -> Q | None:
    if not has_role(user, *INSPECTING):
        return None
    teams = list(TeamMember.objects.filter(user=user).values_list("team_id", flat=True))
    if not teams:
        return None
    visits = Inspection.objects.filter(team__in=teams).values_list("pk", flat=True)
    return Q(kind__in=TEAM_KINDS, subject_ref__in=[f"{TEAM_REF}{pk}" for pk in teams]) | Q(
        kind__in=(*LETTER_KINDS, MINUTES), subject_ref__in=[f"{REF}{pk}" for pk in visits]
    )


def register() -> None:
    """Tell the register of documents."""
    also_visible(_producers_papers)
    also_visible(_members_papers)
