"""Every page of every role: Vietnamese, one heading, a title of its own, careful headers (U28, U33, U41, S28, S29)."""

from __future__ import annotations

import html
import re
from collections import defaultdict

import pytest

pytestmark = pytest.mark.django_db

ENGLISH = re.compile(
    r"\b(Submit|Sign In|Sign Out|Required|This field|Page not found|Login|Log in|Password|Email address|Username|Search|"
    r"Next|Previous|Save|Delete|Cancel|Edit|Home|Error|Welcome|Loading|Unknown|None|True|False|Forbidden|Not Found|Your|"
    r"Please|Select|Choose|Server Error|Bad Request|Method Not Allowed|Enter a valid|already exists)\b"
)
# Pages that show one and the same thing: an address that no longer works.
SAME_TITLE = {"Liên kết không dùng được"}
# PDF and pictures are shown inside the portal's own viewer.
FRAMED = {
    "core:file", "evaluations:certificate", "inspections:minutes", "catalogue:class_certificate", "catalogue:class_material",
}  # fmt: skip


def shown(body: str) -> str:
    """What a reader or a screen reader meets: text, and the attributes that are read out."""
    body = re.sub(r"<(script|style)\b.*?</\1>", "", body, flags=re.DOTALL)
    read_out = re.findall(r'(?:placeholder|title|aria-label|alt)="([^"]*)"', body)
    return html.unescape(" ".join([re.sub(r"<[^>]+>", " ", body), *read_out]))


@pytest.fixture
def pages(seen):
    """Answers that are whole pages."""
    return [(page, page.body.decode()) for page in seen if page.is_html]


def test_nothing_is_left_in_english(pages):
    found = {(page.name, match[0]) for page, body in pages for match in ENGLISH.finditer(shown(body))}
    assert sorted(found) == []


def test_every_page_says_its_language_and_has_one_heading(pages):
    assert len(pages) > 1_000
    assert [str(page) for page, body in pages if '<html lang="vi"' not in body] == []
    assert [str(page) for page, body in pages if len(re.findall(r"<h1\b", body)) != 1] == []


def test_every_page_has_a_way_past_the_menu_and_a_main_part(pages):
    printed = {"documents:as_html"}  # the paper itself, without the frame
    whole = [(page, body) for page, body in pages if page.status == 200 and page.name not in printed]
    assert [str(page) for page, body in whole if "<main" not in body or 'href="#' not in body] == []


def test_no_two_pages_of_a_person_share_a_title(pages):
    names = defaultdict(set)
    for page, body in pages:
        if page.status == 200 and page.whose != "foreign":
            title = re.sub(r"\s+", " ", re.search(r"<title>(.*?)</title>", body, re.DOTALL)[1]).split("·")[0].strip()
            names[page.role, title].add(page.name)
    shared = {
        (title, *sorted(found)) for (_, title), found in names.items() if len(found) > 1 and title not in SAME_TITLE
    }
    assert not shared, "\n".join(map(str, sorted(shared)))


def test_nothing_inline_so_the_policy_needs_no_exception(pages):
    inline = re.compile(r'<script(?![^>]*\bsrc=)[^>]*>|\sstyle="|\son[a-z]+="|href="javascript:')
    assert [(str(page), inline.search(body)[0]) for page, body in pages if inline.search(body)] == []


def test_machines_read_no_grouped_numbers(pages):
    """Every row of this world has a number above 12,345."""
    for_machines = re.compile(r'\b(?:href|action|value|id|for|name|src|data-[\w-]+)="([^"]*\b1[2-9]\.\d{3}\b[^"]*)"')
    assert [(str(page), for_machines.search(body)[1]) for page, body in pages if for_machines.search(body)] == []
    assert any(re.search(r'href="/ho-so/1[2-9]\d{3}/', body) for _, body in pages)


def test_careful_headers_on_every_answer(seen):
    wrong = defaultdict(set)
    for page in seen:
        policy = page.headers.get("content-security-policy", "")
        if not policy or "unsafe" in policy:
            wrong["policy"].add(page.name)
        if page.name not in FRAMED and "frame-ancestors 'none'" not in policy:
            wrong["frame-ancestors"].add(page.name)
        if page.name in FRAMED and page.status == 200 and "default-src 'none'; frame-ancestors 'self'" not in policy:
            wrong["framed"].add(page.name)
        if page.headers.get("x-content-type-options") != "nosniff":
            wrong["nosniff"].add(page.name)
        if page.headers.get("referrer-policy") != "same-origin":
            wrong["referrer"].add(page.name)
        if "permissions-policy" not in page.headers or "x-frame-options" not in page.headers:
            wrong["permissions"].add(page.name)
        if page.role != "anonymous" and "no-store" not in page.headers.get("cache-control", ""):
            wrong["no-store"].add(page.name)
    assert dict(wrong) == {}


def test_no_error_page_tells_of_the_machine(seen):
    tells = re.compile(r"Traceback|Django|psycopg|SELECT |site-packages|/home/|/root/|Exception")
    assert [str(page) for page in seen if page.status >= 400 and tells.search(page.text)] == []
