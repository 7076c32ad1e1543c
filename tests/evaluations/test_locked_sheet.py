"""A submitted sheet is for reading: nothing on it asks to go on, and a request to reopen it says that it waits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from core.formats import datetime_vn
from evaluations import actions
from evaluations.models import ReopenRequest
from tests.evaluations.council_world import CouncilWorld


def test_a_submitted_sheet_offers_no_next_step(council: CouncilWorld, client_as: Callable[..., Any]) -> None:
    item = council.scoring(1)[0]
    address = reverse("evaluations:sheet", args=[item.pk])
    member = client_as(user=council.people[3])
    page = member.get(address).content.decode()
    steps = page.count("data-next data-review")
    assert steps > len(council.form.criteria) - 1
    assert "<small>Ghi lý do ở ô nhận xét</small>" in page
    council.submit(item, 3)
    page = member.get(address).content.decode()
    hidden = sum(1 for part in page.split("data-next data-review")[1:] if part.partition(">")[0].endswith(" hidden"))
    assert hidden == page.count("data-next data-review") == len(council.form.criteria)
    assert "<small>Ghi lý do ở ô nhận xét</small>" not in page


def test_a_waiting_request_to_reopen_is_said_and_not_offered_again(
    council: CouncilWorld, client_as: Callable[..., Any]
) -> None:
    item = council.scoring(1)[0]
    sheet = council.submit(item, 3)
    member = client_as(user=council.people[3])
    address, ask = reverse("evaluations:sheet", args=[item.pk]), reverse("evaluations:ask_reopen", args=[item.pk])
    assert ask in member.get(address).content.decode()
    actions.ask_reopen(sheet=sheet, reason="Chọn nhầm mức ở tiêu chí 1.1", actor=council.people[3])
    request = ReopenRequest.objects.get(sheet=sheet)
    page = member.get(address).content.decode()
    assert f"Đề nghị mở lại đang chờ chủ trì duyệt, gửi lúc {datetime_vn(request.created_at)}." in page
    assert ask not in page
    assert "đang chờ duyệt" in member.get(ask, follow=True).content.decode()
    actions.settle_reopen(request=request, approve=False, actor=council.people[0])
    assert ask in member.get(address).content.decode()
