"""Pages around a session: what opening needs, attendance at one press, the list of the year in work."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.urls import reverse

from core.formats import VIETNAM, date_vn, datetime_vn, now, today
from evaluations import actions, opening_page
from evaluations.enums import Presence, SessionMode, SessionState
from evaluations.models import CouncilSession
from tests.evaluations.council_world import CouncilWorld


def test_the_opening_page_lists_all_that_is_missing_at_once(
    council: CouncilWorld, client_as: Callable[..., Any]
) -> None:
    session = council.session(1, sent=False)
    officer = client_as(user=council.officer)
    address = reverse("evaluations:open_scoring", args=[session.pk])
    page = officer.get(address).content.decode()
    assert page.count('class="is-open"') == 3
    assert " disabled>Mở chấm điểm</button>" in page
    assert "---------" not in page
    assert reverse("evaluations:send", args=[session.pk]) in page
    assert reverse("evaluations:attendance", args=[session.pk]) in page
    actions.send_dossiers(session=session, member_ids=[m.pk for m in council.members], actor=council.officer)
    council.attend(session)
    session.refresh_from_db()
    assert all(condition.met for condition in opening_page.needed(session))
    page = officer.get(address).content.decode()
    assert " disabled>Mở chấm điểm</button>" not in page
    officer.post(address, {"presider": council.members[0].pk, "every_dossier": "all"})
    session.refresh_from_db()
    assert session.state == SessionState.SCORING


def test_a_meeting_opens_only_with_the_one_who_presides(council: CouncilWorld, client_as: Callable[..., Any]) -> None:
    session = council.session(1)
    council.attend(session)
    address = reverse("evaluations:open_scoring", args=[session.pk])
    page = client_as(user=council.officer).post(address, {"presider": "", "every_dossier": "all"}).content.decode()
    assert "Chọn người chủ trì." in page


def test_in_writing_the_reply_date_stands_for_attendance(council: CouncilWorld) -> None:
    session = council.session(1, mode=SessionMode.WRITTEN)
    session.reply_by = now() - dt.timedelta(days=1)
    assert [condition.met for condition in opening_page.needed(session)] == [True, True, False]


def test_everybody_is_present_at_one_press_without_scripts(
    council: CouncilWorld, client_as: Callable[..., Any]
) -> None:
    session = council.session(1)
    officer = client_as(user=council.officer)
    address = reverse("evaluations:attendance", args=[session.pk])
    absent = council.members[2].pk
    answer = officer.post(address, {"tat-ca": "present", f"co-mat-{absent}": "absent", f"ghi-chu-{absent}": "đến muộn"})
    assert answer.url == address
    assert set(session.attendances.values_list("presence", flat=True)) == {Presence.PRESENT}
    assert session.attendances.get(member=absent).note == "đến muộn"


def test_attendance_without_a_mark_says_so_and_keeps_the_notes(
    council: CouncilWorld, client_as: Callable[..., Any]
) -> None:
    session, member = council.session(1), council.members[2].pk
    officer, address = client_as(user=council.officer), reverse("evaluations:attendance", args=[session.pk])
    answer = officer.post(address, {f"ghi-chu-{member}": "xin đến\x00 muộn"}, follow=True)
    assert [url for url, _ in answer.redirect_chain] == [address]
    assert [str(message) for message in answer.context["messages"]] == ["Chưa đánh dấu thành viên nào."]
    assert session.attendances.get(member=member).note == "xin đến muộn"
    answer = officer.post(address, {f"co-mat-{member}": "absent"}, follow=True)
    assert [str(message) for message in answer.context["messages"]] == ["Đã lưu điểm danh."]


def test_the_hour_of_a_meeting_is_typed_as_people_write_it(
    council: CouncilWorld, client_as: Callable[..., Any]
) -> None:
    officer, address = client_as(user=council.officer), reverse("evaluations:session_new")

    def sent(hour: str) -> Any:
        day = date_vn(today() + dt.timedelta(days=9))
        return officer.post(address, {"mode": "meeting", "starts_at_0": day, "starts_at_1": hour, "place": "Phòng họp"})

    refused = sent("25h")
    assert refused.context["form"].errors == {"starts_at": ["Giờ chưa đúng, ví dụ 14:00."]}
    for hour, read in (("9h", dt.time(9)), ("14h30", dt.time(14, 30)), ("9 giờ 30", dt.time(9, 30))):
        assert sent(hour).status_code == 302
        starts_at = CouncilSession.objects.latest("pk").starts_at
        assert starts_at.astimezone(VIETNAM).time() == read


def test_the_list_begins_with_the_year_in_work(council: CouncilWorld, client_as: Callable[..., Any]) -> None:
    session = council.session(1)
    type(session).objects.filter(pk=session.pk).update(year=today().year - 1)
    link = reverse("evaluations:session", args=[session.pk])
    officer, address = client_as(user=council.officer), reverse("evaluations:sessions")
    page = officer.get(address).content.decode()
    assert link not in page.partition("<main")[2]
    assert 'id="loc-nam"' in page
    for asked in ("tat-ca", str(today().year - 1)):
        assert link in officer.get(address, {"nam": asked}).content.decode().partition("<main")[2]
    assert officer.get(address, {"xuat": "xlsx", "nam": "tat-ca"}).status_code == 200


def test_what_may_be_done_with_a_dossier_of_the_agenda_is_said_in_full(
    council: CouncilWorld, client_as: Callable[..., Any]
) -> None:
    address = reverse("evaluations:session", args=[council.session(1).pk])
    page = client_as(user=council.officer).get(address).content.decode()
    assert ">Ghi nhận từ chối chấm<" in page
    assert ">Đưa ra khỏi phiên<" in page


def test_the_opening_page_tells_that_the_hour_of_the_meeting_is_still_to_come(council: CouncilWorld) -> None:
    session = council.session(1)
    told = opening_page.consequences(session)
    assert f"Giờ họp đã ghi là {datetime_vn(session.starts_at)}, chưa tới." in told[1]
    session.starts_at = now() - dt.timedelta(minutes=5)
    assert not [sentence for sentence in opening_page.consequences(session) if "chưa tới" in sentence]
