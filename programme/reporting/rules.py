"""Who may do what with a report. `check_…` raises Denied with a sentence for the person."""

from __future__ import annotations

from typing import Any

from accounts.models import Unit, User
from core.errors import Denied
from products.places import sits_at
from programme.messages import people_of
from programme.models import Report
from programme.reporting.states import ReportState
from programme.rules import LEADERS, OFFICERS, STAFF


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


def preparers(report: Report) -> set[int]:
    """Whoever began the report, wrote its words or gave another figure."""
    found = {report.created_by_id}
    found |= set(report.sections.exclude(edited_by=None).values_list("edited_by", flat=True))
    found |= set(report.corrections.values_list("author", flat=True))
    return found


def checkers(report: Report) -> list[User]:
    """Who may check what others prepared: people of the unit with no hand in it, who leave a leader free to approve.

    Empty where the unit has too few people for three hands: then its officer checks and submits, and a leader approves.
    """
    wrote = preparers(report)
    leaders = {one.pk for one in people_of(report.unit, LEADERS)} - wrote
    return [one for one in people_of(report.unit, STAFF) if one.pk not in wrote and leaders - {one.pk}]


def checks(user: Any, report: Report) -> bool:
    """Whoever of the unit may check what others prepared; where there are too few people, its officers."""
    free = checkers(report)
    return user.pk in {one.pk for one in free} if free else writes(user, report)


def check_writes(user: Any, report: Report) -> None:
    """Raise Denied unless the person may change words or figures now."""
    if not writes(user, report):
        raise Denied("Báo cáo do cán bộ của chính đơn vị soạn.", obj=report)
    if report.state == ReportState.CHECKING:
        raise Denied("Báo cáo đang chờ kiểm tra nên không sửa được. Người kiểm tra trả lại thì sửa.", obj=report)
    if report.state == ReportState.WAITING:
        raise Denied("Báo cáo đang chờ duyệt nên không sửa được. Lãnh đạo trả lại thì sửa.", obj=report)
    if report.state == ReportState.SENT:
        raise Denied("Báo cáo đã gửi nên không sửa được. Muốn sửa, lập bản sửa và nêu lý do.", obj=report)
