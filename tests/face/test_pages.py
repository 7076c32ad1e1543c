"""Every sample page at every width: nothing complains, nothing scrolls sideways, axe finds nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser import DESK, NARROW, PHONE, TABLET, Watch, check_page, set_width, sideways, small_targets

pytestmark = pytest.mark.browser

PAGES = ["todo", "list", "form", "components", "dossier", "score", "room", "result", "public", "verify", "signin",
         "document", "upload", "confirm"]  # fmt: skip
ERRORS = {
    "400": "Không đọc được yêu cầu", "403": "Việc này ngoài phạm vi của bạn", "404": "Không tìm thấy trang này",
    "413": "Tệp gửi lên quá lớn", "429": "Thao tác quá nhanh", "csrf": "Trang đã mở quá lâu", "stale": "Có người đã sửa trước",
}  # fmt: skip
BROKEN = {"500": "Hệ thống gặp lỗi", "503": "Hệ thống tạm dừng phục vụ"}


@pytest.mark.parametrize("width", [DESK, PHONE])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_clean(face: str, page: Page, watch: Watch, name: str, width: int) -> None:
    set_width(page, width)
    page.goto(f"{face}/mau/{name}/")
    check_page(page, watch, picture=f"face/{name}")
    assert small_targets(page) == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_the_narrowest_phone(face: str, page: Page, name: str) -> None:
    set_width(page, NARROW)
    page.goto(f"{face}/mau/{name}/")
    assert sideways(page) == []


def test_the_score_sheet_on_a_tablet(face: str, page: Page, watch: Watch) -> None:
    set_width(page, TABLET)
    page.goto(f"{face}/mau/score/")
    check_page(page, watch, picture="face/score")


@pytest.mark.parametrize(("name", "heading"), ERRORS.items())
def test_an_error_page_speaks_vietnamese(face: str, page: Page, watch: Watch, name: str, heading: str) -> None:
    set_width(page, PHONE)
    page.goto(f"{face}/loi/{name}/")
    expect(page.locator("h1")).to_have_text(heading)
    check_page(page, watch, picture=f"face/loi-{name}")
    text = page.locator("main").inner_text()
    assert not any(word in text for word in ("Error", "Forbidden", "Not Found", name if name.isdigit() else "CSRF"))


@pytest.mark.parametrize(("name", "heading"), BROKEN.items())
def test_a_failure_says_what_happened_to_the_data(face: str, page: Page, name: str, heading: str) -> None:
    page.goto(f"{face}/loi/{name}/")
    expect(page.locator("h1")).to_have_text(heading)
    expect(page.locator("main")).to_contain_text("Dữ liệu đã lưu")
    expect(page.locator("main")).to_contain_text("Bộ phận hỗ trợ")


def test_text_twice_as_large_still_fits(face: str, page: Page) -> None:
    set_width(page, DESK // 2)
    page.set_default_timeout(5000)
    page.goto(f"{face}/mau/list/")
    assert sideways(page) == []
    set_width(page, DESK // 4)
    page.goto(f"{face}/mau/dossier/")
    assert sideways(page) == []


def test_paper_carries_no_navigation(face: str, page: Page) -> None:
    page.goto(f"{face}/mau/list/")
    page.emulate_media(media="print")
    for part in (".top", ".rail", ".filters", ".chips", ".pager", ".page-actions"):
        expect(page.locator(part).first).to_be_hidden()
    expect(page.locator("thead")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('thead')).display") == "table-header-group"


def test_more_contrast_when_the_system_asks(face: str, page: Page) -> None:
    page.emulate_media(contrast="more")
    page.goto(f"{face}/mau/todo/")
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
