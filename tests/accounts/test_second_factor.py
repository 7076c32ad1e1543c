"""One-time codes: required where the setting says so, single-use, reset only by two people (S4, S5)."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts import actions, second_factor
from accounts.enums import Role
from accounts.models import FactorReset
from core.errors import Denied
from core.models import AuditEvent
from tests import factories

pytestmark = pytest.mark.django_db
HOME = "/ho-so-ca-nhan/"


@pytest.fixture
def required(settings):
    settings.OCOP_REQUIRE_2FA = True


def code_of(secret, clock_shift=0):
    import time

    counter = int(time.time()) // 30 + clock_shift
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def sign_in(user):
    client = Client()
    answer = client.post("/dang-nhap/", {"login": user.username, "password": factories.PASSWORD})
    return client, answer


def activate(client):
    page = client.get("/bao-mat/xac-thuc/bat/")
    assert page.status_code == 200, page.headers
    text = page.content.decode()
    assert re.search(r"<svg[^>]* viewBox=", text), "without a view box the style sheet would crop the code"
    assert 'src="data:' not in text, "the content security policy allows no data: picture"
    secret = re.search(r'class="secret">([A-Z2-7]+)<', text)[1]
    answer = client.post("/bao-mat/xac-thuc/bat/", {"code": code_of(secret)})
    assert answer.status_code == 302, answer.content.decode()
    return secret


def test_where_it_is_required_nothing_else_opens_before(required):
    client, _ = sign_in(factories.person(Role.DISTRICT_OFFICER))
    assert client.get(HOME)["Location"] == "/bao-mat/xac-thuc/bat/"
    activate(client)
    assert client.get(HOME).status_code == 200


def test_the_demonstration_lets_a_newcomer_in_at_once(settings):
    assert settings.OCOP_REQUIRE_2FA is False
    client, _ = sign_in(factories.person(Role.ADMIN))
    assert client.get(HOME).status_code == 200


def test_who_only_scores_or_applies_need_not(required):
    for role in (Role.PRODUCER, Role.COUNCIL_MEMBER):
        assert not second_factor.is_required(factories.person(role))


def test_an_app_above_can_name_further_duties(required, monkeypatch):
    monkeypatch.setattr(second_factor, "_duties", [])
    chair = factories.person(Role.COUNCIL_MEMBER)
    second_factor.register(lambda user: user.pk == chair.pk)
    assert second_factor.is_required(chair)


def test_the_secret_is_stored_encrypted():
    user = factories.person(Role.ADMIN)
    client, _ = sign_in(user)
    secret = activate(client)
    stored = Authenticator.objects.get(user=user, type="totp").data["secret"]
    assert secret not in stored


def test_signing_in_asks_for_the_code_and_takes_it_once(clock):
    import datetime as dt

    user = factories.person(Role.ADMIN)
    client, _ = sign_in(user)
    secret = activate(client)
    clock.shift(dt.timedelta(seconds=61))
    first, answer = sign_in(user)
    assert answer["Location"].startswith("/dang-nhap/ma-xac-thuc/")
    assert first.get(HOME).status_code == 302, "not signed in before the code"
    assert "Mã không đúng" in first.post("/dang-nhap/ma-xac-thuc/", {"code": "000000"}).content.decode()
    code = code_of(secret)
    assert first.post("/dang-nhap/ma-xac-thuc/", {"code": code})["Location"] == "/viec-can-lam/"
    second, _ = sign_in(user)
    assert second.post("/dang-nhap/ma-xac-thuc/", {"code": code}).status_code == 200
    assert second.get(HOME).status_code == 302


def test_a_recovery_code_works_once():
    user = factories.person(Role.ADMIN)
    client, _ = sign_in(user)
    activate(client)
    codes = Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()
    first, _ = sign_in(user)
    assert first.post("/dang-nhap/ma-xac-thuc/", {"code": codes[0]}).status_code == 302
    second, _ = sign_in(user)
    assert second.post("/dang-nhap/ma-xac-thuc/", {"code": codes[0]}).status_code == 200


def test_a_new_password_does_not_get_around_the_second_factor():
    user = factories.person(Role.ADMIN)
    client, _ = sign_in(user)
    activate(client)
    url = actions.first_sign_in_link(actor=None, user=user)
    other, new = Client(), "gió mùa thổi qua cánh đồng"
    other.get(url[url.index("/mat-khau/") :])
    other.post("/mat-khau/lan-dau/", {"password1": new, "password2": new})
    answer = other.post("/dang-nhap/", {"login": user.username, "password": new})
    assert answer["Location"].startswith("/dang-nhap/ma-xac-thuc/")


def test_who_must_have_it_cannot_switch_it_off(required):
    user = factories.person(Role.ADMIN)
    client, _ = sign_in(user)
    activate(client)
    client.post("/bao-mat/xac-thuc/tat/")
    assert second_factor.has_one(user)


@pytest.fixture
def lost():
    user = factories.person(Role.DISTRICT_OFFICER)
    client, _ = sign_in(user)
    activate(client)
    return user


def test_a_reset_needs_a_second_person(lost, client_as):
    asker, leader = factories.person(Role.ADMIN), factories.person(Role.DEPARTMENT_LEADER)
    reset = actions.ask_factor_reset(actor=asker, user=lost, reason="mất điện thoại")
    for wrong in (asker, lost, factories.person(Role.DEPARTMENT_OFFICER)):
        with pytest.raises(Denied):
            actions.confirm_factor_reset(actor=wrong, reset=reset)
    assert second_factor.has_one(lost)
    client_as(user=leader).post(f"/quan-tri/dat-lai-xac-thuc/{reset.pk}/")
    assert not second_factor.has_one(lost)
    assert AuditEvent.objects.filter(action="factor.reset", actor=leader, object_id=str(lost.pk)).exists()
    assert AuditEvent.objects.filter(action="factor.ask_reset", actor=asker).exists()


def test_the_database_holds_the_two_people_apart(lost):
    asker = factories.person(Role.ADMIN)
    reset = actions.ask_factor_reset(actor=asker, user=lost, reason="mất điện thoại")
    for who in (asker, lost):
        with pytest.raises(IntegrityError), transaction.atomic():
            FactorReset.objects.filter(pk=reset.pk).update(confirmed_by=who, confirmed_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        FactorReset.objects.filter(pk=reset.pk).update(confirmed_at=timezone.now())
