"""Entries of the rail."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest

from accounts.access import allowed
from core import menu
from products import waiting


def _opens(view_name: str) -> Callable[[HttpRequest], bool]:
    return lambda request: allowed(request.user, view_name, "GET")


def _waiting_dossiers(request: HttpRequest) -> int:
    return waiting.count_for(request.user)


_ENTRIES = (
    ("Sản phẩm", "products:products", "box-seam", 22, None, False),
    ("Hồ sơ đánh giá", "products:dossiers", "folder", 24, _waiting_dossiers, False),
    ("Công nhận", "products:recognitions", "award", 58, None, False),
    ("Chủ thể", "products:producers", "people", 60, None, True),
    ("Nhập từ bảng tính", "products:imports", "file-earmark-spreadsheet", 64, None, True),
    ("Làng nghề", "products:villages", "houses", 61, None, True),
    ("Đợt đánh giá", "products:rounds", "calendar3", 62, None, True),
)

for _label, _url_name, _icon, _order, _count, _secondary in _ENTRIES:
    menu.register(
        menu.MenuEntry(
            label=_label,
            url_name=_url_name,
            icon=_icon,
            order=_order,
            visible=_opens(_url_name),
            count=_count,
            secondary=_secondary,
        )
    )
