"""This app's entry of the rail."""

from __future__ import annotations

from django.http import HttpRequest

from core.menu import MenuEntry, register
from programme import rules, waiting


def _staff(request: HttpRequest) -> bool:
    seat = getattr(request, "seat", None)
    return seat is not None and seat.role in rules.STAFF


register(
    MenuEntry(
        label="Kế hoạch, báo cáo", url_name="programme:dashboard", icon="bar-chart", order=56, visible=_staff,
        count=lambda request: waiting.count_for(request.user),
    )
)  # fmt: skip
register(
    MenuEntry(
        label="Báo cáo năm", url_name="programme:reports", icon="file-earmark-bar-graph", order=57, secondary=True,
        visible=_staff,
    )
)  # fmt: skip
