"""The user guide as a page: whole, with its pictures, for everybody who signed in."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from accounts.enums import Role
from core.views.handbook import guide_html

GUIDE = Path(settings.BASE_DIR, "docs", "huong-dan.md")


@pytest.mark.parametrize("role", [Role.PRODUCER, Role.COUNCIL_MEMBER, Role.ADMIN])
def test_everybody_who_signed_in_reads_it(client_as, role):
    page = client_as(role).get("/tro-giup/").content.decode()
    assert page.count("<h1") == 1
    assert '<h2 id="chủ-thể">Chủ thể</h2>' in page


def test_visitors_are_asked_to_sign_in(client):
    assert client.get("/tro-giup/").url.startswith("/dang-nhap/")


def test_every_picture_is_there_and_has_words():
    pictures = re.findall(r"!\[([^\]]*)\]\(hinh/([^)]+)\)", GUIDE.read_text(encoding="utf-8"))
    assert len(pictures) > 10
    assert all(words and finders.find(f"huong-dan/{name}") for words, name in pictures)


def test_every_line_of_the_contents_leads_to_its_heading():
    page = guide_html()
    targets = re.findall(r'href="#([^"]+)"', page)
    assert len(targets) > 8
    assert all(f'id="{target}"' in page for target in targets)
