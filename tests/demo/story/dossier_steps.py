"""Step 1 and 2: from the officer's form to an accepted dossier."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from playwright.sync_api import expect

from demo import evidence
from tests.demo.story.actor import Actor, Stage

PRODUCER = "Hợp tác xã Hoa màu Yên Thắng (trình diễn)"
PRODUCT = "Bột rau má sấy lạnh Yên Thắng (trình diễn)"
REAL_PRODUCER = "HTX rau, củ, quả Vân Trà"
SUBGROUP = "I.3.c Chế biến từ rau, củ, quả, hạt"


def officer_records_producer(stage: Stage) -> None:
    """A producer that exists is named before it is entered twice; a new one is recorded."""
    officer = stage.actor("huyen-yenmo")
    officer.check("viec-can-lam").follow("Chủ thể", inside=officer.page.locator("nav.rail"))
    officer.check().follow("Ghi chủ thể").check()
    officer.fill({"Tên chủ thể": REAL_PRODUCER})
    officer.choose("Loại hình", "Hợp tác xã").choose("Xã, phường, thị trấn", "Yên Thắng").press("Ghi chủ thể")
    officer.sees(f"Đã có chủ thể “{REAL_PRODUCER}”", "Có thể chủ thể này đã được ghi").check()
    expect(officer.page).to_have_title(re.compile("^Lỗi: "))
    officer.follow(REAL_PRODUCER, exact=True)
    officer.is_at(REAL_PRODUCER).sees("Bột rau má Vân Trà").check("chu-the")

    officer.go("/chu-the/moi/")
    officer.fill(
        {
            "Tên chủ thể": PRODUCER,
            "Địa chỉ chi tiết": "Thôn Đông",
            "Ngày thành lập, đăng ký": "3/4/2019",
            "Người đại diện": "Người đại diện trình diễn",
            "Điện thoại": "0912345678",
            "Số lao động": "12",
        }
    )
    officer.choose("Loại hình", "Hợp tác xã").choose("Xã, phường, thị trấn", "Yên Thắng").press("Ghi chủ thể")
    officer.is_at(PRODUCER).sees("Thôn Đông, xã Yên Thắng", "03/04/2019").check()


def officer_records_product(stage: Stage) -> None:
    """The product; its subgroup decides the criteria set."""
    officer = stage.actor("huyen-yenmo")
    officer.follow("Ghi sản phẩm").check()
    officer.fill({"Tên sản phẩm": PRODUCT, "Giá bán": "85.000", "Quy cách đóng gói": "Hộp 100 g"})
    officer.choose("Ngành, nhóm, phân nhóm", SUBGROUP).press("Ghi sản phẩm")
    officer.is_at(PRODUCT).sees("bộ tiêu chí số 7", "85.000 đồng").check()


def officer_opens_dossier(stage: Stage) -> None:
    """A dossier of the running round: six sections must be done, none is."""
    officer = stage.actor("huyen-yenmo")
    _add_photo(officer)
    officer.follow("Lập hồ sơ").check()
    officer.main.get_by_label("Mới: sản phẩm đánh giá lần đầu").check()
    officer.press("Lập hồ sơ")
    officer.is_at(PRODUCT).sees("0/6 phần đã xong", "Còn 6 phần bắt buộc", "Đang lập").check()
    stage.kept["dossier"] = officer.number_in_path()


def _add_photo(officer: Actor) -> None:
    officer.follow("Thêm, gỡ ảnh").check()
    officer.main.get_by_label("Thêm ảnh").set_input_files(
        {"name": "Bột rau má.jpg", "mimeType": "image/jpeg", "buffer": evidence.photo(PRODUCT)}
    )
    officer.press("Lưu ảnh").follow("Về trang sản phẩm").is_at(PRODUCT)


def officer_fills_dossier(stage: Stage) -> None:
    """Sections one after another; what is missing is said at each step."""
    officer, home = stage.actor("huyen-yenmo"), f"/ho-so/{stage.kept['dossier']}/"
    officer.go(f"{home}kiem-tra-lai/").sees("Chưa nộp được hồ sơ", "Giấy đăng ký kinh doanh: chưa cung cấp").check()
    officer.go(home).follow("Phiếu đăng ký đánh giá, phân hạng sản phẩm OCOP").check()
    upload(officer, "Phiếu đăng ký.pdf")
    officer.press("Lưu và tiếp tục").is_at("Tự đánh giá theo bộ tiêu chí")
    officer.go(home).follow("Phương án, kế hoạch sản xuất kinh doanh sản phẩm")
    _upload_refused(officer)
    upload(officer, "Phương án kinh doanh.pdf")
    officer.press("Lưu và tiếp tục").is_at("Giới thiệu bộ máy tổ chức")
    upload(officer, "Bộ máy tổ chức.pdf")
    officer.press("Lưu và tiếp tục").is_at("Giấy đăng ký kinh doanh")
    upload(officer, "Giấy đăng ký kinh doanh.jpg")
    officer.press("Lưu và tiếp tục").is_at("Sản phẩm mẫu")
    officer.fill({"Số lượng, cách gửi": "5 hộp 100 g, gửi kèm hồ sơ giấy."}).press("Lưu và tiếp tục")
    officer.go(home).sees("5/6 phần đã xong", "Còn 1 phần bắt buộc").check()


def _file(name: str) -> dict[str, object]:
    if name.endswith(".pdf"):
        return {"name": name, "mimeType": "application/pdf", "buffer": evidence.paper(name.removesuffix(".pdf"))}
    return {"name": name, "mimeType": "image/jpeg", "buffer": evidence.photo(name.removesuffix(".jpg"))}


def upload(person: Actor, name: str) -> None:
    person.main.get_by_label("Thêm tài liệu").set_input_files(_file(name))
    expect(person.main.locator(".upload-item.is-done").last).to_contain_text("Đã nhận")


def _upload_refused(person: Actor) -> None:
    """A web page that calls itself a PDF is refused with its own sentence; nothing else is lost."""
    person.main.get_by_label("Thêm tài liệu").set_input_files(
        {"name": "Giả danh.pdf", "mimeType": "application/pdf", "buffer": b"<html><script>1</script></html>"}
    )
    refused = person.main.locator(".upload-item.is-bad")
    expect(refused).to_contain_text("không phải")
    refused.get_by_role("button", name="Bỏ").click()
    expect(refused).to_have_count(0)


def officer_assesses_self(stage: Stage) -> None:
    """The applicant's own points on the real criteria set, each choice saved at once."""
    officer, home = stage.actor("huyen-yenmo"), f"/ho-so/{stage.kept['dossier']}/"
    officer.go(f"{home}tu-danh-gia/").check()
    questions = officer.main.locator("fieldset.crit")
    total = questions.count()
    for place in range(total):
        best = questions.nth(place).locator("label.opt:not(.opt-zero)").last
        best.click()
        left = "đã chọn đủ" if place == total - 1 else f"còn {total - 1 - place} tiêu chí"
        expect(officer.main.locator("#con-lai")).to_have_text(left)
    officer.press("Lưu và về hồ sơ").is_at(PRODUCT).sees("6/6 phần đã xong", "Các phần bắt buộc đã có")


