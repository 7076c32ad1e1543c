"""The access map: which role may use which page with which method. A page without an entry is refused.

Each app keeps its part in `access.py` under the name ACCESS; this module gathers them. Whose object a person may
reach is decided by the app's `visibility.py` (another unit's object answers 404); `scope` tells it in words for the
permission matrix in docs/.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps

from accounts.enums import EVERYONE, Role
from accounts.seats import seats_of

PUBLIC = "public"
SIGNED_IN: frozenset[str] = frozenset(EVERYONE)
Who = frozenset[str] | str


@dataclass(frozen=True)
class Access:
    """Roles by method. PUBLIC lets anyone in; SIGNED_IN everyone who holds any seat."""

    GET: Who = frozenset()
    POST: Who = frozenset()
    scope: str = ""
    seatless: bool = field(default=False)

    def who(self, method: str) -> Who:
        """Roles for an HTTP method; HEAD and OPTIONS as GET."""
        if method in {"GET", "HEAD", "OPTIONS"}:
            return self.GET
        return self.POST if method == "POST" else frozenset()


def roles(*groups: Role | Iterable[str]) -> frozenset[str]:
    """Join roles and groups of roles."""
    found: set[str] = set()
    for group in groups:
        found |= {group} if isinstance(group, Role) else set(group)
    return frozenset(found)


@cache
def access_map() -> dict[str, Access]:
    """The whole map: view name ("products:dossier") → Access."""
    gathered: dict[str, Access] = {}
    for config in apps.get_app_configs():
        if config.name.startswith(("django.", "allauth")) or find_spec(f"{config.name}.access") is None:
            continue
        part = getattr(import_module(f"{config.name}.access"), "ACCESS", {})
        gathered |= part
    return gathered


def exists(view_name: str) -> bool:
    """Say whether the map knows this page."""
    return view_name in access_map()


def allowed(user: Any, view_name: str, method: str) -> bool:
    """Say whether this person may use this page with this method. Unknown pages: no."""
    entry = access_map().get(view_name)
    if entry is None:
        return False
    who = entry.who(method)
    if who == PUBLIC:
        return True
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return False
    if entry.seatless:
        return bool(who)
    return any(seat.role in who for seat in seats_of(user))


_ANYONE = Access(GET=PUBLIC, POST=PUBLIC, scope="mọi người")
_OWN = Access(GET=SIGNED_IN, POST=SIGNED_IN, scope="tài khoản của mình", seatless=True)
_ADMIN_READS = Access(GET=roles(Role.ADMIN), scope="toàn hệ thống")
_ADMIN_SENDS = Access(POST=roles(Role.ADMIN), scope="toàn hệ thống")
_SECOND = roles(Role.ADMIN, Role.DEPARTMENT_LEADER)
_ADMIN = Access(GET=roles(Role.ADMIN), POST=roles(Role.ADMIN), scope="toàn hệ thống")

# Pages of the ground floor: core stands below this app, so its entries stand here.
GROUND: dict[str, Access] = {
    "core:healthz": Access(GET=PUBLIC, scope="máy giám sát"),
    "core:readyz": Access(GET=PUBLIC, scope="máy giám sát"),
    "core:file": Access(GET=SIGNED_IN, scope="tệp mà người đó được xem ở chỗ khác"),
    "core:file_page": Access(GET=SIGNED_IN, scope="tệp mà người đó được xem ở chỗ khác"),
    "core:saved_view_save": Access(POST=SIGNED_IN, scope="danh sách lưu của mình"),
    "core:list_columns": Access(POST=SIGNED_IN, scope="cột hiển thị của mình"),
    "core:saved_view_forget": Access(POST=SIGNED_IN, scope="danh sách lưu của mình"),
    "core:job": Access(GET=SIGNED_IN, scope="việc do chính mình yêu cầu"),
    "core:job_cancel": Access(POST=SIGNED_IN, scope="việc do chính mình yêu cầu"),
    "core:job_retry": Access(POST=SIGNED_IN, scope="việc do chính mình yêu cầu"),
    "core:change_year": Access(POST=SIGNED_IN, scope="phiên làm việc của mình"),
    "core:search": Access(GET=SIGNED_IN, scope="trong phạm vi được xem"),
    "core:handbook": Access(GET=SIGNED_IN, scope="mọi người dùng"),
}

ACCESS: dict[str, Access] = {
    **GROUND,
    "home": Access(GET=PUBLIC, scope="chuyển tới trang đầu"),
    "account_login": _ANYONE,
    "account_logout": _ANYONE,
    "account_inactive": Access(GET=PUBLIC, scope="mọi người"),
    "account_reset_password": _ANYONE,
    "account_reset_password_done": Access(GET=PUBLIC, scope="mọi người"),
    "account_reset_password_from_key": Access(GET=PUBLIC, POST=PUBLIC, scope="người có liên kết trong thư"),
    "account_reset_password_from_key_done": Access(GET=PUBLIC, scope="mọi người"),
    "account_change_password": _OWN,
    "account_reauthenticate": _OWN,
    "mfa_authenticate": Access(GET=PUBLIC, POST=PUBLIC, scope="người vừa nhập đúng mật khẩu"),
    "mfa_reauthenticate": _OWN,
    "mfa_activate_totp": _OWN,
    "mfa_deactivate_totp": _OWN,
    "mfa_view_recovery_codes": Access(GET=SIGNED_IN, scope="tài khoản của mình", seatless=True),
    "mfa_generate_recovery_codes": _OWN,
    "mfa_download_recovery_codes": Access(GET=SIGNED_IN, scope="tài khoản của mình", seatless=True),
    "usersessions_list": _OWN,
    "accounts:first_sign_in": Access(GET=PUBLIC, POST=PUBLIC, scope="người có liên kết đăng nhập lần đầu"),
    "accounts:reset_entry": Access(GET=PUBLIC, scope="người có liên kết trong thư"),
    "mfa_index": Access(GET=SIGNED_IN, scope="tài khoản của mình", seatless=True),
    "accounts:security": Access(GET=SIGNED_IN, scope="tài khoản của mình", seatless=True),
    "accounts:profile": _OWN,
    "accounts:switch_seat": Access(POST=SIGNED_IN, scope="vai trò của mình"),
    "accounts:admin": _ADMIN_READS,
    "accounts:users": _ADMIN_READS,
    "accounts:user_create": _ADMIN,
    "accounts:user": _ADMIN_READS,
    "accounts:user_edit": _ADMIN,
    "accounts:user_link": _ADMIN_SENDS,
    "accounts:user_disable": _ADMIN,
    "accounts:user_enable": _ADMIN_SENDS,
    "accounts:user_end_sessions": _ADMIN_SENDS,
    "accounts:factor_ask": _ADMIN,
    "accounts:factor_resets": Access(GET=_SECOND, scope="người thứ hai"),
    "accounts:factor_confirm": Access(
        POST=_SECOND, scope="người thứ hai: không phải người đề nghị, người được đặt lại"
    ),
    "accounts:seat_give": Access(GET=roles(Role.ADMIN), POST=roles(Role.ADMIN), scope="toàn hệ thống, trừ chính mình"),
    "accounts:seat_end": _ADMIN,
    "accounts:units": _ADMIN_READS,
    "accounts:unit": _ADMIN_READS,
    "accounts:unit_succeed": _ADMIN,
    "accounts:unit_move_seats": _ADMIN_SENDS,
    "accounts:audit": Access(GET=roles(Role.ADMIN), scope="toàn hệ thống, không có điểm chấm"),
    "accounts:access": _ADMIN_READS,
    "accounts:settings": _ADMIN_READS,
}
