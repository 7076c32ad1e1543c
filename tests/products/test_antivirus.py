"""Uploads beside an antivirus: "đang quét" until it answered, gone from use when it found something, kept while it is away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core.errors import Denied
from core.files.scan import scan, scan_waiting
from core.formats import now
from core.models import ScanState, StoredFile
from notifications.models import Message
from products.actions import content, dossiers
from products.content import missing_items
from products.models import DossierItem, Evidence
from tests.core.clamd_server import MARK, Clamd, running
from tests.products.world import World, pdf_bytes, pdf_upload

CODE = "dang-ky-kinh-doanh"


@pytest.fixture
def antivirus(settings: Any) -> Iterator[Clamd]:
    """The portal with an antivirus."""
    with running() as server:
        settings.CLAMD_ADDRESS = server.address
        yield server


def added(world: World, data: bytes = b"") -> tuple[DossierItem, Evidence]:
    """A dossier to which only this file was missing."""
    dossier = world.filled()
    item = dossier.items.get(code=CODE)
    for row in item.evidence.filter(removed_at=None):
        content.remove_evidence(evidence=row, actor=world.officer)
    upload = pdf_upload("giay.pdf")
    if data:
        upload.seek(0, 2)
        upload.write(data)
        upload.seek(0)
        upload.size = len(pdf_bytes()) + len(data)
    return item, content.add_evidence(item=item, actor=world.officer, upload=upload)


def pages(world: World, client: Client, row: Evidence) -> tuple[str, int]:
    """What the section says of the file, and what opening it answers."""
    page = client.get(reverse("products:item", args=[row.item.dossier_id, CODE])).content.decode()
    return page, client.get(reverse("core:file", args=[row.file_id]), {"xem": "1"}).status_code


def test_a_clean_file_opens_when_the_antivirus_answered(
    world: World, antivirus: Clamd, client_as: Callable[..., Client]
) -> None:
    _, row = added(world)
    client = client_as(user=world.officer)
    assert row.file.scan == ScanState.PENDING
    page, status = pages(world, client, row)
    assert "Đang quét vi-rút" in page
    assert reverse("core:file", args=[row.file_id]) not in page
    assert status != 200
    assert scan(str(row.file_id)) == ScanState.CLEAN
    assert antivirus.seen[-1].startswith(b"%PDF-"), "the bytes themselves went over the socket"
    page, status = pages(world, client, row)
    assert "Đang quét" not in page
    assert status == 200


def test_an_infected_file_is_nobodys_and_fills_nothing(
    world: World, antivirus: Clamd, client_as: Callable[..., Client]
) -> None:
    item, row = added(world, MARK)
    assert not missing_items(item.dossier), "a file that is being looked at counts until it was found bad"
    assert scan(str(row.file_id)) == ScanState.INFECTED
    client = client_as(user=world.officer)
    page, status = pages(world, client, row)
    assert "Có mã độc" in page
    assert status != 200
    assert "có mã độc" in client.get(reverse("core:file", args=[row.file_id]), follow=True).content.decode()
    assert [one.code for one in missing_items(item.dossier)] == [CODE]
    with pytest.raises(Denied, match="Còn thiếu 1 phần bắt buộc"):
        dossiers.submit(dossier=item.dossier, actor=world.officer)
    assert scan_waiting() >= 0
    assert StoredFile.objects.get(pk=row.file_id).scan == ScanState.INFECTED, "the answer stands"


def test_while_the_antivirus_is_away_files_wait_and_are_not_lost(
    world: World, antivirus: Clamd, settings: Any, client_as: Callable[..., Client]
) -> None:
    _, row = added(world)
    address, settings.CLAMD_ADDRESS = settings.CLAMD_ADDRESS, "127.0.0.1:1"
    assert scan(str(row.file_id)) == ScanState.PENDING
    assert pages(world, client_as(user=world.officer), row)[1] != 200
    assert row.file.path
    settings.CLAMD_ADDRESS = address
    waiting = StoredFile.objects.filter(scan=ScanState.PENDING).count()
    assert scan_waiting() == waiting >= 1
    assert pages(world, client_as(user=world.officer), row)[1] == 200


def test_an_antivirus_that_cannot_look_says_nothing_about_the_file(world: World, antivirus: Clamd) -> None:
    _, row = added(world)
    antivirus.trouble = "Can't allocate memory"
    assert scan(str(row.file_id)) == ScanState.PENDING
    antivirus.trouble = ""
    assert scan(str(row.file_id)) == ScanState.CLEAN


def test_a_file_that_it_cannot_read_for_a_day_is_told_and_fills_nothing(
    world: World, antivirus: Clamd, client_as: Callable[..., Client]
) -> None:
    item, row = added(world)
    antivirus.trouble = "Can't allocate memory"
    StoredFile.objects.filter(pk=row.file_id).update(created_at=now() - dt.timedelta(hours=23))
    assert scan(str(row.file_id)) == ScanState.PENDING
    StoredFile.objects.filter(pk=row.file_id).update(created_at=now() - dt.timedelta(hours=25))
    assert scan(str(row.file_id)) == ScanState.UNSCANNED
    assert "Chưa kiểm tra được mã độc" in pages(world, client_as(user=world.officer), row)[0]
    assert [one.code for one in missing_items(item.dossier)] == [CODE]


def test_a_file_larger_than_it_takes_is_refused_at_once(world: World, antivirus: Clamd) -> None:
    _, row = added(world)
    antivirus.trouble = "INSTREAM size limit exceeded."
    assert scan(str(row.file_id)) == ScanState.UNSCANNED


def test_one_that_hangs_up_on_a_large_file_has_not_read_it(world: World, antivirus: Clamd) -> None:
    """It answers that the file is too large and closes, while the portal is still sending."""
    _, row = added(world, b"\0" * 3_000_000)
    antivirus.hangs_up = True
    assert scan(str(row.file_id)) == ScanState.PENDING
    StoredFile.objects.filter(pk=row.file_id).update(created_at=now() - dt.timedelta(hours=25))
    assert scan(str(row.file_id)) == ScanState.UNSCANNED


def test_a_file_that_is_gone_does_not_wait_for_ever(world: World, antivirus: Clamd) -> None:
    _, row = added(world)
    StoredFile.objects.filter(pk=row.file_id).update(created_at=now() - dt.timedelta(hours=25), path="mat/tep")
    assert scan(str(row.file_id)) == ScanState.UNSCANNED


def test_who_handed_the_file_in_is_told_once(world: World, antivirus: Clamd) -> None:
    _, row = added(world, MARK)
    scan(str(row.file_id))
    scan(str(row.file_id))
    (message,) = Message.objects.filter(kind="file.refused")
    assert (message.recipient, message.title) == (world.officer, "Tệp “giay.pdf” có mã độc")


def test_a_dossier_may_be_handed_in_while_files_are_being_looked_at(world: World, antivirus: Clamd) -> None:
    item, row = added(world)
    assert row.file.scan == ScanState.PENDING
    assert dossiers.submit(dossier=item.dossier, actor=world.officer).code
