"""Signing in and out (S1, S5, S7, S35)."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from axes.models import AccessAttempt, AccessFailureLog
from django.core import mail
from django.core.cache import caches
from django.test import Client
from redis.exceptions import ConnectionError as RedisAway

from accounts import lockout
from accounts.enums import Role
from core.formats import now
from core.models import AuditEvent
from tests import factories

pytestmark = pytest.mark.django_db
WRONG = "Tên đăng nhập hoặc mật khẩu không đúng."


def sign_in(client, username, password=factories.PASSWORD, address="10.0.0.1", **extra):
    return client.post("/dang-nhap/", {"login": username, "password": password} | extra, REMOTE_ADDR=address)


def fail(username, times, address="10.0.0.1"):
    answers = [sign_in(Client(), username, "không phải mật khẩu", address) for _ in range(times)]
    return answers[-1]


@pytest.fixture
def officer():
    return factories.person(Role.DISTRICT_OFFICER, username="huyen-thu", email="huyen-thu@example.org")


def test_the_page_has_what_a_browser_without_scripts_needs(anonymous):
    page = anonymous.get("/dang-nhap/").content.decode()
    assert '<input type="text" name="login"' in page
    assert '<input type="password" name="password"' in page
    assert "csrfmiddlewaretoken" in page
    assert "csrf" in " ".join(anonymous.cookies)


def test_after_signing_in_the_work_page_comes(anonymous, officer):
    answer = sign_in(anonymous, "Huyen-Thu")
    assert answer.status_code == 302
    assert answer["Location"] == "/viec-can-lam/"
    assert AuditEvent.objects.filter(action="session.begin", actor=officer, address="10.0.0.1").exists()


def test_the_last_sign_in_follows_the_portals_clock(anonymous, officer, settings):
    settings.CLOCK_SHIFT_DAYS = -400
    sign_in(anonymous, "huyen-thu")
    officer.refresh_from_db()
    assert abs(officer.last_login - now()) < dt.timedelta(minutes=1)


def test_signing_in_gives_a_new_session_key(anonymous, officer):
    anonymous.get("/dang-nhap/?next=/ho-so-ca-nhan/")
    before = anonymous.cookies.get("sessionid")
    sign_in(anonymous, "huyen-thu")
    assert anonymous.cookies["sessionid"].value != (before.value if before else "")


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(officer):
    known, unknown = fail("huyen-thu", 1), fail("khong-co-ai", 1)
    assert WRONG in known.content.decode()

    def plain(answer):
        text = re.sub(r'value="[^"]*"', "", answer.content.decode())
        return re.sub(r"[0-9a-f]{16,}", "", text)

    assert plain(known) == plain(unknown)
    assert known.status_code == unknown.status_code


def test_a_disabled_account_answers_like_a_wrong_password(officer):
    officer.is_active = False
    officer.save()
    assert WRONG in sign_in(Client(), "huyen-thu").content.decode()


def test_both_kinds_of_failure_hash_a_password_once(officer, monkeypatch):
    from django.contrib.auth import hashers

    counted = []
    hasher = hashers.get_hasher()
    monkeypatch.setattr(type(hasher), "encode", lambda self, *a, **k: counted.append(1) or "md5$x$y")
    for name in ("huyen-thu", "khong-co-ai"):
        counted.clear()
        fail(name, 1)
        assert len(counted) == 1, name


def test_after_five_failures_the_right_password_is_refused_too(officer):
    fail("huyen-thu", 5)
    answer = sign_in(Client(), "huyen-thu")
    assert answer.status_code == 429
    assert "Tạm khoá đăng nhập" in answer.content.decode()


def test_an_unknown_name_is_locked_in_the_same_words(officer):
    known, unknown = fail("huyen-thu", 6), fail("khong-co-ai", 6)
    assert known.status_code == unknown.status_code == 429
    assert known.content.decode().count("Tạm khoá") == unknown.content.decode().count("Tạm khoá")


def test_other_people_on_the_same_address_still_get_in(officer):
    factories.person(Role.COUNCIL_MEMBER, username="hd-thu")
    fail("huyen-thu", 8)
    assert sign_in(Client(), "hd-thu").status_code == 302


def test_the_same_person_gets_in_from_another_address_until_the_slow_limit(officer, settings):
    settings.SLOW_LOCKOUT_FAILURES = 9
    fail("huyen-thu", 5)
    assert sign_in(Client(), "huyen-thu", address="10.0.0.2").status_code == 302
    fail("huyen-thu", 4, "10.0.0.3")
    assert lockout.recent_failures("huyen-thu") == 9
    assert sign_in(Client(), "huyen-thu", address="10.0.0.4").status_code == 429


def test_another_spelling_of_the_name_does_not_count_anew(officer):
    fail("HUYEN-THU ", 3)
    fail("huyen-thu", 2)
    assert sign_in(Client(), "huyen-thu").status_code == 429


def test_failures_keep_neither_names_nor_passwords(officer):
    fail("mat-khau-go-nham-o-ten", 1)
    kept = str(list(AccessAttempt.objects.values())) + str(list(AccessFailureLog.objects.values()))
    assert "mat-khau-go-nham-o-ten" not in kept
    assert "không phải mật khẩu" not in kept


def test_sign_in_and_lockout_work_without_redis(officer, monkeypatch):
    from django.core.cache.backends.redis import RedisCacheClient

    def away(*args, **kwargs):
        raise RedisAway("away")

    for name in ("get", "set", "add", "incr", "delete", "get_many", "set_many", "touch", "has_key"):
        monkeypatch.setattr(RedisCacheClient, name, away)
    assert sign_in(Client(), "huyen-thu").status_code == 302
    fail("huyen-thu", 5)
    assert sign_in(Client(), "huyen-thu").status_code == 429
    assert caches["default"].get("x") is None


@pytest.mark.parametrize(
    "there", ["https://example.org/", "//example.org/", "https:example.org", "javascript:alert(1)", "/\\example.org"]
)
def test_next_leads_nowhere_else(anonymous, officer, there):
    answer = sign_in(anonymous, "huyen-thu", next=there)
    assert answer["Location"] == "/viec-can-lam/"


def test_next_leads_back_to_an_own_page(anonymous, officer):
    asked = anonymous.get("/ho-so-ca-nhan/?a=1")
    assert asked["Location"] == "/dang-nhap/?next=%2Fho-so-ca-nhan%2F%3Fa%3D1"
    assert sign_in(anonymous, "huyen-thu", next="/ho-so-ca-nhan/?a=1")["Location"] == "/ho-so-ca-nhan/?a=1"


def test_signing_out_ends_the_session_on_the_server(anonymous, officer):
    sign_in(anonymous, "huyen-thu")
    stolen = anonymous.cookies["sessionid"].value
    assert anonymous.get("/dang-xuat/").status_code == 200
    assert anonymous.post("/dang-xuat/").status_code == 302
    again = Client()
    again.cookies["sessionid"] = stolen
    assert again.get("/bao-mat/").status_code == 302


def test_a_get_does_not_sign_out(client_as):
    client = client_as(Role.DISTRICT_OFFICER)
    client.get("/dang-xuat/")
    assert client.get("/bao-mat/").status_code == 200


def ask_reset(address, **extra):
    return Client().post("/mat-khau/quen/", {"email": address}, **extra)


def link_in(message):
    return re.search(r"https?://\S+", message.body)[0]


def test_a_reset_link_comes_from_the_settings_not_from_the_host_header(officer, settings):
    settings.ALLOWED_HOSTS = ["*"]
    settings.PORTAL_URL = "https://ocop.example.org"
    ask_reset("huyen-thu@example.org", HTTP_HOST="evil.example.com")
    (message,) = mail.outbox
    assert "evil" not in message.body
    assert link_in(message).startswith("https://ocop.example.org/mat-khau/dat-lai/?ma=")
    assert message.to == ["huyen-thu@example.org"]


def test_an_unknown_address_gets_the_same_answer_and_no_mail(officer):
    known, unknown = ask_reset("huyen-thu@example.org"), ask_reset("khong@example.org")
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert len(mail.outbox) == 1


def test_a_reset_link_works_once_and_signs_nobody_in(officer):
    ask_reset("huyen-thu@example.org")
    url = link_in(mail.outbox[0]).removeprefix("http://127.0.0.1:8000")
    client = Client()
    form = client.get(url, follow=True)
    assert "Đặt mật khẩu mới" in form.content.decode()
    where = form.redirect_chain[-1][0]
    new = "chiều mưa bên đầm sen"
    client.post(where, {"password1": new, "password2": new})
    officer.refresh_from_db()
    assert officer.check_password(new)
    assert client.get("/bao-mat/").status_code == 302
    assert "Liên kết không dùng được" in Client().get(url, follow=True).content.decode()


def test_a_reset_link_dies_after_an_hour(officer, clock):
    import datetime as dt

    ask_reset("huyen-thu@example.org")
    url = link_in(mail.outbox[0]).removeprefix("http://127.0.0.1:8000")
    clock.shift(dt.timedelta(minutes=61))
    assert "Liên kết không dùng được" in Client().get(url, follow=True).content.decode()
