"""Who entered a dossier, said in one place: whoever did is not who checks it.

A rule asks it of dossiers, a list of what waits asks it of a person. Both read the same places, so that nobody is sent to
a check that is then refused, and nobody who may check is passed over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, Exists, F, Model, OuterRef, Q, QuerySet, Value

from accounts.enums import UnitLevel
from products.models import Dossier, DossierItem, DossierReport, DossierSubmission, Evidence, SelfAssessmentLine

# What the commune prepares. It writes these as the one who checks; for the level above they are a part of what came in.
COMMUNE_REPORT, COMMUNE_PROPOSAL = "bao-cao-xa", "de-nghi-xa"
COMMUNE_PAPERS = frozenset({COMMUNE_REPORT, COMMUNE_PROPOSAL})
PROPOSING = UnitLevel.COMMUNE


@dataclass(frozen=True)
class Place:
    """Rows of dossiers that name who wrote them; `counts` says which of them lie in the dossier."""

    model: type[Model]
    person: str
    dossier: str = "dossier"
    item: str = ""
    counts: Q = field(default_factory=Q)

    def rows(self, **wanted: Any) -> QuerySet[Any]:
        """Rows that count."""
        return self.model._default_manager.filter(self.counts, **wanted).order_by()

    def entries(self, dossiers: Sequence[Dossier]) -> QuerySet[Any, tuple[int, int, str]]:
        """Dossier, person, and the item in which it stands ("" for none)."""
        item = F(self.item) if self.item else Value("", output_field=CharField())
        rows = self.rows(**{f"{self.dossier}__in": dossiers, f"{self.person}__isnull": False})
        return rows.values_list(F(self.dossier), F(self.person), item)

    def of(self, user: Any) -> Q:
        """Condition on dossiers that wait to be checked: the person has such a row in it."""
        rows = self.rows(**{self.person: user, self.dossier: OuterRef("pk")})
        if self.item:
            rows = rows.exclude(**{f"{self.item}__in": COMMUNE_PAPERS, f"{self.dossier}__holder__level": PROPOSING})
        return Q(Exists(rows))


PLACES = (
    Place(DossierSubmission, "by"),  # at any time
    Place(Evidence, "added_by", "item__dossier", "item__code", Q(removed_at=None)),
    Place(DossierItem, "saved_by", item="code", counts=~Q(answer="") | Q(not_applicable=True)),
    Place(SelfAssessmentLine, "saved_by"),
    Place(DossierReport, "saved_by"),
)


def entries_of(dossiers: Sequence[Dossier]) -> dict[int, set[tuple[int, str]]]:
    """Of each dossier: who entered what lies in it, with the item in which it stands; one statement for any number."""
    found = {dossier.pk: {(dossier.created_by_id, "")} for dossier in dossiers}
    for dossier in dossiers:
        if dossier.submitted_by_id is not None:
            found[dossier.pk].add((dossier.submitted_by_id, ""))
    first, *rest = (place.entries(dossiers) for place in PLACES)
    for pk, person, item in first.union(*rest):
        found[pk].add((person, item))
    return found


def entered_by_person(user: Any) -> Q:
    """The same of one person, as a condition on dossiers that wait to be checked."""
    condition = Q(created_by=user) | Q(submitted_by=user)
    for place in PLACES:
        condition |= place.of(user)
    return condition
