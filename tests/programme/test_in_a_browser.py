"""The year at a desk, on paper and on a phone, with axe, CSP reports and sideways scrolling at each page."""

from __future__ import annotations

import datetime as dt
import io
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect
from pypdf import PdfReader

from programme.models import ReportObligation, TaskProgress
from tests.browser import DESK, PHONE, ROOT, Watch, check_page, save_picture, set_width
from tests.conftest import BACKEND
from tests.products.world import pdf_bytes
from tests.programme.conftest import Office

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def sign_in(context: BrowserContext, address: str, user: Any) -> None:
    """Put a session of that person into the browser."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie.value, "url": address}])


def keep_for_the_guide(page: Page, name: str) -> None:
    """The picture that docs/huong-dan.md shows."""
    made = save_picture(page, f"programme/{name}")
    target: Path = ROOT / "docs" / "hinh" / made.name
    if not target.exists():
        shutil.copyfile(made, target)


def test_the_department_looks_at_the_year_and_prints_it(page: Page, live_server: Any, office: Office) -> None:
    office.recognition("Trà hoa vàng", stars=4, until=dt.date(2024, 11, 1))
    office.recognition("Mật ong rừng", place="Gia Viễn")
    home, watch = live_server.url, Watch(page)
    set_width(page, DESK)
    sign_in(page.context, home, office.officer)

    page.goto(f"{home}/ke-hoach/")
    check_page(page, watch)
    keep_for_the_guide(page, "tong-quan")
    paper = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert len(paper.pages) == 1
    assert paper.pages[0].mediabox.width > paper.pages[0].mediabox.height
    page.get_by_role("link", name="Sản phẩm mới từ 3 sao").click()
    expect(page.get_by_role("heading", name="Các bản ghi đứng sau con số")).to_be_visible()
    expect(page.get_by_role("link", name="Mật ong rừng")).to_be_visible()
    check_page(page, watch)
    page.get_by_role("link", name="Nhiệm vụ", exact=True).click()
    check_page(page, watch)
    for view in ("Lịch năm", "Theo tình trạng"):
        page.get_by_role("link", name=view).click()
        check_page(page, watch)
    page.get_by_role("link", name="Kinh phí", exact=True).click()
    check_page(page, watch)
    page.goto(f"{home}/bao-cao/nghia-vu/")
    check_page(page, watch)
    page.get_by_role("button", name="Nhắc").first.click()
    expect(page.get_by_text("Đã nhắc")).to_be_visible()
    page.goto(f"{home}/thong-bao/lich-nhac/?xem=ngay-nghi")
    page.get_by_label("Ngày", exact=True).fill("2/1/2025")
    page.get_by_label("Lý do, văn bản").fill("Hoán đổi ngày nghỉ")
    page.get_by_role("button", name="Ghi ngày").click()
    expect(page.get_by_text("Đã ghi ngày 02/01/2025.")).to_be_visible()
    check_page(page, watch)


def test_a_district_reports_from_a_phone(page: Page, live_server: Any, office: Office) -> None:
    home, watch = live_server.url, Watch(page)
    set_width(page, PHONE)
    sign_in(page.context, home, office.district)

    page.goto(f"{home}/ke-hoach/")
    check_page(page, watch)
    task = office.plan.tasks.get(number="2.1")
    page.goto(f"{home}/ke-hoach/nhiem-vu/{task.pk}/")
    check_page(page, watch)
    page.get_by_role("link", name="Báo tiến độ").click()
    check_page(page, watch)
    page.get_by_label("Đã làm (%)").fill("45")
    page.get_by_label("Kết quả, vướng mắc").fill("Hội đồng huyện đã họp đợt 1.")
    page.get_by_label("Minh chứng").set_input_files(
        {"name": "bien-ban.pdf", "mimeType": "application/pdf", "buffer": pdf_bytes()}
    )
    page.get_by_role("button", name="Báo tiến độ").click()
    expect(page.get_by_text("bien-ban.pdf")).to_be_visible()
    check_page(page, watch)
    assert TaskProgress.objects.get().percent == 45
    row = ReportObligation.objects.get(rule__code="bao-cao-nam-huyen", unit=office.units["Yên Mô"])
    page.goto(f"{home}/bao-cao/nghia-vu/")
    check_page(page, watch)
    page.goto(f"{home}/bao-cao/nghia-vu/{row.pk}/")
    expect(page.get_by_role("link", name="Lập báo cáo từ số liệu của cổng")).to_be_visible()
    check_page(page, watch)


def test_the_end_of_the_year_on_the_desk_and_on_a_phone(page: Page, live_server: Any, office: Office) -> None:
    home, watch = live_server.url, Watch(page)
    set_width(page, DESK)
    office.recognition("Bún Yên Mạc", 3)
    sign_in(page.context, home, office.officer)
    page.goto(f"{home}/ke-hoach/{office.plan.pk}/")
    page.get_by_role("link", name="Tổng kết năm").click()
    expect(page.get_by_text("Bún Yên Mạc")).to_be_visible()
    check_page(page, watch, picture="programme/tong-ket")
    page.get_by_role("link", name="Thêm khen thưởng").click()
    page.get_by_label("Tập thể, cá nhân").fill("HTX Yên Mạc")
    page.get_by_label("Hình thức khen thưởng").fill("Giấy khen của Giám đốc Sở")
    page.get_by_label("Thành tích").fill("Dẫn đầu phát triển sản phẩm gắn với vùng nguyên liệu")
    check_page(page, watch)
    page.get_by_role("button", name="Lưu").click()
    expect(page.get_by_text("HTX Yên Mạc", exact=True)).to_be_visible()
    set_width(page, PHONE)
    check_page(page, watch, picture="programme/tong-ket")
