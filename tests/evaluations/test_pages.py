"""Every page of councils and scoring opens for its people, costs the same for one row and for three, and hides the rest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from evaluations import actions
from evaluations.models import Appraisal, Assessment
from tests import factories
from tests.evaluations.council_world import CouncilWorld

SHEET_STATEMENTS = 9
SAVE_STATEMENTS = 6
LIST_STATEMENTS = 12


def queries_of(client: Client, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as counted:
        answer = client.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    return len(counted)


def test_every_page_opens_in_every_state(council: CouncilWorld, client_as: Callable[..., Any]) -> None:
    officer, member, chair = (
        client_as(user=council.officer),
        client_as(user=council.people[3]),
        client_as(user=council.people[0]),
    )
    empty = actions.create_session(
        council=council.council,
        values={"mode": "written", "reply_by": council.round.created_at.replace(year=2099)},
        actor=council.officer,
    )
    planned = council.session(2)
    open_ = council.scoring(2)
    item = open_[0]
    pages = [
        (officer, "councils", []), (officer, "council", [council.council.pk]), (officer, "council_new", []),
        (officer, "council_edit", [council.council.pk]), (officer, "member_new", [council.council.pk]),
        (officer, "member_edit", [council.council.pk, council.members[2].pk]),
        (officer, "member_end", [council.council.pk, council.members[2].pk]),
        (officer, "team_edit", [council.council.pk]), (officer, "appraisal_assign", [council.council.pk]),
        (officer, "sessions", []), (officer, "session_new", []), (officer, "session", [empty.pk]),
        (officer, "session", [planned.pk]), (officer, "session_edit", [planned.pk]), (officer, "agenda_add", [planned.pk]),
        (officer, "send", [planned.pk]), (officer, "attendance", [planned.pk]), (officer, "open_scoring", [planned.pk]),
        (officer, "cancel_session", [planned.pk]), (officer, "close_session", [item.session_id]),
        (officer, "session", [item.session_id]), (officer, "room", [item.session_id]),
        (officer, "agenda_remove", [item.pk]), (officer, "record_recusal", [item.pk]), (officer, "appraisals", []),
        (member, "my_sessions", []), (member, "my_session", [planned.pk]), (member, "my_session", [item.session_id]),
        (member, "sheet", [item.pk]), (member, "sheet_review", [item.pk]), (member, "recuse", [item.pk]),
        (member, "evidence", [item.pk, "1.3"]), (member, "session", [item.session_id]), (member, "room", [item.session_id]),
        (chair, "close_assessment", [item.pk]), (chair, "councils", []),
    ]  # fmt: skip
    for client, name, args in pages:
        url = reverse(f"evaluations:{name}", args=args)
        answer = client.get(url)
        assert answer.status_code == 200, (url, answer.status_code)
        assert b"\x1e" not in answer.content
    assert officer.get(reverse("evaluations:room", args=[item.session_id]) + "?chieu=1").status_code == 200
    assert officer.get(reverse("evaluations:room", args=[item.session_id]) + "?phan=1").status_code == 200
    council.close(item, 60)
    for client in (officer, member, chair, client_as(user=council.department), client_as(user=council.owner)):
        assert client.get(reverse("evaluations:result", args=[item.pk])).status_code == 200
    assert member.get(reverse("evaluations:sheet", args=[item.pk])).status_code == 200
    assert member.get(reverse("evaluations:my_sessions")).status_code == 200


@pytest.mark.parametrize("name", ["sessions", "councils", "my_sessions", "appraisals", "room", "session", "sheet"])
def test_a_page_costs_the_same_for_one_row_and_for_three(
    council: CouncilWorld, client_as: Callable[..., Any], name: str
) -> None:
    officer, member = client_as(user=council.officer), client_as(user=council.people[2])
    first = council.scoring(1)[0]

    def measured() -> int:
        args = {"room": [first.session_id], "session": [first.session_id], "sheet": [first.pk]}.get(name, [])
        client = member if name in {"my_sessions", "sheet"} else officer
        return queries_of(client, reverse(f"evaluations:{name}", args=args))

    measured()
    one = measured()
    _more(council, first, name)
    assert measured() == one
    assert one <= {"sheet": SHEET_STATEMENTS, "room": 24, "session": 24}.get(name, LIST_STATEMENTS + 4), one


def _more(council: CouncilWorld, first: Assessment, name: str) -> None:
    """Two more of what the page shows."""
    if name == "appraisals":
        advisor = factories.person(Role.ADVISORY)
        team = actions.save_team(council=council.council, name="Tổ", user_ids=[advisor.pk], actor=council.officer)
        for _ in range(3):
            Appraisal.objects.create(team=team, dossier=council.dossier(), advisor=advisor)
    elif name in {"room", "session"}:
        for order in (2, 3):
            dossier = council.dossier()
            Assessment.objects.create(session=first.session, dossier=dossier, order=order, state="waiting")
    elif name == "sheet":
        council.fill(first, 2, 70)
    else:
        council.scoring(2)
        council.scoring(1)


def test_saving_a_line_is_a_handful_of_statements(council: CouncilWorld, client_as: Callable[..., Any]) -> None:
    item = council.scoring(1)[0]
    client = client_as(user=council.people[2])
    url = reverse("evaluations:save_line", args=[item.pk, "1.3"])
    client.post(url, {"m-1.3": "0"})
    with CaptureQueriesContext(connection) as counted:
        answer = client.post(url, {"m-1.3": "1", "n-1.3": "Đủ năng lực"})
    assert answer.json()["saved_at"]
    assert len(counted) <= SAVE_STATEMENTS, [q["sql"][:80] for q in counted]


def test_another_units_officer_finds_nothing(council: CouncilWorld, client_as: Callable[..., Any]) -> None:
    item = council.scoring(1)[0]
    council.close(item, 60)
    neighbour = client_as(user=council.neighbour)
    for name, args in [
        ("council", [council.council.pk]), ("session", [item.session_id]), ("room", [item.session_id]), ("result", [item.pk]),
        ("session_edit", [item.session_id]), ("attendance", [item.session_id]), ("record_recusal", [item.pk]),
    ]:  # fmt: skip
        assert neighbour.get(reverse(f"evaluations:{name}", args=args)).status_code == 404, name
    assert "Yên Mô" not in neighbour.get(reverse("evaluations:sessions")).content.decode().split("<main")[1]


def test_another_councils_assessment_does_not_exist_for_a_member_who_posts_to_it(
    council: CouncilWorld, client_as: Callable[..., Any]
) -> None:
    item = council.scoring(1)[0]
    stranger = client_as(user=factories.person(Role.COUNCIL_MEMBER, council.units["Gia Viễn"]))
    for name, args, data in [
        ("save_line", [item.pk, "1.3"], {"m-1.3": "1"}),
        ("save_line", [item.pk, "1.3"], {}),
        ("save_remarks", [item.pk], {"comment": "x"}),
        ("sheet", [item.pk], {"m-1.3": "1"}),
        ("sheet_review", [item.pk], {}),
        ("recuse", [item.pk], {"reason": "x"}),
    ]:
        assert stranger.post(reverse(f"evaluations:{name}", args=args), data).status_code == 404, name
    member = client_as(user=council.people[2])
    assert member.post(reverse("evaluations:save_line", args=[item.pk, "1.3"]), {}).status_code == 422


def test_the_form_of_a_session_says_what_a_meeting_needs(council: CouncilWorld, client_as: Callable[..., Any]) -> None:
    page = client_as(user=council.officer).get(reverse("evaluations:session_new")).content.decode()
    assert page.count("(bắt buộc khi họp)") == 2
    assert page.count("(bắt buộc khi lấy ý kiến bằng văn bản)") == 1
    assert page.count("(không bắt buộc)") == 1
