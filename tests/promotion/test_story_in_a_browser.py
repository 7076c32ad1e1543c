"""An officer at a desk and a producer on a phone, with axe, the policy's reports and sideways scrolling at each page.

The pictures of the user guide are made here.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from core.formats import today
from promotion.actions import events, points
from promotion.models import Participation, PromotionEvent, SalesPoint
from tests.browser import DESK, PHONE, RESULTS, Watch, check_page, set_width, small_targets
from tests.conftest import BACKEND
from tests.promotion.world import World, build

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PICTURES = Path(settings.BASE_DIR) / "docs" / "hinh"


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


def keep(name: str, width: int, target: str) -> None:
    """A picture for the guide; an old one stays when it is not asked for anew."""
    made = RESULTS / f"{name}-{width}.png"
    if not (PICTURES / target).exists():
        shutil.copy(made, PICTURES / target)


def test_an_officer_runs_an_event_and_looks_at_every_page(page: Page, live_server: Any, world: World) -> None:
    world.recognise()
    watch, home = Watch(page), live_server.url
    set_width(page, DESK)
    sign_in(page.context, home, world.officer)
    day = f"{today():%d/%m/%Y}"
    page.goto(f"{home}/xuc-tien/moi/")
    page.get_by_label("Tên sự kiện").fill("Hội chợ OCOP Yên Mô")
    page.get_by_label("Loại sự kiện").select_option("fair")
    page.get_by_label("Đơn vị tổ chức").fill("Ủy ban nhân dân huyện Yên Mô")
    for name in ("starts_on", "ends_on", "registration_closes_on"):
        page.locator(f"#id_{name}").fill(day)
    page.get_by_label("Phạm vi").select_option("inside")
    check_page(page, watch)
    page.get_by_role("button", name="Ghi sự kiện").click()
    page.get_by_role("link", name="Mở đăng ký").first.click()
    check_page(page, watch)
    page.get_by_role("button", name="Mở đăng ký").click()
    page.get_by_role("link", name="Đăng ký tham gia").click()
    check_page(page, watch)
    page.get_by_role("link", name="HTX Vân Trà").click()
    check_page(page, watch)
    page.get_by_role("button", name="Gửi đăng ký").dblclick()
    expect(page.locator("h1")).to_have_text("HTX Vân Trà", timeout=30_000)
    assert Participation.objects.count() == 1
    event = PromotionEvent.objects.get()
    events.take_step(event=event, step="close_call", actor=world.officer)
    page.goto(f"{home}/xuc-tien/{event.pk}/xet-chon/")
    check_page(page, watch, picture="promotion/xet-chon")
    keep("promotion/xet-chon", DESK, "xet-chon-1280.png")
    page.get_by_role("button", name="Chọn: HTX Vân Trà").click()
    expect(page.get_by_text("Được chọn").first).to_be_visible()
    page.goto(f"{home}/xuc-tien/{event.pk}/gian-hang/")
    page.get_by_label("Gian hàng của HTX Vân Trà").fill("A01")
    page.get_by_role("button", name="Lưu danh sách").click()
    check_page(page, watch)
    assert Participation.objects.get().booth == "A01"
    point = world.point(state="recognised")
    points.put_on_show(point=point, actor=world.officer, product=world.product)
    world.point(name="Quầy OCOP bưu điện")
    second = SalesPoint.objects.get(name="Quầy OCOP bưu điện")
    for address in (
        "/xuc-tien/", f"/xuc-tien/{event.pk}/", f"/xuc-tien/{event.pk}/kinh-phi/", f"/xuc-tien/{event.pk}/ket-qua/",
        "/xuc-tien/diem-ban/", f"/xuc-tien/diem-ban/{point.pk}/", f"/xuc-tien/diem-ban/{second.pk}/tieu-chi/",
        f"/xuc-tien/diem-ban/{point.pk}/trung-bay/", f"/xuc-tien/diem-ban/{point.pk}/doanh-thu/", "/xuc-tien/truc-tuyen/",
        "/xuc-tien/truc-tuyen/kenh/", "/xuc-tien/tuyen-truyen/moi/", "/xuc-tien/qua-tang/moi/", "/xuc-tien/thoa-thuan/",
        "/xuc-tien/chu-the-duoc-ho-tro/", "/tra-cuu/diem-ban/",
    ):  # fmt: skip
        page.goto(home + address)
        check_page(page, watch)


def test_a_producer_registers_and_tells_results_on_a_phone(page: Page, live_server: Any, world: World) -> None:
    world.recognise()
    event = world.event(unit="Ninh Bình", state="call_open", name="Tuần lễ OCOP Ninh Bình")
    watch, home = Watch(page), live_server.url
    set_width(page, PHONE)
    sign_in(page.context, home, world.owner)
    page.goto(f"{home}/viec-can-lam/")
    page.get_by_role("main").get_by_role("link", name="Đăng ký").first.click()
    check_page(page, watch)
    page.get_by_role("link", name="Đăng ký tham gia").click()
    check_page(page, watch, picture="promotion/dang-ky")
    keep("promotion/dang-ky", PHONE, "dang-ky-su-kien-390.png")
    assert small_targets(page) == []
    page.get_by_role("button", name="Gửi đăng ký").click()
    expect(page.get_by_text("Đã đăng ký, đang chờ kết quả")).to_be_visible()
    check_page(page, watch)
    row = Participation.objects.get()
    Participation.objects.filter(pk=row.pk).update(state="chosen")
    PromotionEvent.objects.filter(pk=event.pk).update(
        state="held", starts_on=today(), ends_on=today(), registration_closes_on=today()
    )
    page.goto(f"{home}/viec-can-lam/")
    page.get_by_role("link", name="Ghi kết quả").click()
    page.get_by_label("Doanh thu (đồng)").fill("12.500.000")
    page.get_by_label("Trong đó sản phẩm OCOP (đồng)").fill("13.000.000")
    page.get_by_role("button", name="Ghi kết quả").click()
    expect(page.get_by_text("không thể lớn hơn doanh thu").first).to_be_visible()
    check_page(page, watch)
    page.get_by_label("Trong đó sản phẩm OCOP (đồng)").fill("9.000.000")
    page.get_by_role("button", name="Ghi kết quả").click()
    expect(page.get_by_text("12.500.000 đồng")).to_be_visible()
    check_page(page, watch)
    for address in ("/xuc-tien/", "/xuc-tien/diem-ban/", "/xuc-tien/truc-tuyen/", "/tra-cuu/diem-ban/"):
        page.goto(home + address)
        check_page(page, watch)


def test_criteria_papers_files_and_revenue_of_points_at_the_desk_and_on_a_phone(
    page: Page, live_server: Any, world: World
) -> None:
    watch, home = Watch(page), live_server.url
    world.recognise()
    event = world.event(unit="Ninh Bình", state="call_open")
    waiting, shop = world.point(state="appraised"), world.point(state="recognised", name="Quầy OCOP bến xe")
    sign_in(page.context, home, world.department)
    pages = (
        "/xuc-tien/diem-ban/bo-tieu-chi/", "/xuc-tien/diem-ban/bo-tieu-chi/sua/", f"/xuc-tien/{event.pk}/tep/",
        "/xuc-tien/diem-ban/doanh-thu/nhap/", f"/xuc-tien/diem-ban/{waiting.pk}/",
    )  # fmt: skip
    for width in (DESK, PHONE):
        set_width(page, width)
        for address in pages:
            page.goto(home + address)
            check_page(page, watch)
    page.get_by_role("button", name="Soạn quyết định công nhận điểm bán OCOP").click()
    expect(page.locator(".flash")).to_contain_text("Đã soạn dự thảo")
    page.context.clear_cookies()
    sign_in(page.context, home, world.officer)
    page.goto(f"{home}/xuc-tien/diem-ban/{shop.pk}/doanh-thu/")
    page.get_by_role("button", name="Tạo liên kết").click()
    link = page.locator(".wrap-any a").get_attribute("href")
    check_page(page, watch)
    page.context.clear_cookies()
    page.goto(str(link))
    page.get_by_label("Tổng doanh thu của điểm bán (đồng)").fill("12.500.000")
    page.get_by_label("Trong đó sản phẩm OCOP (đồng)").fill("9.000.000")
    check_page(page, watch, picture="promotion/bao-doanh-thu")
    page.get_by_role("button", name="Gửi doanh thu").click()
    expect(page.get_by_text("12.500.000 đồng")).to_be_visible()
    check_page(page, watch)
