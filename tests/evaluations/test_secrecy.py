"""Score secrecy (TRUST S14): a peculiar total and comment in an open assessment shows up nowhere but at its author's."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from accounts import access
from accounts.enums import Role
from accounts.models import User
from core.models import AuditEvent
from evaluations import actions
from evaluations.models import Assessment, ScoreSheet
from notifications.models import Message, OutboxMail
from tests import factories
from tests.evaluations.council_world import CouncilWorld, near
from tests.trust.crawl import readable

COMMENT = "nhận xét kín Qzx7315"
ADVICE = "đề nghị kín Qzx8642"
NOTE = "ghi chú kín Qzx9753"
SENTINELS = ("Qzx7315", "Qzx8642", "Qzx9753")
TOTAL = re.compile(r"(?<![\w.,#-])73(?:[.,]0+)?(?![\w.,-])")  # as a figure of its own, in whatever format
LISTS = ("/ho-so/", "/san-pham/", "/chu-the/", "/phien-hop/", "/cong-nhan/", "/van-ban/", "/tham-dinh/")


@pytest.fixture
def open_item(council: CouncilWorld) -> Assessment:
    """One member handed in, one is in the middle, both with words that occur nowhere else."""
    item = council.scoring(2)[0]
    steps = near(council.form, 73)
    choices = {code: (index, NOTE if code == "1.3" else "") for code, index in steps.items()}
    for place in (2, 3):
        actor = council.people[place]
        actions.save_lines(assessment_id=item.pk, choices=choices, actor=actor)
        actions.save_comment(assessment_id=item.pk, actor=actor, comment=COMMENT, advice=ADVICE)
    actions.submit_sheet(assessment_id=item.pk, actor=council.people[2])
    return item


def names() -> Iterator[tuple[str, list[str]]]:
    """Every named address with the names of its arguments."""

    def walk(patterns: Any, space: str) -> Iterator[tuple[str, list[str]]]:
        for entry in patterns:
            if isinstance(entry, URLResolver):
                yield from walk(entry.url_patterns, f"{space}{entry.namespace}:" if entry.namespace else space)
            elif isinstance(entry, URLPattern) and entry.name:
                yield f"{space}{entry.name}", list(entry.pattern.regex.groupindex)

    yield from walk(get_resolver().url_patterns, "")


def addresses(council: CouncilWorld, item: Assessment, person: User) -> Iterator[str]:
    """Every address that the access map opens to the person, for whatever object; the matrix tests the refusals."""
    known = {
        "session_id": item.session_id, "assessment_id": item.pk, "council_id": council.council.pk,
        "member_id": council.members[2].pk, "dossier_id": item.dossier_id, "pk": item.dossier_id, "code": "1.3",
        "unit_id": council.council.unit_id, "paper": "quyet-dinh-cong-nhan",
    }  # fmt: skip
    for name, wanted in names():
        if not set(wanted) <= set(known) or name == "account_logout" or not access.allowed(person, name, "GET"):
            continue
        try:
            url = reverse(name, kwargs={key: known[key] for key in wanted})
        except NoReverseMatch:  # an argument of another kind
            continue
        yield url
    room = reverse("evaluations:room", args=[item.session_id])
    yield from (f"{room}?hs={item.pk}&phan=1", f"{room}?chieu=1")
    yield from (f"{path}?{how}" for path in LISTS for how in ("xuat=xlsx", "xuat=csv", "in=1"))
    yield from (f"/tim-kiem/?q={word}" for word in ("Qzx7315", "yen so", "Bột rau má", "phien hop"))


def text_of(answer: Any) -> str:
    """All that a reader can find in the answer: pages, PDF, spreadsheets and zips alike."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return readable(body, answer.headers.get("Content-Type", ""))


def tells_the_total(text: str) -> bool:
    """Whether the sheet's total stands in what a page, a paper or a spreadsheet says."""
    said = text.split("<main", 1)[-1]
    return bool(TOTAL.search(re.sub(r"<[^>]+>", " ", said)))


