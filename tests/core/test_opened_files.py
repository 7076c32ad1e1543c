"""Who looked at a sensitive file stands in the audit trail, once an hour; other files leave no row."""

import datetime as dt
import uuid

import pytest
from django.core.cache import cache
from django.urls import reverse

from accounts.audit_view import action_words
from accounts.enums import Role
from core.files import openings, store_bytes
from core.models import AuditEvent, ScanState
from tests.products.world import pdf_bytes

SENSITIVE = "minh chứng hồ sơ"


@pytest.fixture
def reader(user_as):
    return user_as(Role.DISTRICT_OFFICER)


def _stored(owner, purpose=SENSITIVE):
    return store_bytes("giay.pdf", pdf_bytes(), owner=owner, purpose=purpose)


def _told(file):
    return list(
        AuditEvent.objects.filter(action=openings.ACTION, object_id=str(file.pk)).values_list("actor", flat=True)
    )


def test_a_file_opened_twice_and_leafed_through_is_told_once(reader, client_as):
    file, client = _stored(reader), client_as(user=reader)
    for address in (reverse("core:file", args=[file.pk]), reverse("core:file_page", args=[file.pk, 1])) * 2:
        assert client.get(address).status_code == 200
    assert _told(file) == [reader.pk]
    assert action_words(openings.ACTION) == "Mở tệp"


def test_a_cache_that_forgot_does_not_fill_the_trail_and_the_next_hour_is_told(reader, client_as, monkeypatch):
    file, client = _stored(reader), client_as(user=reader)
    for _ in range(2):
        client.get(reverse("core:file", args=[file.pk]))
        cache.key_prefix = uuid.uuid4().hex
    assert len(_told(file)) == 1
    later = openings.now() + openings.ONCE_IN + dt.timedelta(seconds=1)
    monkeypatch.setattr(openings, "now", lambda: later)
    client.get(reverse("core:file", args=[file.pk]))
    assert len(_told(file)) == 2


def test_what_was_not_shown_is_not_told(reader, user_as, client_as):
    file = _stored(reader)
    address = reverse("core:file", args=[file.pk])
    assert client_as(user=user_as(Role.DISTRICT_OFFICER)).get(address).status_code == 404
    file.scan = ScanState.PENDING
    file.save(update_fields=["scan"])
    assert client_as(user=reader).get(address).status_code == 403
    assert _told(file) == []


@pytest.mark.parametrize("purpose", ["issued-document", "ảnh công bố", "inspection-photo", ""])
def test_public_papers_and_photos_are_not_told(reader, client_as, purpose):
    file = _stored(reader, purpose)
    assert client_as(user=reader).get(reverse("core:file", args=[file.pk])).status_code == 200
    assert _told(file) == []


@pytest.mark.parametrize(
    "purpose",
    ["giấy tờ chủ thể", "bộ hồ sơ", "bảng tính nhập vào", "kết quả nhập bảng tính", "sheets", "complaint", "agreement"],
)
def test_each_kind_of_sensitive_file_is_told(reader, client_as, purpose):
    file = _stored(reader, purpose)
    client_as(user=reader).get(reverse("core:file", args=[file.pk]))
    assert _told(file) == [reader.pk]
