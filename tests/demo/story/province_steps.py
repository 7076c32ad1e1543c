"""Step 6 and 7 at the province: receive, score, four stars, the Ministry, back to the district."""

from __future__ import annotations

import re

from tests.demo.story import dossier_steps as entered
from tests.demo.story import preparation
from tests.demo.story.actor import Stage
from tests.demo.story.paper_steps import draft, issue, pdf_words

COUNCIL = range(1, 10)
FIVE_STARS = "1234/QĐ-BNN-VPĐP (trình diễn)"


def department_receives(stage: Stage) -> None:
    """What the district sent up waits at the Department, which checks it again."""
    officer = stage.actor("so-canbo")
    officer.check().sees(entered.PRODUCT)
    for product in (entered.PRODUCT, preparation.FOUR):
        officer.go("/ho-so/").follow(product).follow("Kiểm tra hồ sơ")
        officer.press("Các phần còn lại đều đạt").follow("Tiếp nhận hồ sơ").press("Tiếp nhận hồ sơ")
        officer.sees("Đã tiếp nhận")
    officer.check()


def province_meets(stage: Stage) -> None:
    """Nine members, three dossiers: two from this story, one that has been waiting."""
    secretary = stage.actor("hd-tinh-9")
    secretary.check().go("/phien-hop/lap-moi/")
    secretary.main.locator("[name=starts_at_0]").fill("14/10/2024")
    secretary.main.locator("[name=starts_at_1]").fill("15:00")
    secretary.fill({"Địa điểm": "Phòng họp Sở (trình diễn)"}).press("Lập phiên họp")
    session = stage.kept["province"] = secretary.number_in_path()
    for product in _agenda():
        secretary.main.locator(".pick").filter(has_text=product).get_by_role("checkbox").check()
    secretary.press("Thêm vào chương trình").sees("Chương trình, 3 hồ sơ")
    secretary.go(f"/phien-hop/{session}/gui-ho-so/").press("Gửi hồ sơ")
    secretary.go(f"/phien-hop/{session}/diem-danh/").sees("Cần ít nhất 6/9 người chấm có mặt")
    for place in secretary.main.locator("fieldset.tick").all():
        place.get_by_text("Có mặt", exact=True).click()
    secretary.press("Lưu điểm danh").follow("Mở chấm điểm").press("Mở chấm điểm").sees("0/9 phiếu đã nộp")
    everybody = preparation.everybody
    preparation.hand_in_sheets(session, entered.PRODUCT, everybody(COUNCIL, 90), stars=5)
    preparation.hand_in_sheets(session, preparation.FOUR, everybody(COUNCIL, 90, but={1: 89}), stars=4)
    preparation.hand_in_sheets(session, preparation.BACK, everybody(COUNCIL, 70, but={1: 69}), stars=3)


def _agenda() -> tuple[str, ...]:
    return entered.PRODUCT, preparation.FOUR, preparation.BACK


def province_closes(stage: Stage) -> None:
    """90 goes to the Ministry, 89,88… is four stars, 69,88… goes back."""
    chair = stage.actor("hd-tinh-1")
    for product, mean, words in (
        (entered.PRODUCT, "90", "Bộ"),
        (preparation.FOUR, "89,8", "4 sao"),
        (preparation.BACK, "69,8", "huyện"),
    ):
        chair.go(f"/phien-hop/{stage.kept['province']}/phong/")
        chair.main.locator("nav.room-tabs a").filter(has_text=product).click()
        chair.follow("Chốt kết quả").press("Chốt kết quả")
        chair.page.wait_for_url(re.compile(r"/ket-qua/\d+/"))
        chair.sees("Đã chốt", mean, words).check()
        stage.kept["results"][f"tỉnh {product}"] = chair.number_in_path()


def province_sends_back(stage: Stage) -> None:
    """Under 70 at the province: staff choose, the district recognises three stars."""
    officer = stage.actor("so-canbo")
    officer.go(f"/ket-qua/{stage.kept['results'][f'tỉnh {preparation.BACK}']}/").follow("Chọn cách xử lý").check()
    officer.main.get_by_role("radio").first.check()
    officer.main.get_by_label("Lý do").fill("Dưới 70 điểm ở cấp tỉnh, đề nghị huyện xem xét 3 sao (trình diễn).")
    officer.main.locator("form button.btn-primary").click()
    other = stage.actor("huyen-giavien")
    other.go("/ket-qua/thu-tuc/").sees(preparation.BACK).check()


def province_decides(stage: Stage) -> None:
    """Four stars by decision; the result of ninety approved and sent to the Ministry."""
    officer = draft(stage.actor("so-canbo"), "Đủ điều kiện công nhận", [preparation.FOUR], "Soạn quyết định công nhận")
    leader = issue(stage, "so-lanhdao", officer.number_in_path())
    words = pdf_words(leader)
    assert preparation.FOUR in words
    assert "4 sao" in words
    officer = draft(officer, "Đề nghị Bộ đánh giá 5 sao", [entered.PRODUCT], "Soạn quyết định phê duyệt")
    leader = issue(stage, "so-lanhdao", officer.number_in_path())
    assert entered.PRODUCT in pdf_words(leader)
    leader.check()


def ministry_answers(stage: Stage) -> None:
    """Recorded once, with number and date: five stars."""
    officer = stage.actor("so-canbo")
    officer.go("/ket-qua/bo/").check("ho-so-tai-bo")
    row = officer.main.locator("tr").filter(has_text=entered.PRODUCT)
    officer.follow("Ghi kết quả", inside=row).check()
    officer.main.get_by_label("Công nhận 5 sao", exact=True).check()
    officer.fill({"Số, ký hiệu văn bản của Bộ": FIVE_STARS, "Ngày văn bản": "14/10/2024"})
    officer.press("Ghi kết quả của Bộ")
    officer.go("/ket-qua/bo/").sees(FIVE_STARS)
    officer.go("/cong-nhan/").follow(entered.PRODUCT).sees("5 sao", "14/10/2027").check()
    stage.kept["five"] = officer.number_in_path()
