"""Step 5 to 7 at the district: papers drafted by the officer, issued by the leader; the register and the certificate."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from core import jobs
from tests.demo.story import dossier_steps as entered
from tests.demo.story import preparation
from tests.demo.story.actor import Actor, Stage

SIGNER = "Nguyễn Văn Mẫu"


def draft(person: Actor, group: str, products: list[str], button: str) -> Actor:
    """Tick these results in one group and draft their paper."""
    person.go("/ket-qua/thu-tuc/")
    card = person.main.locator("section.card").filter(has=person.page.get_by_role("heading", name=group))
    for box in card.locator("tbody input").all():
        if box.get_attribute("type") == "checkbox":
            box.uncheck()
    for product in products:
        card.locator("tr").filter(has_text=product).locator("input").check()
    person.check().press(button, inside=card)
    expect(person.page).to_have_url(re.compile(r"/van-ban/\d+/"))
    return person


def issue(stage: Stage, leader_name: str, document: int) -> Actor:
    """The leader reads the page as on paper and issues it: number, hash, for ever."""
    leader = stage.actor(leader_name)
    leader.go(f"/van-ban/{document}/").sees("Dự thảo").check()
    leader.follow("Ban hành").check()
    leader.fill({"Họ và tên người ký": SIGNER}).press("Ban hành văn bản")
    leader.go(f"/van-ban/{document}/").sees("Mã băm SHA-256", SIGNER)
    return leader


def _paper(stage: Stage, group: str, products: list[str], button: str) -> str:
    officer = draft(stage.actor("huyen-yenmo"), group, products, button)
    document = officer.number_in_path()
    officer.check()
    leader = issue(stage, "huyen-yenmo-lanhdao", document)
    stage.kept.setdefault("papers", {})[button] = document
    return pdf_words(leader)


def pdf_words(person: Actor) -> str:
    """The words of the issued PDF of the page that is open."""
    link = person.main.get_by_role("link", name="Tải bản PDF").get_attribute("href")
    return preparation.text_of(person.fetch(link or ""))


def district_decides(stage: Stage) -> None:
    """Three stars by decision, the letter to the province, the notice to who is not recognised."""
    officer = stage.actor("huyen-yenmo")
    officer.go("/viec-can-lam/?xem=tat-ca").sees("Soạn quyết định công nhận", "Soạn công văn đề nghị")
    officer.go("/ket-qua/thu-tuc/").check("thu-tuc")
    decision = _paper(stage, "Đủ điều kiện công nhận", [preparation.THREE], "Soạn quyết định công nhận")
    assert "QUYẾT ĐỊNH" in decision
    assert preparation.THREE in decision
    assert "69,83" in decision
    stage.actor("huyen-yenmo-lanhdao").check("van-ban", height=720)
    letter = _paper(stage, "Đề nghị cấp trên đánh giá", [entered.PRODUCT, preparation.FOUR], "Soạn công văn đề nghị")
    assert "Kính gửi" in letter
    assert entered.PRODUCT in letter
    assert "91,43" in letter
    notice = _paper(stage, "Thông báo kết quả không đạt", [preparation.SHORT_OF_THREE], "Soạn thông báo")
    assert preparation.SHORT_OF_THREE in notice


def session_papers(stage: Stage) -> None:
    """Minutes, summary of points and the sheets of one product."""
    officer = stage.actor("huyen-yenmo")
    session = stage.kept["session"]
    officer.go(f"/phien-hop/{session}/").press("Soạn biên bản")
    expect(officer.heading).to_contain_text("Biên bản")
    officer.check()
    summary = preparation.text_of(officer.fetch(f"/phien-hop/{session}/bang-diem.pdf"))
    assert "91,43" in summary
    assert "49,86" in summary
    result = stage.kept["results"][entered.PRODUCT]
    officer.go(f"/ket-qua/{result}/").press(re.compile("phiếu đánh giá$"), exact=False)
    jobs.run(officer.path().strip("/").split("/")[-1])
    officer.go(officer.path()).sees("Đã xong")
    file = officer.main.get_by_role("link", name="Tải kết quả").get_attribute("href")
    assert "PHIẾU ĐÁNH GIÁ" in preparation.text_of(officer.fetch(str(file))).upper()


def register_holds_three_stars(stage: Stage) -> None:
    """36 months from the day of signing, and a certificate."""
    officer = stage.actor("huyen-yenmo")
    officer.go("/cong-nhan/").check("so-cong-nhan").follow(preparation.THREE)
    officer.sees("3 sao", "14/10/2027").check()
    stage.kept["three"] = officer.number_in_path()
    certificate = preparation.text_of(officer.fetch(f"/cong-nhan/{stage.kept['three']}/giay-chung-nhan.pdf"))
    assert preparation.THREE.split(" (")[0].upper() in certificate.upper()
