"""Setting passwords and the link that lets a new person set their first one."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode, urljoin

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.urls import reverse

from accounts import rules, sessions, tokens
from accounts.models import User
from core import audit
from core.errors import Denied
from core.formats import now


@transaction.atomic
def set_password(
    *, actor: Any, user: User, password: str, validate: bool = True, must_change: bool = False, keep_session: str = ""
) -> User:
    """Set a password; other sessions of the person end. Everybody sets their own; the portal itself (None) anybody's.

    Raises ValidationError when it breaks the rules, unless `validate` is off (demonstration accounts).
    """
    if actor is not None and actor.pk != user.pk:
        raise Denied("Không ai đặt mật khẩu thay người khác. Hãy tạo liên kết đăng nhập lần đầu.", obj=user)
    if validate:
        validate_password(password, user)
    user.set_password(password)
    user.must_change_password = must_change
    user.password_changed_at = now()
    user.save(update_fields=["password", "must_change_password", "password_changed_at", "updated_at"])
    sessions.end_all(user, but=keep_session)
    audit.record(actor=actor, action="user.set_password", obj=user)
    return user


@transaction.atomic
def first_sign_in_link(*, actor: Any, user: User) -> str:
    """Make the link with which a person sets a password themselves; the old password and older links stop working.

    Shown once to the administrator, who hands it over; good for settings.FIRST_SIGN_IN_SECONDS and one password.
    """
    rules.check_administers(actor)
    if not user.is_active:
        raise Denied("Tài khoản đang ngừng. Mở lại tài khoản trước khi tạo liên kết.", obj=user)
    if actor is not None and actor.pk == user.pk:
        raise Denied("Đổi mật khẩu của mình ở trang Bảo mật.", obj=user)
    user.set_unusable_password()
    user.save(update_fields=["password", "updated_at"])
    sessions.end_all(user)
    audit.record(actor=actor, action="user.first_sign_in_link", obj=user)
    query = urlencode({"ma": tokens.make(user)})
    return urljoin(settings.PORTAL_URL, f"{reverse('accounts:first_sign_in')}?{query}")
