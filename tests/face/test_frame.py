"""The frame: top bar, rail, menus, with and without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser import PHONE, set_width

pytestmark = pytest.mark.browser


def test_the_skip_link_comes_first(face: str, page: Page) -> None:
    page.goto(f"{face}/mau/todo/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#noi-dung")).to_be_focused()


def test_slash_goes_to_the_search_box_but_not_while_typing(face: str, page: Page) -> None:
    page.goto(f"{face}/mau/list/")
    page.keyboard.press("/")
    expect(page.locator(".find input")).to_be_focused()
    page.locator("#q").focus()
    page.keyboard.type("a/b")
    expect(page.locator("#q")).to_have_value("a/b")


def test_the_rail_marks_where_one_is(face: str, page: Page) -> None:
    page.goto(f"{face}/mau/list/")
    expect(page.locator(".rail a[aria-current]")).to_contain_text("Hồ sơ đánh giá")
    assert page.locator(".rail li").count() == 8


def test_the_phone_menu_opens_as_a_sheet_and_gives_the_focus_back(face: str, page: Page) -> None:
    set_width(page, PHONE)
    page.goto(f"{face}/mau/todo/")
    expect(page.locator(".rail")).to_be_hidden()
    page.get_by_role("button", name="Mở danh mục").click()
    expect(page.locator(".rail")).to_be_visible()
    expect(page.get_by_role("button", name="Đăng xuất")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".rail")).to_be_hidden()
    expect(page.locator(".burger")).to_be_focused()


def test_the_phone_menu_works_without_scripts(face: str, no_scripts: Page) -> None:
    set_width(no_scripts, PHONE)
    no_scripts.goto(f"{face}/mau/todo/")
    no_scripts.locator(".burger").click()
    expect(no_scripts.locator(".rail")).to_be_visible()
    no_scripts.locator(".rail-head a").click()
    expect(no_scripts.locator(".rail")).to_be_hidden()


def test_the_person_menu_switches_seats_by_post(face: str, page: Page) -> None:
    page.goto(f"{face}/mau/todo/")
    page.locator(".person > summary").click()
    menu = page.locator(".person .menu-list")
    expect(menu).to_contain_text("Tổ tư vấn")
    assert menu.locator("form[action='/doi-vai-tro/']").get_attribute("method") == "post"
    assert menu.locator("form[action='/dang-xuat/']").get_attribute("method") == "post"
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()


def test_the_year_in_work_is_shown_without_grouping(face: str, page: Page) -> None:
    page.goto(f"{face}/mau/todo/")
    expect(page.locator(".year > summary")).to_contain_text("Năm 2024")


def test_flash_messages_stay_until_closed(face: str, page: Page) -> None:
    page.goto(f"{face}/mau/components/")
    expect(page.locator(".flash")).to_have_count(3)
    page.locator(".flash-close").first.click()
    expect(page.locator(".flash")).to_have_count(2)


def test_a_cut_line_is_said(face: str, page: Page) -> None:
    page.goto(f"{face}/mau/todo/")
    page.context.set_offline(True)
    expect(page.locator(".offline-bar")).to_contain_text("Mất kết nối mạng")
    page.context.set_offline(False)
    expect(page.locator(".offline-bar")).to_have_count(0)
