"""Việc cần làm, messages and the outbox in a real browser, at a desk and on a phone."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from accounts.enums import Role
from core.formats import today
from notifications import actions, figures, todo
from tests.browser import DESK, PHONE, Watch, check_page, set_width
from tests.conftest import BACKEND

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def sign_in(context: BrowserContext, address: str, user: Any) -> None:
    """Put a session of that person into the browser."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie.value, "url": address}])


def _work(user: Any) -> list[todo.TodoItem]:
    return [
        todo.TodoItem(
            title=f"Kiểm tra hồ sơ {number}",
            about=f"Tinh bột sắn dây {number} · xã Yên Thắng",
            url="/thong-bao/",
            button="Kiểm tra",
            due_at=today() + dt.timedelta(days=number * 2 - 3),
        )
        for number in range(9)
    ]


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_from_the_list_of_work_to_a_message_and_back(
    page: Page, live_server: Any, user_as: Any, monkeypatch: Any, width: int
) -> None:
    monkeypatch.setattr(todo, "_providers", [_work])
    monkeypatch.setattr(
        todo, "_dates", [lambda user: [todo.ComingDate(day=today(), title="Phiên họp số 2", detail="8 giờ 00")]]
    )
    monkeypatch.setattr(
        figures, "_providers", [lambda user, year: [figures.YearFigure(label="Sản phẩm mới", value=3, most=5)]]
    )
    person = user_as(Role.ADMIN, email="toi@vidu.example")
    actions.notify(recipients=[person], kind="x", title="Hồ sơ bị trả lại", body="Bổ sung phiếu.", url="/viec-can-lam/")
    watch = Watch(page)
    set_width(page, width)
    sign_in(page.context, live_server.url, person)

    page.goto(f"{live_server.url}/viec-can-lam/")
    expect(page.locator(".task")).to_have_count(8)
    check_page(page, watch, picture="viec-can-lam/trang-dau")
    page.get_by_role("link", name="Xem cả 9 việc").click()
    expect(page.locator(".task")).to_have_count(9)
    page.get_by_role("link", name="quá hạn").click()
    expect(page.locator(".task")).to_have_count(2)
    check_page(page, watch)
    page.get_by_role("link", name="tin báo mới").click()
    check_page(page, watch, picture="viec-can-lam/thong-bao")
    page.get_by_role("button", name="Hồ sơ bị trả lại").first.click()
    expect(page.locator("h1")).to_have_text("Việc cần làm")
    expect(page.locator(".figures")).to_contain_text("0")


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_the_administrator_sends_a_failed_mail_again(page: Page, live_server: Any, user_as: Any, width: int) -> None:
    person = user_as(email="sai-dia-chi")
    actions.notify(recipients=[person], kind="x", title="Tin gửi hỏng")
    actions.deliver_due()
    person.email = "dung@vidu.example"
    person.save()
    watch = Watch(page)
    set_width(page, width)
    sign_in(page.context, live_server.url, user_as(Role.ADMIN))
    page.goto(f"{live_server.url}/quan-tri/hop-thu-di/")
    check_page(page, watch, picture="quan-tri/hop-thu-di")
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Gửi lại thư đã chọn").click()
    expect(page.locator(".flash")).to_contain_text("Đã đưa 1 thư")
    check_page(page, watch)
