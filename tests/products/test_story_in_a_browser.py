"""The officer's way in a real browser: producer, product, dossier, files, check, hand in; then the receiving side.

At a desk and on a phone, with axe, the content security policy's reports and sideways scrolling at each page.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from core import workflow
from criteria.models import Subgroup
from products import point_seven
from products.models import Dossier, Evidence, Product
from tests.browser import DESK, PHONE, Watch, check_page, set_width, small_targets
from tests.conftest import BACKEND
from tests.products.world import World, build, fill, pdf_bytes

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(transactional_db: None, law: None) -> World:
    """The same world, in rows that another thread's server sees."""
    return build()


def sign_in(context: BrowserContext, address: str, user: Any) -> None:
    """Put a session of that person into the browser."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie.value, "url": address}])


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_an_officer_records_fills_and_hands_in(
    page: Page, live_server: Any, world: World, tmp_path: Path, width: int
) -> None:
    watch = Watch(page)
    set_width(page, width)
    sign_in(page.context, live_server.url, world.officer)
    home = live_server.url

    page.goto(f"{home}/chu-the/moi/")
    page.get_by_label("Tên chủ thể").fill("HTX Nấm Yên Hòa")
    page.get_by_label("Loại hình").select_option("cooperative")
    page.locator("#id_commune").evaluate(
        "(select, id) => { select.value = id; select.tomselect?.setValue(id); }", str(world.units["Yên Hòa"].pk)
    )
    check_page(page, watch, picture="products/ghi-chu-the")
    page.get_by_role("button", name="Ghi chủ thể").click()
    expect(page.locator("h1")).to_contain_text("HTX Nấm Yên Hòa")
    check_page(page, watch)

    page.get_by_role("link", name="Ghi sản phẩm").click()
    page.get_by_label("Tên sản phẩm").fill("Nấm sò sấy")
    group = str(Subgroup.objects.get(set_number=7).pk)
    page.locator("#id_subgroup").evaluate(
        "(select, id) => { select.value = id; select.tomselect?.setValue(id); }", group
    )
    page.get_by_role("button", name="Ghi sản phẩm").click()
    check_page(page, watch, picture="products/san-pham")
    page.get_by_role("link", name="Lập hồ sơ").click()
    check_page(page, watch)
    page.get_by_role("button", name="Lập hồ sơ").click()
    expect(page.get_by_text("0/6 phần đã xong")).to_be_visible()
    check_page(page, watch, picture="products/ho-so-moi")

    dossier = Dossier.objects.get(product=Product.objects.get(name="Nấm sò sấy"))
    paper = tmp_path / "giấy đăng ký.pdf"
    paper.write_bytes(pdf_bytes())
    page.goto(f"{home}/ho-so/{dossier.pk}/phan/dang-ky-kinh-doanh/")
    page.locator("#id_evidence").set_input_files(str(paper))
    expect(page.get_by_text("Đã nhận")).to_be_visible()
    page.get_by_label("Nội dung khai").fill("Số 123, cấp ngày 03/04/2024")
    page.get_by_label("Nội dung khai").blur()
    expect(page.get_by_text("Đã lưu lúc")).to_be_visible()
    check_page(page, watch, picture="products/phan-ho-so")
    page.get_by_role("button", name="Lưu và tiếp tục").click()
    expect(page.locator("h1")).to_contain_text("Sản phẩm mẫu")
    assert Evidence.objects.filter(item__dossier=dossier, item__code="dang-ky-kinh-doanh").count() == 1

    page.goto(f"{home}/ho-so/{dossier.pk}/tu-danh-gia/")
    first = page.locator("fieldset.crit").first
    first.locator("input.opt-input").first.check(force=True)
    expect(page.get_by_text("Đã lưu lúc")).to_be_visible()
    check_page(page, watch, picture="products/tu-danh-gia")
    assert small_targets(page) == []
    page.get_by_role("link", name="Gắn minh chứng").first.click()
    check_page(page, watch, picture="products/minh-chung-tieu-chi")
    assert small_targets(page) == []

    page.goto(f"{home}/ho-so/{dossier.pk}/bao-cao/")
    page.get_by_label("Bằng sáng chế").check()
    page.get_by_label("Thị trường phân phối sản phẩm").fill("Bán tại xã.")
    page.get_by_role("button", name="Lưu và về hồ sơ").click()
    expect(page.get_by_text("Đã lưu phần lời của báo cáo")).to_be_visible()
    assert point_seven.by_hand(dossier) == {"patent": True}

    fill(dossier, world.officer)
    page.goto(f"{home}/ho-so/{dossier.pk}/kiem-tra-lai/")
    check_page(page, watch, picture="products/kiem-tra-lai", whole=True)
    page.get_by_role("link", name="Thay đổi Giấy đăng ký kinh doanh").click()
    page.get_by_role("button", name="Lưu và về trang kiểm tra").click()
    expect(page.locator("h1")).to_have_text("Kiểm tra lại và nộp")
    page.get_by_role("button", name="Nộp hồ sơ lên huyện Yên Mô").dblclick()
    expect(page.locator("h1")).to_have_text("Đã nộp hồ sơ")
    dossier.refresh_from_db()
    assert dossier.submissions == 1
    page.reload()
    expect(page.get_by_text(dossier.code).first).to_be_visible()
    check_page(page, watch, picture="products/da-nop")

    for address, picture in (
        ("/ho-so/", "ho-so-danh-sach"), ("/chu-the/", "chu-the-danh-sach"), ("/san-pham/", "san-pham-danh-sach"),
        ("/cong-nhan/", "cong-nhan-trong"), ("/dot-danh-gia/", "dot-danh-gia"),
        (f"/ho-so/{dossier.pk}/bao-cao/", "bao-cao-tu-danh-gia"), (f"/ho-so/{dossier.pk}/rut/", "rut-ho-so"),
        (f"/ho-so/{dossier.pk}/bo-ho-so/", "bo-ho-so"),
        (f"/chu-the/{world.producer.pk}/moi-tai-khoan/", "moi-tai-khoan"),
    ):  # fmt: skip
        page.goto(home + address)
        check_page(page, watch, picture=f"products/{picture}")

    page.goto(f"{home}/ho-so/")
    page.get_by_text("Cột hiển thị").click()
    page.get_by_role("checkbox", name="Bộ tiêu chí").check()
    page.get_by_role("checkbox", name="Đang ở").uncheck()
    check_page(page, watch, picture="products/chon-cot")
    page.get_by_role("button", name="Hiện các cột này").click()
    expect(page.locator("td[data-label='Bộ tiêu chí']")).to_contain_text("Bộ 07.")
    expect(page.locator("td[data-label='Đang ở']")).to_have_count(0)
    check_page(page, watch, picture="products/ho-so-cot-da-chon")


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_the_receiving_side_returns_and_accepts(page: Page, live_server: Any, world: World, width: int) -> None:
    dossier = world.submitted()
    watch = Watch(page)
    set_width(page, width)
    sign_in(page.context, live_server.url, world.leader)
    page.goto(f"{live_server.url}/ho-so/{dossier.pk}/tiep-nhan/")
    check_page(page, watch, picture="products/tiep-nhan")
    item = page.locator("#muc-dang-ky-kinh-doanh")
    item.locator("summary").click()
    item.locator("textarea").fill("Bản chụp mờ, đề nghị chụp lại.")
    item.get_by_role("button", name="Ghi “cần bổ sung”").click()
    page.get_by_role("link", name="Trả lại 1 phần").click()
    check_page(page, watch)
    page.get_by_role("button", name="Trả lại hồ sơ").click()
    expect(page.get_by_text("Bản chụp mờ, đề nghị chụp lại.").first).to_be_visible()
    check_page(page, watch, picture="products/ho-so-tra-lai")
    dossier.refresh_from_db()
    assert dossier.state == "returned"
    dossier.items.filter(verdict="missing").update(changed_after_return=True)
    workflow.apply(dossier, "submit", actor=world.officer)
    page.goto(f"{live_server.url}/ho-so/{dossier.pk}/so-sanh/")
    check_page(page, watch, picture="products/so-sanh")
    page.goto(f"{live_server.url}/ho-so/chon/?chon={dossier.pk}")
    check_page(page, watch, picture="products/ho-so-da-chon")
    page.goto(f"{live_server.url}/ho-so/{dossier.pk}/tiep-nhan/")
    page.get_by_role("button", name="Các phần còn lại đều đạt").click()
    page.get_by_role("link", name="Tiếp nhận hồ sơ").first.click()
    page.get_by_role("button", name="Tiếp nhận hồ sơ").click()
    expect(page.get_by_text("Đã tiếp nhận").first).to_be_visible()
    check_page(page, watch, picture="products/ho-so-tiep-nhan")
