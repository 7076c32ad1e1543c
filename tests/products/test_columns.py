"""Lists: chosen columns are what is shown, printed and exported; stars and ends of terms as filters; the cost stays."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from core.errors import Denied
from core.formats import now, today
from core.indicators import Scope
from core.models import SavedView
from products.actions import products, villages
from products.indicators import products_entered
from products.models import Dossier, Product, Recognition
from tests.products.world import World

DOSSIERS, PRODUCERS, PRODUCTS = "products:dossiers", "products:producers", "products:products"
RECOGNITIONS, VILLAGES = "products:recognitions", "products:villages"
USUAL = ["Sản phẩm", "Hạng đang có", "Mã hồ sơ", "Loại", "Chủ thể", "Xã, phường", "Huyện, thành phố", "Trạng thái",
         "Điểm", "Hạn", "Đang ở"]  # fmt: skip


def exported(client: Client, name: str, **query: Any) -> list[list[str]]:
    """The csv of a list, headings first."""
    answer = client.get(reverse(name), {"xuat": "csv", **query})
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def headings(client: Client, name: str, **query: Any) -> list[str]:
    """What stands above the columns on screen."""
    page = client.get(reverse(name), query).content.decode()
    row = page.partition("<thead>")[2].partition("</thead>")[0]
    cells = [re.sub(r"<[^>]+>", "", cell).strip() for cell in row.split("</th>")[:-1]]
    return [cell for cell in cells if cell != "Chọn cả trang này"]


def keep(client: Client, name: str, *codes: str, **more: str) -> Any:
    """Choose columns as the box does."""
    return client.post(reverse("core:list_columns"), {"danh-sach": name, "loc": "", "cot": codes} | more)


def test_what_is_shown_is_what_is_exported_and_only_for_the_person(
    world: World, client_as: Callable[..., Client]
) -> None:
    dossier = world.submitted()
    client, other = client_as(user=world.officer), client_as(user=world.leader)
    assert headings(client, DOSSIERS) == [
        "Sản phẩm, mã hồ sơ", "Chủ thể, nơi sản xuất", "Trạng thái", "Điểm", "Hạn", "Đang ở",
    ]  # fmt: skip
    assert exported(client, DOSSIERS)[0] == USUAL
    assert keep(client, DOSSIERS, "ten", "sao_tu", "dot", loc="nam=tat-ca&cot=diem").url.endswith("?nam=tat-ca")
    assert headings(client, DOSSIERS) == ["Sản phẩm, mã hồ sơ", "Sao tự đánh giá", "Đợt"]
    assert headings(client, DOSSIERS, **{"in": "1"}) == ["Sản phẩm, mã hồ sơ", "Sao tự đánh giá", "Đợt"]
    rows = exported(client, DOSSIERS)
    assert rows == [
        ["Sản phẩm", "Hạng đang có", "Mã hồ sơ", "Loại", "Sao tự đánh giá", "Đợt"],
        [dossier.product_name, "", dossier.code, "mới", "5", world.round.name],
    ]
    book = load_workbook(io.BytesIO(client.get(reverse(DOSSIERS), {"xuat": "xlsx"}).content))
    assert [cell.value for cell in book.active[1]] == rows[0]
    assert exported(other, DOSSIERS)[0] == USUAL, "what one person sees is one's own"
    keep(client, DOSSIERS, **{"mac-dinh": "1"})
    assert exported(client, DOSSIERS)[0] == USUAL
    assert not SavedView.objects.exists()


def test_columns_in_the_address_come_first_and_go_into_a_kept_list(
    world: World, client_as: Callable[..., Client]
) -> None:
    world.draft()
    client = client_as(user=world.officer)
    keep(client, DOSSIERS, "ten", "mau")
    page = client.get(reverse(DOSSIERS), {"cot": ["ten", "sao"], "trang_thai": "draft"})
    assert headings(client, DOSSIERS, cot=["ten", "sao"]) == ["Sản phẩm, mã hồ sơ", "Sao kết quả"]
    assert "cot=ten&cot=sao" in page.context["view_query"]
    assert '<input type="hidden" name="cot" value="sao">' in page.content.decode(), "filtering keeps the columns"
    client.post(
        reverse("core:saved_view_save"), {"danh-sach": DOSSIERS, "ten": "Sao", "loc": page.context["view_query"]}
    )
    assert list(SavedView.objects.order_by("name").values_list("name", "query")) == [
        ("", "cot=ten&cot=mau"),
        ("Sao", page.context["view_query"]),
    ]
    text = client.get(reverse(DOSSIERS)).content.decode()
    assert "Danh sách đã lưu (1)" in text, "the row that keeps the columns is no kept list"


def test_nonsense_is_not_kept(world: World, client_as: Callable[..., Client]) -> None:
    world.draft()
    client = client_as(user=world.officer)
    assert exported(client, DOSSIERS, cot=["password", "holder__id"])[0] == USUAL
    assert headings(client, DOSSIERS, cot=["sao"])[0] == "Sản phẩm, mã hồ sơ", "a fixed column stays"
    keep(client, DOSSIERS, "<script>", "a" * 90, "x; DROP")
    assert not SavedView.objects.exists()
    keep(client, "https://example.org", "ten")
    assert not SavedView.objects.exists()
    answer = keep(client, DOSSIERS, "ten", "sao", loc="next=https://example.org/\r\nX: y")
    assert answer.status_code == 302
    assert answer.url.startswith(reverse(DOSSIERS) + "?next=https%3A%2F%2F")


def test_chosen_columns_are_safe_in_a_spreadsheet(world: World, client_as: Callable[..., Client]) -> None:
    world.product.brand, world.product.standards = "=1+1", "@SUM(A1)"
    world.product.save()
    client = client_as(user=world.officer)
    keep(client, PRODUCTS, "ten", "nhan_hieu", "tieu_chuan", "gia")
    found = exported(client, PRODUCTS)
    assert found[0] == [
        "Tên sản phẩm",
        "Hạng sao",
        "Mã sản phẩm",
        "Bước",
        "Giá bán (đồng)",
        "Nhãn hiệu",
        "Tiêu chuẩn áp dụng",
    ]
    assert found[1][-2:] == ["'=1+1", "'@SUM(A1)"]
    book = load_workbook(io.BytesIO(client.get(reverse(PRODUCTS), {"xuat": "xlsx"}).content))
    assert book.active["F2"].data_type == "s"


def test_a_producer_reads_the_same_words_on_screen_and_in_the_sheet(
    world: World, client_as: Callable[..., Client]
) -> None:
    world.submitted()
    client = client_as(user=world.owner)
    shown = client.get(reverse(DOSSIERS)).content.decode()
    assert "Đã nộp, đang được kiểm tra" in shown
    assert "Đã nộp, đang được kiểm tra" in exported(client, DOSSIERS)[1]


def test_an_idea_stands_in_the_register_until_a_dossier_is_opened_for_it(
    world: World, client_as: Callable[..., Client]
) -> None:
    client = client_as(user=world.owner)
    entered = {"name": "Kẹo rau má", "subgroup": world.product.subgroup_id, "is_idea": "on"}
    answer = client.post(reverse("products:product_add", args=[world.producer.pk]), entered, follow=True)
    assert "Ý tưởng sản phẩm, chưa đăng ký đánh giá" in answer.content.decode()
    idea = Product.objects.get(name="Kẹo rau má")
    assert idea.is_idea
    assert not world.product.is_idea
    scope = Scope(since=today(), until=today())
    assert idea not in products_entered(scope)
    assert world.product in products_entered(scope)
    shown = client.get(reverse(PRODUCTS), {"buoc": "True"})
    assert [row.pk for row in shown.context["rows"]] == [idea.pk]
    assert "Ý tưởng</span>" in shown.content.decode()
    assert exported(client, PRODUCTS, buoc="True")[1][3] == "Ý tưởng"
    world.draft(idea)
    idea.refresh_from_db()
    assert not idea.is_idea, "who registers it says that it is a product"
    assert idea.version == 2
    assert "ý tưởng" not in client.get(reverse("products:product_edit", args=[idea.pk])).content.decode()
    with pytest.raises(Denied, match="không ghi là ý tưởng"):
        products.edit_product(product=idea, actor=world.owner, values={"is_idea": True})


def test_producers_show_what_was_chosen(world: World, client_as: Callable[..., Client]) -> None:
    world.producer.women_led, world.producer.workers = True, 12
    world.producer.save()
    client = client_as(user=world.officer)
    keep(client, PRODUCERS, "ten", "phu_nu", "lao_dong", "san_pham")
    assert headings(client, PRODUCERS) == ["Chủ thể, loại hình", "Phụ nữ làm chủ", "Lao động", "Sản phẩm"]
    assert exported(client, PRODUCERS) == [
        ["Tên chủ thể", "Loại hình", "Mã số thuế", "Phụ nữ làm chủ", "Số lao động", "Sản phẩm"],
        [world.producer.name, "Hợp tác xã", "", "Có", "12", world.product.name],
    ]
    assert "Không có chủ thể nào khớp" in client.get(reverse(PRODUCERS), {"phu_nu": "False"}).content.decode()


def test_the_registers_of_recognitions_and_villages_show_what_was_chosen(
    world: World, client_as: Callable[..., Client]
) -> None:
    held = world.recognised(decision_number="12/QĐ-UBND")
    places = {"commune": world.units["Yên Hòa"], "district": world.units["Yên Mô"]}
    told = {"name": "Làng nghề cói Yên Hòa", "kind": "village", "craft": "Cói", "recognised_by": "UBND tỉnh Ninh Bình",
            "decision_number": "=7/QĐ-UBND", "recognised_on": dt.date(2020, 3, 4), "recognised_year": 2020}  # fmt: skip
    villages.create_village(actor=world.officer, values=told | places)
    client = client_as(user=world.officer)
    usual = headings(client, RECOGNITIONS)
    assert usual == ["Sản phẩm", "Chủ thể, nơi sản xuất", "Quyết định", "Hiệu lực", "Đến hết"]
    assert "Điểm" not in exported(client, RECOGNITIONS)[0]
    keep(client, RECOGNITIONS, "ten", "xa", "diem", "giay")
    shown = ["Sản phẩm", "Xã, phường", "Điểm", "Số giấy chứng nhận"]
    assert headings(client, RECOGNITIONS) == headings(client, RECOGNITIONS, **{"in": "1"}) == shown
    assert exported(client, RECOGNITIONS) == [
        ["Sản phẩm", "Hạng sao", "Xã, phường", "Điểm", "Số giấy chứng nhận"],
        [held.product_name, "3", "Xã Yên Thắng", "61.5", held.certificate_number],
    ]
    assert headings(client, VILLAGES) == ["Làng nghề, nghề", "Nơi", "Hộ, lao động", "Công nhận", "Chủ thể OCOP"]
    keep(client, VILLAGES, "ten", "quyet_dinh", "thu_hoi")
    assert headings(client, VILLAGES) == ["Làng nghề, nghề", "Quyết định công nhận", "Quyết định thu hồi"]
    assert "=7/QĐ-UBND, 04/03/2020" in client.get(reverse(VILLAGES)).content.decode()
    assert [row[3:] for row in exported(client, VILLAGES)] == [
        ["Số quyết định", "Ngày quyết định", "Cơ quan công nhận", "Ngày thu hồi", "Số quyết định thu hồi"],
        ["'=7/QĐ-UBND", "04/03/2020", "UBND tỉnh Ninh Bình", "", ""],
    ]
    Recognition.objects.update(valid_until=None)
    for page in (f"{reverse(RECOGNITIONS)}?cot=hieu_luc", reverse("products:product", args=[held.product_id])):
        text = client.get(page).content.decode()
        assert "hưa rõ thời hạn" in text, "nobody calls it valid of whose term nothing is known"
        assert "3 sao · Còn hiệu lực" not in text
    assert headings(client, RECOGNITIONS, cot=["mo", "password"]) == usual, (
        "nonsense in the address shows the usual ones"
    )


@pytest.mark.parametrize("columns", [(), ("ten", "sao_tu", "sao", "dot", "bo", "nop", "mau")])
def test_a_list_costs_the_same_for_one_row_and_three(
    world: World, client_as: Callable[..., Client], columns: tuple[str, ...]
) -> None:
    client = client_as(user=world.department)
    world.draft()
    address, query = reverse(DOSSIERS), {"cot": columns} if columns else {}

    def statements() -> int:
        client.get(address, query)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get(address, query).status_code == 200
        return len(seen)

    one = statements()
    for name in ("Bột tía tô", "Nấm sò"):
        world.draft(world.fresh_product(name))
    assert statements() == one
    assert one <= 12


def test_dossiers_by_stars_and_by_the_end_of_the_held_rank(world: World, client_as: Callable[..., Client]) -> None:
    client = client_as(user=world.officer)
    ended = world.recognised(decided_on=today() - dt.timedelta(days=1000))
    waiting = world.draft(world.fresh_product("Nấm sò"))

    def found(**query: str) -> set[int]:
        return {row.pk for row in client.get(reverse(DOSSIERS), query).context["rows"]}

    assert ended.valid_until is not None
    assert found(sao="3") == {ended.dossier_id}
    assert found(sao="4") == set()
    assert found(sao_tu="5") == {ended.dossier_id}
    assert found(sao_tu="0") == set()
    assert found(han="hang") == {ended.dossier_id}
    Recognition.objects.filter(pk=ended.pk).update(valid_until=today() + dt.timedelta(days=400))
    assert found(han="hang") == set()
    Dossier.objects.filter(pk=waiting.pk).update(final_stars=2, due_at=now() - dt.timedelta(days=2))
    assert found(sao="duoi") == found(han="qua-han") == {waiting.pk}


def test_products_by_the_end_of_their_recognition(world: World, client_as: Callable[..., Client]) -> None:
    client = client_as(user=world.officer)
    held = world.recognised(decided_on=today() - dt.timedelta(days=900))
    world.fresh_product("Nấm sò")

    def found(value: str) -> set[int]:
        return {row.pk for row in client.get(reverse(PRODUCTS), {"han": value}).context["rows"]}

    Recognition.objects.filter(pk=held.pk).update(valid_until=today() + dt.timedelta(days=181))
    assert (found("sap-het"), found("het")) == (set(), set())
    Recognition.objects.filter(pk=held.pk).update(valid_until=today() + dt.timedelta(days=30))
    assert (found("sap-het"), found("het")) == ({world.product.pk}, set())
    Recognition.objects.filter(pk=held.pk).update(valid_until=today() - dt.timedelta(days=1))
    assert (found("sap-het"), found("het")) == (set(), {world.product.pk})
