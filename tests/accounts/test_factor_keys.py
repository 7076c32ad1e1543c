"""The key of the second factor: asked for, replaceable, and readable words when it is lost (S5, S42)."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command

from accounts import actions, checks, second_factor
from accounts.enums import Role
from core.models import AuditEvent
from tests import factories
from tests.accounts.test_second_factor import HOME, activate, code_of, sign_in

pytestmark = pytest.mark.django_db
UNREADABLE = "không đọc được khoá xác thực hai bước"


@pytest.fixture
def person(settings):
    """An administrator with a second factor under the key `old`, and the secret."""
    settings.MFA_KEY = "old"
    user = factories.person(Role.ADMIN)
    user.secret = activate(sign_in(user)[0])
    return user


def enter(user, clock_shift=1):
    client, _ = sign_in(user)
    return client, client.post("/dang-nhap/ma-xac-thuc/", {"code": code_of(user.secret, clock_shift)})


def test_a_new_key_in_front_of_the_old_one_changes_nothing_for_people(person, settings):
    settings.MFA_KEY = "new, old"
    client, answer = enter(person)
    assert answer.status_code == 302
    assert client.get(HOME).status_code == 200


def test_after_renewing_the_old_key_is_superfluous(person, settings, capsys):
    settings.MFA_KEY = "new,old"
    call_command("renew_factor_key")
    assert "Đã mã hoá lại 2 bản ghi" in capsys.readouterr().out
    settings.MFA_KEY = "new"
    assert enter(person)[1].status_code == 302


@pytest.mark.parametrize("key", ["", "other"])
def test_a_lost_key_is_a_sentence_and_not_an_error(person, settings, key):
    settings.MFA_KEY = key
    client, answer = enter(person)
    assert answer.status_code == 200
    assert UNREADABLE in answer.content.decode()
    assert client.get(HOME).status_code == 302, "not signed in"


def test_pages_that_read_the_secret_say_so_too(person, settings):
    client, answer = enter(person)
    assert answer.status_code == 302
    settings.MFA_KEY = "other"
    page = client.get("/bao-mat/ma-du-phong/")
    assert page.status_code == 403
    assert UNREADABLE in page.content.decode()


def test_two_people_can_reset_a_factor_that_nobody_can_read(person, settings):
    settings.MFA_KEY = "other"
    reset = actions.ask_factor_reset(actor=factories.person(Role.ADMIN), user=person, reason="mất khoá")
    actions.confirm_factor_reset(actor=factories.person(Role.DEPARTMENT_LEADER), reset=reset)
    assert not second_factor.has_one(person)


def test_who_holds_the_server_resets_only_what_no_key_reads(person, settings):
    settings.MFA_KEY = "other"
    reader = factories.person(Role.ADMIN)
    activate(sign_in(reader)[0])
    with pytest.raises(CommandError, match=person.username):
        call_command("renew_factor_key")
    assert second_factor.has_one(person)
    call_command("renew_factor_key", "--reset-unreadable")
    assert set(Authenticator.objects.values_list("user_id", flat=True)) == {reader.pk}
    assert AuditEvent.objects.filter(action="factor.reset", actor=None, object_id=str(person.pk)).exists()


@pytest.mark.parametrize(
    ("required", "demo", "key", "asked"),
    [(True, False, "", 1), (True, False, " , ", 1), (True, False, "k", 0), (True, True, "", 0), (False, False, "", 0)],
)
def test_the_deploy_check_asks_for_a_key_where_the_factor_is_required(settings, required, demo, key, asked):
    settings.OCOP_REQUIRE_2FA, settings.DEMO, settings.DEBUG, settings.MFA_KEY = required, demo, False, key
    assert len(checks.second_factor_has_its_own_key()) == asked
