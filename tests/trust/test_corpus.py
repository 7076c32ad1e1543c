"""Words that would run if anybody let them (S33, S34): typed into every form, read back on every page, mail and paper."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django import forms as django_forms
from django.core import mail
from django.urls import reverse

from accounts import access
from accounts.enums import Role
from evaluations.models import Council, CouncilSession
from notifications.actions import deliver_due
from products.models import Producer, Product
from tests.trust.addresses import address, routes
from tests.trust.crawl import client_of, look, sides
from tests.trust.world import TrustWorld

pytestmark = pytest.mark.django_db
CORPUS = (
    "<script>alert(7)</script>", '"><img src=x onerror=alert(7)>', "{{7*7}}", "{% load static %}", "${7*7}", "'-alert(7)-'",
)  # fmt: skip
WORDS = " ".join(CORPUS)
# Forms of one's own account: their words come from django-allauth and are shown to nobody else.
FORMS = (
    (Role.DISTRICT_OFFICER, "products:producer_edit"), (Role.DISTRICT_OFFICER, "products:product_edit"),
    (Role.DISTRICT_OFFICER, "products:item"), (Role.DISTRICT_OFFICER, "products:evidence"),
    (Role.DISTRICT_LEADER, "products:dossier_return"), (Role.DISTRICT_OFFICER, "evaluations:council_edit"),
    (Role.DISTRICT_OFFICER, "evaluations:member_edit"), (Role.DISTRICT_OFFICER, "evaluations:team_edit"),
    (Role.DISTRICT_OFFICER, "evaluations:session_edit"), (Role.DISTRICT_OFFICER, "documents:edit"),
    (Role.ADVISORY, "evaluations:appraisal"), (Role.COUNCIL_MEMBER, "evaluations:save_remarks"),
    (Role.COUNCIL_MEMBER, "evaluations:record_recusal"), (Role.COUNCIL_MEMBER, "evaluations:sheet"),
    (Role.ADMIN, "accounts:user_edit"), (Role.PRODUCER, "accounts:profile"), (Role.DEPARTMENT_OFFICER, "products:round_edit"),
)  # fmt: skip


class _Alive(HTMLParser):
    """Finds what a browser would run."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A script without an address, a picture named x, an attribute that listens."""
        values = dict(attrs)
        listens = [name for name in values if name.startswith("on")]
        if listens or (tag == "script" and "src" not in values) or values.get("src") == "x":
            self.found.append(str(self.get_starttag_text()))


def _alive(text: str) -> list[str]:
    parser = _Alive()
    parser.feed(text)
    return parser.found


def _typed(answer: Any) -> dict[str, Any]:
    """What the open form holds, with the corpus in every field that takes words."""
    values: dict[str, Any] = {}
    contexts = answer.context or []
    for layer in contexts:
        for value in dict(layer.flatten() if hasattr(layer, "flatten") else layer).values():
            if isinstance(value, django_forms.BaseForm):
                for bound in value:
                    kept = bound.value()
                    text = isinstance(bound.field, django_forms.CharField) and not bound.field.disabled
                    exact = isinstance(bound.field, django_forms.EmailField | django_forms.URLField)
                    hidden = isinstance(bound.field.widget, django_forms.HiddenInput)
                    if text and not exact and not hidden:
                        most = bound.field.max_length or 4_000
                        values[bound.html_name] = WORDS if len(WORDS) <= most else CORPUS[0][:most]
                    elif kept not in (None, ""):
                        values[bound.html_name] = (
                            bound.field.prepare_value(kept) if not isinstance(kept, list) else kept
                        )
    for name in re.findall(r'<textarea[^>]*\bname="([^"]+)"', answer.content.decode()):
        values.setdefault(name, WORDS)
    return values


def _send_everything(world: TrustWorld) -> dict[str, int]:
    sent = {}
    for role, name in FORMS:
        client, url = client_of(world.who(role)), address(name, world.here)
        page = client.get(url)
        values = {"comment": WORDS, "advice": WORDS} if page.status_code == 405 else _typed(page)
        values = {key: value for key, value in values.items() if value is not None}
        sent[name] = client.post(url, values).status_code
    return sent


def test_words_stay_words_on_every_page_paper_and_mail(world: TrustWorld) -> None:
    side = world.here
    side.people[Role.PRODUCER].email = "chuthe@vidu.example"
    side.people[Role.PRODUCER].save()
    sent = _send_everything(world)
    assert not [name for name, status in sent.items() if status >= 500], sent
    assert sum(status == 302 for status in sent.values()) >= 8, sent
    # Fields with a form of their own are set as well, so that no refusal of one field spares the pages of another.
    for model, fields in ((Producer, ("name", "address", "representative")), (Product, ("name", "description")),
                          (Council, ("name",)), (CouncilSession, ("title", "place"))):  # fmt: skip
        for row in model.objects.filter(pk__in=_own(side, model)):
            for field in fields:
                setattr(row, field, WORDS[: model._meta.get_field(field).max_length or 4_000])
            row.save()
    told, alive = _read_everything(world)
    assert alive == []
    assert told > 15, "the words do stand on the pages, literally"
    deliver_due()
    bodies = [body for sent_mail in mail.outbox for body, _ in getattr(sent_mail, "alternatives", ())]
    assert [_alive(body) for body in bodies if _alive(body)] == []


def _read_everything(world: TrustWorld) -> tuple[int, list[str]]:
    """How many pages show the words, and where a browser would run them."""
    told, alive = 0, []
    for role in (Role.DISTRICT_OFFICER, Role.COUNCIL_MEMBER, Role.PRODUCER, Role.ADMIN):
        client = client_of(world.who(role))
        for name, _ in routes():
            own = name.startswith(("criteria:", "mfa_", "account_", "usersessions"))
            if own or not access.allowed(world.who(role), name, "GET"):
                continue
            page = look(client, role, name, "own", address(name, sides(name, world)[0][1]))
            assert page.status != 500, str(page)
            if page.is_html and page.status == 200:
                told += "{{7*7}}" in page.text
                alive += [f"{page}: {tag}" for tag in _alive(page.text)]
    return told, alive


def _own(side: Any, model: type) -> list[int]:
    found = {
        Producer: [side.producer.pk, side.open_producer.pk], Product: [side.product.pk],
        Council: [side.council.pk], CouncilSession: [side.planned.pk, side.running.pk],
    }  # fmt: skip
    return found[model]


def test_the_search_box_repeats_words_as_words(world: TrustWorld) -> None:
    client = client_of(world.who(Role.DISTRICT_OFFICER))
    for path in (reverse("core:search"), "/tra-cuu/", "/chu-the/", "/ho-so/", "/van-ban/"):
        for word in CORPUS:
            text = client.get(path, {"q": word}).content.decode()
            assert _alive(text) == [], path
            assert ">49<" not in text
