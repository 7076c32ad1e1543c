"""Writing the words of a dossier's report."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction

from core import audit
from core.editing import save_edit
from core.text import nfc
from products import point_seven, rules
from products.enums import DossierState
from products.models import Dossier, DossierReport, DossierTick
from products.reporting import FIELDS, report_of

MAX_LENGTH = 20_000
SHORT = frozenset({"residence", "property_other"})


@transaction.atomic
def save_report(
    *, dossier: Dossier, actor: Any, values: Mapping[str, str], version: int | None = None
) -> DossierReport:
    """Save what was written, complete or not. Raises Denied, or Stale with both texts."""
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
    if saved.version != before and locked.state == DossierState.RETURNED:
        locked.items.filter(code__in=self_codes(locked)).update(changed_after_return=True)
    return saved


@transaction.atomic
def save_ticks(*, dossier: Dossier, actor: Any, ticked: Collection[str], offered: Collection[str]) -> None:
    """Keep which lines of point 7 the person ticked; `offered` is what the page had proposed to tick.

    Only what differs from the proposal is kept, so that the other lines go on following the records. Raises Denied.
    """
    locked = Dossier.objects.select_for_update(of=("self",)).get(pk=dossier.pk)
    rules.check_edit_dossier(actor, locked)
    before = point_seven.by_hand(locked)
    after = {code: code in ticked for code in point_seven.CODES if (code in ticked) != (code in offered)}
    if before == after:
        return
    DossierTick.objects.filter(dossier=locked).delete()
    DossierTick.objects.bulk_create(DossierTick(dossier=locked, code=code, ticked=on) for code, on in after.items())
    audit.record(actor=actor, action="dossier.save_report", obj=locked, before=before, after=after)
    if locked.state == DossierState.RETURNED:
        locked.items.filter(code__in=self_codes(locked)).update(changed_after_return=True)


def self_codes(dossier: Dossier) -> list[str]:
    """Items that the self-assessment and its report fill."""
    from products.content import SELF_ASSESSMENT, requirements_by_code

    return [code for code, item in requirements_by_code(dossier).items() if item.rule.portal_form == SELF_ASSESSMENT]
