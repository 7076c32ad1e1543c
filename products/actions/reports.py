"""Writing the words of a dossier's report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from core.editing import save_edit
from core.text import nfc
from products import rules
from products.enums import DossierState
from products.models import Dossier, DossierReport
from products.reporting import FIELDS, report_of

MAX_LENGTH = 20_000


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
    clean = {name: nfc(text)[: 250 if name == "residence" else MAX_LENGTH] for name, text in values.items()}
    before = report.version
    saved = save_edit(report, clean, actor=actor, version=version, action="dossier.save_report")
    if saved.version != before and locked.state == DossierState.RETURNED:
        locked.items.filter(code__in=self_codes(locked)).update(changed_after_return=True)
    return saved


def self_codes(dossier: Dossier) -> list[str]:
    """Items that the self-assessment and its report fill."""
    from products.content import SELF_ASSESSMENT, requirements_by_code

    return [code for code, item in requirements_by_code(dossier).items() if item.rule.portal_form == SELF_ASSESSMENT]
