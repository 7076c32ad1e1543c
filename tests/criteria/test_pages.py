"""The look-up of the law: for everybody who signed in, searchable without accents, at a constant number of statements."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from accounts.enums import Role
from core import search
from criteria import comparing, queries
from criteria.access import ACCESS
from tests.evaluations.scoring_samples import form_of

pytestmark = pytest.mark.django_db

PAGES = [
    "/bo-tieu-chi/",
    "/bo-tieu-chi/qd148-2023/6/",
    "/bo-tieu-chi/so-sanh/6/",
    "/quy-dinh/",
    "/quy-dinh/qd1489-2025/",
]


@pytest.fixture
def reader(client_as: Callable[..., Client], law: None) -> Client:
    return client_as(Role.PRODUCER)


def text_of(response: Any) -> str:
    """The page's words without markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.mark.parametrize("role", list(Role))
def test_every_role_reads_every_page(client_as: Callable[..., Client], law: None, role: Role) -> None:
    client = client_as(role)
    assert {page: client.get(page).status_code for page in PAGES} == dict.fromkeys(PAGES, 200)


@pytest.mark.parametrize("page", PAGES)
def test_strangers_are_sent_to_sign_in_and_nothing_is_changed_by_post(
    anonymous: Client, reader: Client, page: str
) -> None:
    assert anonymous.get(page).status_code in {302, 403}
    assert reader.post(page).status_code in {403, 405}


def test_every_page_has_its_access_entry() -> None:
    from criteria.urls import app_name, urlpatterns

    assert {f"{app_name}:{route.name}" for route in urlpatterns} == set(ACCESS)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("nuoc mam", [9]),
        ("NƯỚC MẮM", [9]),
        ("nu\u031bo\u031b\u0301c ma\u0306\u0301m", [9]),
        ("duoc lieu", [18, 19, 20]),
        ("đuoc lieu", [18, 19, 20]),
        ("26", [26]),
        ("bộ 6", [6]),
        ("không có bộ nào như thế", []),
    ],
)
def test_sets_are_found_without_accents(reader: Client, text: str, numbers: list[int]) -> None:
    found = reader.get("/bo-tieu-chi/", {"q": text, "theo": "qd148-2023"}).context["found"]
    assert [row.number for row in found] == numbers


def test_an_empty_search_says_what_to_do(reader: Client) -> None:
    assert "Không có bộ tiêu chí nào khớp" in text_of(reader.get("/bo-tieu-chi/", {"q": "zzz"}))


def test_the_search_box_finds_sets(reader: Client) -> None:
    providers = {provider.label: hits for provider, hits in search.search(None, "cà phê")}
    assert [hit.url for hit in providers["Bộ tiêu chí"]] == [
        "/bo-tieu-chi/qd148-2023/13/",
        "/bo-tieu-chi/qd26-2026/13/",
    ]


def test_a_set_shows_the_whole_law(reader: Client) -> None:
    text = text_of(reader.get("/bo-tieu-chi/qd148-2023/6/"))
    form = form_of(6)
    for criterion in form.criteria:
        assert criterion.title.split("(")[0].strip() in text
    assert text.count("Không đạt mức nào") == sum(1 for criterion in form.criteria if criterion.offers_none)
    assert text.count("tối thiểu") >= sum(1 for c in form.criteria for o in c.options if o.min_star)
    assert "Giả mạo hồ sơ hoặc không tuân thủ" in text
    assert "Chỗ đã sửa" in text
    assert "Chỗ còn ngờ" in text


def test_tourism_shows_both_cases(reader: Client) -> None:
    text = text_of(reader.get("/bo-tieu-chi/qd148-2023/26/"))
    assert text.count("Trường hợp 1: Cộng đồng dịch vụ du lịch") == 4  # the note and three criteria


def test_the_empty_sheet_is_a_pdf_with_every_criterion(reader: Client) -> None:
    response = reader.get("/bo-tieu-chi/qd148-2023/26/phieu.pdf")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="phieu-danh-gia-qd148-2023-bo-26.pdf"'
    words = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages))
    assert "PHIẾU ĐÁNH GIÁ" in words
    assert "Quyết định số 148/QĐ-TTg" in words
    for criterion in form_of(26).criteria:
        assert criterion.code in words


