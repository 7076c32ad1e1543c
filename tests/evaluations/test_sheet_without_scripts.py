"""The score sheet sent as one form: what was chosen is saved, what could not be saved comes back as it was typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from evaluations.models import ScoreLine, ScoreSheet
from tests.evaluations.council_world import CouncilWorld


def test_a_note_without_a_level_comes_back_and_the_rest_is_saved(
    council: CouncilWorld, client_as: Callable[..., Any]
) -> None:
    item = council.scoring(1)[0]
    first, second, third = council.form.criteria[:3]
    client, address = client_as(user=council.people[3]), reverse("evaluations:sheet", args=[item.pk])
    note = "Ghi chú <dài>\r\ncông phu"
    sent = {
        f"n-{first.code}": note, f"m-{second.code}": str(second.options[0].index), f"n-{second.code}": "Đủ",
        f"n-{third.code}": " \r\n", "comment": "Nhận xét chung", "nop": "1",
    }  # fmt: skip
    answer = client.post(address, sent)
    page = answer.content.decode()
    sentence = f"Tiêu chí {first.code}: chọn mức điểm thì nhận xét mới được lưu."
    assert answer.status_code == 422
    assert "<title>Lỗi: Chấm điểm" in page
    assert f'<li><a href="#tc-{first.code}">{sentence}</a></li></ul>' in page, "the only one: a blank note is none"
    assert f'<p class="row-error" data-row-error role="alert">{sentence}</p>' in page
    box = page.partition(f'name="n-{first.code}"')[2].partition("</textarea>")[0].partition(">")[2]
    assert box == "Ghi chú &lt;dài&gt;\r\ncông phu"
    assert page.count('<details class="crit-note" data-note open>') == 2
    assert "Đã lưu 1 tiêu chí" not in page
    sheet = ScoreSheet.objects.get(assessment=item, member=council.members[3])
    lines = ScoreLine.objects.filter(sheet=sheet).values_list("criterion__code", "note")
    assert (list(lines), sheet.comment) == ([(second.code, "Đủ")], "Nhận xét chung")
    answer = client.post(address, sent | {f"m-{first.code}": str(first.options[0].index)})
    assert answer.url == reverse("evaluations:sheet_review", args=[item.pk])
    assert ScoreLine.objects.get(sheet=sheet, criterion__code=first.code).note == "Ghi chú <dài>\ncông phu"


def test_a_nul_in_a_note_goes_and_the_note_stays(council: CouncilWorld, client_as: Callable[..., Any]) -> None:
    item, first = council.scoring(1)[0], council.form.criteria[0]
    client, address = client_as(user=council.people[3]), reverse("evaluations:sheet", args=[item.pk])
    level = {f"m-{first.code}": str(first.options[0].index)}
    assert client.post(address, level | {f"n-{first.code}": "a\x00b", "advice": "c\x00d"}).status_code == 302
    sheet = ScoreSheet.objects.get(assessment=item, member=council.members[3])
    assert (sheet.lines.get().note, sheet.advice) == ("ab", "cd")
    assert client.post(address, {"m-\x00": "0"}, headers={"Referer": f"http://testserver{address}"}).status_code == 302
