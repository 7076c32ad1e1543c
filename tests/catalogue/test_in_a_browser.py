"""The public's pages in a real browser, at a desk and on a phone."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from core.formats import today
from products.enums import RecognitionState
from tests.browser import DESK, PHONE, Watch, check_page, set_width, small_targets
from tests.catalogue.makers import recognised, with_photo

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_a_visitor_searches_opens_a_product_and_verifies_it(page: Page, live_server: Any, width: int) -> None:
    until = today() + dt.timedelta(days=400)
    row = recognised("Bột rau má thử", until=until, made={"story": "Một câu chuyện."})
    with_photo(row)
    recognised("Mật ong thử", until=until, made={"producer": "HTX ong thử"})
    gone = recognised("Nem chua thử", until=until, state=RecognitionState.REVOKED, made={"producer": "Hộ thử"})
    watch = Watch(page)
    set_width(page, width)

    page.goto(f"{live_server.url}/tra-cuu/")
    check_page(page, watch, picture="cong-khai/tra-cuu")
    assert small_targets(page) == []
    page.get_by_role("searchbox").fill("rau ma")
    page.get_by_role("button", name="Tìm", exact=True).click()
    expect(page.locator(".product")).to_have_count(1)
    page.get_by_role("link", name="Bột rau má thử").click()
    expect(page.locator("h1")).to_have_text("Bột rau má thử")
    check_page(page, watch, picture="cong-khai/san-pham")
    page.get_by_role("link", name="Kiểm tra giấy chứng nhận").last.click()
    expect(page.locator("h1")).to_have_text("Còn hiệu lực")
    check_page(page, watch, picture="cong-khai/xac-minh")

    page.goto(f"{live_server.url}/xac-minh/")
    check_page(page, watch)
    page.get_by_label("Mã trên giấy chứng nhận").fill(gone.verify_code.lower())
    page.get_by_role("button", name="Kiểm tra").click()
    expect(page.locator("h1")).to_have_text("Đã thu hồi")
    check_page(page, watch)

    page.goto(f"{live_server.url}/tra-cuu/?q=khongcogi")
    expect(page.get_by_role("heading", name="Không tìm thấy sản phẩm nào")).to_be_visible()
    check_page(page, watch)


def test_it_works_without_scripts(no_scripts: Page, live_server: Any) -> None:
    recognised("Bột rau má thử", until=today() + dt.timedelta(days=400))
    no_scripts.goto(f"{live_server.url}/tra-cuu/?q=rau")
    no_scripts.get_by_label("Hạng sao").select_option("4")
    no_scripts.get_by_role("button", name="Lọc").click()
    expect(no_scripts.get_by_role("heading", name="Không tìm thấy sản phẩm nào")).to_be_visible()
