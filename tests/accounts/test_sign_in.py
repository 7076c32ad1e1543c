"""Signing in and out."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.enums import Role
from tests import factories

pytestmark = pytest.mark.django_db
WRONG = "Tên đăng nhập hoặc mật khẩu không đúng."


def sign_in(client: Client, username: str, password: str = factories.PASSWORD, **extra: str):
    return client.post("/dang-nhap/", {"login": username, "password": password} | extra)


def test_the_page_has_what_a_browser_without_scripts_needs(anonymous):
    page = anonymous.get("/dang-nhap/").content.decode()
    assert '<input type="text" name="login"' in page
    assert '<input type="password" name="password"' in page
    assert "csrfmiddlewaretoken" in page
    assert "csrf" in " ".join(anonymous.cookies)


def test_after_signing_in_the_work_page_comes(anonymous):
    factories.person(Role.DISTRICT_OFFICER, username="huyen-thu")
    answer = sign_in(anonymous, "Huyen-Thu")
    assert answer.status_code == 302
    assert answer["Location"] == "/viec-can-lam/"
