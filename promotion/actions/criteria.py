"""A new wording of the sales points' criteria. What was applied for keeps the wording of its day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from accounts.enums import Role, UnitLevel
from accounts.models import Unit
from accounts.seats import has_role
from core import audit
from core.errors import Denied
from core.formats import today
from promotion.actions.common import only
from promotion.checklist import current
from promotion.models import PointCriteria

FIELDS = frozenset({"title", "basis", "in_force_from", "decided_by", "asked_body", "provenance", "groups"})


def newest_code() -> str:
    """The wording that was written last, in force or not yet; "" while there are only those of the law."""
    return PointCriteria.objects.order_by("-pk").values_list("code", flat=True).first() or ""


@transaction.atomic
def word_criteria(*, actor: Any, values: Mapping[str, Any], after: str | None = None) -> PointCriteria:
    """Store a new wording, in force from its day.

    `after` is the newest wording that the person saw (`newest_code`). Raises Denied, also when another followed since.
    """
    if not has_role(actor, Role.DEPARTMENT_OFFICER):
        raise Denied("Chỉ cán bộ Sở sửa bộ tiêu chí điểm bán.", action="pointcriteria.word")
    clean = only(values, FIELDS)
    lines = [line for group in clean["groups"] for line in group["criteria"]]
    if not any(line["mandatory"] for line in lines):
        raise Denied("Bộ tiêu chí cần ít nhất một tiêu chí bắt buộc.", action="pointcriteria.word")
    if clean["in_force_from"] < today():
        raise Denied("Ngày áp dụng không thể trước hôm nay.", action="pointcriteria.word")
    list(Unit.objects.select_for_update(no_key=True).filter(level=UnitLevel.PROVINCE))  # one after the other
    if after is not None and after != newest_code():
        raise Denied(
            "Người khác vừa lưu một bộ tiêu chí mới. Mở trang Bộ tiêu chí ở thẻ khác để xem, rồi sửa lại từ bản đó.",
            action="pointcriteria.word",
        )
    before = current()
    made = PointCriteria.objects.create(
        code=f"tinh-{clean['in_force_from']:%Y%m%d}-{PointCriteria.objects.count() + 1}", created_by=actor, **clean
    )
    audit.record(
        actor=actor, action="pointcriteria.word", obj=made, before={"code": before.code, "lines": len(before.criteria)},
        after={"code": made.code, "lines": len(lines), "in_force_from": made.in_force_from},
    )  # fmt: skip
    return made
