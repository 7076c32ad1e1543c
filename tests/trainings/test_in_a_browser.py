"""The officer at a desk and the participant on a phone, with axe, CSP reports and sideways scrolling at each page."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from core.formats import today
from tests.browser import DESK, PHONE, ROOT, Watch, check_page, save_picture, set_width, small_targets
from tests.conftest import BACKEND
from tests.trainings.makers import World, build
from trainings.actions import classes
from trainings.door import door_code
from trainings.enums import PlaceState, TargetGroup
from trainings.models import AttendanceMark, Feedback, Participant, TrainingClass

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(transactional_db: None) -> World:
    """The world in rows that another thread's server sees."""
    return build()


def sign_in(context: BrowserContext, address: str, user: Any) -> None:
    client = Client()
    client.force_login(user, backend=BACKEND)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie.value, "url": address}])


def keep_for_the_guide(page: Page, name: str) -> None:
    """The picture that docs/huong-dan.md shows."""
    made = save_picture(page, f"trainings/{name}")
    target: Path = ROOT / "docs" / "hinh" / made.name
    if not target.exists():
        shutil.copyfile(made, target)


def test_an_officer_plans_invites_ticks_and_sums_up(page: Page, live_server: Any, world: World) -> None:
    home, watch = live_server.url, Watch(page)
    set_width(page, DESK)
    sign_in(page.context, home, world.here.officer)

    page.goto(f"{home}/tap-huan/")
    check_page(page, watch)
    page.get_by_role("link", name="Lập lớp").first.click()
    check_page(page, watch)
    page.get_by_label("Tên lớp").fill("Lớp tập huấn Hội đồng huyện Yên Mô")
    page.get_by_label("Đối tượng").select_option("council")
    page.get_by_label("Nội dung").fill("Bộ tiêu chí, quy trình đánh giá, phân hạng")
    page.get_by_label("Ngày khai giảng").fill(f"{today():%d/%m/%Y}")
    page.get_by_label("Địa điểm").fill("Hội trường huyện")
    page.get_by_label("Số buổi phải dự để được cấp giấy chứng nhận").fill("2")
    page.get_by_role("button", name="Lập lớp").click()
    expect(page.locator("h1")).to_have_text("Lớp tập huấn Hội đồng huyện Yên Mô")
    check_page(page, watch)

    page.get_by_role("link", name="Mời từ sổ bộ").click()
    expect(page.get_by_role("heading", name="3 người chưa tập huấn")).to_be_visible()
    check_page(page, watch)
    keep_for_the_guide(page, "moi-hoc-vien")
    page.get_by_label("Chọn hết").check()
    page.get_by_role("button", name="Đưa vào danh sách mời").click()
    expect(page.locator("tbody tr")).to_have_count(3)
    check_page(page, watch)

    page.get_by_role("link", name=re.compile("TH-")).click()
    page.get_by_role("link", name="Mở mời, đăng ký").first.click()
    check_page(page, watch)
    page.get_by_role("button", name="Mở mời, đăng ký").click()
    page.get_by_role("link", name="Bắt đầu lớp").click()
    page.get_by_role("button", name="Bắt đầu lớp").click()
    page.get_by_role("link", name="Điểm danh").first.click()
    check_page(page, watch)
    for number in (1, 2):
        page.get_by_role("link", name=f"Điểm danh buổi {number}").click()
        page.get_by_label("Chọn hết").check()
        check_page(page, watch)
        page.get_by_role("button", name="Lưu điểm danh").click()
    assert AttendanceMark.objects.count() == 6
    check_page(page, watch)
    page.get_by_role("link", name=re.compile("TH-")).click()
    page.get_by_role("link", name="Kết thúc lớp").click()
    page.get_by_role("button", name="Kết thúc lớp").click()
    page.get_by_role("link", name="Ghi đánh giá kết quả").click()
    page.get_by_label("Đánh giá kết quả").fill("Lớp đạt yêu cầu.")
    page.get_by_role("button", name="Lưu đánh giá").click()
    page.get_by_role("link", name="Tổng kết lớp").click()
    check_page(page, watch)
    page.get_by_role("button", name="Tổng kết lớp").click()
    expect(page.get_by_role("button", name="In giấy chứng nhận cả lớp")).to_be_visible()
    check_page(page, watch)
    page.goto(f"{home}/tap-huan/do-phu/?nam={today().year}")
    check_page(page, watch)
    page.get_by_role("link", name="100%").first.click()
    check_page(page, watch)
    assert TrainingClass.objects.get().state == "closed"


