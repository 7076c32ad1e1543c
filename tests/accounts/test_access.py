"""Deny by default: the walk over every address, the anonymous crawl, the printed matrix (S9, S10)."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, path

from accounts import access, matrix
from accounts.access import PUBLIC, Access
from accounts.enums import EVERYONE, Role
from accounts.middleware import DUTIES
from core.models import AuditEvent
from tests import factories


def walk(patterns, prefix: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    """Each view's name with its namespace, and its route."""
    for entry in patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from walk(entry.url_patterns, route, inner)
        elif isinstance(entry, URLPattern):
            yield f"{space}{entry.name}" if entry.name else "", route


def addresses() -> list[tuple[str, str]]:
    return list(walk(get_resolver().url_patterns))


def test_every_address_has_a_name_and_stands_in_the_access_map():
    known = access.access_map()
    missing = [f"{name or 'nameless'}: {route}" for name, route in addresses() if name not in known]
    assert missing == []


def test_every_entry_of_the_map_is_an_address_and_lets_somebody_in():
    names = {name for name, _ in addresses()}
    assert sorted(set(access.access_map()) - names) == []
    closed = [name for name, entry in access.access_map().items() if not entry.GET and not entry.POST]
    assert closed == []


def test_every_entry_says_whose_objects_and_names_real_roles():
    for name, entry in access.access_map().items():
        assert entry.scope, name
        for who in (entry.GET, entry.POST):
            assert who == PUBLIC or set(who) <= set(EVERYONE), name


def test_the_printed_matrix_is_the_map():
    printed = (settings.BASE_DIR / "docs" / "quyen-truy-cap.md").read_text(encoding="utf-8")
    assert printed == matrix.markdown(), "run manage.py permission_matrix"


@pytest.mark.django_db
def test_an_anonymous_visitor_reaches_only_what_is_public(anonymous):
    known = access.access_map()
    for name, route in addresses():
        if "<" in route or "(?P" in route:
            continue
        answer = anonymous.get("/" + route)
        if known[name].GET == PUBLIC:
            assert answer.status_code in {200, 302, 404, 503}, route
            continue
        wanted = {302, 403} if known[name].GET else {302, 403, 405}
        assert answer.status_code in wanted, route
        if answer.status_code == 302:
            assert answer["Location"].startswith("/dang-nhap/"), route


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_each_role_reaches_the_administrators_pages_as_the_map_says(client_as, role):
    client = client_as(role)
    for name, route in addresses():
        if not name.startswith("accounts:") or "<" in route:
            continue
        entry = access.access_map()[name]
        answer = client.get("/" + route)
        if role in entry.GET or entry.GET == PUBLIC:
            assert answer.status_code in {200, 302}, route
        else:
            assert answer.status_code == 403, route


def _page(request):
    from django.http import HttpResponse

    return HttpResponse("an unlisted page")


urlpatterns = [path("khong-co-trong-ban-do/", _page, name="unlisted"), path("khong-ten/", _page)]


@pytest.mark.django_db
@pytest.mark.urls(__name__)
@pytest.mark.parametrize("route", ["/khong-co-trong-ban-do/", "/khong-ten/"])
def test_a_page_outside_the_map_is_refused_even_to_the_administrator(rf, route):
    from django.core.exceptions import PermissionDenied
    from django.urls import resolve

    from accounts.middleware import AccessMiddleware

    request = rf.get(route)
    request.user, request.session, request.resolver_match = factories.person(Role.ADMIN), {}, resolve(route)
    with pytest.raises(PermissionDenied):
        AccessMiddleware(_page).process_view(request, _page, (), {})


@pytest.mark.django_db
def test_a_refused_page_stands_in_the_audit_trail(client_as):
    client = client_as(Role.PRODUCER)
    assert client.get("/quan-tri/nhat-ky/").status_code == 403
    event = AuditEvent.objects.get(action="access.refused")
    assert (event.actor, event.refused, event.after["page"]) == (client.user, True, "accounts:audit")


@pytest.mark.django_db
def test_scripts_get_a_401_not_the_sign_in_page(anonymous):
    answer = anonymous.get("/ho-so-ca-nhan/", headers={"HX-Request": "true"})
    assert answer.status_code == 401


@pytest.mark.django_db
def test_a_person_without_a_seat_reaches_their_own_account_only():
    client = Client()
    client.force_login(factories.UserFactory(), backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/ho-so-ca-nhan/").status_code == 200
    assert client.get("/tim-kiem/").status_code == 403


def test_what_may_be_opened_while_a_duty_is_owed_are_pages_that_exist():
    assert {name for name, _ in addresses()} >= DUTIES


@pytest.mark.django_db
def test_a_method_outside_the_map_is_refused(client_as):
    client = client_as(Role.ADMIN)
    assert client.put("/quan-tri/").status_code == 403
    assert client.post("/quan-tri/").status_code == 403


def test_the_map_refuses_unknown_names_and_methods():
    entry = Access(GET=frozenset({Role.ADMIN}))
    assert entry.who("POST") == frozenset()
    assert entry.who("DELETE") == frozenset()
    assert not access.allowed(None, "accounts:nothing", "GET")


def test_the_command_prints_the_matrix_or_writes_it():
    shown = StringIO()
    call_command("permission_matrix", "--print", stdout=shown)
    assert shown.getvalue().strip() == matrix.markdown().strip()
