"""The administrator's overview: settings as they are, the audit trail, the access map."""

from __future__ import annotations

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts import matrix
from accounts.enums import Role
from accounts.filters import AuditFilter
from accounts.models import FactorReset, Membership, Unit, User
from core.formats import today
from core.lists import ListPage
from core.models import AuditEvent


def admin_home(request: HttpRequest) -> HttpResponse:
    """Where the administrator begins."""
    seated = Membership.objects.on(today()).values("user")
    context = {
        "users": User.objects.filter(is_active=True).count(),
        "seatless": User.objects.filter(is_active=True).exclude(pk__in=seated).count(),
        "units": Unit.objects.on(today()).count(),
        "resets": FactorReset.objects.filter(confirmed_by__isnull=True).count(),
    }
    return render(request, "accounts/admin/home.html", context)


class AuditList(ListPage):
    """The audit trail, newest first. It shows who did what, never a score."""

    template_name = "accounts/admin/audit_list.html"
    filterset_class = AuditFilter
    page_size = 50

    def rows(self) -> QuerySet[AuditEvent]:
        """All events."""
        return AuditEvent.objects.order_by("-seq")


def access_page(request: HttpRequest) -> HttpResponse:
    """Which role may use which page, from the access map itself."""
    return render(request, "accounts/admin/access.html", {"rows": matrix.rows(), "roles": list(Role)})


def settings_page(request: HttpRequest) -> HttpResponse:
    """Settings that decide on security, read-only: they are changed in the installation's environment."""
    limits = [
        (Role(role).label, f"{idle} phút", f"{absolute // 60} giờ")
        for role, (idle, absolute) in settings.SESSION_LIMITS.items()
    ]
    groups = [
        ("Đăng nhập", [
            ("Khoá tạm sau", f"{settings.AXES_FAILURE_LIMIT} lần sai trên một máy, trong {int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)} phút"),
            ("Khoá chậm theo tên", f"{settings.SLOW_LOCKOUT_FAILURES} lần sai trong {settings.SLOW_LOCKOUT_HOURS} giờ, mọi máy"),
            ("Liên kết đặt lại mật khẩu", f"{settings.PASSWORD_RESET_TIMEOUT // 60} phút"),
            ("Liên kết đăng nhập lần đầu", f"{settings.FIRST_SIGN_IN_SECONDS // 3600} giờ"),
        ]),
        ("Mật khẩu", [
            ("Độ dài tối thiểu", f"{settings.PASSWORD_MIN_LENGTH} ký tự"),
            ("Bắt buộc nhiều loại ký tự", "có" if settings.PASSWORD_COMPOSITION else "không"),
            ("Đổi định kỳ", f"{settings.PASSWORD_MAX_AGE_DAYS} ngày" if settings.PASSWORD_MAX_AGE_DAYS else "không"),
        ]),
        ("Xác thực hai bước", [
            ("Bắt buộc", "có" if settings.OCOP_REQUIRE_2FA else "không (bản trình diễn)"),
            ("Vai trò bắt buộc", ", ".join(Role(role).label for role in settings.SECOND_FACTOR_ROLES)),
        ]),
        ("Hệ thống", [
            ("Tên cổng", settings.PORTAL_NAME),
            ("Địa chỉ", settings.PORTAL_URL),
            ("Kết nối mã hoá (HTTPS)", "có" if settings.HTTPS else "không"),
            ("Chế độ trình diễn", "có" if settings.DEMO else "không"),
            ("Quét mã độc", "có" if settings.CLAMD_ADDRESS else "chưa cấu hình"),
        ]),
    ]  # fmt: skip
    return render(request, "accounts/admin/settings.html", {"groups": groups, "limits": limits})
