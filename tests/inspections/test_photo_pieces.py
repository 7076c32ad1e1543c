"""Photos in pieces: what has arrived stays; only who sends goes on; the whole file is checked like any other."""

from __future__ import annotations

import base64
import datetime as dt
import io
import uuid
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from core.files import UploadRefused, pieces
from core.formats import now
from core.models import PartialUpload, StoredFile, UploadPiece
from core.tasks import sweep_pieces
from inspections.actions import uploads, visits
from inspections.models import InspectionPhoto
from tests.inspections.test_visits import gps_jpeg
from tests.inspections.world import World

pytestmark = pytest.mark.django_db
STEP = 300


def words(**values: str) -> str:
    return ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in values.items())


class Phone:
    """A browser that speaks tus."""

    def __init__(self, client: Client, inspection: Any, content: bytes, **more: str) -> None:
        self.client, self.content, self.key = client, content, str(uuid.uuid4())
        self.base, self.url = f"/kiem-tra/{inspection.pk}/anh/phan/", ""
        self.words = {"key": self.key, "filename": "ảnh 1.jpg", **more}

    def begin(self, size: int | None = None) -> Any:
        headers = {"Upload-Length": str(size or len(self.content)), "Upload-Metadata": words(**self.words)}
        answer = self.client.post(self.base, headers=headers)
        self.url = answer.headers.get("Location", self.url)
        return answer

    def offset(self) -> int:
        answer = self.client.head(self.url)
        assert answer.status_code == 200
        assert answer.headers["Upload-Length"] == str(len(self.content))
        return int(answer.headers["Upload-Offset"])

    def piece(self, at: int, content: bytes | None = None, **headers: str) -> Any:
        return self.client.post(
            self.url, self.content[at : at + STEP] if content is None else content,
            content_type="application/offset+octet-stream",
            headers={"Upload-Offset": str(at), "X-HTTP-Method-Override": "PATCH", **headers},
        )  # fmt: skip

    def rest(self) -> Any:
        answer = None
        while self.offset() < len(self.content):
            answer = self.piece(self.offset())
            assert answer.status_code == 204, answer.content
        return answer


@pytest.fixture
def phone(world: World, client_as: Any) -> Phone:
    return Phone(client_as(user=world.advisor), world.begun(), gps_jpeg())


def test_a_photo_arrives_in_pieces_and_goes_on_where_it_stopped(world, phone):
    answer = phone.begin()
    assert answer.status_code == 201
    assert answer.headers["Tus-Resumable"] == "1.0.0"
    assert phone.piece(0).headers["Upload-Offset"] == str(STEP)
    lost = phone.url
    assert phone.begin().headers["Upload-Offset"] == str(STEP)  # the page was opened again and knew only the key
    assert phone.url == lost
    assert phone.offset() == STEP
    last = phone.rest()
    assert last.headers["Photo-Place"] == "20.12500, 105.98750"
    photo = InspectionPhoto.objects.get()
    assert (photo.added_by, photo.upload_key) == (world.advisor, uuid.UUID(phone.key))
    assert photo.file.name == "ảnh 1.jpg"
    assert photo.taken_at is not None
    assert UploadPiece.objects.count() == 0


def test_the_answer_that_got_lost_is_given_again_and_nothing_is_kept_twice(phone):
    phone.begin()
    phone.rest()
    assert phone.offset() == len(phone.content)  # so the page knows that all has arrived
    assert phone.piece(0).status_code == 409
    phone.begin()
    assert phone.offset() == len(phone.content)
    assert InspectionPhoto.objects.count() == 1


def test_a_piece_out_of_place_is_refused_and_changes_nothing(phone):
    phone.begin()
    assert phone.piece(0).status_code == 204
    for at in (0, STEP - 1, STEP + 1, len(phone.content) - 1):
        assert phone.piece(at).status_code == 409
    assert phone.offset() == STEP


def test_row_and_place_of_the_phone_come_with_the_photo(world, client_as):
    inspection = world.begun()
    line = inspection.lines.first()
    plain = io.BytesIO()
    Image.new("RGB", (60, 60), "red").save(plain, "JPEG")
    more = {"line": str(line.pk), "latitude": "20.1", "longitude": "105.9"}
    sender = Phone(client_as(user=world.advisor), inspection, plain.getvalue(), **more)
    sender.begin()
    sender.rest()
    photo = InspectionPhoto.objects.get()
    assert (photo.line, str(photo.latitude), photo.place_source) == (line, "20.10000", "device")


def test_the_whole_file_is_checked_and_a_bad_one_leaves_nothing(world, client_as):
    inspection, before = world.begun(), StoredFile.objects.count()
    for content in (
        b"<html><script>alert(1)</script></html>" * 20,
        gps_jpeg()[:-400] + b"\x00" * 300,
        b"\xff\xd8\xff" * 200,
    ):
        sender = Phone(client_as(user=world.advisor), inspection, content)
        sender.begin()
        at = 0
        while at < len(content):
            answer = sender.piece(at)
            at += STEP
        assert answer.status_code == 422
        assert answer.json()["error"]
        assert sender.client.head(sender.url).status_code == 404
    assert PartialUpload.objects.count() == UploadPiece.objects.count() == 0
    assert InspectionPhoto.objects.count() == 0
    assert StoredFile.objects.count() == before