def test_nobody_else_finds_the_sheet_before_closing(
    council: CouncilWorld, open_item: Assessment, client_as: Callable[..., Any], caplog: pytest.LogCaptureFixture
) -> None:
    assert ScoreSheet.objects.get(assessment=open_item, member=council.members[2]).total == 73
    curious = [
        council.people[0], council.people[1], council.people[6], council.officer, council.leader, council.department,
        council.admin, council.owner, council.neighbour, factories.person(Role.ADVISORY), factories.person(Role.COMMUNE_OFFICER),
        factories.person(Role.DEPARTMENT_LEADER),
    ]  # fmt: skip
    asked = seen = 0
    with caplog.at_level(logging.DEBUG):
        for person in curious:
            client: Client = client_as(user=person)
            client.raise_request_exception = False
            for url in addresses(council, open_item, person):
                answer = client.get(url)
                asked += 1
                text = text_of(answer)
                seen += answer.status_code == 200
                asked_for = url.startswith("/tim-kiem/?q=Qzx")
                for sentinel in SENTINELS:
                    assert asked_for or sentinel not in text, (person.full_name, url)
                assert answer.status_code != 200 or not tells_the_total(text), (person.full_name, url)
    assert (asked > 1_000, seen > 500) == (True, True)
    assert not any(sentinel in caplog.text for sentinel in SENTINELS)


def test_audit_messages_and_files_hold_no_value(council: CouncilWorld, open_item: Assessment) -> None:
    encode = DjangoJSONEncoder(ensure_ascii=False).encode
    for event in AuditEvent.objects.all():
        told = encode([event.before, event.after, event.reason, event.object_label])
        assert not any(sentinel in told for sentinel in SENTINELS)
        assert not (event.object_type.endswith("scoresheet") and any(sign in told for sign in ("total", "73")))
    for message in Message.objects.all():
        assert not any(sentinel in f"{message.title} {message.body}" for sentinel in SENTINELS)
    assert not OutboxMail.objects.filter(message__body__contains="Qzx").exists()
    for path in Path(settings.DATA_DIR).rglob("*.log"):
        assert not any(sentinel in path.read_text(errors="ignore") for sentinel in SENTINELS)


def test_the_author_reads_the_own_sheet(
    council: CouncilWorld, open_item: Assessment, client_as: Callable[..., Any]
) -> None:
    page = client_as(user=council.people[3]).get(reverse("evaluations:sheet", args=[open_item.pk]))
    assert all(sentinel in page.content.decode() for sentinel in SENTINELS)


def test_a_tampered_member_is_ignored(
    council: CouncilWorld, open_item: Assessment, client_as: Callable[..., Any]
) -> None:
    """Whose sheet it is comes from who is signed in (TRUST S15)."""
    other = ScoreSheet.objects.get(assessment=open_item, member=council.members[3])
    before = list(other.lines.order_by("pk").values_list("criterion__code", "option_index", "note"))
    url = reverse("evaluations:save_line", args=[open_item.pk, "1.3"])
    client = client_as(user=council.people[4])
    answer = client.post(
        url, {"m-1.3": "0", "n-1.3": "giả", "member": other.member_id, "sheet": other.pk, "user": other.member.user_id}
    )
    assert answer.status_code == 200
    assert list(other.lines.order_by("pk").values_list("criterion__code", "option_index", "note")) == before
    mine = ScoreSheet.objects.get(assessment=open_item, member=council.members[4])
    assert mine.lines.get().note == "giả"
    for person in (council.officer, council.department, council.admin, council.owner):
        assert client_as(user=person).post(url, {"m-1.3": "0"}).status_code in {403, 404}


def test_after_closing_the_councils_side_reads_it_and_the_producer_sees_no_name(
    council: CouncilWorld, open_item: Assessment, client_as: Callable[..., Any]
) -> None:
    actions.submit_sheet(assessment_id=open_item.pk, actor=council.people[3])
    for place in (0, 1, 4, 5, 6):
        council.submit(open_item, place, 60)
    actions.close_assessment(assessment=open_item, actor=council.people[0])
    url = reverse("evaluations:result", args=[open_item.pk])
    officer = client_as(user=council.officer).get(url).content.decode()
    assert "Ủy viên 1" in officer
    assert "Bảng điểm" in officer
    remarks = officer.partition('id="nhan-xet"')[2]
    assert COMMENT in remarks
    assert NOTE in remarks
    # Control: what the tests above look for is found where it may be read, on pages and in printed papers.
    assert tells_the_total(officer)
    paper = client_as(user=council.officer).get(reverse("evaluations:session_summary", args=[open_item.session_id]))
    assert paper["Content-Type"] == "application/pdf"
    assert tells_the_total(text_of(paper))
    producer = client_as(user=council.owner).get(url).content.decode()
    assert "Qzx8642" in producer
    for hidden in ("Ủy viên 1", "Thành viên 3", "Bảng điểm", "nhan-xet", "Qzx7315", "Qzx9753"):
        assert hidden not in producer, hidden
