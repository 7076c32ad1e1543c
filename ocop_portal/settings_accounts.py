"""Settings of sign-in, second factor, lockout and sessions. Read after `settings.py`; upper-case names only."""

from __future__ import annotations

import os as _os
from datetime import timedelta as _timedelta


def _flag(name: str, default: bool) -> bool:
    value = _os.environ.get(name)
    return default if value is None else value.strip().lower() in {"1", "true", "yes", "on"}


_DEMO = _flag("OCOP_DEMO", False) or _flag("DEBUG", False)

# Sign-in by user name only; nobody signs up.
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_UNIQUE_EMAIL = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_LOGIN_TIMEOUT = 600
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_FORMS = {
    "login": "accounts.forms.SignInForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "reset_password": "accounts.forms.AskResetForm",
    "reset_password_from_key": "accounts.forms.ResetPasswordForm",
    "reauthenticate": "accounts.forms.ReauthenticateForm",
}
# A council room shares one address: the limits by address are wide, wrong passwords are counted in PostgreSQL below.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": None,
    "change_password": "10/m/user",
    "reset_password": "30/m/ip,5/h/key",
    "reset_password_from_key": "60/m/ip",
    "reauthenticate": "20/m/user",
}
PASSWORD_RESET_TIMEOUT = 3_600
FIRST_SIGN_IN_SECONDS = int(_os.environ.get("FIRST_SIGN_IN_HOURS", "24")) * 3_600

# Lockout: fast per (user name, address), slow per user name over all addresses. Rows in PostgreSQL, not in Redis.
AXES_FAILURE_LIMIT = int(_os.environ.get("LOCKOUT_FAILURES", "5"))
AXES_COOLOFF_TIME = _timedelta(minutes=int(_os.environ.get("LOCKOUT_MINUTES", "15")))
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_ENABLE_ACCESS_FAILURE_LOG = True
AXES_ACCESS_FAILURE_LOG_PER_USER_LIMIT = 200
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_USERNAME_CALLABLE = "accounts.lockout.counted_name"
AXES_CLIENT_IP_CALLABLE = "core.middleware.client_address"
AXES_LOCKOUT_CALLABLE = "accounts.lockout.locked_out_response"
AXES_SENSITIVE_PARAMETERS = ["username", "login", "ip_address", "csrfmiddlewaretoken"]
AXES_ENABLE_ADMIN = False
SLOW_LOCKOUT_FAILURES = int(_os.environ.get("SLOW_LOCKOUT_FAILURES", "30"))
SLOW_LOCKOUT_HOURS = int(_os.environ.get("SLOW_LOCKOUT_HOURS", "6"))

# Passwords: long rather than intricate. Composition and rotation are there for who must have them.
PASSWORD_MIN_LENGTH = int(_os.environ.get("PASSWORD_MIN_LENGTH", "12"))
PASSWORD_MAX_LENGTH = 256
PASSWORD_COMPOSITION = _flag("PASSWORD_COMPOSITION", False)
PASSWORD_MAX_AGE_DAYS = int(_os.environ.get("PASSWORD_MAX_AGE_DAYS", "0"))
PASSWORD_LOCAL_WORDS = [
    "ocop", "ninhbinh", "hoalu", "tamdiep", "nhoquan", "giavien", "yenmo", "yenkhanh", "kimson",
    "sonongnghiep", "nongnghiep", "moitruong", "nongthon", "nongthonmoi", "ubnd", "uybannhandan",
    "chicuc", "moixamotsanpham", "sanpham", "matkhau", "password", "quantri", "admin", "vietnam",
]  # fmt: skip
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "accounts.passwords.LengthValidator"},
    {"NAME": "accounts.passwords.CommonPasswordValidator"},
    {"NAME": "accounts.passwords.LocalWordValidator"},
    {"NAME": "accounts.passwords.OwnDataValidator"},
    {"NAME": "accounts.passwords.CompositionValidator"},
]

# Second factor.
OCOP_REQUIRE_2FA = _flag("OCOP_REQUIRE_2FA", not _DEMO)
SECOND_FACTOR_ROLES = ["admin", "department_officer", "department_leader", "district_officer", "district_leader"]
MFA_ADAPTER = "accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = _os.environ.get("PORTAL_NAME", "Quản lý OCOP")
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODE_COUNT = 10
MFA_FORMS = {
    "authenticate": "accounts.forms.SecondFactorForm",
    "reauthenticate": "accounts.forms.SecondFactorAgainForm",
    "activate_totp": "accounts.forms.ActivateTotpForm",
}
# Several keys are separated by commas: the first encrypts, all read. `check --deploy` asks for one.
MFA_KEY = _os.environ.get("MFA_KEY", "")

# Sessions: role → (idle minutes, absolute minutes). Of several seats the strictest counts; see docs/phien-lam-viec.md.
SESSION_LIMITS = {
    "admin": (30, 8 * 60),
    "department_officer": (60, 12 * 60),
    "department_leader": (60, 12 * 60),
    "district_officer": (60, 12 * 60),
    "district_leader": (60, 12 * 60),
    "commune_officer": (60, 12 * 60),
    "council_member": (4 * 60, 12 * 60),
    "advisory": (2 * 60, 12 * 60),
    "producer": (2 * 60, 24 * 60),
}
SESSION_LIMIT_DEFAULT = (30, 8 * 60)
SESSION_COOKIE_AGE = 24 * 3_600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
USERSESSIONS_TRACK_ACTIVITY = False
