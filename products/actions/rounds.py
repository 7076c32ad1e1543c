"""Opening rounds of evaluation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from core import audit
from core.editing import save_edit
from core.errors import Denied
from products import rules
from products.models import EvaluationRound

FIELDS = frozenset({"year", "number", "name", "ruleset", "opens_on", "closes_on"})


def _checked(actor: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    if not rules.can_manage_rounds(actor):
        raise Denied("Chỉ cán bộ Sở mở và sửa đợt đánh giá.", action="round.edit")
    if unknown := set(values) - FIELDS:
        raise TypeError(f"Not writable here: {sorted(unknown)}")
    return dict(values)


@transaction.atomic
def create_round(*, actor: Any, values: Mapping[str, Any]) -> EvaluationRound:
    """Open a round; its ruleset governs every dossier in it. Raises Denied."""
    clean = _checked(actor, values)
    try:
        with transaction.atomic():
            round_ = EvaluationRound.objects.create(**clean)
    except IntegrityError:
        raise Denied(f"Đã có đợt {clean['number']} năm {clean['year']}.", action="round.create") from None
    audit.record(actor=actor, action="round.create", obj=round_, after={"name": round_.name})
    return round_


def edit_round(
    *, round_: EvaluationRound, actor: Any, values: Mapping[str, Any], version: int | None = None
) -> EvaluationRound:
    """Change a round; its ruleset stays once a dossier was opened in it. Raises Denied, Stale."""
    clean = _checked(actor, values)
    if clean.get("ruleset", round_.ruleset) != round_.ruleset and round_.dossiers.exists():
        raise Denied("Đợt đã có hồ sơ nên không đổi được bộ quy tắc.", obj=round_, action="round.edit")
    return save_edit(round_, clean, actor=actor, version=version)
