"""The story of a report in a browser: a district's officer writes, the leader sends, the Department reads."""

from __future__ import annotations

import datetime as dt
import shutil
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from core import jobs
from programme.models import Report
from programme.reporting.states import ReportState
from tests.browser import DESK, PHONE, ROOT, Watch, check_page, save_picture, set_width
from tests.conftest import BACKEND
from tests.programme.report_world import TODAY, ReportWorld, build

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(transactional_db: None, settings: Any) -> ReportWorld:
    """Yên Mô and Gia Viễn; the portal believes that it is 25/11/2024."""
    settings.CLOCK_SHIFT_DAYS = (TODAY.date() - dt.datetime.now(tz=TODAY.tzinfo).date()).days
    return build()


def sign_in(context: BrowserContext, address: str, user: Any) -> None:
    """Put a session of that person into the browser."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    cookie = client.cookies[django_settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": django_settings.SESSION_COOKIE_NAME, "value": cookie.value, "url": address}])


def finish_job(page: Page) -> None:
    """Do what the worker does; who looks at the job's page is led to the report, and is left in peace when going back."""
    page.wait_for_url("**/viec/**")
    jobs.run(page.url.rstrip("/").split("/")[-1])
    expect(page.locator("[data-live-status]")).to_contain_text("Trang kết quả mở sau ít giây", timeout=15_000)
    page.wait_for_url("**/bao-cao/*/", timeout=15_000)
    page.go_back()
    expect(page.get_by_text("Đã xong.")).to_be_visible()
    expect(page.locator("[data-live-status]")).to_have_text("")
    page.get_by_role("link", name="Mở kết quả").click()


def test_an_officer_writes_a_leader_sends_the_department_reads(
    page: Page, live_server: Any, world: ReportWorld, new_person: Any
) -> None:
    watch = Watch(page)
    set_width(page, DESK)
    sign_in(page.context, live_server.url, world.officer)
    page.goto(f"{live_server.url}/bao-cao/")
    check_page(page, watch)
    page.get_by_role("link", name="Lập báo cáo năm 2024").click()
    page.get_by_role("button", name="Lập báo cáo").click()
    finish_job(page)
    expect(page.get_by_role("heading", name="Báo cáo năm 2024, huyện Yên Mô")).to_be_visible()
    check_page(page, watch, picture="programme/bao-cao")
    if (ROOT / "docs" / "hinh").exists():
        shutil.copy(save_picture(page, "programme/bao-cao-huong-dan"), ROOT / "docs" / "hinh" / "bao-cao-nam.png")
    report = Report.objects.get()
    base = f"{live_server.url}/bao-cao/{report.pk}"

    page.locator("#muc-danh_gia a.fig").first.click()
    check_page(page, watch)
    page.goto(f"{base}/so-lieu/cong_nhan_moi/")
    expect(page.get_by_text("Trà hoa vàng")).to_be_visible()

    for key in ("ton_tai", "nguyen_nhan", "kien_nghi"):  # words save by themselves, marks become figures
        page.goto(f"{base}/?sua={key}#muc-{key}")
        page.locator(f"#id_text_{key}").fill("Đề nghị hỗ trợ bao bì cho {chu_the} chủ thể.")
        expect(page.locator("[data-save-state]")).to_contain_text("Đã lưu lúc", timeout=15_000)
    check_page(page, watch, picture="programme/bao-cao-sua")
    set_width(page, PHONE)
    page.goto(f"{base}/")
    check_page(page, watch, picture="programme/bao-cao")
    page.goto(f"{base}/kiem-tra/")
    check_page(page, watch)
    page.get_by_role("button", name="Trình duyệt báo cáo").click()
    expect(page.locator(".flash")).to_contain_text("Đã trình lãnh đạo duyệt")

    leader = new_person(DESK)
    seen = Watch(leader)
    sign_in(leader.context, live_server.url, world.leader)
    leader.goto(f"{base}/")
    leader.get_by_role("link", name="Duyệt, gửi").click()
    leader.get_by_label("Họ và tên người ký").fill("Nguyễn Văn Ký")
    check_page(leader, seen, picture="programme/bao-cao-gui")
    leader.get_by_role("button", name="Duyệt, gửi báo cáo").click()
    expect(leader.locator(".flash")).to_contain_text("Đã gửi báo cáo số 01/BC-UBND", timeout=30_000)
    report.refresh_from_db()
    assert report.state == ReportState.SENT

    boss = new_person(PHONE)
    watching = Watch(boss)
    sign_in(boss.context, live_server.url, world.department)
    boss.goto(f"{live_server.url}/bao-cao/")
    check_page(boss, watching)
    boss.get_by_role("link", name="Mở báo cáo").first.click()
    check_page(boss, watching, picture="programme/bao-cao-da-gui")
    boss.goto(f"{live_server.url}/bao-cao/lap-moi/")
    boss.get_by_role("button", name="Lập báo cáo").click()
    finish_job(boss)
    boss.get_by_role("link", name="Đối chiếu số liệu các huyện").click()
    check_page(boss, watching)
    set_width(boss, DESK)
    check_page(boss, watching, picture="programme/bao-cao-doi-chieu")
