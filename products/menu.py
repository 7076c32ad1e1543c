"""Entries of the rail."""

from __future__ import annotations

from django.http import HttpRequest

from accounts.access import allowed
from core import menu
from products import waiting


def _opens(view_name: str) -> object:
    return lambda request: allowed(request.user, view_name, "GET")


def _waiting_dossiers(request: HttpRequest) -> int:
    return waiting.count_for(request.user)


menu.register(
    menu.MenuEntry(
        label="Chủ thể", url_name="products:producers", icon="people", order=20, visible=_opens("products:producers")
    )  # type: ignore[arg-type]
)
menu.register(
    menu.MenuEntry(
        label="Sản phẩm", url_name="products:products", icon="box-seam", order=22, visible=_opens("products:products")
    )  # type: ignore[arg-type]
)
menu.register(
    menu.MenuEntry(
        label="Hồ sơ đánh giá",
        url_name="products:dossiers",
        icon="folder",
        order=24,
        visible=_opens("products:dossiers"),  # type: ignore[arg-type]
        count=_waiting_dossiers,
    )
)
menu.register(
    menu.MenuEntry(
        label="Công nhận",
        url_name="products:recognitions",
        icon="award",
        order=40,
        visible=_opens("products:recognitions"),
    )  # type: ignore[arg-type]
)
