"""A NUL in an address or a cookie: PostgreSQL fails on one, so the request is refused before anything asks it."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts import access
from accounts.enums import Role
from tests.trust.addresses import address, routes
from tests.trust.crawl import NOBODY, client_of, look, sides, walkers
from tests.trust.world import TrustWorld

pytestmark = pytest.mark.django_db


def with_nul(url: str) -> list[str]:
    """The address with a NUL in its query, and in each part of its path."""
    parts = url.split("/")
    broken = [[*parts[:at], f"{part}%00", *parts[at + 1 :]] for at, part in enumerate(parts) if part]
    return [f"{url}?q=a%00b", *("/".join(path) for path in broken)]


@pytest.mark.parametrize("role", [NOBODY, Role.DISTRICT_OFFICER, Role.ADMIN])
def test_a_nul_anywhere_in_an_address_is_a_request_that_cannot_be_read(world: TrustWorld, role: str) -> None:
    user = walkers(world)[role]
    client, answers = client_of(user), []
    for name, _ in routes():
        if access.allowed(user, name, "GET"):
            url = address(name, sides(name, world)[0][1])
            answers += [look(client, role, name, "own", broken) for broken in with_nul(url)]
    assert len(answers) > 50
    assert [str(answer) for answer in answers if answer.status != 400] == []
    assert "Không đọc được yêu cầu" in answers[0].text


def test_a_nul_in_the_cookie_of_the_session_as_well(db: None, settings: object) -> None:
    crafted = rf'{settings.SESSION_COOKIE_NAME}="\000aaaaaaaaaaaaaaaa"'  # type: ignore[attr-defined]
    assert Client().get("/tra-cuu/", headers={"Cookie": crafted}).status_code == 400
