"""How django-allauth behaves here: Vietnamese sentences, links from settings, encrypted second factor."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import urlencode, urljoin

import segno
import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest
from django.urls import reverse

from accounts import lockout, second_factor
from accounts.actions.passwords import set_password
from core.errors import Denied
from core.middleware import client_address

log = structlog.get_logger(__name__)
UNREADABLE = "Hệ thống không đọc được khoá xác thực hai bước của bạn. Liên hệ quản trị hệ thống để đặt lại."
DEMO_PASSWORD = "ocop-demo-2024"  # noqa: S105 (known to everybody, and therefore refused outside demonstrations)


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in by user name; nobody signs up."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "Tên đăng nhập hoặc mật khẩu không đúng.",
        "enter_current_password": "Mật khẩu hiện tại không đúng.",
        "incorrect_code": "Mã không đúng hoặc đã hết hạn. Nhập mã đang hiện trên điện thoại.",
        "incorrect_password": "Mật khẩu không đúng.",
        "invalid_login": "Tên đăng nhập hoặc mật khẩu không đúng.",
        "invalid_or_expired_key": "Liên kết không đúng hoặc đã hết hạn.",
        "invalid_password_reset": "Liên kết không đúng hoặc đã hết hạn.",
        "rate_limited": "Bạn gửi quá nhiều yêu cầu. Chờ ít phút rồi thử lại.",
        "same_as_current": "Mật khẩu mới phải khác mật khẩu hiện tại.",
        "too_many_login_attempts": lockout.LOCKED,
        "username_password_mismatch": "Tên đăng nhập hoặc mật khẩu không đúng.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by the administrator."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse a name that failed too often over all addresses."""
        if lockout.is_slowed(str(credentials.get("username", ""))):
            request.axes_locked_out = True  # type: ignore[attr-defined]
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """A disabled account, or a demonstration's password elsewhere, answers like a wrong password."""
        if credentials.get("password") == DEMO_PASSWORD and not (settings.DEMO or settings.DEBUG):
            return None
        user = super().authenticate(request, **credentials)
        return user if user is not None and user.is_active else None

    def clean_password(self, password: str, user: Any = None) -> str:
        """Hold the password rules (accounts.passwords)."""
        validate_password(password, user)
        return password

    def set_password(self, user: Any, password: str) -> None:
        """Change one's own password: other sessions end, the audit trail knows."""
        key = self.request.session.session_key if self.request is not None and self.request.user == user else ""
        set_password(actor=user, user=user, password=password, keep_session=key or "")

    def get_client_ip(self, request: HttpRequest) -> str:
        """The same address as in the audit trail and in the lockout."""
        return client_address(request) or "127.0.0.1"

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Link of the reset mail: from the settings, never from the Host header; the secret in the query, out of the log."""
        return urljoin(settings.PORTAL_URL, f"{reverse('accounts:reset_entry')}?{urlencode({'ma': key})}")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """After a change of password: back to the security page."""
        messages.success(request, "Đã đổi mật khẩu. Các phiên đăng nhập khác đã kết thúc.")
        return reverse("accounts:security")

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Before something sensitive the password is asked again, unless the person signed in minutes ago."""
        records = get_authentication_records(self.request, self.request.user)
        latest = max((record["at"] for record in records), default=0)
        return time.time() - latest > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Pages say themselves what was done."""


class SecondFactorAdapter(DefaultMFAAdapter):
    """One-time codes; the secret is stored encrypted."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "Mã không đúng hoặc đã hết hạn. Nhập mã đang hiện trên điện thoại.",
        "cannot_delete_authenticator": "Không thể tắt xác thực hai bước: vai trò của bạn bắt buộc dùng.",
        "cannot_generate_recovery_codes": "Bật xác thực hai bước trước khi tạo mã dự phòng.",
    }

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """Who must have a second factor cannot switch it off."""
        return not second_factor.is_required(authenticator.user)

    def encrypt(self, text: str) -> str:
        """Encrypt a secret for storage."""
        return second_factor.cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Give a stored secret back; raises Denied when its key is not among ours any more."""
        try:
            return second_factor.cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            log.critical("second_factor.unreadable")
            raise Denied(UNREADABLE) from None

    def build_totp_svg(self, url: str) -> str:
        """The QR code as inline SVG without styles, as the content security policy wants."""
        return str(segno.make(url, error="m").svg_inline(border=3, dark="#16211b", light="#ffffff", omitsize=True))