def test_nobody_else_goes_on_with_it_or_learns_of_it(world, client_as, phone):
    phone.begin()
    phone.piece(0)
    for user, code in (
        (world.leader, 404),
        (world.officer, 404),
        (world.neighbour, 404),
        (world.owner, 403),
        (world.admin, 403),
    ):
        other = client_as(user=user)
        assert other.head(phone.url).status_code == code, user
        mine, phone.client = phone.client, other
        assert phone.piece(STEP).status_code == code, user
        phone.client = mine
    assert phone.offset() == STEP


def test_another_visit_does_not_take_it(world, client_as, phone):
    phone.begin()
    elsewhere = world.begun(world.recognition("Rượu nếp"))
    wrong = phone.url.replace(phone.base, f"/kiem-tra/{elsewhere.pk}/anh/phan/")
    assert phone.client.head(wrong).status_code == 404


def test_after_the_conclusion_no_piece_is_taken(world, client_as):
    inspection = world.begun()
    sender = Phone(client_as(user=world.advisor), inspection, gps_jpeg())
    sender.begin()
    sender.piece(0)
    world.fill(inspection)
    inspection.refresh_from_db()
    visits.conclude(inspection=inspection, actor=world.advisor)
    answer = sender.piece(STEP)
    assert answer.status_code == 403
    assert answer.json()["error"] == "Phiếu chỉ ghi được khi cuộc kiểm tra đang diễn ra."
    assert sender.begin().status_code == 403


@pytest.mark.parametrize("size", ["0", "-1", "20000001", "abc", "1e3", ""])
def test_sizes_outside_the_limit_are_refused_before_a_byte_is_sent(world, client_as, size):
    sender = Phone(client_as(user=world.advisor), world.begun(), gps_jpeg())
    answer = sender.client.post(sender.base, headers={"Upload-Length": size, "Upload-Metadata": words(**sender.words)})
    assert answer.status_code == 422
    assert PartialUpload.objects.count() == 0


def test_a_key_is_needed_and_only_a_piece_is_taken(world, client_as, phone):
    phone.begin()
    assert phone.client.post(phone.base, headers={"Upload-Length": "9"}).status_code == 422
    assert phone.client.post(phone.url, {"Upload-Offset": "0"}).status_code == 422
    assert phone.piece(0, content=b"").status_code == 422
    assert phone.client.patch(phone.url, b"x", content_type="application/offset+octet-stream").status_code == 403


def test_more_bytes_than_announced_end_the_sending(world, phone):
    phone.begin()
    assert phone.piece(0, content=phone.content + b"more").status_code == 422
    assert PartialUpload.objects.count() == 0


def test_so_many_at_once_and_no_more(world, client_as, monkeypatch):
    inspection = world.begun()
    monkeypatch.setattr(pieces, "MAX_OPEN", 2)
    for _ in range(2):
        assert Phone(client_as(user=world.advisor), inspection, gps_jpeg()).begin().status_code == 201
    third = Phone(client_as(user=world.advisor), inspection, gps_jpeg()).begin()
    assert third.status_code == 403
    assert "gửi dở" in third.json()["error"]
    monkeypatch.setattr(pieces, "MAX_OPEN", 9)
    monkeypatch.setattr(pieces, "MAX_OPEN_BYTES", 100)
    assert Phone(client_as(user=world.advisor), inspection, gps_jpeg()).begin().status_code == 403
    monkeypatch.setattr(uploads, "MAX_PHOTOS", 0)
    full = Phone(client_as(user=world.advisor), inspection, gps_jpeg()).begin()
    assert "tối đa 0 ảnh" in full.json()["error"]


def test_what_nobody_goes_on_with_is_swept_and_what_is_fresh_stays(world, client_as, phone):
    phone.begin()
    phone.piece(0)
    fresh = Phone(phone.client, world.begun(world.recognition("Mắm")), gps_jpeg())
    fresh.begin()
    PartialUpload.objects.filter(key=phone.key).update(touched_at=now() - dt.timedelta(hours=73))
    assert sweep_pieces() == 1
    assert [str(row.key) for row in PartialUpload.objects.all()] == [fresh.key]
    assert UploadPiece.objects.count() == 0
    assert phone.begin().headers["Upload-Offset"] == "0"  # and it may begin anew
    phone.rest()
    assert InspectionPhoto.objects.count() == 1


def test_a_known_key_with_another_size_is_another_file(world):
    values: dict[str, Any] = {"owner": world.advisor, "subject": "inspection:1", "key": uuid.uuid4(), "name": "a.jpg"}
    pieces.begin(**values, size=10)
    with pytest.raises(UploadRefused, match="dung lượng khác"):
        pieces.begin(**values, size=11)
