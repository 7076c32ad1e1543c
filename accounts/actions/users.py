"""Making, changing and stopping accounts."""

from __future__ import annotations

import re
from typing import Any

from django.db import transaction

from accounts import rules, sessions
from accounts.models import User
from core import audit, editing
from core.errors import Denied
from core.text import nfc

_USERNAME = re.compile(r"^[a-z0-9](?:[a-z0-9._-]{1,58}[a-z0-9])$")
_EDITABLE = frozenset({"full_name", "position", "organisation", "email", "phone"})
_OWN = frozenset({"email", "phone"})


@transaction.atomic
def create_user(
    *,
    actor: Any,
    username: str,
    full_name: str,
    position: str = "",
    organisation: str = "",
    email: str = "",
    phone: str = "",
) -> User:
    """Make an account without a password; it waits for its first sign-in link.

    Raises Denied when the name is taken or badly formed.
    """
    rules.check_administers(actor)
    name = nfc(username).lower()
    if not _USERNAME.match(name):
        raise Denied("Tên đăng nhập gồm 3–60 chữ thường không dấu, chữ số, dấu chấm, gạch nối; ví dụ huyen-yenmo.")
    if User.objects.filter(username=name).exists():
        raise Denied(f"Tên đăng nhập “{name}” đã có người dùng.")
    user = User.objects.create_user(
        name, None, full_name=nfc(full_name), position=position, organisation=organisation, email=email, phone=phone
    )
    audit.record(actor=actor, action="user.create", obj=user, after={"username": name, "full_name": user.full_name})
    return user


def edit_user(*, actor: Any, user: User, values: dict[str, Any], version: int | None) -> User:
    """Change name, position or addresses of an account. Raises Stale when somebody else saved meanwhile."""
    rules.check_administers(actor)
    kept = {name: value for name, value in values.items() if name in _EDITABLE}
    return editing.save_edit(user, kept, actor=actor, version=version, action="user.edit")


def edit_profile(*, actor: User, values: dict[str, Any], version: int | None) -> User:
    """Change one's own mail address and telephone; name and position come from the administrator."""
    kept = {name: value for name, value in values.items() if name in _OWN}
    return editing.save_edit(actor, kept, actor=actor, version=version, action="user.edit_own")


@transaction.atomic
def disable_user(*, actor: Any, user: User, reason: str) -> User:
    """Stop an account; all its sessions end, the next click is refused."""
    rules.check_administers(actor)
    if actor is not None and actor.pk == user.pk:
        raise Denied("Bạn không thể ngừng tài khoản của chính mình.", obj=user)
    rules.check_not_last_admin(user)
    if not reason.strip():
        raise Denied("Nhập lý do ngừng tài khoản.", obj=user)
    _switch(user, active=False)
    sessions.end_all(user)
    audit.record(
        actor=actor,
        action="user.disable",
        obj=user,
        before={"is_active": True},
        after={"is_active": False},
        reason=reason,
    )
    return user


@transaction.atomic
def enable_user(*, actor: Any, user: User, reason: str = "") -> User:
    """Let an account sign in again."""
    rules.check_administers(actor)
    _switch(user, active=True)
    audit.record(
        actor=actor,
        action="user.enable",
        obj=user,
        before={"is_active": False},
        after={"is_active": True},
        reason=reason,
    )
    return user


@transaction.atomic
def end_sessions(*, actor: Any, user: User, but: str = "") -> int:
    """End the open sessions of a person: everybody their own, the administrator anybody's."""
    if actor is None or actor.pk != user.pk:
        rules.check_administers(actor)
    ended = sessions.end_all(user, but=but)
    audit.record(actor=actor, action="user.end_sessions", obj=user, after={"ended": ended})
    return ended


def _switch(user: User, *, active: bool) -> None:
    user.is_active = active
    user.version += 1
    user.save(update_fields=["is_active", "version", "updated_at"])
