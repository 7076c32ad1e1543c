"""Settings of the portal. Everything that differs between installations comes from the environment.

`docs/van-hanh.md` lists every variable with its default.
"""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

import django_stubs_ext
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent


def flag(name: str, default: bool = False) -> bool:
    """Read a yes/no variable: 1, true, yes and on mean yes."""
    value = os.environ.get(name)
    return default if value is None else value.strip().lower() in {"1", "true", "yes", "on"}


DEBUG = flag("DEBUG")
DEMO = flag("OCOP_DEMO")
# The demonstration plays the year 2024: ./portal shifts its clock by whole days. Sessions and lockouts keep real time.
CLOCK_SHIFT_DAYS = int(os.environ.get("OCOP_CLOCK_SHIFT_DAYS", "0")) if DEMO else 0
HTTPS = flag("OCOP_HTTPS", not (DEBUG or DEMO))
DATA_DIR = Path(os.environ.get("DATA_DIR", BASE_DIR / "var")).resolve()

SECRET_KEY = os.environ.get("SECRET_KEY", "")
if not SECRET_KEY:
    if not (DEBUG or DEMO):
        raise ImproperlyConfigured("Set SECRET_KEY (at least 50 random characters).")
    SECRET_KEY = "demonstration-only-" + "0" * 50
ALLOWED_HOSTS = [host for host in os.environ.get("ALLOWED_HOSTS", "").split(",") if host]
if DEBUG or DEMO:
    ALLOWED_HOSTS += ["localhost", "127.0.0.1", "[::1]", "testserver"]
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("CSRF_TRUSTED_ORIGINS", "").split(",") if origin]

INSTALLED_APPS = [
    "core",
    "accounts",
    "notifications",
    "documents",
    "criteria",
    "products",
    "evaluations",
    "trainings",
    "promotion",
    "inspections",
    "programme",
    "catalogue",
    "demo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "csp",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_filters",
    "django_htmx",
    "import_export",
    "pgtrigger",
    "template_partials",
]

MIDDLEWARE = [
    "core.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "core.middleware.ResponseHeadersMiddleware",
    "core.middleware.NoNulMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.SessionLimitMiddleware",
    "accounts.middleware.AccessMiddleware",
    "core.middleware.OncePostMiddleware",
    "core.middleware.RefusalMiddleware",
    "core.middleware.OutageMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "ocop_portal.urls"
WSGI_APPLICATION = "ocop_portal.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.context.frame",
                "accounts.context.own_account",
            ],
            "builtins": ["core.templatetags.ocop"],
        },
    }
]


