"""Role × address × method × whose object (S8, S10): refused, not found, or answered; reading changes nothing."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from accounts import access
from accounts.access import PUBLIC
from accounts.enums import Role
from tests.trust.addresses import OWNED, SHARED, address, routes, takes_arguments
from tests.trust.crawl import BACKEND, NOBODY, client_of, look, sides, walkers
from tests.trust.rooms import rooms
from tests.trust.world import DISTRICT_ROLES

pytestmark = pytest.mark.django_db
BOUND = frozenset(role.value for role in DISTRICT_ROLES)
# Answers to a person who may use the page; a rule about the object's state may still refuse.
ANSWERS = {200, 302, 400, 403, 405, 409, 422}

# What reading may write: the session's clock, the trail of refusals, exports and prints.
KEPT_BY_READING = {
    "UPDATE django_session": None,
    "INSERT INTO core_auditevent": None,
    # The certificate is drawn and kept when it is first fetched, as issued bytes; the second time nothing is written.
    "INSERT INTO core_storedfile": {"evaluations:certificate"},
    "UPDATE products_recognition": {"evaluations:certificate"},
}
# Answered by one sentence, the same for another council's assessment and for one that does not exist.
SAYS_NOTHING = {"evaluations:sheet", "evaluations:sheet_review", "evaluations:save_line", "evaluations:save_remarks"}
# Not a failure: no worker runs in the tests.
NOT_READY = {"core:readyz"}


def test_every_route_says_which_object_it_is_tried_with():
    wanted = {name for name, route in routes() if takes_arguments(route)}
    assert sorted(wanted - set(OWNED) - set(SHARED)) == []
    assert sorted((set(OWNED) | set(SHARED)) - wanted) == []


def test_no_page_fails(seen):
    assert [str(page) for page in seen if page.status >= 500 and page.name not in NOT_READY] == []


def test_who_may_not_read_is_refused_and_an_unknown_visitor_is_led_to_sign_in(seen):
    wrong = []
    for page in seen:
        who = access.access_map()[page.name].GET
        if page.role == NOBODY and who != PUBLIC:
            if not (page.status == 302 and page.headers["location"].startswith("/dang-nhap/")):
                wrong.append(str(page))
        elif page.role in set(Role) and who != PUBLIC and page.role not in who and page.status != 403:
            wrong.append(str(page))
    assert wrong == []


def test_another_districts_object_is_not_found(seen):
    tried = [page for page in seen if page.whose == "foreign" and page.role in BOUND]
    assert len(tried) > 150
    assert [str(page) for page in tried if page.status != 404] == []


def test_who_left_or_moved_or_never_had_a_seat_reaches_nothing_of_the_unit(seen):
    tried = [page for page in seen if page.whose == "own" and page.role in {"former", "moved", "seatless"}]
    assert len(tried) > 150
    assert [str(page) for page in tried if page.status not in {403, 404}] == []


def test_every_page_with_an_object_opens_for_somebody(seen):
    """The table of addresses is no fiction: each page was really shown to one of the people, but for the named ones."""
    not_open_now = {
        "products:dossier_propose",  # the district is the entry level of this ruleset: nothing to propose
        "evaluations:ask_reopen", "evaluations:recuse",  # the member's own sheet is begun and not handed in
        "documents:recall", "documents:replace",  # a product is recognised by the decision
        "catalogue:photo",  # the photo's product is not recognised: the public must not see it
    }  # fmt: skip
    for room in rooms():
        not_open_now |= getattr(room, "NOT_OPEN_NOW", frozenset())
    shown = {page.name for page in seen if page.status == 200}
    readable = {name for name in {**OWNED, **SHARED} if access.access_map()[name].GET}
    assert sorted(readable - shown - not_open_now) == []


def test_reading_changes_nothing(seen):
    changed = set()
    for page in seen:
        for written in page.writes:
            verb_and_table = " ".join(written.split()[: 2 if written.startswith("UPDATE") else 3])
            allowed = KEPT_BY_READING.get(verb_and_table, set())
            if allowed is not None and page.name not in allowed:
                changed.add((page.name, written))
    assert sorted(changed) == []


def _posts():
    known = access.access_map()
    return [name for name, _ in routes() if known[name].POST]


def _answer_for_nothing(client, name, url):
    """What the same request gets for an assessment that does not exist."""
    return look(client, "", name, "nothing", re.sub(r"/\d+/", "/999999/", url, count=1), "post").status


@pytest.mark.parametrize("role", [NOBODY, *(role.value for role in Role)])
def test_sending_is_refused_not_found_or_answered(world, role):
    user = walkers(world)[role]
    client, wrong = client_of(user), []
    for name in _posts():
        who = access.access_map()[name].POST
        allowed = who == PUBLIC or role in who
        for whose, side in sides(name, world):
            if whose == "foreign" and not (allowed and role in BOUND):
                continue
            answer = look(client, role, name, whose, address(name, side), "post")
            if not allowed:
                wanted = {302} if role == NOBODY else {403}
            else:
                wanted = {404} if whose == "foreign" else ANSWERS | {404}
                if whose == "foreign" and name in SAYS_NOTHING:
                    wanted = {_answer_for_nothing(client, name, address(name, side)), 404}
            if answer.status not in wanted:
                wrong.append(f"{answer}, wanted {sorted(wanted)}")
    assert wrong == []


@pytest.mark.parametrize("role", [Role.DISTRICT_OFFICER, Role.COUNCIL_MEMBER, Role.ADMIN])
def test_nothing_is_taken_without_the_forms_own_token(world, role):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.who(role), backend=BACKEND)
    for name in _posts():
        answer = look(client, role, name, "own", address(name, world.here), "post")
        assert answer.status == 403, str(answer)
        assert "UPDATE" not in " ".join(answer.writes).replace("UPDATE django_session", ""), name
