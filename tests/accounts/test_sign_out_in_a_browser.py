"""After signing out, the browser's back button shows nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page

from accounts.enums import Role
from tests import factories
from tests.conftest import BACKEND

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_going_back_after_signing_out_shows_nothing(page: Page, live_server: Any) -> None:
    user = factories.person(Role.DISTRICT_OFFICER, full_name="Nguyễn Thị Kín Đáo")
    client = Client()
    client.force_login(user, backend=BACKEND)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page.goto(f"{live_server.url}/ho-so-ca-nhan/")
    assert "Kín Đáo" in page.content()
    page.context.request.post(
        f"{live_server.url}/dang-xuat/",
        form={"csrfmiddlewaretoken": page.locator("input[name=csrfmiddlewaretoken]").first.input_value()},
        headers={"Referer": f"{live_server.url}/ho-so-ca-nhan/"},
    )
    page.goto(f"{live_server.url}/tra-cuu/")
    page.go_back()
    page.wait_for_url("**/dang-nhap/**")
    assert "Kín Đáo" not in page.content()