def database(url: str) -> dict[str, object]:
    """Turn `postgres://user:password@host:port/name` into Django's settings, with a connection pool."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL must begin with postgres://")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "ocop",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or "") if "host=" not in parts.query else unquote(parts.query.split("host=")[1]),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,  # connections of before a restart of PostgreSQL are dropped, not handed out
        "OPTIONS": {
            # A short reconnect_timeout: its attempts back off, so a long one finds PostgreSQL again minutes too late.
            "pool": {
                "min_size": 1,
                "max_size": int(os.environ.get("DB_POOL_SIZE", "8")),
                "timeout": 5,
                "reconnect_timeout": 5,
            },
            # Planning often takes longer than running (docs/decisions/0007): a connection keeps the plan of a statement
            # that it was asked so many times. Never (None) behind a pooler that mixes the connections of sessions.
            "server_side_binding": True,
            "prepare_threshold": int(os.environ.get("DB_PREPARE_AFTER", "5")) or None,
            "options": "-c statement_timeout=30000 -c lock_timeout=10000 -c timezone=UTC -c jit=off",
        },
    }


DATABASES = {"default": database(os.environ.get("DATABASE_URL", "postgres://ocop@127.0.0.1:5432/ocop"))}
# Names of the roles that `grant_roles` serves after a migration (docs/van-hanh.md); empty: one account does all.
DATABASE_ROLES = {part: os.environ.get(f"OCOP_DB_{part.upper()}_ROLE", "") for part in ("app", "backup", "report")}
REPORTED_APPS = ["criteria", "products", "trainings", "promotion", "inspections", "programme"]
# Keys of links and senders of complaints: no report needs them, and who reads them could act or tell.
UNREPORTED_COLUMNS = {
    "inspections_complaint": {"sender_name", "sender_contact", "lookup_code"},
    "products_producerinvitation": {"secret_hash"},
    "promotion_salespoint": {"report_token"},
    "trainings_trainingclass": {"token"},
    "trainings_participant": {"token"},
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/0")
CACHES = {"default": {"BACKEND": "core.cache.ForgivingRedisCache", "LOCATION": REDIS_URL, "TIMEOUT": 300}}
MENU_COUNTS_SECONDS = 60  # how long the rail's counts may lag behind what other people do
SESSION_ENGINE = "django.contrib.sessions.backends.db"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Language, time and numbers. Grouping stays off: with it on, {{ pk }} prints "12.345" in addresses.
LANGUAGE_CODE = "vi"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False
FORMAT_MODULE_PATH = ["ocop_portal.formats"]

# Files of the front end: our own, and npm packages installed from package-lock.json.
NODE_MODULES = Path(os.environ.get("NODE_MODULES", BASE_DIR / "node_modules"))
STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT", DATA_DIR / "static"))
STATICFILES_DIRS = [BASE_DIR / "static", ("huong-dan", BASE_DIR / "docs" / "hinh")]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "core.staticstore.PackageFinder",
]
NPM_FILES = {
    "bootstrap": ("bootstrap/dist/css", ["bootstrap-reboot.min.css"]),
    "be-vietnam-pro": (
        "@fontsource/be-vietnam-pro/files",
        [
            f"be-vietnam-pro-{part}-{weight}-normal.woff2"
            for part in ("latin", "latin-ext", "vietnamese")
            for weight in (400, 500, 600)
        ],
    ),
    "inter": ("@fontsource/inter/files", ["inter-latin-400-normal.woff2", "inter-latin-600-normal.woff2"]),
    # the draft that a browser prints; whole, as in the PDF
    "tinos": (
        "@expo-google-fonts/tinos",
        [f"{style}/Tinos_{style}.ttf" for style in ("400Regular", "700Bold", "400Regular_Italic", "700Bold_Italic")],
    ),
    "tom-select": ("tom-select/dist", ["js/tom-select.complete.min.js"]),
    "tus-js-client": ("tus-js-client/dist", ["tus.min.js"]),
}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA_DIR / "files"}},
    "staticfiles": {"BACKEND": "core.staticstore.StaticStorage"},
}
if bucket := os.environ.get("S3_BUCKET"):
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": bucket,
            "endpoint_url": os.environ.get("S3_ENDPOINT_URL") or None,
            "querystring_auth": True,
            "default_acl": "private",
        },
    }

# Uploads. The reverse proxy holds the same limit.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
FILE_UPLOAD_PERMISSIONS = 0o640
# What printing one paper may take; the largest annex (2,000 rows) takes 12 to 20 seconds and 600 MB of address space.
PDF_SECONDS = int(os.environ.get("PDF_SECONDS", "90"))
PDF_MEMORY_BYTES = int(os.environ.get("PDF_MEMORY_BYTES", str(1536 << 20)))
LONG_PAPER_ROWS = 200  # a paper with more table rows is printed by the worker, never inside a request

UPLOAD_MAX_BYTES = int(os.environ.get("UPLOAD_MAX_BYTES", "20000000"))
UPLOAD_MAX_BYTES_PER_DOSSIER = int(os.environ.get("UPLOAD_MAX_BYTES_PER_DOSSIER", "300000000"))
UPLOAD_MAX_PIXELS = 40_000_000
CLAMD_ADDRESS = os.environ.get("CLAMD_ADDRESS", "")

# Sign-in.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "/dang-nhap/"
LOGIN_REDIRECT_URL = "/viec-can-lam/"
LOGOUT_REDIRECT_URL = "/dang-nhap/"

# Security headers.
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if flag("TRUST_PROXY", HTTPS) else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-sessionid" if HTTPS else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "core.views.errors.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# Mail. The demonstration writes messages to files; production names a server.
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if os.environ.get("EMAIL_HOST")
    else ("django.core.mail.backends.filebased.EmailBackend")
)
EMAIL_FILE_PATH = DATA_DIR / "mail"
EMAIL_HOST = os.environ.get("EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = flag("EMAIL_USE_TLS", True)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "OCOP Ninh Bình <ocop@localhost>")

# Background work.
# Celery names a Unix socket differently from redis-py.
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)
# Long work waits for a process of its own: mail and the clock's work never stand behind it.
CELERY_TASK_ROUTES = {"core.run_job": {"queue": "jobs"}}
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 1_800
CELERY_TASK_SOFT_TIME_LIMIT = 1_700
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 2, "socket_timeout": 5, "visibility_timeout": 3_600}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TIMEZONE = TIME_ZONE

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# What this installation calls itself. A province sets these once.
PORTAL_NAME = os.environ.get("PORTAL_NAME", "Quản lý OCOP")
PROVINCE_NAME = os.environ.get("PROVINCE_NAME", "Tỉnh Ninh Bình")
PORTAL_URL = os.environ.get("PORTAL_URL", f"http://127.0.0.1:{os.environ.get('PORT', '8000')}")
HELP_DESK = os.environ.get("HELP_DESK", "Bộ phận hỗ trợ: Chi cục Phát triển nông thôn")

from ocop_portal.settings_accounts import *
from ocop_portal.settings_logging import *
