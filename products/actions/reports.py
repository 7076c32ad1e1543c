"""Writing the words of a dossier's report."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from core import audit
from core.editing import save_edit
from core.text import nfc
from products import point_seven, rules
from products.content import self_codes
from products.enums import DossierState
from products.models import Dossier, DossierReport, DossierTick
from products.reporting import FIELDS, report_of

MAX_LENGTH = 20_000
SHORT = frozenset({"residence", "property_other"})


@dataclass(frozen=True, slots=True)
class Ticks:
    """Lines of point 7 that a person ticked on a page, and those that the page had proposed to tick."""

    ticked: Collection[str]
    offered: Collection[str]

    def by_hand(self) -> dict[str, bool]:
        """Only what differs from the proposal, so that the other lines go on following the records."""
        return {
            code: code in self.ticked for code in point_seven.CODES if (code in self.ticked) != (code in self.offered)
        }


@transaction.atomic
def save_report(
    *, dossier: Dossier, actor: Any, values: Mapping[str, str], version: int | None = None, ticks: Ticks | None = None
) -> DossierReport:
    """Save what was written and ticked, complete or not. Raises Denied, or Stale with both texts."""
    unknown = set(values) - FIELDS
    if unknown:
        raise TypeError(f"Not writable here: {sorted(unknown)}")
    locked = Dossier.objects.select_for_update(of=("self",)).select_related("producer", "product").get(pk=dossier.pk)
    rules.check_edit_dossier(actor, locked)
    report = report_of(locked)
    if report._state.adding:
        report.save()
    clean = {name: nfc(text)[: 250 if name in SHORT else MAX_LENGTH] for name, text in values.items()}
    before = report.version
    saved = save_edit(report, clean, actor=actor, version=version, action="dossier.save_report")
    if ticks is not None and _keep_ticks(locked, ticks.by_hand(), actor) and saved.version == before:
        saved.version += 1  # who has the page open elsewhere learns of the ticks as of the words
    if saved.version == before:
        return saved
    saved.saved_by = actor
    saved.save(update_fields=["version", "saved_by"])
    if locked.state == DossierState.RETURNED:
        locked.items.filter(code__in=self_codes(locked)).update(changed_after_return=True)
    return saved


def _keep_ticks(dossier: Dossier, after: Mapping[str, bool], actor: Any) -> bool:
    """Whether anything changed."""
    before = point_seven.by_hand(dossier)
    if before == after:
        return False
    DossierTick.objects.filter(dossier=dossier).delete()
    DossierTick.objects.bulk_create(DossierTick(dossier=dossier, code=code, ticked=on) for code, on in after.items())
    audit.record(actor=actor, action="dossier.save_report", obj=dossier, before=before, after=dict(after))
    return True
