"""Logs: one JSON object a line in production, readable lines in the demonstration. No secret ever gets into them.

A value is left out by the name of its key, wherever it stands: passwords, tokens, keys, cookies, identity numbers, and
everything that could tell a member's points before an assessment is closed. Bodies of requests, SQL with its
parameters and local variables of a traceback are never logged, nor sent to Sentry.
"""

from __future__ import annotations

import os
import re
from typing import Any

import structlog

__all__ = ["CELERY_WORKER_HIJACK_ROOT_LOGGER", "CELERY_WORKER_REDIRECT_STDOUTS", "LOGGING", "LOGGING_CONFIG"]

_YES = {"1", "true", "yes", "on"}
_READABLE = any(os.environ.get(name, "").strip().lower() in _YES for name in ("DEBUG", "OCOP_DEMO"))
_FORMAT = os.environ.get("LOG_FORMAT", "readable" if _READABLE else "json")
_LEVEL = os.environ.get("LOG_LEVEL", "INFO").upper()
_HIDDEN = "[ẩn]"
_SECRET_KEY = re.compile(
    r"passw|mat_?khau|secret|token|api_?key|authorization|cookie|csrf|session|otp|recovery|credential|private_key|dsn"
    r"|cccd|cmnd|score|points?$|points_|diem|^total|_total$|mean|spread|chosen|option|comment",
    re.IGNORECASE,
)
_URL_PASSWORD = re.compile(r"(?<=://)([^/@:\s]*):[^/@\s]+@")
_TRACEBACK_WITHOUT_LOCALS = structlog.processors.ExceptionRenderer(
    structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
)


def _clean(value: Any, depth: int = 0) -> Any:
    """Hide what must not be told, in nested data and in addresses with a password."""
    if isinstance(value, dict):
        return {
            key: _HIDDEN if _SECRET_KEY.search(str(key)) else _clean(each, depth + 1) if depth < 6 else _HIDDEN
            for key, each in value.items()
        }
    if isinstance(value, list | tuple):
        return [_clean(each, depth + 1) if depth < 6 else _HIDDEN for each in value]
    if isinstance(value, str):
        return _URL_PASSWORD.sub(r"\1:***@", value)
    return value


def _redact(logger: Any, method: str, event: dict[str, Any]) -> dict[str, Any]:
    """structlog processor: the last look at a log line before it is written."""
    internal = {key: value for key, value in event.items() if key.startswith("_") or key == "exc_info"}
    return {**_clean({key: value for key, value in event.items() if key not in internal}), **internal}


_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="%H:%M:%S", utc=False)
    if _FORMAT != "json"
    else structlog.processors.TimeStamper(fmt="iso"),
    structlog.stdlib.ExtraAdder(),
    structlog.stdlib.PositionalArgumentsFormatter(),
    _redact,
]

structlog.configure(
    processors=[structlog.stdlib.filter_by_level, *_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=True,
)

_RENDER: list[Any] = (
    [_TRACEBACK_WITHOUT_LOCALS, structlog.processors.JSONRenderer(ensure_ascii=False)]
    if _FORMAT == "json"
    else [structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)]
)

LOGGING_CONFIG = "logging.config.dictConfig"
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": structlog.stdlib.ProcessorFormatter,
            "foreign_pre_chain": _SHARED,
            "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_RENDER],
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": _LEVEL},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        # Statements carry their parameters, points among them: never below WARNING, whatever LOG_LEVEL says.
        "django.db.backends": {"level": "WARNING"},
        "psycopg": {"level": "WARNING"},
        "django.request": {"level": "ERROR"},  # core.middleware writes one line per request, refusals included
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
        "celery": {"level": _LEVEL},
        "celery.beat": {"level": "WARNING"},  # a line for every due task, day and night
        "celery.worker.strategy": {"level": "WARNING"},  # its INFO line repeats the arguments of every task
        "celery.app.trace": {"level": "WARNING"},
    },
}
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_REDIRECT_STDOUTS = False


def _before_send(event: Any, hint: Any) -> Any:
    """Sentry gets the place of an error, not the data of a person."""
    for part in ("request", "extra", "contexts", "tags"):
        if part in event:
            event[part] = _clean(event[part])
    if isinstance(event.get("request"), dict):
        for name in ("data", "cookies", "query_string", "env"):
            event["request"].pop(name, None)
    return event


if _dsn := os.environ.get("SENTRY_DSN"):
    import sentry_sdk

    sentry_sdk.init(
        dsn=_dsn,
        environment=os.environ.get("SENTRY_ENVIRONMENT", "production"),
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        traces_sample_rate=0,
        before_send=_before_send,
    )
