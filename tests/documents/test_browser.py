"""The pages of documents in a real browser: no complaint, no sideways scrolling, axe content, at desk and on a phone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from documents.actions import issue_document
from tests.browser import DESK, PHONE, Watch, check_page

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


_LOADED = """async () => {
    await document.fonts.ready;
    return ["400", "700"].map(weight =>
        [...document.fonts].some(face => face.family === "Tinos" && face.weight === weight && face.status === "loaded"));
}"""


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_every_page(
    live_server: Any,
    new_person: Callable[..., Page],
    client_as: Callable[..., Any],
    drafted: Callable[..., Any],
    people: dict[str, Any],
    width: int,
) -> None:
    draft = drafted()
    issued = issue_document(
        document=drafted(), issued_on=dt.date(2024, 11, 12), signer_name="Nguyễn Văn Ẵng", actor=people["leader"]
    )
    page = new_person(width)
    watch = Watch(page)
    cookie = client_as(user=people["leader"]).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    places = {
        "list": reverse("documents:list"),
        "draft": reverse("documents:document", args=[draft.pk]),
        "edit": reverse("documents:edit", args=[draft.pk]),
        "issue": reverse("documents:issue", args=[draft.pk]),
        "issued": reverse("documents:document", args=[issued.pk]),
        "signed-copy": reverse("documents:signed_copy", args=[issued.pk]),
        "recall": reverse("documents:recall", args=[issued.pk]),
        "as-html": reverse("documents:as_html", args=[draft.pk]),
    }
    for name, path in places.items():
        page.goto(live_server.url + path)
        if name == "as-html":
            assert not watch.csp_reports()
            assert page.evaluate(_LOADED) == [True, True], "the machine has no Times New Roman"
            continue
        check_page(page, watch, picture=f"van-ban/{name}", whole=True)
