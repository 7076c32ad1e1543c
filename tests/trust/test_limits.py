"""Too much at once: 413 for oversized bodies, 429 for too many requests, each with its own Vietnamese page."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.enums import Role

pytestmark = pytest.mark.django_db


def test_a_body_beyond_the_limit_is_too_large_not_a_bad_request(client_as: Any, settings: Any) -> None:
    client = client_as(Role.DISTRICT_OFFICER)
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000
    answer = client.post("/chu-the/moi/", {"name": "x" * 2_000})
    assert answer.status_code == 413
    assert "vượt mức cho phép" in answer.content.decode()


def test_too_many_fields_or_files_are_too_large_as_well(client_as: Any, settings: Any) -> None:
    client = client_as(Role.DISTRICT_OFFICER)
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 3
    assert client.post("/chu-the/moi/", {f"f{n}": n for n in range(9)}).status_code == 413
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 2
    files = {f"f{n}": SimpleUploadedFile(f"{n}.pdf", b"%PDF-1.4") for n in range(5)}
    assert client.post("/chu-the/moi/", files).status_code == 413


def test_too_many_look_ups_wait_a_minute(settings: Any) -> None:
    settings.PUBLIC_PER_MINUTE = {"verify": 2}
    client = Client()
    answers = [client.get("/xac-minh/") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[-1]["Retry-After"] == "60"
    assert "Thao tác quá nhanh" in answers[-1].content.decode()


def test_too_many_reset_mails_are_refused_in_vietnamese(settings: Any) -> None:
    client = Client()
    answers = [client.post("/mat-khau/quen/", {"username": "ai-do", "email": "ai@vidu.example"}) for _ in range(25)]
    last = answers[-1]
    assert last.status_code == 429
    assert "Thao tác quá nhanh" in last.content.decode()
