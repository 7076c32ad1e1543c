"""An officer of one district sees no trace of the other (S11)."""

from __future__ import annotations

import pytest

from accounts.enums import Role
from core.text import fold
from tests.trust.crawl import client_of, look
from tests.trust.rooms import rooms
from tests.trust.world import DISTRICT_ROLES, SECRETS

pytestmark = pytest.mark.django_db
OUTSIDERS = {*(role.value for role in DISTRICT_ROLES), "anonymous", "former", "seatless"}
LISTS = {
    Role.DISTRICT_OFFICER: (
        "/chu-the/", "/san-pham/", "/ho-so/", "/cong-nhan/", "/van-ban/", "/phien-hop/", "/hoi-dong/", "/tham-dinh/",
    ),
    Role.COUNCIL_MEMBER: ("/cham-diem/", "/phien-hop/", "/hoi-dong/", "/ho-so/", "/van-ban/"),
    Role.PRODUCER: ("/chu-the/", "/san-pham/", "/ho-so/", "/cong-nhan/", "/van-ban/"),
}  # fmt: skip
for _room in rooms():
    for _role, _paths in getattr(_room, "LISTS", {}).items():
        LISTS[_role] = (*LISTS.get(_role, ()), *_paths)
COMMON = ("/viec-can-lam/", "/thong-bao/", "/tim-kiem/", "/tra-cuu/")


def test_no_page_tells_of_the_other_district(seen):
    assert [f"{page}: {page.told}" for page in seen if page.role in OUTSIDERS and page.told] == []


def test_the_words_are_there_for_who_may_read_them(seen):
    """Control: the Department reads the other district, so the words do stand on the pages."""
    found = {kind for page in seen if page.role in {"department_officer", "admin"} for kind in page.told}
    assert {"producer", "product", "evidence", "council", "session", "person", "document"} <= found


@pytest.mark.parametrize("role", list(LISTS))
def test_no_search_filter_or_export_finds_it(world, role):
    client = client_of(world.who(role))
    for path in (*LISTS[role], *COMMON):
        nothing = "x" * max(map(len, SECRETS.values()))
        echo = look(client, role, path, "search", f"{path}?q={nothing}")
        echoes = fold(echo.text).count(nothing)  # how often a page of this address repeats a word that finds nothing
        # A field to search in repeats the word; elsewhere one word proves what all would. (The list of work repeats its address.)
        searched = echoes > 0 and path != "/viec-can-lam/"
        for word in list(SECRETS.values())[: None if searched else 1]:
            page = look(client, role, path, "search", f"{path}?q={word}")
            assert fold(page.text).count(word) == echoes, str(page)
        for more in ("?xuat=xlsx", "?in=1", "?trang=2"):
            page = look(client, role, path, "export", path + more)
            assert page.status in {200, 302, 404}, str(page)
            assert page.told == [], str(page)


def test_open_data_tells_only_what_is_recognised(world):
    client = client_of(None)
    for path in ("/tra-cuu/du-lieu-mo/san-pham-ocop.csv", "/tra-cuu/du-lieu-mo/san-pham-ocop.json"):
        page = look(client, "anonymous", path, "page", path)
        assert page.status == 200
        assert page.told == []
        assert fold("công khai Gia Viễn") in fold(page.text)
        assert "0912345678" not in page.text
