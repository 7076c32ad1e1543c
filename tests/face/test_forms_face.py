"""Forms: errors said twice in the same words, nothing lost, sent once."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser import Watch, axe_violations, check_page

pytestmark = pytest.mark.browser


def test_the_summary_says_what_the_fields_say(face: str, page: Page, watch: Watch) -> None:
    page.goto(f"{face}/mau/form/")
    page.get_by_label("Sản lượng").fill("42")
    page.get_by_role("button", name="Lưu và tiếp tục").click()
    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    assert page.title().startswith("Lỗi:")
    above = summary.locator("li").all_inner_texts()
    beside = [text.strip() for text in page.locator(".invalid-feedback").all_inner_texts()]
    assert above == beside
    expect(page.get_by_label("Sản lượng")).to_have_value("42")
    check_page(page, watch, picture="face/form-loi")


@pytest.mark.parametrize(("words", "field"), [("Nhập tên sản phẩm.", "#id_name"), ("Chọn quy mô.", "#id_scale_0")])
def test_a_line_of_the_summary_leads_into_its_field(face: str, page: Page, words: str, field: str) -> None:
    page.goto(f"{face}/mau/form/")
    page.get_by_role("button", name="Lưu và tiếp tục").click()
    page.locator(".error-summary a", has_text=words).click()
    expect(page.locator(field)).to_be_focused()


def test_fields_are_described_by_help_and_error(face: str, page: Page) -> None:
    page.goto(f"{face}/mau/form/")
    page.get_by_role("button", name="Lưu và tiếp tục").click()
    name = page.locator("#id_name")
    assert name.get_attribute("aria-describedby") == "id_name_helptext id_name_error"
    assert name.get_attribute("aria-invalid") == "true"
    for place in ("id_name_helptext", "id_name_error"):
        expect(page.locator(f"#{place}")).to_have_count(1)


def test_no_error_appears_while_typing(face: str, page: Page) -> None:
    page.goto(f"{face}/mau/form/")
    page.locator("#id_signed").fill("x")
    page.locator("#id_name").focus()
    expect(page.locator(".invalid-feedback")).to_have_count(0)
    assert page.locator("form.form").get_attribute("novalidate") is not None


def test_a_double_click_sends_once_and_the_button_says_so(face: str, page: Page) -> None:
    posts: list[str] = []

    def slow(route: Route) -> None:
        if route.request.method == "POST":
            posts.append(route.request.post_data or "")
            page.wait_for_timeout(400)
        route.continue_()

    page.goto(f"{face}/mau/confirm/")
    page.route("**/mau/confirm/", slow)
    page.get_by_role("button", name="Chốt kết quả").dblclick(no_wait_after=True)
    page.wait_for_timeout(900)
    assert len(posts) == 1


def test_a_long_list_is_searched_without_accents(face: str, page: Page) -> None:
    page.goto(f"{face}/mau/form/")
    page.locator(".ts-wrapper input").wait_for()  # before it is there, the select itself bears the name
    box = page.get_by_role("combobox", name="Xã")
    box.click()
    expect(page.locator(".ts-dropdown .option")).to_have_count(4)  # open: what is typed earlier is not heard
    box.press_sequentially("duong thuong")
    expect(page.locator(".ts-dropdown .option")).to_have_count(1)
    page.keyboard.press("Enter")
    assert page.locator("#id_unit").evaluate("(select) => select.value") == "3"
    assert axe_violations(page) == []


def test_the_same_form_without_scripts(face: str, no_scripts: Page) -> None:
    no_scripts.goto(f"{face}/mau/form/")
    no_scripts.get_by_role("button", name="Lưu và tiếp tục").click()
    expect(no_scripts.locator(".error-summary li").first).to_have_text("Nhập tên sản phẩm.")
