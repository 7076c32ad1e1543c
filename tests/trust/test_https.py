"""What production sets: cookies that only travel over HTTPS, strict transport, a clean deployment check (S8, S29)."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from django.conf import settings

NAMES = (
    "SESSION_COOKIE_NAME", "SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE", "CSRF_COOKIE_NAME",
    "CSRF_COOKIE_SECURE", "SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS", "SECURE_SSL_REDIRECT", "DEBUG",
)  # fmt: skip

NOT_THERE = {"OCOP_DEMO", "DEBUG", "OCOP_HTTPS", "DJANGO_ALLOW_ASYNC_UNSAFE"}


def _production(*arguments: str) -> subprocess.CompletedProcess[str]:
    without = {name: value for name, value in os.environ.items() if name not in NOT_THERE}
    own = {
        "SECRET_KEY": "khoá dài chỉ dùng để thử, " * 4,
        "ALLOWED_HOSTS": "ocop.example",
        "OCOP_HTTPS": "1",
        "MFA_KEY": "một khoá khác",
    }
    return subprocess.run(
        [sys.executable, *arguments],
        env=without | own,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )


def test_cookies_and_transport_in_production() -> None:
    code = (
        "import json,django; from django.conf import settings; django.setup(); "
        f"print(json.dumps({{n: getattr(settings, n) for n in {NAMES!r}}}))"
    )
    ran = _production("-c", "import os; os.environ['DJANGO_SETTINGS_MODULE']='ocop_portal.settings'; " + code)
    values = json.loads(ran.stdout.splitlines()[-1])
    assert values == {
        "SESSION_COOKIE_NAME": "__Host-sessionid", "SESSION_COOKIE_SECURE": True, "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax", "CSRF_COOKIE_NAME": "__Host-csrftoken", "CSRF_COOKIE_SECURE": True,
        "SECURE_HSTS_SECONDS": 31_536_000, "SECURE_HSTS_INCLUDE_SUBDOMAINS": True, "SECURE_SSL_REDIRECT": True,
        "DEBUG": False,
    }  # fmt: skip


def test_the_deployment_check_is_clean() -> None:
    ran = _production("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert ran.returncode == 0, ran.stderr
