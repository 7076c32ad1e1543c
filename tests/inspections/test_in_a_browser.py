"""The inspector's visit on a phone, with a spell without network; the officer's plan and revocation at the desk."""

from __future__ import annotations

import io
import random
import shutil
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect

from core.models import PartialUpload
from inspections.models import Inspection, InspectionPhoto, InspectionPlan, RevocationCase
from inspections.views import sheet
from tests.browser import DESK, PHONE, ROOT, Watch, check_page, save_picture, set_width, small_targets
from tests.conftest import BACKEND
from tests.inspections.test_visits import gps_jpeg
from tests.inspections.world import World, build

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(transactional_db: None, law: None) -> World:
    """The same world, in rows that another thread's server sees."""
    return build()


def sign_in(context: BrowserContext, address: str, user: Any) -> None:
    """Put a session of that person into the browser."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie.value, "url": address}])


def test_an_inspector_on_a_phone_loses_nothing_without_network(
    page: Page, live_server: Any, world: World, tmp_path: Any
) -> None:
    inspection = world.begun(world.recognition("Bột rau má Vân Trà"))
    watch = Watch(page)
    set_width(page, PHONE)
    sign_in(page.context, live_server.url, world.advisor)
    base = f"{live_server.url}/kiem-tra/{inspection.pk}"
    page.goto(f"{base}/phieu/")
    check_page(page, watch, picture="inspections/phieu")
    assert small_targets(page) == []

    first = page.locator("[data-visit-row]").first
    first.get_by_label("Còn duy trì").check()
    expect(page.locator("[data-save-state]")).to_contain_text("Đã lưu lúc")
    photo = tmp_path / "anh.jpg"
    photo.write_bytes(gps_jpeg())

    page.context.set_offline(True)
    page.get_by_role("button", name="Các mục còn lại đều còn duy trì").first.click()
    page.locator("#o-anh").set_input_files(str(photo))
    expect(page.locator("[data-save-state]")).to_contain_text("Chưa lưu")
    expect(page.locator("[data-photo-list] .is-waiting")).to_have_count(1)
    assert InspectionPhoto.objects.count() == 0
    page.context.set_offline(False)
    expect(page.locator("[data-save-state]")).to_contain_text("Đã lưu lúc", timeout=30_000)
    expect(page.locator("[data-photo-list] .is-sent")).to_have_count(1, timeout=30_000)
    criteria = inspection.lines.filter(kind="criterion")
    assert criteria.filter(verdict="holds").count() == criteria.count() == 4
    kept = InspectionPhoto.objects.get()
    assert kept.latitude is not None
    watch.errors.clear()  # the lost network itself is logged by the browser

    page.goto(f"{base}/ky/")
    for side in ("site", "team"):
        form = page.locator("form[data-sign]", has=page.locator(f"input[value={side}]"))
        form.get_by_label("Họ và tên người ký").fill("Nguyễn Thị Trà")
        pad = form.locator("canvas").bounding_box()
        assert pad is not None
        form.locator("canvas").scroll_into_view_if_needed()
        pad = form.locator("canvas").bounding_box()
        page.mouse.move(pad["x"] + 30, pad["y"] + 70)
        page.mouse.down()
        page.mouse.move(pad["x"] + 150, pad["y"] + 20, steps=6)
        page.mouse.move(pad["x"] + 250, pad["y"] + 80, steps=6)
        page.mouse.up()
        form.get_by_role("button", name="Lưu chữ ký").click()
        expect(page.locator(".flash")).to_contain_text("Đã lưu chữ ký")
    check_page(page, watch, picture="inspections/ky")

    page.goto(f"{base}/ket-luan/")
    expect(page.locator("h1")).to_contain_text("Chưa kết luận được")
    check_page(page, watch)
    world.fill(inspection)
    page.goto(f"{base}/phat-hien/moi/?dong={inspection.lines.get(code='NM2').pk}")
    page.get_by_label("Nội dung phát hiện").fill("Nhãn in sai hạng sao")
    page.get_by_label("Vi phạm phải khắc phục").check(force=True)
    page.get_by_role("button", name="Lưu phát hiện").click()
    expect(page.locator(".error-summary")).to_contain_text("Vi phạm phải khắc phục cần ghi yêu cầu")
    page.get_by_label("Yêu cầu khắc phục").fill("Thay nhãn đúng hạng sao")
    page.get_by_label("Hạn khắc phục").fill("31/12/2099")
    check_page(page, watch)
    page.get_by_role("button", name="Lưu phát hiện").click()
    page.goto(f"{base}/ket-luan/")
    check_page(page, watch, picture="inspections/ket-luan")
    page.get_by_role("button", name="Kết luận và lập biên bản").click()
    expect(page.locator("h1")).to_contain_text("HTX Vân Trà")
    check_page(page, watch, picture="inspections/ket-qua", whole=True)
    assert Inspection.objects.get().state == "concluded"


def big_jpeg(side: int = 260) -> bytes:
    """A photo that does not compress."""
    noise = Image.frombytes("RGB", (side, side), random.Random(3).randbytes(side * side * 3))
    out = io.BytesIO()
    noise.save(out, "JPEG", quality=90)
    return out.getvalue()


def test_a_photo_cut_off_in_the_middle_goes_on_from_there_after_a_reload(
    page: Page, live_server: Any, world: World, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet, "PIECE_BYTES", 20_000)
    inspection = world.begun()
    content = big_jpeg()
    assert len(content) > 60_000
    (tmp_path / "anh.jpg").write_bytes(content)
    set_width(page, PHONE)
    sign_in(page.context, live_server.url, world.advisor)
    address, sent = f"{live_server.url}/kiem-tra/{inspection.pk}/phieu/", []
    cut = True

    def line(route: Any) -> None:
        if route.request.method == "POST":
            at = int(route.request.headers["upload-offset"])
            if cut and at >= 40_000:
                return route.abort("connectionreset")
            sent.append(at)
        return route.continue_()

    page.route("**/anh/phan/*/", line)
    page.goto(address)
    page.locator("#o-anh").set_input_files(str(tmp_path / "anh.jpg"))
    waiting = page.locator("[data-photo-list] .is-waiting small")
    expect(waiting).to_contain_text("Chưa gửi xong, đang thử lại", timeout=20_000)
    assert PartialUpload.objects.get().offset == 40_000
    assert sent == [0, 20_000]
    cut = False
    page.reload()  # the phone closed the page; nobody chooses the photo again
    expect(page.locator("[data-photo-list] .is-sent")).to_have_count(1, timeout=20_000)
    assert sent[:3] == [0, 20_000, 40_000]
    assert sent.count(0) == 1
    photo = InspectionPhoto.objects.get()
    assert (photo.inspection, photo.added_by) == (inspection, world.advisor)
    watch = Watch(page)
    page.goto(address)
    expect(page.locator("[data-photo-list] li")).to_have_count(1)
    check_page(page, watch)


def test_an_officer_plans_and_a_leader_approves_at_the_desk(
    page: Page, live_server: Any, world: World, new_person: Any
) -> None:
    for n in range(4):
        world.recognition(f"Sản phẩm {n}", producer=world.another(f"Hộ sản xuất {n}"))
    world.recognition("Bột rau má")
    watch = Watch(page)
    set_width(page, DESK)
    sign_in(page.context, live_server.url, world.officer)
    page.goto(f"{live_server.url}/kiem-tra/ke-hoach/moi/")
    page.get_by_label("Số cơ sở").fill("3")
    check_page(page, watch)
    page.get_by_role("button", name="Lập và chọn cơ sở").click()
    expect(page.get_by_role("heading", name="Cơ sở kiểm tra, 3")).to_be_visible()
    check_page(page, watch, picture="inspections/ke-hoach")
    guide = save_picture(page, "inspections/ke-hoach-huong-dan")
    if (ROOT / "docs" / "hinh").exists():
        shutil.copy(guide, ROOT / "docs" / "hinh" / "kiem-tra-ke-hoach.png")
    page.get_by_role("link", name="Trình lãnh đạo duyệt").click()
    page.get_by_role("button", name="Trình lãnh đạo duyệt").click()
    expect(page.locator(".flash")).to_contain_text("Đã trình kế hoạch")

    leader = new_person(DESK)
    seen = Watch(leader)
    sign_in(leader.context, live_server.url, world.leader)
    leader.goto(f"{live_server.url}/kiem-tra/ke-hoach/{InspectionPlan.objects.get().pk}/")
    leader.get_by_role("link", name="Duyệt kế hoạch").click()
    leader.get_by_role("button", name="Duyệt kế hoạch").click()
    expect(leader.locator(".flash")).to_contain_text("Đã duyệt")
    check_page(leader, seen, picture="inspections/ke-hoach-da-duyet")

    page.goto(f"{live_server.url}/kiem-tra/")
    check_page(page, watch, picture="inspections/danh-sach")
    page.goto(f"{live_server.url}/kiem-tra/thu-hoi/moi/")
    page.locator("#id_recognition").evaluate(
        "(select) => { const id = select.options[1].value; select.value = id; select.tomselect?.setValue(id); }"
    )
    page.locator("input[name=ground]").first.check(force=True)
    page.get_by_label("Hành vi, sự việc").fill("Xưởng đóng cửa")
    check_page(page, watch, picture="inspections/de-nghi-thu-hoi")
    page.get_by_role("button", name="Lập đề nghị").click()
    assert RevocationCase.objects.get().state == "draft"
    check_page(page, watch, picture="inspections/thu-hoi")

    page.context.clear_cookies()
    page.goto(f"{live_server.url}/phan-anh/")
    check_page(page, watch, picture="inspections/phan-anh")
    page.goto(f"{live_server.url}/phan-anh/ket-qua/")
    page.get_by_label("Mã tra cứu").fill("không có")
    page.get_by_role("button", name="Xem kết quả").click()
    expect(page.locator(".note")).to_contain_text("Không có phản ánh nào")
    check_page(page, watch)
