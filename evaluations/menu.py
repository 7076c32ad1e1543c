"""This app's entries of the rail."""

from __future__ import annotations

from django.http import HttpRequest

from accounts.access import allowed
from accounts.enums import Role
from core.menu import MenuEntry, register
from evaluations import my_work


def _seat_role(request: HttpRequest) -> str:
    seat = getattr(request, "seat", None)
    return str(seat.role) if seat else ""


def _staff(request: HttpRequest) -> bool:
    return _seat_role(request) in {
        Role.DISTRICT_OFFICER, Role.DISTRICT_LEADER, Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_LEADER,
    }  # fmt: skip


def _sits(request: HttpRequest) -> bool:
    return _seat_role(request) == Role.COUNCIL_MEMBER


def _advises(request: HttpRequest) -> bool:
    return _seat_role(request) == Role.ADVISORY and allowed(request.user, "evaluations:appraisals", "GET")


register(
    MenuEntry(
        label="Chấm điểm", url_name="evaluations:my_sessions", icon="ui-checks", order=20, visible=_sits,
        count=lambda request: my_work.waiting_count(request.user),
    )
)  # fmt: skip
register(
    MenuEntry(label="Thẩm định", url_name="evaluations:appraisals", icon="clipboard-check", order=22, visible=_advises)
)
register(
    MenuEntry(
        label="Phiên họp", url_name="evaluations:sessions", icon="easel", order=40,
        visible=lambda request: _staff(request) or _sits(request),
    )
)  # fmt: skip
register(
    MenuEntry(
        label="Hội đồng", url_name="evaluations:councils", icon="person-workspace", order=82, secondary=True,
        visible=lambda request: _staff(request) or _sits(request),
    )
)  # fmt: skip
register(
    MenuEntry(label="Kết quả, thủ tục", url_name="evaluations:follow_up", icon="patch-check", order=57, visible=_staff)
)