def test_a_participant_registers_enters_and_says_what_they_think_on_a_phone(
    phone: Page, live_server: Any, world: World
) -> None:
    home, watch = live_server.url, Watch(phone)
    set_width(phone, PHONE)
    training = world.opened(
        group=TargetGroup.POTENTIAL, name="Lớp khởi sự OCOP", first_day=today() + dt.timedelta(days=3), capacity=2
    )
    phone.goto(f"{home}/lop-tap-huan/{training.token}/")
    check_page(phone, watch)
    phone.get_by_role("button", name="Đăng ký tham dự").click()
    expect(phone.locator(".error-summary")).to_be_focused()
    check_page(phone, watch)
    phone.get_by_label("Họ và tên").fill("Trần Thị Ẩm")
    phone.get_by_label("Cơ sở, hợp tác xã").fill("Hộ Trần Thị Ẩm")
    phone.get_by_label("Điện thoại").fill("0912 345 678")
    phone.get_by_label("Tôi đồng ý").check()
    assert small_targets(phone) == []
    phone.get_by_role("button", name="Đăng ký tham dự").click()
    expect(phone.get_by_text("Đã có chỗ trong lớp")).to_be_visible()
    check_page(phone, watch)
    keep_for_the_guide(phone, "trang-hoc-vien")
    place = Participant.objects.get()
    assert (place.state, place.source) == (PlaceState.REGISTERED, "link")

    classes.edit_class(training=training, values={"first_day": today()}, actor=world.here.officer, version=None)
    training.refresh_from_db()
    classes.take_step(training=training, step="begin", actor=world.here.officer)
    phone.goto(f"{home}/lop-tap-huan/diem-danh/{door_code(training.sessions.first())}/")
    check_page(phone, watch)
    phone.get_by_role("button", name="Tôi có mặt").click()
    expect(phone.locator("h1")).to_have_text("Đã ghi có mặt")
    check_page(phone, watch)

    phone.goto(f"{home}/lop-tap-huan/hoc-vien/{place.token}/")
    phone.get_by_role("link", name="Đánh giá lớp").click()
    check_page(phone, watch)
    for group in phone.locator("fieldset, [role=radiogroup]").all()[:4]:
        group.get_by_text("Rất tốt").click()
    phone.get_by_role("button", name="Gửi phiếu đánh giá").click()
    expect(phone.locator("h1")).to_have_text("Đã nhận phiếu đánh giá")
    check_page(phone, watch)
    assert Feedback.objects.get().content == 5

    sign_in(phone.context, home, world.here.officer)
    phone.goto(f"{home}/tap-huan/quet/{place.code}/")
    check_page(phone, watch)
    phone.goto(f"{home}/tap-huan/{training.pk}/diem-danh/{training.sessions.last().pk}/")
    phone.get_by_text("Trần Thị Ẩm", exact=True).click()
    assert small_targets(phone) == []
    check_page(phone, watch)
    phone.get_by_role("button", name="Lưu điểm danh").click()
    expect(phone.get_by_text("2/2").first).to_be_visible()
    check_page(phone, watch)
    phone.goto(f"{home}/tap-huan/{training.pk}/diem-danh/{training.sessions.first().pk}/ma-qr/")
    check_page(phone, watch)
