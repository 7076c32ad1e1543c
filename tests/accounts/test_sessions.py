"""Sessions end: idle, absolute, disabled people, forced password change (S3, S6, S7, S12)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from accounts import actions, sessions
from accounts.enums import Role
from accounts.models import Membership
from core.errors import Denied
from tests import factories

pytestmark = pytest.mark.django_db
HOME = "/ho-so-ca-nhan/"


@pytest.mark.parametrize(
    ("role", "minutes"), [(Role.ADMIN, 30), (Role.DISTRICT_OFFICER, 60), (Role.COUNCIL_MEMBER, 240)]
)
def test_an_idle_session_ends_by_role(client_as, clock, role, minutes):
    client = client_as(role)
    assert client.get(HOME).status_code == 200
    clock.shift(dt.timedelta(minutes=minutes - 1))
    assert client.get(HOME).status_code == 200
    clock.shift(dt.timedelta(minutes=minutes + 1))
    answer = client.get(HOME)
    assert answer.status_code == 302
    assert "lâu không thao tác" in client.get(answer["Location"]).content.decode()


def test_a_busy_session_ends_after_its_absolute_limit(client_as, clock):
    client = client_as(Role.ADMIN)
    for _ in range(8 * 3):
        assert client.get(HOME).status_code == 200
        clock.shift(dt.timedelta(minutes=20))
    clock.shift(dt.timedelta(minutes=1))
    assert client.get(HOME).status_code == 302


def test_of_several_seats_the_strictest_limit_counts(units):
    person = factories.person(Role.COUNCIL_MEMBER)
    factories.MembershipFactory(user=person, role=Role.DISTRICT_OFFICER, unit=units["Yên Mô"])
    assert sessions.limits(person) == (60, 720)


def test_asking_by_itself_keeps_nobody_signed_in(client_as, clock, rf):
    from accounts.middleware import SessionLimitMiddleware

    client = client_as(Role.ADMIN)
    client.get(HOME)
    request = rf.get("/")
    request.user, request.session = client.user, client.session
    seen = request.session[sessions.SEEN]
    clock.shift(dt.timedelta(minutes=5))
    request.background = True
    SessionLimitMiddleware(lambda _: None)(request)
    assert request.session[sessions.SEEN] == seen
    request.background = False
    SessionLimitMiddleware(lambda _: None)(request)
    assert request.session[sessions.SEEN] > seen


def test_a_disabled_person_is_refused_at_the_next_click():
    admin, user, client = factories.person(Role.ADMIN), factories.person(Role.DISTRICT_OFFICER), Client()
    client.post("/dang-nhap/", {"login": user.username, "password": factories.PASSWORD})
    assert client.get(HOME).status_code == 200
    actions.disable_user(actor=admin, user=user, reason="nghỉ công tác")
    assert client.get(HOME).status_code == 302
    actions.enable_user(actor=admin, user=user)
    assert client.get(HOME).status_code == 302, "the old session must not come back"


def test_a_moved_person_loses_the_pages_at_the_next_click(client_as):
    client = client_as(Role.ADMIN)
    factories.person(Role.ADMIN)
    assert client.get("/quan-tri/").status_code == 200
    Membership.objects.filter(user=client.user).update(valid_to=dt.date(2021, 1, 1))
    assert client.get("/quan-tri/").status_code == 403


def test_the_administrator_ends_all_sessions_of_a_person(client_as):
    admin, user = client_as(Role.ADMIN), factories.person(Role.DISTRICT_OFFICER)
    two = [Client(), Client()]
    for client in two:
        client.post("/dang-nhap/", {"login": user.username, "password": factories.PASSWORD})
        assert client.get(HOME).status_code == 200
    admin.post(f"/quan-tri/nguoi-dung/{user.pk}/ket-thuc-phien/")
    assert [client.get(HOME).status_code for client in two] == [302, 302]


def test_an_initial_password_must_be_changed_first(client_as):
    client = client_as(Role.DISTRICT_OFFICER, must_change_password=True)
    for path in (HOME, "/viec-can-lam/", "/bao-mat/"):
        assert client.get(path)["Location"] == "/mat-khau/doi/"
    page = client.get("/mat-khau/doi/")
    assert page.status_code == 200
    same = {"oldpassword": factories.PASSWORD, "password1": factories.PASSWORD, "password2": factories.PASSWORD}
    assert "phải khác" in client.post("/mat-khau/doi/", same).content.decode()
    new = "gió mùa thổi qua cánh đồng"
    assert (
        client.post(
            "/mat-khau/doi/", {"oldpassword": factories.PASSWORD, "password1": new, "password2": new}
        ).status_code
        == 302
    )
    assert client.get(HOME).status_code == 200


def test_changing_the_password_ends_the_other_sessions(client_as):
    user = factories.person(Role.DISTRICT_OFFICER)
    here, there = Client(), Client()
    for client in (here, there):
        client.post("/dang-nhap/", {"login": user.username, "password": factories.PASSWORD})
    new = "gió mùa thổi qua cánh đồng"
    here.post("/mat-khau/doi/", {"oldpassword": factories.PASSWORD, "password1": new, "password2": new})
    assert here.get(HOME).status_code == 200
    assert there.get(HOME).status_code == 302


def test_rotation_is_a_setting_and_off(settings):
    user = factories.UserFactory(password_changed_at=timezone.now() - dt.timedelta(days=400))
    assert settings.PASSWORD_MAX_AGE_DAYS == 0
    assert not sessions.must_change_password(user)
    settings.PASSWORD_MAX_AGE_DAYS = 90
    assert sessions.must_change_password(user)


def first_link(user):
    url = actions.first_sign_in_link(actor=None, user=user)
    return url[url.index("/mat-khau/") :]


def test_a_first_sign_in_link_sets_one_password(settings):
    user = actions.create_user(actor=None, username="nguoi-moi", full_name="Lê Thị Mới")
    link, client, new = first_link(user), Client(), "gió mùa thổi qua cánh đồng"
    assert client.get(link)["Location"] == "/mat-khau/lan-dau/", "the secret leaves the address at once"
    assert "Lê Thị Mới" in client.get("/mat-khau/lan-dau/").content.decode()
    short = client.post("/mat-khau/lan-dau/", {"password1": "ngắn", "password2": "ngắn"})
    assert "ít nhất 12 ký tự" in short.content.decode()
    assert client.post("/mat-khau/lan-dau/", {"password1": new, "password2": new})["Location"] == "/dang-nhap/"
    user.refresh_from_db()
    assert user.check_password(new)
    assert "không dùng được" in Client().get(link, follow=True).content.decode()


def test_a_first_sign_in_link_is_short_lived_and_the_newest_counts(clock):
    user = actions.create_user(actor=None, username="nguoi-moi", full_name="Lê Thị Mới")
    old, new = first_link(user), first_link(user)
    assert "không dùng được" in Client().get(old, follow=True).content.decode()
    assert "Lê Thị Mới" in Client().get(new, follow=True).content.decode()
    clock.shift(dt.timedelta(hours=25))
    assert "không dùng được" in Client().get(new, follow=True).content.decode()


def test_nobody_sets_a_password_for_somebody_else():
    admin, user = factories.person(Role.ADMIN), factories.person(Role.DISTRICT_OFFICER)
    with pytest.raises(Denied):
        actions.set_password(actor=admin, user=user, password="gió mùa thổi qua cánh đồng")


def test_the_seat_in_work_can_be_changed_only_to_an_own_one(client_as, units):
    client = client_as(Role.COUNCIL_MEMBER)
    mine = factories.MembershipFactory(user=client.user, role=Role.ADVISORY, unit=units["Yên Mô"])
    foreign = factories.MembershipFactory(role=Role.ADMIN, unit=units["Ninh Bình"])
    client.post("/doi-vai-tro/", {"seat": str(foreign.pk)})
    assert "seat" not in client.session
    client.post("/doi-vai-tro/", {"seat": str(mine.pk)})
    assert client.session["seat"] == mine.pk
    assert client.get(HOME).wsgi_request.seat.role == Role.ADVISORY
    assert client.get("/doi-vai-tro/").status_code == 403
