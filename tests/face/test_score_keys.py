"""The score sheet by keyboard, its evidence, upload and live parts."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import PHONE, TABLET, Watch, set_width
from tests.face import views

pytestmark = pytest.mark.browser


def test_a_figure_key_chooses_and_enter_goes_on(face: str, page: Page) -> None:
    page.goto(f"{face}/mau/score/")
    page.locator("#tc-13 .opt-input:checked").focus()
    page.keyboard.press("3")
    expect(page.locator("#tc-13 .opt-input[data-points='3']")).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.locator("#tc-14")).to_have_class("crit is-current")
    page.keyboard.press("9")
    expect(page.locator("#tc-14 .opt-input:checked")).to_have_count(0)
    page.keyboard.press("2")
    expect(page.locator(".score-send [data-left]")).to_have_text("đã chấm đủ")


def test_a_figure_that_two_cases_list_goes_to_the_other_at_the_second_press(face: str, page: Page) -> None:
    page.goto(f"{face}/mau/score/")
    options = page.locator("#tc-13 .opt-input")
    for place in (0, 1):
        options.nth(place).evaluate("option => { option.dataset.points = '7'; option.checked = false; }")
    options.nth(2).focus()
    for place in (0, 1, 0):
        page.keyboard.press("7")
        expect(options.nth(place)).to_be_checked()


def test_arrows_change_the_choice(face: str, page: Page) -> None:
    page.goto(f"{face}/mau/score/")
    page.locator("#tc-13 .opt-input:checked").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#tc-13 .opt-input[data-points='3']")).to_be_checked()


def test_figures_typed_into_a_note_stay_text(face: str, page: Page) -> None:
    page.goto(f"{face}/mau/score/")
    page.get_by_text("Thêm nhận xét").click()
    page.locator("#n13").press_sequentially("3")
    expect(page.locator("#tc-13 .opt-input[data-points='2']")).to_be_checked()


def test_options_are_whole_rows(face: str, page: Page) -> None:
    set_width(page, PHONE)
    page.goto(f"{face}/mau/score/")
    boxes = [row.bounding_box() for row in page.locator(".opt").all()]
    assert all(box and box["height"] >= 44 for box in boxes)
    page.locator("#tc-14 .opt").nth(1).click()
    expect(page.locator("#tc-14 .opt-input[data-points='2']")).to_be_checked()


@pytest.mark.parametrize("width", [TABLET, PHONE])
def test_evidence_slides_up(face: str, page: Page, watch: Watch, width: int) -> None:
    set_width(page, width)
    page.goto(f"{face}/mau/score/")
    expect(page.locator("#p1")).to_be_hidden()
    opener = ".dock [data-evidence-toggle]" if width == PHONE else ".evidence-grab"
    page.locator(opener).click()
    expect(page.locator("#p1")).to_be_visible()
    page.locator("a[data-view]").nth(1).click()
    expect(page.locator(".evidence-view img")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("#p1")).to_be_hidden()
    assert watch.complaints() == []


def test_tabs_by_arrow_keys(face: str, page: Page) -> None:
    page.goto(f"{face}/mau/score/")
    page.locator("#h1").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#p2")).to_be_visible()
    expect(page.locator("#p1")).to_be_hidden()


def test_the_sheet_without_scripts_shows_everything(face: str, no_scripts: Page) -> None:
    set_width(no_scripts, PHONE)
    no_scripts.goto(f"{face}/mau/score/")
    for panel in ("#p1", "#p2", "#p3"):
        expect(no_scripts.locator(panel)).to_be_visible()


def test_files_go_up_each_with_its_own_end(face: str, page: Page, watch: Watch, tmp_path: Path) -> None:
    good, broken, wrong, big = (tmp_path / name for name in ("Phiếu.pdf", "hong.pdf", "a.exe", "lon.pdf"))
    good.write_bytes(b"%PDF-1.4 x")
    broken.write_bytes(b"x")
    wrong.write_bytes(b"x")
    big.write_bytes(b"x" * 2_100_000)
    page.goto(f"{face}/mau/upload/")
    page.locator("#id_evidence").set_input_files([good, broken, wrong, big])
    items = page.locator(".upload-item")
    expect(items).to_have_count(4)
    expect(items.nth(0)).to_contain_text("Đã nhận")
    expect(items.nth(1)).to_contain_text("Tệp bị hỏng, không mở được.")
    expect(items.nth(2)).to_contain_text("Chỉ nhận PDF, JPG, PNG.")
    expect(items.nth(3)).to_contain_text("Tệp 2,1 MB, quá mức 2 MB.")
    expect(page.locator("input[name=evidence_ids]")).to_have_value("7")
    items.nth(2).get_by_role("button", name="Bỏ").click()
    expect(items).to_have_count(3)
    assert watch.complaints() in (
        [],
        ["Failed to load resource: the server responded with a status of 400 (Bad Request)"],
    )


def test_a_cut_upload_can_be_sent_again(face: str, page: Page, tmp_path: Path) -> None:
    paper = tmp_path / "Phiếu.pdf"
    paper.write_bytes(b"%PDF-1.4 x")
    page.goto(f"{face}/mau/upload/")
    page.route("**/tep/", lambda route: route.abort())
    page.locator("#id_evidence").set_input_files(paper)
    expect(page.locator(".upload-item")).to_contain_text("Đường truyền bị ngắt")
    page.unroute("**/tep/")
    page.get_by_role("button", name="Gửi lại").click()
    expect(page.locator(".upload-item")).to_contain_text("Đã nhận")


def test_a_live_part_asks_until_it_is_done(face: str, page: Page) -> None:
    views.TURNS["count"] = 0
    page.goto(f"{face}/mau/live/")
    expect(page.locator(".turn")).to_have_text("Lần 3", timeout=6000)
    page.wait_for_timeout(1500)
    assert views.TURNS["count"] == 3


def test_a_live_part_says_when_the_line_is_cut(face: str, page: Page) -> None:
    views.TURNS["count"] = 0
    page.goto(f"{face}/mau/live/")
    page.route("**/phan/", lambda route: route.fulfill(status=200, body="<html>Wi-Fi</html>"))
    expect(page.get_by_text("Mất liên lạc với máy chủ, đang thử lại")).to_be_visible(timeout=4000)
    page.unroute("**/phan/")
    expect(page.locator(".turn")).to_be_visible(timeout=8000)
