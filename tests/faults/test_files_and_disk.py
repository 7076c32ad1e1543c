"""A full disk leaves nothing half stored (F16); a lost file leaves its page in order (F18)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from core.files import integrity, store_bytes
from core.models import StoredFile
from products.models import DossierItem, Evidence
from tests.products import world as makers
from tests.trust.crawl import client_of
from tests.trust.world import build

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(settings: Any, tmp_path: Path) -> Path:
    """Where this test's files lie."""
    default = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": default}
    return tmp_path


def _draft() -> tuple[Any, Any, DossierItem]:
    world = makers.build()
    dossier = world.draft()
    return world, dossier, dossier.items.exclude(code="tu-danh-gia").order_by("order").first()


def _lying(place: Path) -> list[Path]:
    return [path for path in place.rglob("*") if path.is_file()]


def test_a_full_disk_is_said_in_words_and_leaves_neither_row_nor_file(law: None, place: Path, settings: Any) -> None:
    world, dossier, item = _draft()
    full = {"BACKEND": "tests.faults.storages.FullDisk", "OPTIONS": {"location": place}}
    settings.STORAGES = settings.STORAGES | {"default": full}
    client = client_of(world.officer)
    files_before = StoredFile.objects.count()
    url = f"/ho-so/{dossier.pk}/phan/{item.code}/"
    answer = client.post(f"{url}tep/", {"file": makers.pdf_upload()}, headers={"Accept": "application/json"})
    assert answer.status_code == 422, answer.content.decode()[:300]
    assert "hết chỗ lưu tệp" in answer.json()["error"]
    page = client.post(url, {"answer": "Chữ đã gõ vẫn còn", "evidence": makers.pdf_upload(), "luu": "tiep"})
    text = client.get(url).content.decode() if page.status_code == 302 else page.content.decode()
    assert page.status_code in {200, 302, 422}
    assert "Chữ đã gõ vẫn còn" in text
    assert not Evidence.objects.filter(item__dossier=dossier).exists()
    assert StoredFile.objects.count() == files_before
    assert _lying(place) == []


def test_a_lost_file_leaves_the_page_working_and_is_named_by_the_nightly_check(law: None, place: Path) -> None:
    from products.actions import content

    known_before = integrity.verify()
    world, dossier, item = _draft()
    evidence = content.add_evidence(item=item, actor=world.officer, upload=makers.pdf_upload("giay-dang-ky.pdf"))
    (place / evidence.file.path).unlink()
    client = client_of(world.officer)
    answer = client.get(f"/tep/{evidence.file_id}/")
    assert answer.status_code in {302, 403, 404}
    assert "không tìm thấy" in answer.content.decode().lower()
    assert StoredFile.objects.get(pk=evidence.file_id).missing_since is not None
    for path in (
        f"/ho-so/{dossier.pk}/",
        f"/ho-so/{dossier.pk}/phan/{item.code}/",
        f"/ho-so/{dossier.pk}/kiem-tra-lai/",
    ):
        assert client.get(path).status_code == 200, path
    page = client.get(f"/ho-so/{dossier.pk}/phan/{item.code}/").content.decode()
    assert "không tìm thấy" in page.lower()
    assert integrity.verify() == known_before + 1


def test_the_receiving_officer_meets_a_lost_file_before_anybody_noticed(law: None, place: Path) -> None:
    world = makers.build()
    dossier = world.submitted()
    for path in _lying(place):
        path.unlink()
    client = client_of(world.leader)
    for row in Evidence.objects.filter(item__dossier=dossier).select_related("item"):
        answer = client.get(f"/ho-so/{dossier.pk}/tiep-nhan/?phan={row.item.code}&tep={row.pk}")
        assert answer.status_code == 200
        assert "đã kiểm tra, chưa xem được" not in answer.content.decode()


def test_a_member_scores_beside_a_lost_file(law: None, place: Path) -> None:
    """The page of evidence beside the score sheet still opens, and says that the file is not there."""
    side = build().here
    item, officer = side.open.dossier.items.order_by("order").first(), side.bench.officer
    file = store_bytes("giay-to.pdf", makers.pdf_bytes(), owner=officer)
    evidence = Evidence.objects.create(item=item, file=file, title="Giấy tờ", added_by=officer)
    evidence.criteria.set([side.criterion_id])
    (place / file.path).unlink()
    url = f"/cham-diem/{side.open.pk}/minh-chung/{side.criterion}/"
    answer = client_of(side.bench.people[2]).get(url)
    assert answer.status_code == 200
    assert "không tìm thấy" in answer.content.decode().lower()