def officer_submits(stage: Stage) -> None:
    """Everything once more on one page, then the code and the time; the slip prints with the same facts."""
    officer, home = stage.actor("huyen-yenmo"), f"/ho-so/{stage.kept['dossier']}/"
    officer.go(home).follow("Mở trang kiểm tra")
    officer.sees("Hồ sơ chưa nộp cho đến khi bấm nút dưới đây.", "Phiếu đăng ký.pdf", "5 hộp 100 g")
    officer.sees_not("Chưa nộp được hồ sơ").check()
    button = officer.main.get_by_role("button", name="Nộp hồ sơ lên huyện Yên Mô")
    button.dblclick()
    code = officer.main.locator(".receipt .code")
    expect(code).to_have_text(re.compile(r"^HS-2024-\d{4}$"))
    officer.sees("Việc tiếp theo", "14/10/2024, người nộp Cán bộ huyện Yên Mô (trình diễn)").check()
    stage.kept["code"] = code.inner_text()
    officer.page.reload()
    expect(code).to_have_text(stage.kept["code"])
    link = officer.main.get_by_role("link", name="In phiếu đăng ký").get_attribute("href") or ""
    assert officer.page.request.get(urljoin(officer.page.url, link)).body().startswith(b"%PDF-")
    officer.go(home).sees(
        "Bạn đã lập, nộp, ghi nội dung hoặc thêm tài liệu vào hồ sơ này, nên một người khác của huyện Yên Mô sẽ kiểm tra"
    ).check()
    expect(officer.main.get_by_role("link", name="Kiểm tra hồ sơ")).to_have_count(0)
