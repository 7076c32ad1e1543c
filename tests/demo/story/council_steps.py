"""Steps 3 to 5: the secretary calls a session, members score, the chair closes."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from tests.browser import PHONE, TABLET
from tests.demo.story import dossier_steps as entered
from tests.demo.story import preparation
from tests.demo.story.actor import Actor, Stage

COUNCIL = range(1, 8)
ON_TABLET, ON_PHONE, RECUSED = 3, 4, 5
KINSHIP = "Là người nhà của chủ thể (trình diễn)."


def secretary_calls_session(stage: Stage) -> None:
    """A session with the four dossiers on its agenda."""
    secretary = stage.actor("hd-yenmo-7")
    secretary.check().go("/phien-hop/").check("phien-hop").follow("Lập phiên họp").check()
    secretary.main.locator("[name=starts_at_0]").fill("14/10/2024")
    secretary.main.locator("[name=starts_at_1]").fill("14:00")
    secretary.fill({"Địa điểm": "Phòng họp tầng 2 (trình diễn)"}).press("Lập phiên họp")
    secretary.is_at("Thêm hồ sơ vào chương trình").check()
    stage.kept["session"] = secretary.number_in_path()
    for product in _agenda():
        secretary.main.locator(".pick").filter(has_text=product).get_by_role("checkbox").check()
    secretary.press("Thêm vào chương trình").sees("Chương trình, 4 hồ sơ").check()


def _agenda() -> tuple[str, ...]:
    return entered.PRODUCT, preparation.FOUR, preparation.THREE, preparation.SHORT_OF_THREE


def secretary_opens_scoring(stage: Stage) -> None:
    """Dossiers to the members, who is here, scoring open."""
    secretary = stage.actor("hd-yenmo-7")
    secretary.go(_session(stage)).follow("Gửi hồ sơ cho thành viên").check()
    secretary.press("Gửi hồ sơ").sees("Đã gửi hồ sơ")
    secretary.follow("Điểm danh").sees("Cần ít nhất 5/7 người chấm có mặt")
    for place in secretary.main.locator("fieldset.tick").all():
        place.get_by_text("Có mặt", exact=True).click()
    secretary.check("diem-danh").press("Lưu điểm danh").sees("Thành viên, có mặt 7/7")
    secretary.follow("Mở chấm điểm").sees("Có mặt 7/7, cần ít nhất 5").check()
    secretary.press("Mở chấm điểm").sees("0/7 phiếu đã nộp").check()


def _session(stage: Stage) -> str:
    return f"/phien-hop/{stage.kept['session']}/"


def member_is_recused(stage: Stage) -> None:
    """A conflict is declared before the first point is given."""
    member = stage.actor(f"hd-yenmo-{RECUSED}", PHONE, has_touch=True)
    member.check().go(f"/cham-diem/phien/{stage.kept['session']}/").check("cham-diem")
    member.follow("Từ chối chấm", inside=_row(member, preparation.THREE)).check()
    member.main.get_by_role("textbox").first.fill(KINSHIP)
    member.main.locator("form button.btn-primary").click()
    member.go(f"/cham-diem/phien/{stage.kept['session']}/")
    expect(_row(member, preparation.THREE)).to_contain_text("ừ chối chấm")


def _row(person: Actor, product: str) -> Locator:
    return person.main.locator("li.score-row").filter(has_text=product)


def member_scores_on_tablet(stage: Stage) -> None:
    """One long page: every criterion of the product's own set, each choice saved within two seconds."""
    member = stage.actor(f"hd-yenmo-{ON_TABLET}", TABLET, has_touch=True)
    member.check().go(f"/cham-diem/phien/{stage.kept['session']}/")
    member.follow("Chấm điểm", inside=_row(member, entered.PRODUCT)).is_at(entered.PRODUCT).check()
    total = member.page.locator("section.crit[data-crit]").count()
    stage.kept["criteria"] = total
    _score(member, first=0, last=18)
    member.check("phieu-danh-gia")
    _score(member, first=18, last=total)
    _hand_in(member)


def _score(member: Actor, *, first: int, last: int) -> None:
    criteria = member.page.locator("section.crit[data-crit]")
    total = criteria.count()
    for place in range(first, last):
        best = criteria.nth(place).locator("label.opt:not(.opt-zero)").last
        best.click()
        left = total - place - 1
        words = f"còn {left} tiêu chí" if left else "đã chấm đủ"
        expect(member.page.locator("[data-left]").first).to_have_text(words)
    expect(member.page.locator("[data-save-state]")).to_contain_text("Đã lưu lúc", timeout=2_000)


