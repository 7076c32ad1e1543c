"""What changes the law's rows: only the note that a dossier uses them, which freezes them."""

from __future__ import annotations

from criteria.models import CriteriaSet, Ruleset


def mark_in_use(*, ruleset: Ruleset | None = None, criteria_set: CriteriaSet | None = None) -> None:
    """Freeze what a dossier was opened under. Cheap when it is frozen already; call it in the same transaction."""
    if ruleset is not None and not ruleset.in_use:
        Ruleset.objects.filter(pk=ruleset.pk, in_use=False).update(in_use=True)
        ruleset.in_use = True
    if criteria_set is not None and not criteria_set.in_use:
        CriteriaSet.objects.filter(pk=criteria_set.pk, in_use=False).update(in_use=True)
        criteria_set.in_use = True
