"""An officer moves a sheet in: file, columns, verdicts, confirmation, and back again, in a real browser."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from core import jobs
from products.actions import producers
from products.models import ImportBatch, Producer, Recognition
from tests.browser import DESK, PHONE, ROOT, Watch, check_page, set_width, settle
from tests.imports.sheets import book_bytes
from tests.imports.test_quirks import MERGED, SHEET_5445
from tests.products.test_story_in_a_browser import sign_in
from tests.products.world import World, build

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PICTURES = ROOT / "docs" / "hinh"


@pytest.fixture
def world(transactional_db: None, law: None) -> World:
    """The same world, in rows that another thread's server sees."""
    return build()


def work(batch: ImportBatch) -> None:
    """What the worker does."""
    batch.refresh_from_db()
    assert batch.job_id is not None
    jobs.run(str(batch.job_id))


def keep_picture(page: Page, name: str) -> None:
    """A picture for the guide, when the guide's pictures are being made."""
    if os.environ.get("OCOP_PICTURES") == "1":
        settle(page)
        page.screenshot(path=str(PICTURES / f"{name}-{DESK}.png"), animations="disabled")


def test_an_officer_moves_a_sheet_in_and_back(page: Page, live_server: Any, world: World, tmp_path: Path) -> None:
    watch = Watch(page)
    set_width(page, DESK)
    sign_in(page.context, live_server.url, world.officer)
    file = tmp_path / "biểu tổng hợp 2023.xlsx"
    file.write_bytes(book_bytes(SHEET_5445, merged=MERGED, title="Biểu 5445"))

    page.goto(f"{live_server.url}/nhap-bang-tinh/")
    check_page(page, watch, picture="imports/danh-sach")
    page.get_by_role("link", name="Tải bảng lên: công nhận đã có").click()
    check_page(page, watch, picture="imports/tai-len")
    page.get_by_role("button", name="Tải lên và nhận cột").click()
    check_page(page, watch)
    page.locator("#id_file").set_input_files(str(file))
    page.get_by_role("button", name="Tải lên và nhận cột").click()

    expect(page.locator("h1")).to_have_text("Chọn cột")
    expect(page.get_by_label("Nội dung của cột “Địa chỉ”")).to_have_value("address")
    check_page(page, watch, picture="imports/chon-cot")
    keep_picture(page, "nhap-chon-cot")
    page.get_by_label("Nội dung của cột “Tên sản phẩm”").select_option("")
    page.get_by_role("button", name="Kiểm tra từng dòng").click()
    expect(page.get_by_text("Chưa chọn cột cho: Tên sản phẩm").first).to_be_visible()
    check_page(page, watch)
    page.get_by_label("Nội dung của cột “Tên sản phẩm”").select_option("product")
    page.get_by_role("button", name="Kiểm tra từng dòng").click()
    expect(page.get_by_role("heading", name="Đang kiểm tra từng dòng")).to_be_visible()
    check_page(page, watch, picture="imports/dang-kiem-tra")

    batch = ImportBatch.objects.get()
    work(batch)
    page.get_by_role("link", name="Xem từng dòng").click()
    expect(page.get_by_text("Sản phẩm mới:").first).to_be_visible()
    check_page(page, watch, picture="imports/ket-luan", whole=True)
    keep_picture(page, "nhap-ket-luan")
    page.get_by_role("link", name="Có lỗi").click()
    expect(page.get_by_text("chưa phải công nhận")).to_be_visible()
    check_page(page, watch)
    page.get_by_role("link", name="Tiếp tục để nhập").click()
    check_page(page, watch, picture="imports/xac-nhan")
    page.get_by_role("button", name="Nhập vào sổ").dblclick()
    expect(page.get_by_role("heading", name="Đang nhập vào sổ")).to_be_visible()
    work(batch)
    page.get_by_role("link", name="Xem từng dòng").click()
    assert Recognition.objects.filter(source__contains="bảng tính").count() == 2
    with page.expect_download() as download:
        page.get_by_role("link", name="Tệp kết quả").click()
    assert download.value.suggested_filename.endswith(".xlsx")
    set_width(page, PHONE)
    page.reload()
    check_page(page, watch, picture="imports/da-nhap", whole=True)
    page.get_by_role("link", name="Hoàn tác lô này").click()
    check_page(page, watch, picture="imports/hoan-tac")
    page.get_by_role("button", name="Hoàn tác lô này").click()
    expect(page.get_by_text("Đã hoàn tác").first).to_be_visible()
    assert not Recognition.objects.exists()


def test_records_villages_and_twins(page: Page, live_server: Any, world: World) -> None:
    watch = Watch(page)
    set_width(page, DESK)
    sign_in(page.context, live_server.url, world.officer)
    twin = producers.create_producer(
        actor=world.officer, despite_similar=True,
        values={"name": world.producer.name.upper(), "kind": "cooperative", "district": world.units["Yên Mô"], "commune": world.units["Yên Thắng"]},
    )  # fmt: skip
    home = live_server.url
    page.goto(f"{home}/lang-nghe/moi/")
    page.get_by_label("Tên làng nghề").fill("Làng nghề cói Yên Hòa")
    page.get_by_label("Loại").select_option("village")
    page.locator("#id_commune").evaluate(
        "(select, id) => { select.value = id; select.tomselect?.setValue(id); }", str(world.units["Yên Hòa"].pk)
    )
    check_page(page, watch, picture="records/ghi-lang-nghe")
    page.get_by_role("button", name="Ghi làng nghề").click()
    check_page(page, watch, picture="records/lang-nghe")
    page.goto(f"{home}/san-pham/{world.product.pk}/so-lieu/moi/")
    page.get_by_label("Doanh thu (đồng)").fill("1.250.000.000")
    check_page(page, watch, picture="records/ghi-so-lieu")
    page.get_by_role("button", name="Ghi số liệu").click()
    page.goto(f"{home}/chu-the/{world.producer.pk}/giay-to/moi/")
    page.get_by_label("Loại giấy tờ").select_option("food_safety")
    page.get_by_label("Có giá trị đến hết").fill("31/12/2030")
    check_page(page, watch, picture="records/ghi-giay-to")
    page.get_by_role("button", name="Ghi giấy tờ").click()
    for width in (DESK, PHONE):
        set_width(page, width)
        for address, picture in (
            (f"/chu-the/{world.producer.pk}/", "chu-the"), (f"/chu-the/{world.producer.pk}/sua/?phan=lien-he", "sua-mot-phan"),
            (f"/san-pham/{world.product.pk}/", "san-pham"), ("/lang-nghe/", "lang-nghe-danh-sach"), ("/chu-the/trung/", "trung"),
            (f"/chu-the/{world.producer.pk}/gop/{twin.pk}/", "gop"),
        ):  # fmt: skip
            page.goto(home + address)
            check_page(page, watch, picture=f"records/{picture}", whole=True)
    page.get_by_label("Lý do").fill("Ghi hai lần")
    page.get_by_role("button", name="Gộp hai chủ thể").click()
    expect(page.get_by_text("Đã gộp vào").first).to_be_visible()
    assert Producer.objects.get(pk=twin.pk).merged_into == world.producer
