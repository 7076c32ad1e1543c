"""Autosave: what is not on the server is never called saved, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser import Watch
from tests.face import views

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def _clean() -> Iterator[None]:
    views.SAVES.clear()
    views.ANSWERS.clear()
    yield
    views.ANSWERS.clear()


def choose(page: Page, points: str = "3") -> None:
    page.locator(f"#tc-13 .opt-input[data-points='{points}']").check(force=True)


def state(page: Page) -> str:
    return page.locator("[data-save-state]").inner_text().strip()


def test_a_choice_is_saved_at_once(face: str, page: Page, watch: Watch) -> None:
    page.goto(f"{face}/mau/score/")
    choose(page)
    expect(page.locator("[data-save-state]")).to_have_text("Đã lưu lúc 14:05", timeout=2000)
    assert views.SAVES[-1]["o13"] == "3"
    assert watch.complaints() == []


def test_typing_is_saved_after_a_pause(face: str, page: Page) -> None:
    page.goto(f"{face}/mau/score/")
    page.get_by_text("Thêm nhận xét").click()
    page.locator("#n13").press_sequentially("Cần ảnh nhà xưởng")
    expect(page.locator("[data-save-state]")).to_have_text("Đã lưu lúc 14:05", timeout=3000)
    assert views.SAVES[-1]["note"] == "Cần ảnh nhà xưởng"


def test_a_hotels_welcome_page_is_not_a_save(face: str, page: Page) -> None:
    views.ANSWERS[:] = ["drop"]
    page.goto(f"{face}/mau/score/")
    choose(page)
    expect(page.locator("[data-save-state]")).to_have_text("Chưa lưu, đang thử lại")
    expect(page.locator("[data-save-state]")).to_have_text("Đã lưu lúc 14:05", timeout=4000)
    assert views.SAVES[-1]["o13"] == "3"


def test_a_failing_server_is_asked_again(face: str, page: Page) -> None:
    views.ANSWERS[:] = ["down", "down"]
    page.goto(f"{face}/mau/score/")
    choose(page)
    expect(page.locator("[data-save-state]")).to_have_text("Đã lưu lúc 14:05", timeout=8000)


def test_offline_keeps_the_choice_and_saves_on_return(face: str, page: Page) -> None:
    page.goto(f"{face}/mau/score/")
    page.context.set_offline(True)
    choose(page)
    expect(page.locator("[data-save-state]")).to_have_text("Chưa lưu, đang chờ mạng")
    choose(page, "1")
    page.context.set_offline(False)
    expect(page.locator("[data-save-state]")).to_have_text("Đã lưu lúc 14:05", timeout=4000)
    assert [save["o13"] for save in views.SAVES] == ["1"]


def test_an_ended_session_offers_to_sign_in_again(face: str, page: Page) -> None:
    views.ANSWERS[:] = ["gone"]
    page.goto(f"{face}/mau/score/")
    choose(page)
    expect(page.locator("[data-save-state] a")).to_have_text("Đăng nhập lại")
    assert "/dang-nhap/?next=%2Fmau%2Fscore%2F" in (page.locator("[data-save-state] a").get_attribute("href") or "")


def test_a_refusal_is_said_at_the_row_and_not_repeated(face: str, page: Page) -> None:
    page.goto(f"{face}/mau/score/")
    calls: list[int] = []

    def refuse(route: object) -> None:
        calls.append(1)
        route.fulfill(status=409, json={"error": "Phiên đã đóng lúc 14:41."})  # type: ignore[attr-defined]

    page.route("**/luu/", refuse)
    choose(page)
    expect(page.locator("#tc-13 [data-row-error]")).to_have_text("Phiên đã đóng lúc 14:41.")
    page.wait_for_timeout(1500)
    assert len(calls) == 1
    assert state(page) == "Chưa lưu"


def test_what_is_chosen_while_a_refusal_is_on_its_way_still_goes(face: str, page: Page) -> None:
    page.goto(f"{face}/mau/score/")
    held: list[Route] = []
    page.route("**/luu/", lambda route: held.append(route))  # noqa: PLW0108 - playwright marks the function
    choose(page, "3")
    page.wait_for_timeout(200)
    choose(page, "2")
    held[0].fulfill(status=409, json={"error": "Người khác đã ghi ở đây."})
    page.wait_for_timeout(500)
    assert len(held) == 2
    held[1].continue_()
    expect(page.locator("[data-save-state]")).to_have_text("Đã lưu lúc 14:05", timeout=2000)
    assert views.SAVES[-1]["o13"] == "2"


def test_leaving_with_something_unsaved_warns(face: str, page: Page) -> None:
    views.ANSWERS[:] = ["down"] * 20
    page.goto(f"{face}/mau/score/")
    choose(page)
    expect(page.locator("[data-save-state]")).to_have_text("Chưa lưu, đang thử lại")
    asked: list[str] = []

    def stay(dialog: object) -> None:
        asked.append(dialog.type)  # type: ignore[attr-defined]
        dialog.dismiss()  # type: ignore[attr-defined]

    page.on("dialog", stay)
    page.close(run_before_unload=True)
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"]


def test_two_quick_choices_end_with_the_last(face: str, page: Page) -> None:
    page.goto(f"{face}/mau/score/")
    for points in ("1", "2", "3", "0"):
        choose(page, points)
    expect(page.locator("[data-save-state]")).to_have_text("Đã lưu lúc 14:05", timeout=3000)
    assert views.SAVES[-1]["o13"] == "0"


def test_a_form_that_saves_itself_still_lets_a_named_button_go(face: str, page: Page) -> None:
    page.goto(f"{face}/mau/score/")
    page.evaluate(
        """() => {
            const form = document.createElement("form");
            form.action = "/mau/confirm/";
            form.dataset.autosave = "/mau/score/luu/";
            form.innerHTML = "<textarea name='loi'></textarea><button>Lưu đây</button><button name='lay' value='1'>Lấy mẫu</button>";
            document.querySelector("main").prepend(form);
        }"""
    )
    page.locator("[name=loi]").fill("Lời văn")
    page.get_by_role("button", name="Lưu đây").click()
    expect(page.locator("[data-save-state]")).to_have_text("Đã lưu lúc 14:05", timeout=3000)
    assert page.url.endswith("/mau/score/")
    page.locator("[name=loi]").fill("Lời văn khác")
    page.get_by_role("button", name="Lấy mẫu").click()
    page.wait_for_url("**/mau/confirm/?*lay=1")
