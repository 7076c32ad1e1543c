"""Who may use which page of messages and mail."""

from __future__ import annotations

from accounts.access import SIGNED_IN, Access, roles
from accounts.enums import Role

_OWN = "tin báo và việc của mình"
_OWN_CHANGE = Access(POST=SIGNED_IN, scope=_OWN, seatless=True)

ACCESS: dict[str, Access] = {
    "notifications:todo": Access(GET=SIGNED_IN, scope=_OWN, seatless=True),
    "notifications:messages": Access(GET=SIGNED_IN, scope=_OWN, seatless=True),
    "notifications:open": _OWN_CHANGE,
    "notifications:read": _OWN_CHANGE,
    "notifications:read_all": _OWN_CHANGE,
    "notifications:preference": _OWN_CHANGE,
    "notifications:schedule": Access(GET=SIGNED_IN, scope="lời nhắc cho mình; cán bộ: của đơn vị; Sở: toàn tỉnh"),
    "notifications:remind_now": Access(POST=roles(Role.DEPARTMENT_OFFICER, Role.ADMIN), scope="toàn hệ thống"),
    "notifications:order_day": Access(POST=roles(Role.DEPARTMENT_OFFICER, Role.ADMIN), scope="toàn tỉnh"),
    "notifications:withdraw_day": Access(POST=roles(Role.DEPARTMENT_OFFICER, Role.ADMIN), scope="toàn tỉnh"),
    "notifications:outbox": Access(GET=roles(Role.ADMIN), scope="toàn hệ thống"),
    "notifications:resend": Access(POST=roles(Role.ADMIN), scope="toàn hệ thống"),
    "notifications:trial_box": Access(GET=SIGNED_IN, scope="thư gửi cho mình, chỉ ở bản trình diễn", seatless=True),
}
