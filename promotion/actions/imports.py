"""Writing the results that a spreadsheet brings: all good rows, or none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from core import audit
from core.errors import Denied
from promotion import rules
from promotion.actions.participations import save_results
from promotion.models import Participation, PromotionEvent
from promotion.sheets import ReadRow


@transaction.atomic
def import_results(*, event: PromotionEvent, rows: Sequence[ReadRow], actor: Any, file_name: str) -> int:
    """Write every row. Raises Denied when one of them is not good: a sheet is mended and sent again."""
    rules.check_manages(actor, event)
    bad = [row for row in rows if not row.is_good]
    if bad:
        raise Denied(f"Còn {len(bad)} dòng có lỗi nên chưa ghi dòng nào.", obj=event, action="event.import")
    source = f"Nhập từ bảng tính “{file_name}”"
    for row in rows:
        if row.participation is None:
            continue
        locked = Participation.objects.select_related("event__unit", "producer").get(pk=row.participation.pk)
        save_results(row=locked, actor=actor, values=row.values, source=source)
    audit.record(
        actor=actor, action="promotionevent.import_results", obj=event, after={"file": file_name, "rows": len(rows)}
    )
    return len(rows)
