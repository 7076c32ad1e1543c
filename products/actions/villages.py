"""Recording craft villages and their recognition."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from core import audit
from core.editing import save_edit
from core.errors import Denied
from core.text import fold
from products import rules
from products.models import CraftVillage

FIELDS = frozenset({
    "name", "kind", "craft", "commune", "district", "households", "workers", "recognised_on", "recognised_year",
    "recognised_by", "decision_number", "revoked_on", "revoked_decision", "note",
})  # fmt: skip


def _checked(values: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(values) - FIELDS
    if unknown:
        raise TypeError(f"Not writable here: {sorted(unknown)}")
    clean = dict(values)
    if clean.get("recognised_on"):
        clean["recognised_year"] = clean["recognised_on"].year
        if clean.get("revoked_on") and clean["revoked_on"] < clean["recognised_on"]:
            raise Denied("Ngày thu hồi phải từ ngày công nhận trở đi.", action="craftvillage.edit")
    return clean


@transaction.atomic
def create_village(*, actor: Any, values: Mapping[str, Any]) -> CraftVillage:
    """Record a craft village in the actor's own territory.

    Raises Denied when the place is not theirs or has one of that name already.
    """
    clean = _checked(values)
    rules.check_enter(actor, clean["district"], clean.get("commune"))
    same = CraftVillage.objects.filter(district=clean["district"], commune=clean.get("commune"))
    if any(fold(known) == fold(clean["name"]) for known in same.values_list("name", flat=True)):
        raise Denied(f"Nơi này đã có làng nghề “{clean['name']}”.", action="craftvillage.create")
    village = CraftVillage.objects.create(**clean)
    audit.record(actor=actor, action="craftvillage.create", obj=village, after={"name": village.name})
    return village


def edit_village(
    *, village: CraftVillage, actor: Any, values: Mapping[str, Any], version: int | None = None
) -> CraftVillage:
    """Change a craft village's record. Raises Denied, or Stale with both texts."""
    rules.check_edit_village(actor, village)
    clean = _checked(values)
    if "district" in clean or "commune" in clean:
        rules.check_enter(actor, clean.get("district", village.district), clean.get("commune", village.commune))
    return save_edit(village, clean, actor=actor, version=version)
