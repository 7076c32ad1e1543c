"""Opinions in writing: nobody meets, so no page and no paper speaks of a meeting, a place or who was present."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from pypdf import PdfReader

from core.errors import Denied
from core.formats import date_vn, datetime_vn, now
from documents.model import Doc
from documents.render.pdf import to_pdf
from evaluations import actions, queries
from evaluations.actions.draft_paper import draft_paper
from evaluations.actions.session_paper import draft_session_paper
from evaluations.enums import SessionMode
from evaluations.followup import session_papers
from evaluations.followup.sheet_papers import summary
from evaluations.followup.waiting import Paper
from evaluations.models import Assessment, CouncilMember, CouncilSession
from notifications import todo
from notifications.models import Message
from tests.evaluations.council_world import CouncilWorld
from tests.evaluations.papers_world import Bench
from tests.products.world import World

pytestmark = pytest.mark.django_db


def _open(council: CouncilWorld, count: int = 1) -> tuple[CouncilSession, list[Assessment]]:
    session = council.session(count, mode=SessionMode.WRITTEN)
    actions.open_session(session=session, presider=council.members[0], actor=council.officer)
    return session, list(Assessment.objects.filter(session=session).order_by("order"))


def _date_passes(session: CouncilSession) -> None:
    CouncilSession.objects.filter(pk=session.pk).update(reply_by=now())
    session.refresh_from_db()


def _words(doc: Doc) -> str:
    pages = PdfReader(io.BytesIO(to_pdf(doc))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).replace("\u00a0", " ").split())


# --- papers --------------------------------------------------------------------------------------------------------


def test_minutes_in_writing_tell_who_sent_sheets_and_until_when(council: CouncilWorld) -> None:
    session, (one, two) = _open(council, 2)
    members = council.members
    actions.declare_recusal(assessment=two, member=members[2], reason="Người nhà.", actor=council.people[2])
    for item in (one, two):
        for place in (0, 1, 3, 4):
            council.submit(item, place, 60)
    council.submit(one, 2, 60)
    _date_passes(session)
    for item in (one, two):
        council.submit(item, 5, 60)
        actions.close_assessment(assessment=item, actor=council.people[0])
    actions.close_session(session=session, actor=council.people[0])
    session.refresh_from_db()

    rows = session_papers.minutes_source(session)["members"]
    assert [row["sheets"] for row in rows] == ["2/2", "2/2", "1/1", "2/2", "2/2", "2/2", "0/2"]
    assert [row["late"] for row in rows] == [False] * 5 + [True, False]
    document = draft_session_paper(session=session, kind=session_papers.MINUTES, actor=council.officer)
    words = _words(session_papers._build_minutes(document))
    for told in (
        "gửi ý kiến 06/07 thành viên, không gửi 01",
        "06/07 thành viên gửi phiếu, trong đó 01 thành viên gửi sau hạn",
        "Thời gian lấy ý kiến: từ",
        "Số phiếu đã gửi",
        "Căn cứ kết quả tổng hợp phiếu đánh giá, Hội đồng kết luận",
        "CHỦ TRÌ",
    ):
        assert told in words, told
    for never in ("ngày họp", "cuộc họp", "ặt", "Vắng", "Địa điểm", "tham dự", "CHỦ TỌA", "00/0"):
        assert never not in words.replace("mặt hàng", ""), never


def test_minutes_in_writing_say_when_all_came_in_time(council: CouncilWorld) -> None:
    session, (item,) = _open(council)
    council.close(item, 60)
    document = draft_session_paper(session=session, kind=session_papers.MINUTES, actor=council.officer)
    assert "07/07 thành viên gửi phiếu, đều trong hạn." in document.fields["paragraphs"][-1]


def test_minutes_in_writing_tell_a_recusal_from_a_sheet_that_never_came(council: CouncilWorld) -> None:
    session, (item,) = _open(council)
    actions.declare_recusal(assessment=item, member=council.members[2], reason="Người nhà.", actor=council.people[2])
    for place in (0, 1, 3, 4, 5):
        council.submit(item, place, 60)
    _date_passes(session)
    actions.close_assessment(assessment=item, actor=council.people[0])
    document = draft_session_paper(session=session, kind=session_papers.MINUTES, actor=council.officer)
    words = _words(session_papers._build_minutes(document))
    assert "gửi ý kiến 05/07 thành viên, không gửi 01, từ chối chấm 01; đủ điều kiện" in words
    assert "Hội đồng thống nhất" not in words, "nobody met to agree"


def test_the_table_of_points_says_who_sent_no_sheet(council: CouncilWorld) -> None:
    session, (item,) = _open(council)
    for place in range(5):
        council.submit(item, place, 60)
    _date_passes(session)
    actions.close_assessment(assessment=item, actor=council.people[0])
    words = _words(summary(session, session_papers.closed_rows(session)))
    assert "thành viên không gửi phiếu hoặc" in words
    assert "vắng mặt" not in words


# --- pages ---------------------------------------------------------------------------------------------------------


def test_the_condition_names_the_head_whose_sheet_is_in(council: CouncilWorld) -> None:
    _, (item,) = _open(council)

    def told() -> list[tuple[bool, str]]:
        return [(condition.met, condition.text) for condition in queries.roll(item).conditions()]

    assert (False, "Chủ tịch Hội đồng đã cho ý kiến") in told()
    council.submit(item, 1, 60)
    assert (True, f"{council.members[1]} đã cho ý kiến") in told()
    council.submit(item, 0, 60)
    assert (True, f"{council.members[0]} đã cho ý kiến") in told()


def test_the_pages_of_scoring_in_writing_speak_of_no_meeting(
    council: CouncilWorld, client_as: Callable[..., Any]
) -> None:
    session, (item,) = _open(council)
    for place in range(1, 6):
        council.submit(item, place, 60)
    _date_passes(session)
    chair = client_as(user=council.people[0])
    room = chair.get(reverse("evaluations:room", args=[session.pk])).content.decode()
    assert f"<dd>{datetime_vn(session.reply_by)}</dd>" in room
    page = chair.get(reverse("evaluations:session", args=[session.pk])).content.decode()
    assert "Theo dõi chấm điểm" in page
    for never in ("Phòng họp", "phòng họp", "màn chiếu", "data-clock"):
        assert never not in room + page, never
    actions.close_assessment(assessment=item, actor=council.people[0])
    result = chair.get(reverse("evaluations:result", args=[item.pk])).content.decode()
    assert f"{council.members[0]} không gửi phiếu, không tính." in result
    assert "vắng mặt" not in result


def test_preparing_in_writing_asks_for_no_invitation_place_or_hour(
    council: CouncilWorld, client_as: Callable[..., Any]
) -> None:
    session = council.session(1, mode=SessionMode.WRITTEN)
    assert session.title == f"Phiên lấy ý kiến số {session.number} năm {session.year}"
    page = client_as(user=council.officer).get(reverse("evaluations:session", args=[session.pk])).content.decode()
    assert "Sửa hạn gửi ý kiến" in page
    for never in ("Soạn giấy mời", "địa điểm", "Phiên họp số"):
        assert never not in page, never
    with pytest.raises(Denied, match="không có giấy mời"):
        draft_session_paper(session=session, kind=session_papers.INVITATION, actor=council.officer)
    told = Message.objects.filter(kind="session.dossiers", recipient=council.people[2]).get()
    assert f"hạn gửi ý kiến: {datetime_vn(session.reply_by)}." in told.body
    dates = [row for row in todo.coming_dates(council.people[2]) if row.title == session.title]
    assert [row.detail[:14] for row in dates] == ["hạn gửi ý kiến"]


def test_who_was_absent_from_a_meeting_is_asked_in_writing_like_everybody(council: CouncilWorld) -> None:
    session = council.session(1)
    council.attend(session, absent=(3,))
    values = {"mode": SessionMode.WRITTEN, "reply_by": now() + dt.timedelta(days=5), "starts_at": None, "place": ""}
    actions.edit_session(session=session, values=values, actor=council.officer, version=None)
    session.refresh_from_db()
    actions.open_session(session=session, presider=council.members[0], actor=council.officer)
    for person in council.people[3], council.people[4]:
        assert [entry.kind for entry in todo.items_for(person)] == ["scoring"]


def test_the_other_mode_takes_its_usual_title_and_leaves_its_dates_behind(
    council: CouncilWorld, client_as: Callable[..., Any]
) -> None:
    session = council.session(1)
    due = now() + dt.timedelta(days=4)
    client_as(user=council.officer).post(
        reverse("evaluations:session_edit", args=[session.pk]),
        {
            "version": CouncilSession.objects.get(pk=session.pk).version,
            "title": session.title,
            "mode": "written",
            "starts_at_0": date_vn(due),
            "starts_at_1": "08:00",
            "place": "Phòng họp tầng 2",
            "reply_by_0": date_vn(due),
            "reply_by_1": "17:00",
        },
    )
    session.refresh_from_db()
    assert (session.mode, session.starts_at, session.place) == (SessionMode.WRITTEN, None, "")
    assert session.title == f"Phiên lấy ý kiến số {session.number} năm {session.year}"


def test_day_and_hour_of_a_form_are_a_group_under_their_name(
    council: CouncilWorld, client_as: Callable[..., Any]
) -> None:
    page = client_as(user=council.officer).get(reverse("evaluations:session_new")).content.decode()
    assert "<legend>Hạn gửi ý kiến" in page
    assert 'for=""' not in page


def test_opening_in_writing_names_who_presides_and_what_becomes_of_late_sheets(
    council: CouncilWorld, client_as: Callable[..., Any]
) -> None:
    session = council.session(1, mode=SessionMode.WRITTEN)
    officer, address = client_as(user=council.officer), reverse("evaluations:open_scoring", args=[session.pk])
    page = officer.get(address).content.decode()
    assert "phiếu nộp muộn trước khi chốt vẫn được tính" in page
    assert "vắng mặt" not in page
    assert "Chọn người chủ trì." in officer.post(address, {"presider": "", "every_dossier": "all"}).content.decode()


def test_a_member_reads_the_date_on_the_sheet_and_that_it_has_passed(
    council: CouncilWorld, client_as: Callable[..., Any]
) -> None:
    session, (item,) = _open(council)
    member = client_as(user=council.people[2])
    sheet, mine = reverse("evaluations:sheet", args=[item.pk]), reverse("evaluations:my_session", args=[session.pk])
    assert f"Hạn gửi ý kiến: {datetime_vn(session.reply_by)}." in member.get(sheet).content.decode()
    _date_passes(session)
    assert "Đã quá hạn gửi ý kiến" in member.get(sheet).content.decode()
    assert "(đã quá hạn)" in member.get(mine).content.decode()
    council.submit(item, 2, 60)
    assert "quá hạn" not in member.get(sheet).content.decode() + member.get(mine).content.decode()


# --- what follows --------------------------------------------------------------------------------------------------


def test_papers_after_written_opinions_cite_no_meeting(world: World, district: Bench) -> None:
    members = list(CouncilMember.objects.filter(council=district.council).order_by("order"))
    values = {"mode": SessionMode.WRITTEN, "reply_by": now() + dt.timedelta(days=5)}
    session = actions.create_session(council=district.council, values=values, actor=district.officer)
    names = ("Bột tía tô", "Trà lá vối", "Mật ong hoa nhãn")
    dossiers = [world.accepted(world.fresh_product(name)).pk for name in names]
    rows = actions.add_dossiers(session=session, dossier_ids=dossiers, actor=district.officer)
    actions.send_dossiers(session=session, member_ids=[row.pk for row in members], actor=district.officer)
    actions.open_session(session=session, presider=members[0], actor=district.officer)
    for item, points in zip(rows, (62, 75, 40), strict=True):
        district.close(item, points)
    kinds = {row.result.outcome: row.pk for row in Assessment.objects.filter(session=session).select_related("result")}
    unit, officer = district.unit, district.officer
    told = {}
    for paper, outcome in (
        (Paper.PROPOSAL, "recognise"),
        (Paper.RECOGNITION, "recognise"),
        (Paper.UPPER_LETTER, "forward"),
        (Paper.FAILURE, "not_recognised"),
    ):
        document = draft_paper(paper=paper, unit=unit, assessment_ids=[kinds[outcome]], actor=officer)
        told[paper] = str(document.fields)
        assert "họp" not in told[paper], told[paper]
    assert "Biên bản tổng hợp ý kiến" in told[Paper.PROPOSAL]
    assert "1. Biên bản tổng hợp ý kiến và bảng tổng hợp điểm" in told[Paper.UPPER_LETTER]
    assert "Căn cứ kết quả lấy ý kiến Hội đồng" in told[Paper.FAILURE]