@pytest.mark.parametrize("path", ["/bo-tieu-chi/qd148-2023/27/", "/bo-tieu-chi/qd999/1/", "/quy-dinh/qd999/",
                                  "/bo-tieu-chi/so-sanh/99/", "/bo-tieu-chi/qd148-2023/6/?phien-ban=9",
                                  "/bo-tieu-chi/qd148-2023/6/?phien-ban=x"])  # fmt: skip
def test_what_is_not_there_is_not_found(reader: Client, path: str) -> None:
    assert reader.get(path).status_code == 404


def test_an_earlier_version_stays_readable(reader: Client) -> None:
    row = queries.criteria_set("qd148-2023", 6)
    page = reader.get(f"/bo-tieu-chi/qd148-2023/6/?phien-ban={row.version}")
    assert page.context["set"].pk == row.pk


def test_every_set_renders_under_both_decisions_and_compares(reader: Client) -> None:
    for number in range(1, 27):
        for code in ("qd148-2023", "qd26-2026"):
            assert reader.get(reverse("criteria:set", args=[code, number])).status_code == 200
        assert reader.get(reverse("criteria:compare", args=[number])).status_code == 200


def statements(client: Client, path: str, capture: Any) -> list[str]:
    with capture() as caught:
        assert client.get(path).status_code == 200
    return [query["sql"] for query in caught.captured_queries if '"criteria_' in query["sql"]]


def test_pages_cost_few_statements(reader: Client, django_assert_max_num_queries: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    costs = {}
    for page in PAGES:
        reader.get(page)
        costs[page] = len(statements(reader, page, lambda: CaptureQueriesContext(connection)))
    assert costs == {
        "/bo-tieu-chi/": 3,
        "/bo-tieu-chi/qd148-2023/6/": 2,
        "/bo-tieu-chi/so-sanh/6/": 1,
        "/quy-dinh/": 2,
        "/quy-dinh/qd1489-2025/": 2,
    }


def test_a_ruleset_speaks_in_plain_words(reader: Client) -> None:
    text = text_of(reader.get("/quy-dinh/qd148-2023/"))
    assert (
        "Điểm trung bình từ 70 và đủ mức tối thiểu của hạng 4 sao: chuyển hồ sơ, đề nghị Ủy ban nhân dân cấp tỉnh"
        in text
    )
    assert "Trong khi chờ, sản phẩm giữ hạng 4 sao." in text
    assert "từ 70 đến dưới 90 điểm" in text
    text = text_of(reader.get("/quy-dinh/qd26-2026/"))
    assert "Trả lời trong 15 ngày làm việc." in text
    assert "Từ 180 đến 120 ngày trước khi hết hạn." in text
    assert "Trong khi chờ, chưa công nhận hạng nào." in text
    assert "đến 21/07/2026" in text_of(reader.get("/quy-dinh/qd1489-2025/"))


def test_comparing_a_set_with_itself_changes_nothing() -> None:
    form = form_of(6)
    pairs = [pair for part in comparing.compare(form, form) for pair in part.pairs]
    assert {pair.verdict for pair in pairs} == {"Như cũ"}
    assert [pair.new for pair in pairs] == list(form.criteria)


@pytest.mark.parametrize("number", range(1, 27))
def test_comparing_loses_no_criterion(number: int) -> None:
    old, new = form_of(number), form_of(number, "qd26-2026")
    pairs = [pair for part in comparing.compare(old, new) for pair in part.pairs]
    assert sorted(pair.old.code for pair in pairs if pair.old) == sorted(c.code for c in old.criteria)
    assert sorted(pair.new.code for pair in pairs if pair.new) == sorted(c.code for c in new.criteria)


def test_what_changed_between_the_decisions_is_named() -> None:
    pairs = [pair for part in comparing.compare(form_of(6), form_of(6, "qd26-2026")) for pair in part.pairs]
    said = {(pair.new or pair.old).name: pair.verdict for pair in pairs}  # type: ignore[union-attr]
    assert said["Nguồn nguyên liệu"] == "Đổi điểm tối đa"
    assert said["Vùng nguyên liệu được cấp chứng nhận chất lượng"] == "Mới"
    assert said["Kế toán"] == "Không còn"
    assert said["Gia tăng giá trị"] == "Như cũ"
