"""Quarterly revenue of sales points: by hand, by the point's own link, from a spreadsheet."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from core import audit
from core.editing import save_edit
from core.errors import Denied
from core.formats import today
from core.text import nfc
from promotion import rules
from promotion.actions.common import only
from promotion.enums import PointState
from promotion.models import PointRevenue, SalesPoint
from promotion.sheets_revenue import RevenueRow

FIELDS = frozenset({"total", "ocop", "note"})
LINK_QUARTERS = 4  # how far back the point's own link reaches


def quarter_index(year: int, quarter: int) -> int:
    """Quarters counted through."""
    return year * 4 + quarter


def this_quarter() -> int:
    """The quarter of today, counted through."""
    return quarter_index(today().year, (today().month + 2) // 3)


def _checked(values: Mapping[str, Any], point: SalesPoint, year: int, quarter: int) -> dict[str, Any]:
    clean = only(values, FIELDS)
    if clean["ocop"] > clean["total"]:
        raise Denied("Doanh thu sản phẩm OCOP không thể lớn hơn doanh thu.", obj=point, action="salespoint.revenue")
    if quarter not in {1, 2, 3, 4} or quarter_index(year, quarter) > this_quarter():
        raise Denied("Chưa đến quý này.", obj=point, action="salespoint.revenue")
    return clean


def _write(
    point: SalesPoint, year: int, quarter: int, clean: Mapping[str, Any], *, actor: Any, source: str
) -> PointRevenue:
    known = PointRevenue.objects.filter(point=point, year=year, quarter=quarter).first()
    if known is not None:
        return save_edit(known, {**clean, "entered_by": actor}, actor=actor, version=None, reason=source)
    row = PointRevenue.objects.create(point=point, year=year, quarter=quarter, entered_by=actor, **clean)
    audit.record(
        actor=actor, action="salespoint.revenue", obj=point,
        after={"period": str(row), "total": row.total, "ocop": row.ocop}, reason=source,
    )  # fmt: skip
    return row


@transaction.atomic
def save_revenue(
    *, point: SalesPoint, actor: Any, year: int, quarter: int, values: Mapping[str, Any], source: str = ""
) -> PointRevenue:
    """Enter or correct what a point sold in a quarter. Raises Denied."""
    rules.check_stock(actor, point)
    clean = _checked(values, point, year, quarter)
    SalesPoint.objects.select_for_update().get(pk=point.pk)
    return _write(point, year, quarter, clean, actor=actor, source=source)


# --- the point's own link -----------------------------------------------------------------------------------------


@transaction.atomic
def make_link(*, point: SalesPoint, actor: Any) -> SalesPoint:
    """Give the point a link with which it tells its revenue without an account; an older link no longer works.

    Raises Denied.
    """
    rules.check_stock(actor, point)
    locked = SalesPoint.objects.select_for_update(of=("self",)).get(pk=point.pk)
    if locked.state != PointState.RECOGNISED:
        raise Denied("Chỉ điểm bán đã công nhận báo doanh thu qua liên kết.", obj=point, action="salespoint.link")
    locked.report_token = secrets.token_urlsafe(24)
    locked.save(update_fields=["report_token"])
    audit.record(actor=actor, action="salespoint.link", obj=point)
    return locked


def point_of_link(token: str) -> SalesPoint | None:
    """The recognised point of a link; a closed point's link opens nothing."""
    rows = SalesPoint.objects.filter(state=PointState.RECOGNISED).select_related("district")
    return rows.filter(report_token=token).first() if token else None


@transaction.atomic
def tell_revenue(*, token: str, year: int, quarter: int, values: Mapping[str, Any]) -> PointRevenue:
    """Who runs the point tells a quarter by its link. What an officer entered is not changed by it. Raises Denied."""
    found = point_of_link(token)
    if found is None:
        raise Denied("Liên kết này không còn dùng được. Hỏi cán bộ phụ trách để nhận liên kết mới.")
    point = SalesPoint.objects.select_for_update(of=("self",)).get(pk=found.pk)
    clean = _checked(values, point, year, quarter)
    clean["note"] = nfc(clean.get("note") or "")[:200]
    if quarter_index(year, quarter) <= this_quarter() - LINK_QUARTERS:
        raise Denied("Liên kết chỉ nhận doanh thu bốn quý gần nhất.", obj=point, action="salespoint.revenue")
    known = PointRevenue.objects.filter(point=point, year=year, quarter=quarter).first()
    if known is not None and known.entered_by_id is not None:
        raise Denied(
            "Quý này cán bộ hoặc chủ thể đã ghi. Báo cán bộ phụ trách nếu số liệu chưa đúng.", obj=point,
            action="salespoint.revenue",
        )  # fmt: skip
    return _write(point, year, quarter, clean, actor=None, source="Điểm bán tự báo qua liên kết")


# --- from a spreadsheet -------------------------------------------------------------------------------------------


@transaction.atomic
def import_revenues(*, rows: Sequence[RevenueRow], actor: Any, file_name: str) -> int:
    """Write every row, or none when one of them is not good. Raises Denied."""
    bad = [row for row in rows if not row.is_good]
    if bad or not rows:
        raise Denied(f"Còn {len(bad)} dòng có lỗi nên chưa ghi dòng nào.", action="salespoint.import")
    for row in rows:
        if row.point is not None:
            save_revenue(
                point=row.point, actor=actor, year=row.year, quarter=row.quarter, values=row.values,
                source=f"Nhập từ bảng tính “{file_name}”",
            )  # fmt: skip
    audit.record(
        actor=actor, action="salespoint.import_revenue", obj=actor, after={"file": file_name, "rows": len(rows)}
    )
    return len(rows)
