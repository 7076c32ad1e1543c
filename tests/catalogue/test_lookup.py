"""The public look-up: finds without accents, shows valid recognitions first of all, and nothing private."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import unicodedata

import pytest
from django.test import Client
from PIL import Image

from accounts.enums import Role
from products.enums import RecognitionState
from products.models import Product, ProductAlias
from tests.catalogue.makers import SECRET_PERSON, SECRET_PHONE, product, recognised, with_photo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("day", "thirty_six_months")]
FUTURE, PAST = dt.date(2026, 12, 28), dt.date(2024, 1, 1)
QUERIES_OF_LOOKUP = 7


def page_of(query: str = "", client: Client | None = None) -> str:
    answer = (client or Client()).get(f"/tra-cuu/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("typed", ["duong", "Đường", "đuong", "DUONG", unicodedata.normalize("NFD", "Đường")])
def test_accents_never_matter(typed):
    recognised("Đường thốt nốt thử", until=FUTURE)
    recognised("Mật ong thử", until=FUTURE)
    answer = Client().get("/tra-cuu/", {"q": typed}).content.decode()
    assert "Đường thốt nốt thử" in answer
    assert "Mật ong thử" not in answer


def test_words_may_come_from_name_producer_and_place():
    recognised("Bột rau thử", until=FUTURE, made={"producer": "HTX Vân Trà thử", "commune": "Yên Thắng"})
    assert "Bột rau thử" in page_of("?q=rau+van+tra+yen+thang")
    assert 'class="product"' not in page_of("?q=rau+gia+hoa")


def test_only_what_holds_today_is_shown_unless_asked_for():
    recognised("Còn hạn thử", until=FUTURE)
    recognised("Hết hạn thử", until=PAST)
    recognised("Thu hồi thử", until=FUTURE, state=RecognitionState.REVOKED)
    recognised("Không rõ thử", decided_year=None)
    first = page_of()
    assert "Còn hạn thử" in first
    assert "Hiệu lực đến hết" in first
    assert not any(name in first for name in ("Hết hạn thử", "Thu hồi thử", "Không rõ thử"))
    assert "1</span> sản phẩm chưa rõ thời hạn" in first
    assert "Hết hạn thử" in page_of("?hieu_luc=het-han")
    assert "Đã thu hồi" in page_of("?hieu_luc=thu-hoi")
    assert "Không rõ thử" in page_of("?hieu_luc=chua-ro")
    assert page_of("?hieu_luc=tat-ca").count('class="product"') == 4


def test_the_offer_of_products_of_unclear_term_counts_those_that_match():
    recognised("Còn hạn thử", until=FUTURE)
    recognised("Mật ong không rõ thử", decided_year=None, stars=4)
    recognised("Trà không rõ thử", decided_year=None)
    assert "2</span> sản phẩm chưa rõ thời hạn" in page_of()
    assert "1</span> sản phẩm chưa rõ thời hạn" in page_of("?q=mat+ong")
    assert "1</span> sản phẩm chưa rõ thời hạn" in page_of("?sao=4")
    assert "chưa rõ thời hạn" not in page_of("?q=khong+co+gi").partition("<h2>")[2].partition("</div>")[0]


def test_a_search_that_only_finds_unclear_terms_leads_to_them():
    row = recognised("Dưa lê thử", decided_year=2023, made={"source": "bảng nguồn bị cắt sau dòng 3"})
    answer = page_of("?q=dua+le")
    assert "Không tìm thấy sản phẩm nào" in answer
    assert "Xem 1 sản phẩm chưa rõ thời hạn" in answer
    body = Client().get(f"/tra-cuu/{row.product_id}/").content.decode()
    assert "Chưa rõ thời hạn" in body
    assert "sổ chưa ghi" in body
    assert "Còn hiệu lực" not in body
    assert "bảng nguồn" not in body  # remarks about a source are for officers


def test_products_never_recognised_are_nowhere():
    hidden = product("Chưa công nhận thử", code="37-1")
    assert "Chưa công nhận thử" not in page_of("?hieu_luc=tat-ca")
    assert Client().get(f"/tra-cuu/{hidden.pk}/").status_code == 404
    assert Client().get("/tra-cuu/37-1/").status_code == 404


def test_a_renewed_product_stands_once_with_its_newest():
    old = recognised("Tái công nhận thử", stars=3, until=PAST, decided_year=2021, state=RecognitionState.EXPIRED)
    recognised(product=old.product, stars=4, until=FUTURE, decided_year=2024)
    everything = page_of("?hieu_luc=tat-ca")
    assert everything.count('class="product"') == 1
    assert "4 sao" in everything
    assert 'class="product"' not in page_of("?hieu_luc=het-han")


def test_filters_by_stars_district_and_year_and_ignores_nonsense():
    recognised("Ba sao thử", stars=3, until=FUTURE, decided_year=2023)
    recognised("Bốn sao thử", stars=4, until=FUTURE, decided_year=2024, made={"producer": "B", "commune": "Gia Hòa"})
    assert "Ba sao thử" not in page_of("?sao=4")
    assert "Bốn sao thử" not in page_of("?nam=2023")
    district = Product.objects.get(name="Bốn sao thử").district_id
    assert "Ba sao thử" not in page_of(f"?huyen={district}")
    both = page_of("?sao=9&huyen=x&nam=%01&nganh=ZZ&hieu_luc=q&xep=%27&trang=zzz")
    assert "Ba sao thử" in both
    assert "Bốn sao thử" in both


def test_an_empty_answer_helps_on():
    recognised("Bột rau má thử", until=FUTURE)
    answer = page_of("?q=bot+rau+mam")
    assert "Không tìm thấy sản phẩm nào" in answer
    assert "Có phải bạn tìm" in answer
    assert "Bột rau má thử" in answer
    assert "không dấu" in answer


def test_what_visitors_type_is_never_run():
    answer = page_of("?q=%3Cscript%3Ealert(1)%3C/script%3E{{7*7}}")
    assert "<script>alert(1)" not in answer
    assert "{{7*7}}" in answer


@pytest.mark.parametrize("path", ["/tra-cuu/", "/tra-cuu/{pk}/", "/xac-minh/{code}/", "/tra-cuu/du-lieu-mo/san-pham-ocop.csv",
                                  "/tra-cuu/du-lieu-mo/san-pham-ocop.json"])  # fmt: skip
def test_nothing_personal_leaves(path):
    row = recognised("Riêng tư thử", until=FUTURE)
    answer = Client().get(path.format(pk=row.product_id, code=row.verify_code))
    assert answer.status_code == 200
    body = answer.content.decode()
    assert "Riêng tư thử" in body
    for secret in (SECRET_PHONE, SECRET_PERSON, "rieng@vidu.example"):
        assert secret not in body


@pytest.mark.parametrize("count", [1, 3])
def test_the_look_up_costs_the_same_for_any_number(count, django_assert_num_queries):
    for number in range(count):
        with_photo(recognised(f"Sản phẩm thử {number}", until=FUTURE))
    with django_assert_num_queries(QUERIES_OF_LOOKUP):
        page_of()


def test_pages():
    for number in range(25):
        recognised(f"Sản phẩm thử {number}", until=FUTURE)
    assert page_of().count('class="product"') == 24
    assert page_of("?trang=2").count('class="product"') == 1


def test_the_product_page_by_code_old_code_and_number():
    row = recognised("Có mã thử", until=FUTURE, made={"code": "37-377-14743-001-2024", "story": "Chuyện <b>thử</b>"})
    ProductAlias.objects.create(product=row.product, code="37-OLD-1")
    answer = Client().get("/tra-cuu/37-377-14743-001-2024/")
    assert "Chuyện &lt;b&gt;thử" in answer.content.decode()
    for key in ("37-OLD-1", str(row.product_id)):
        answer = Client().get(f"/tra-cuu/{key}/")
        assert (answer.status_code, answer.url) == (302, "/tra-cuu/37-377-14743-001-2024/")


def test_photos_are_small_and_bare(client_as, units):
    photo = with_photo(recognised("Có ảnh thử", until=FUTURE))
    answer = Client().get(f"/tra-cuu/anh/{photo.pk}/nho.jpg")
    with Image.open(io.BytesIO(answer.content)) as picture:
        assert picture.width == 480
        assert not picture.getexif()
    assert "max-age" in answer["Cache-Control"]
    assert Client().get(f"/tra-cuu/anh/{photo.pk}/goc.jpg").status_code == 404
    assert Client().get(f"/tep/{photo.original_id}/").status_code in {302, 403, 404}
    photo.product.recognitions.all().delete()
    assert Client().get(f"/tra-cuu/anh/{photo.pk}/nho.jpg").status_code == 404


def test_open_data_is_safe_in_a_spreadsheet():
    recognised("=HYPERLINK(1)", until=FUTURE)
    recognised("@thử", until=PAST)
    text = Client().get("/tra-cuu/du-lieu-mo/san-pham-ocop.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["Tên sản phẩm"] for row in rows} == {"'=HYPERLINK(1)", "'@thử"}
    assert {row["Tình trạng"] for row in rows} == {"Còn hiệu lực", "Hết hạn"}
    data = json.loads(Client().get("/tra-cuu/du-lieu-mo/san-pham-ocop.json").content)
    assert data["san_pham"][0]["hieu_luc_den"] in {"2026-12-28", "2024-01-01"}
    assert data["san_pham"][0]["xa"] == "Xã Yên Thắng"


def test_so_many_a_minute_and_no_more(settings):
    settings.PUBLIC_PER_MINUTE = {"lookup": 3}
    client = Client()
    assert [client.get("/tra-cuu/").status_code for _ in range(4)] == [200, 200, 200, 429]
    assert Client(REMOTE_ADDR="10.9.9.9").get("/tra-cuu/").status_code == 200


def test_signed_in_people_see_the_same(client_as):
    recognised("Còn hạn thử", until=FUTURE)
    assert "Còn hạn thử" in page_of(client=client_as(Role.PRODUCER))
