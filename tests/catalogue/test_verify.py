"""One big answer, and it never lies."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from catalogue.verification import clean_code, verify_url
from products.enums import RecognitionState
from products.models import ProductAlias
from tests.catalogue.makers import recognised

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("day", "thirty_six_months")]
FUTURE, PAST = dt.date(2026, 12, 28), dt.date(2024, 1, 1)


def ask(code: str, status: int = 200) -> str:
    answer = Client().get(f"/xac-minh/{code}/")
    assert answer.status_code == status
    return answer.content.decode()


@pytest.mark.parametrize(("fields", "tone", "words"), [
    ({"until": FUTURE}, "is-valid", "Còn hiệu lực"),
    ({"decided_year": 2023}, "is-expired", "2023</b>, sổ chưa ghi thời hạn"),
    ({"until": PAST}, "is-expired", "Hết hạn"),
    ({"decided_year": 2019}, "is-expired", "đã quá thời hạn"),
    ({"decided_year": 2021}, "is-expired", "chưa rõ thời hạn"),
    ({"decided_year": None}, "is-expired", "Sổ chưa ghi thời hạn"),
    ({"until": FUTURE, "state": RecognitionState.REVOKED}, "is-revoked", "Đã thu hồi"),
    ({"until": FUTURE, "state": RecognitionState.REPLACED}, "is-expired", "Được thay thế"),
])  # fmt: skip
def test_each_answer(fields, tone, words):
    row = recognised("Trả lời thử", **fields)
    body = ask(row.verify_code)
    assert f'class="answer {tone}"' in body
    assert words in body
    if tone != "is-valid":
        assert "Còn hiệu lực</h1>" not in body
        assert "còn trong thời hạn" not in body
        assert ("Không dùng giấy này làm căn cứ" in body) != ("hỏi cơ quan cấp trước khi dùng làm căn cứ" in body)


def test_unknown_codes_are_said_to_be_unknown():
    body = ask("KHONGCO", 404)
    assert "Không tìm thấy" in body
    assert "KHONGCO" in body
    assert "<script>" not in ask("<script>alert(1)<", 404)


def test_an_old_certificate_leads_to_the_new_one():
    old = recognised("Thay thế thử", until=PAST, state=RecognitionState.REPLACED, decided_year=2021)
    new = recognised(product=old.product, until=FUTURE, stars=4)
    body = ask(old.verify_code)
    assert "Được thay thế" in body
    assert f"/xac-minh/{new.verify_code}/" in body


def test_product_codes_and_older_ones_answer_too():
    row = recognised("Có mã thử", until=FUTURE, made={"code": "37-377-14743-001-2024"})
    ProductAlias.objects.create(product=row.product, code="37-CU-1")
    assert "Còn hiệu lực" in ask("37-377-14743-001-2024")
    assert "Còn hiệu lực" in ask("37-cu-1")


@pytest.mark.parametrize("typed", [
    "thu abc", " THUABC ", "https://ocop.vidu.example/xac-minh/THUABC/", "thuabc\u200b", "thu\x00abc", "//[/THUABC?a#b",
    "https://ocop.vidu.example/xac-minh/THU%00ABC/",
])  # fmt: skip
def test_codes_are_read_as_people_type_them(typed):
    assert clean_code(typed) == "THUABC"


def test_typing_a_code_leads_to_its_address():
    answer = Client().get("/xac-minh/", {"ma": "thu 01"})
    assert (answer.status_code, answer.url) == (302, "/xac-minh/THU01/")
    assert "Chưa nhập mã" in Client().get("/xac-minh/?ma=").content.decode()


def test_the_qr_carries_the_public_address(settings):
    settings.PORTAL_URL = "https://ocop.vidu.example/"
    row = recognised(until=FUTURE)
    assert verify_url(row) == f"https://ocop.vidu.example/xac-minh/{row.verify_code}/"
    answer = Client().get(f"/xac-minh/{row.verify_code}/ma-qr.svg")
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer["Content-Disposition"].startswith("attachment")
    assert b"<path" in answer.content
    assert Client().get("/xac-minh/KHONG/ma-qr.svg").status_code == 404