def _hand_in(member: Actor) -> None:
    member.page.locator("[data-send]:visible, .dock [data-next]:visible").first.click()
    member.is_at("Kiểm tra trước khi nộp").sees("Tổng 100/100 điểm", "thuộc khung 5 sao").check()
    member.press("Nộp phiếu")
    member.page.wait_for_url("**/cham-diem/**")


def member_scores_on_phone(stage: Stage) -> None:
    """The network goes for a while in the middle; nothing is lost, and the page says so all the time."""
    member = stage.actor(f"hd-yenmo-{ON_PHONE}", PHONE, has_touch=True)
    member.go(f"/cham-diem/phien/{stage.kept['session']}/")
    member.follow("Chấm điểm", inside=_row(member, entered.PRODUCT)).check()
    _score(member, first=0, last=5)
    state, criteria = member.page.locator("[data-save-state]"), member.page.locator("section.crit[data-crit]")
    member.page.context.set_offline(True)
    criteria.nth(5).locator("label.opt:not(.opt-zero)").last.click()
    expect(state).to_contain_text("Chưa lưu, đang chờ mạng")
    member.page.context.set_offline(False)
    expect(state).to_contain_text("Đã lưu lúc", timeout=10_000)
    member.page.reload()
    expect(member.page.locator("[data-left]").first).to_have_text(f"còn {stage.kept['criteria'] - 6} tiêu chí")
    member.check("phieu-danh-gia")
    _score(member, first=6, last=stage.kept["criteria"])
    _hand_in(member)
    member.go(f"/cham-diem/phien/{stage.kept['session']}/")
    expect(_row(member, entered.PRODUCT)).to_contain_text("Đã nộp")


def others_score(stage: Stage) -> None:
    """Everybody else, with exact totals: 640/7, 70, 419/6 and 349/7 points on the mean."""
    session = stage.kept["session"]
    rest = [place for place in COUNCIL if place not in {ON_TABLET, ON_PHONE}]
    preparation.hand_in_sheets(session, entered.PRODUCT, preparation.everybody(rest, 88), stars=5)
    preparation.hand_in_sheets(session, preparation.FOUR, preparation.everybody(COUNCIL, 70), stars=4)
    without = [place for place in COUNCIL if place != RECUSED]
    preparation.hand_in_sheets(session, preparation.THREE, preparation.everybody(without, 70, but={1: 69}), stars=3)
    preparation.hand_in_sheets(
        session, preparation.SHORT_OF_THREE, preparation.everybody(COUNCIL, 50, but={1: 49}), stars=3
    )


def secretary_sees_states_only(stage: Stage) -> None:
    """The room: who has handed in, and no figure."""
    secretary = stage.actor("hd-yenmo-7")
    secretary.go(f"{_session(stage)}phong/").sees("7/7 phiếu đã nộp", "Đã đủ phiếu.").sees_not("100", "88")
    secretary.check("phong-hop")
    secretary.go(f"{_session(stage)}phong/?chieu=1").check("man-chieu")


def chair_closes(stage: Stage) -> None:
    """Four results by the law: to the province, to the province, three stars, not recognised."""
    chair = stage.actor("hd-yenmo-1")
    chair.check()
    for product, mean, sentences in (
        (entered.PRODUCT, "91,43", ("chuyển",)),
        (preparation.FOUR, "70", ("chuyển",)),
        (preparation.THREE, "69,83", ("3 sao", "từ chối chấm, không tính")),
        (preparation.SHORT_OF_THREE, "49,86", ("2 sao",)),
    ):
        chair.go(f"{_session(stage)}phong/")
        chair.main.locator("nav.room-tabs a").filter(has_text=product).click()
        chair.follow("Chốt kết quả").sees("Kết quả đã chốt thì không sửa").check()
        chair.press("Chốt kết quả")
        chair.page.wait_for_url(re.compile(r"/ket-qua/\d+/"))
        chair.sees("Đã chốt", mean, *sentences).check("ket-qua" if product == entered.PRODUCT else "")
        stage.kept.setdefault("results", {})[product] = chair.number_in_path()
    chair.go(_session(stage)).follow("Kết thúc phiên").check()
    chair.main.locator("form button.btn-primary").click()
    chair.sees("Đã kết thúc")
