"""From every page of a session a member with an open sheet finds the way to it, and nobody else is shown one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from evaluations import actions
from tests.evaluations.council_world import CouncilWorld


def test_the_room_and_the_session_lead_a_member_to_the_open_sheet(
    council: CouncilWorld, client_as: Callable[..., Any]
) -> None:
    first, second = council.scoring(2, absent=(5,))
    actions.declare_recusal(assessment=first, member=council.members[4], reason="Em gái", actor=council.people[4])
    council.submit(first, 3)
    room = reverse("evaluations:room", args=[first.session_id])
    page = reverse("evaluations:session", args=[first.session_id])
    mine = f'<a class="btn btn-primary" href="{reverse("evaluations:my_session", args=[first.session_id])}"'
    enter = f'<a class="btn btn-{{}}" href="{room}"'

    def shown(user: Any) -> tuple[bool, ...]:
        client = client_as(user=user)
        rooms = [client.get(f"{room}?phan=1&hs={item.pk}").content.decode() for item in (first, second)]
        links = [
            f'id="cham-diem" href="{reverse("evaluations:sheet", args=[item.pk])}"' in text
            for item, text in zip((first, second), rooms, strict=True)
        ]
        text = client.get(page).content.decode()
        assert enter.format("outline" if mine in text else "primary") in text
        return (*links, mine in text)

    assert shown(council.people[0]) == (True, True, True)  # the chair
    assert shown(council.people[3]) == (False, True, True)  # has handed in the first
    assert shown(council.people[4]) == (False, True, True)  # recused from the first
    assert shown(council.people[5]) == (False, False, False)  # absent
    assert shown(council.officer) == (False, False, False)  # no member
    wide = client_as(user=council.people[0]).get(f"{room}?chieu=1").content.decode()
    assert "cham-diem" not in wide


def test_the_moving_part_of_the_room_asks_no_more_for_the_button(
    council: CouncilWorld, client_as: Callable[..., Any]
) -> None:
    item = council.scoring(1)[0]
    council.submit(item, 3)
    room = reverse("evaluations:room", args=[item.session_id])

    def statements(user: Any) -> int:
        client = client_as(user=user)
        client.get(f"{room}?phan=1")
        with CaptureQueriesContext(connection) as counted:
            client.get(f"{room}?phan=1")
        return len(counted)

    assert statements(council.people[2]) == statements(council.people[3])


def test_a_sheet_handed_in_leads_to_the_next_one_of_the_agenda(
    council: CouncilWorld, client_as: Callable[..., Any]
) -> None:
    first, second, third = council.scoring(3)
    member = client_as(user=council.people[3])

    def way_on(item: Any) -> str:
        text = member.get(reverse("evaluations:sheet", args=[item.pk])).content.decode()
        return text.partition('<p class="way-on">')[2].partition("</p>")[0]

    assert not way_on(second)
    council.submit(second, 3)
    assert f'href="{reverse("evaluations:sheet", args=[first.pk])}"' in way_on(second)
    assert f"Chấm hồ sơ tiếp theo: {first.dossier.product_name}" in way_on(second)
    council.submit(first, 3)
    assert f"Chấm hồ sơ tiếp theo: {third.dossier.product_name}" in way_on(first)
    council.submit(third, 3)
    assert reverse("evaluations:my_session", args=[first.session_id]) in way_on(third)
    assert "Về phiên họp" in way_on(third)
