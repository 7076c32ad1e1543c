"""No secret reaches a log line, in production or in the demonstration."""

from __future__ import annotations

import importlib
import io
import json
import logging
import logging.config
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
import structlog
from django.conf import settings

from ocop_portal import settings_logging

SECRETS = {
    "password": "bí-mật-mật-khẩu",
    "csrfmiddlewaretoken": "bí-mật-csrf",
    "session_key": "bí-mật-phiên",
    "otp_code": "bí-mật-otp",
    "SECRET_KEY": "bí-mật-khoá",
    "score": "bí-mật-8.125",
    "points": "bí-mật-40",
    "total": "bí-mật-87.5",
    "mean": "bí-mật-69.996",
    "option_id": "bí-mật-mức",
    "comment": "sản phẩm kém",
    "cccd": "bí-mật-cccd",
}


class Production:
    """Logging set up as in production, into memory."""

    def __init__(self, module: ModuleType) -> None:
        self.module = module
        self.stream = io.StringIO()
        self.configure(module.LOGGING, self.stream)

    @staticmethod
    def configure(logging_settings: dict[str, Any], stream: Any) -> None:
        handlers = {"stderr": logging_settings["handlers"]["stderr"] | {"stream": stream}}
        logging.config.dictConfig(logging_settings | {"handlers": handlers})

    @property
    def written(self) -> str:
        return self.stream.getvalue()


@pytest.fixture
def production(monkeypatch) -> Iterator[Production]:
    for name in ("OCOP_DEMO", "DEBUG", "LOG_FORMAT", "LOG_LEVEL"):
        monkeypatch.delenv(name, raising=False)
    yield Production(importlib.reload(settings_logging))
    monkeypatch.undo()
    importlib.reload(settings_logging)
    Production.configure(settings.LOGGING, sys.__stderr__)


def test_a_line_is_json_with_its_context(production):
    structlog.contextvars.bind_contextvars(request_id="r1")
    structlog.get_logger("portal").info("request", path="/ho-so/", status=200)
    structlog.contextvars.clear_contextvars()
    line = json.loads(production.written.splitlines()[-1])
    assert line["event"] == "request"
    assert (line["path"], line["status"], line["request_id"], line["level"]) == ("/ho-so/", 200, "r1", "info")
    assert line["timestamp"].endswith("Z")


def test_no_secret_is_written_at_any_depth(production):
    log = structlog.get_logger("portal")
    log.info("flat", **SECRETS)
    log.info("deep", data={"form": [SECRETS]}, lines=(SECRETS,))
    logging.getLogger("some.library").warning("from the library", extra=SECRETS)
    written = production.written
    assert len(written.splitlines()) == 3
    for key, value in SECRETS.items():
        assert value not in written, key


def test_passwords_in_addresses_are_hidden(production):
    structlog.get_logger("portal").warning("queue.unreachable", error="redis://ocop:bi-mat@redis:6379/0 refused")
    written = production.written
    assert "bi-mat" not in written
    assert "redis:6379" in written


def test_a_traceback_carries_no_local_variables(production):
    marks = "8.125-of-" + "member-3"
    try:
        raise ValueError("closed")
    except ValueError:
        structlog.get_logger("portal").exception("failed")
    written = production.written
    assert "ValueError" in written
    assert marks not in written


@pytest.mark.parametrize("name", ["django.db.backends", "psycopg"])
def test_statements_with_their_parameters_are_never_logged(name):
    assert settings.LOGGING["loggers"][name]["level"] == "WARNING"


def test_error_reports_hold_no_form_data(production):
    event = production.module._before_send(
        {"request": {"data": {"x": "y"}, "cookies": "c", "url": "https://o/ho-so/"}, "extra": {"score": 5}}, {}
    )
    assert event == {"request": {"url": "https://o/ho-so/"}, "extra": {"score": "[ẩn]"}}
