"""Who may do what with a report. `check_…` raises Denied with a sentence for the person."""

from __future__ import annotations

from typing import Any

from accounts.models import Unit
from core.errors import Denied
from products.places import sits_at
from programme.models import Report
from programme.reporting.states import ReportState
from programme.rules import LEADERS, OFFICERS


def writes_for(user: Any, unit: Unit) -> bool:
    """Officers of the unit prepare its report."""
    return sits_at(user, unit, OFFICERS)


def writes(user: Any, report: Report) -> bool:
    """Officers of the report's own unit."""
    return writes_for(user, report.unit)


def sends(user: Any, report: Report) -> bool:
    """Leaders of the report's own unit."""
    return sits_at(user, report.unit, LEADERS)


def can_write(user: Any, report: Report) -> bool:
    """Whether the person may change words or figures now."""
    return report.is_open and writes(user, report)


def check_writes(user: Any, report: Report) -> None:
    """Raise Denied unless the person may change words or figures now."""
    if not writes(user, report):
        raise Denied("Báo cáo do cán bộ của chính đơn vị soạn.", obj=report)
    if report.state == ReportState.WAITING:
        raise Denied("Báo cáo đang chờ duyệt nên không sửa được. Lãnh đạo trả lại thì sửa.", obj=report)
    if report.state == ReportState.SENT:
        raise Denied("Báo cáo đã gửi nên không sửa được. Muốn sửa, lập bản sửa và nêu lý do.", obj=report)
