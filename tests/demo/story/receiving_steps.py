"""Step 2: somebody else checks, returns with reasons, gets it back completed, accepts."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser import PHONE
from tests.demo.story import dossier_steps as entered
from tests.demo.story.actor import Actor, Stage

UNREADABLE = "Bản chụp mờ, không đọc được ngành nghề đăng ký. Chụp lại rõ hơn."
ITEM = "dang-ky-kinh-doanh"


def leader_returns(stage: Stage) -> None:
    """Who entered may not check, so the leader does; one section is not good enough."""
    leader, home = stage.actor("huyen-yenmo-lanhdao"), f"/ho-so/{stage.kept['dossier']}/"
    leader.go("/viec-can-lam/").check()
    leader.go("/ho-so/").check("danh-sach")
    leader.go(home).follow("Kiểm tra hồ sơ").sees("phần đã kiểm tra").check("tiep-nhan")
    item = leader.page.locator(f"#muc-{ITEM}")
    item.get_by_text("Cần bổ sung…").click()
    item.get_by_label("Cần bổ sung gì, vì sao").fill(UNREADABLE)
    leader.press("Ghi “cần bổ sung”", inside=item, exact=False)
    leader.press("Các phần còn lại đều đạt").sees("Có 1 phần cần bổ sung")
    leader.follow("Trả lại 1 phần").sees(UNREADABLE).check()
    leader.fill({"Lời nhắn chung cho chủ thể": "Còn một phần, bổ sung sớm."}).press("Trả lại hồ sơ")
    leader.sees("Trả lại")


def officer_completes(stage: Stage) -> None:
    """The reason stands on top; after a new scan the dossier goes in again."""
    officer, home = stage.actor("huyen-yenmo"), f"/ho-so/{stage.kept['dossier']}/"
    officer.go(home).sees("1 phần cần sửa", UNREADABLE, "Hạn nộp lại").check()
    officer.go(f"{home}kiem-tra-lai/").sees("Giấy đăng ký kinh doanh: chưa sửa theo lý do trả lại")
    officer.follow("Sửa phần này")
    entered.upload(officer, "Giấy đăng ký kinh doanh, bản rõ.pdf")
    officer.press("Lưu và về trang kiểm tra").sees_not("Chưa nộp được hồ sơ")
    officer.press("Nộp hồ sơ lên huyện Yên Mô").sees("lần thứ 2", stage.kept["code"])


def leader_accepts(stage: Stage) -> None:
    """What was wrong is looked at again; the rest keeps its verdict."""
    leader, home = stage.actor("huyen-yenmo-lanhdao"), f"/ho-so/{stage.kept['dossier']}/"
    leader.go("/viec-can-lam/?xem=tat-ca").sees("Kiểm tra hồ sơ đã bổ sung")
    leader.go(f"{home}tiep-nhan/").sees("Đã bổ sung, kiểm tra lại").check()
    leader.press("Đạt", inside=leader.page.locator(f"#muc-{ITEM}"), exact=False)
    leader.follow("Tiếp nhận hồ sơ").check().press("Tiếp nhận hồ sơ")
    leader.go(home).sees("Đã tiếp nhận")


def producer_mends_on_the_phone(stage: Stage) -> None:
    """The producer of Vân Trà: a returned dossier on an old phone."""
    person = stage.actor("chuthe-vantra", PHONE, has_touch=True)
    person.check("viec-can-lam")
    person.main.get_by_role("link", name="Bổ sung").first.click()
    person.sees("2 phần cần sửa", UNREADABLE).check("ho-so")
    for _ in range(2):
        person.follow("Sửa phần này").check()
        entered.upload(person, "Bản bổ sung.pdf")
        home = person.path().split("phan/")[0]
        person.press("Lưu và tiếp tục")
        person.go(home)
    person.go(f"{home}kiem-tra-lai/").check().press("Nộp hồ sơ lên huyện Yên Mô").sees("lần thứ 2").check("da-nop")


def another_district_sees_nothing(stage: Stage) -> None:
    """Another unit's dossier does not exist for Gia Viễn."""
    other: Actor = stage.actor("huyen-giavien")
    other.check()
    answer = other.page.goto(f"{stage.url}/ho-so/{stage.kept['dossier']}/")
    assert answer is not None
    assert answer.status == 404
    other.go(f"/tim-kiem/?q={stage.kept['code']}").check()
    expect(other.main.get_by_role("link", name=entered.PRODUCT)).to_have_count(0)
