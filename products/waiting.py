"""Which dossiers wait for whom: the rail's count and Việc cần làm read the same condition."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from accounts.seats import seats_of
from products import rules
from products.entering import PROPOSING, entered_by_person
from products.enums import DossierState
from products.models import Dossier
from products.visibility import visible_dossiers


def to_check(user: Any) -> QuerySet[Dossier]:
    """Handed in at the person's unit, by somebody else (`rules.check_someone_else`)."""
    units = {seat.unit.pk for seat in seats_of(user) if seat.role in rules.RECEIVING}
    waiting = Dossier.objects.filter(state=DossierState.SUBMITTED, holder__in=units)
    return waiting.exclude(entered_by_person(user))


def to_fill(user: Any) -> QuerySet[Dossier]:
    """Drafts and returned dossiers of the person's own producers, or that the person opened or handed in."""
    mine = Q(created_by=user) | Q(submitted_by=user)
    own = rules.producer_ids_of(user)
    if own:
        mine |= Q(producer__in=own)
    return visible_dossiers(user).filter(mine, state__in=rules.EDITABLE)


def to_propose(user: Any) -> list[Dossier]:
    """Accepted at a level that only checks and proposes."""
    units = {seat.unit.pk for seat in seats_of(user) if seat.role in rules.RECEIVING}
    found = Dossier.objects.filter(state=DossierState.ACCEPTED, holder__in=units, holder__level=PROPOSING)
    rows = found.select_related("holder", "ruleset")
    return [row for row in rows if rules.is_proposing(row)]


def count_for(user: Any) -> int:
    """Dossiers that wait for this person; kept on the user object, which lives for one request."""
    if "_dossiers_waiting" not in user.__dict__:
        both = to_check(user).order_by().values("pk").union(to_fill(user).order_by().values("pk"), all=True)
        user._dossiers_waiting = both.count()
    return int(user._dossiers_waiting)
