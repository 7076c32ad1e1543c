"""Papers, closing and presiding agree with what happened: no day before its cause, no ground taken away, no request forgotten."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from accounts.enums import Role
from accounts.models import User
from core.errors import Denied
from core.formats import date_vn, now, today
from documents.actions import issue_document, recall_document, replace_document
from documents.enums import DocumentState
from documents.printing import paper_of
from documents.render.html import to_html
from evaluations import actions, my_work
from evaluations.actions.draft_paper import draft_paper
from evaluations.actions.session_paper import draft_session_paper
from evaluations.enums import AssessmentState, CouncilRole, Presence, SessionMode
from evaluations.followup import resting
from evaluations.followup.session_papers import MINUTES, minutes_source
from evaluations.followup.waiting import Paper
from evaluations.forms import SessionForm
from evaluations.models import Appraisal, Assessment, CouncilSession, Result, ScoreSheet
from notifications import todo
from notifications.models import Message
from products.enums import RecognitionState
from products.models import Recognition
from tests import factories
from tests.evaluations.council_world import CouncilWorld
from tests.evaluations.test_followup import forwarded, issued, scored

pytestmark = pytest.mark.django_db


# --- days and grounds ----------------------------------------------------------------------------------------------


def test_a_decision_is_not_older_than_the_result(world, district, client_as):
    assessment = scored(district, world.accepted(), 62)
    decision = draft_paper(
        paper=Paper.RECOGNITION, unit=district.unit, assessment_ids=[assessment.pk], actor=district.officer
    )
    yesterday, client = today() - dt.timedelta(days=1), client_as(user=district.leader)
    page = client.post(
        reverse("documents:issue", args=[decision.pk]),
        {"issued_on": date_vn(yesterday), "signing_form": "ubnd-chu-tich", "signer_name": "Nguyễn Văn Mẫu"},
    )
    assert page.status_code == 400
    told = f"Ngày ban hành không được trước ngày Hội đồng chốt kết quả ({date_vn(today())})."
    assert told in page.content.decode()
    with pytest.raises(Denied, match="chốt kết quả"):
        issue_document(document=decision, issued_on=yesterday, actor=district.leader, signer_name="A")
    decision.refresh_from_db()
    assert (decision.state, decision.number) == (DocumentState.DRAFT, None)


def test_minutes_proposal_and_decision_are_dated_in_the_order_in_which_they_cite_each_other(world, district):
    assessment = scored(district, world.accepted(), 62)
    Result.objects.filter(assessment=assessment).update(closed_at=now() - dt.timedelta(days=5))
    chair = assessment.session.presided_by.user

    def issue(document, ago, leader):
        day = today() - dt.timedelta(days=ago)
        return issue_document(document=document, issued_on=day, actor=leader, signer_name="Người Ký")

    def draft(paper):
        return draft_paper(paper=paper, unit=district.unit, assessment_ids=[assessment.pk], actor=district.officer)

    minutes = draft_session_paper(session=assessment.session, kind=MINUTES, actor=district.officer)
    waiting = [item.about for item in todo.items_for(chair) if item.kind == "document"]
    assert waiting == [f"{minutes.subject} · {assessment.session.title}"]
    with pytest.raises(Denied, match="trước ngày Hội đồng chốt kết quả"):
        issue(minutes, 6, chair)
    issue(minutes, 3, chair)
    proposal = draft(Paper.PROPOSAL)
    with pytest.raises(Denied, match="trước ngày biên bản"):
        issue(proposal, 4, district.leader)
    issue(proposal, 2, district.leader)
    with pytest.raises(Denied, match="trước ngày tờ trình"):
        issue(draft(Paper.RECOGNITION), 3, district.leader)


def test_a_decision_is_not_recalled_under_the_products_that_it_recognised(world, district, client_as):
    decision = issued(district, Paper.RECOGNITION, [scored(district, world.accepted(), 62)])
    held = Recognition.objects.get(document_id=decision.pk)
    assert held.certificate_number == f"01-{decision.number}/{decision.year}/GCN-OCOP", "numbered by the decision"
    with pytest.raises(Denied, match="đang là căn cứ công nhận"):
        recall_document(document=decision, reason="Sai số liệu.", actor=district.leader)
    client, recall = client_as(user=district.leader), reverse("documents:recall", args=[decision.pk])
    own = reverse("documents:document", args=[decision.pk])
    refused = client.get(recall, headers={"referer": f"http://testserver{own}"}).content.decode()
    assert [
        part in refused for part in ("Chưa làm được", "đang là căn cứ công nhận", f'href="{own}">Về trang trước')
    ] == [True] * 3
    again = client.get(recall, headers={"referer": f"http://testserver{recall}"}).content.decode()
    assert ("Về trang trước" in again, "Về Việc cần làm" in again) == (False, True), "no link to the refusal itself"
    page = client.get(own).content.decode()
    assert ("đang là căn cứ công nhận" in page, recall in page) == (True, False), (
        "the reason stands where the link would"
    )
    Recognition.objects.filter(pk=held.pk).update(state=RecognitionState.REVOKED)
    assert recall in client.get(own).content.decode()
    assert recall_document(document=decision, reason="Sai số liệu.", actor=district.leader).state == "recalled"


def test_a_decision_is_not_replaced_either_while_products_stand_on_it(world, district, client_as):
    decision = issued(district, Paper.RECOGNITION, [scored(district, world.accepted(), 62)])
    other = issued(district, Paper.RECOGNITION, [scored(district, world.accepted(world.fresh_product("Khác")), 55)])
    with pytest.raises(Denied, match=r"đang là căn cứ công nhận.*thay thế quyết định"):
        replace_document(document=decision, by=other, actor=district.leader)
    client, replace = client_as(user=district.leader), reverse("documents:replace", args=[decision.pk])
    assert "đang là căn cứ công nhận" in client.get(replace).content.decode()
    own = reverse("documents:document", args=[decision.pk])
    assert replace not in client.get(own).content.decode()
    Recognition.objects.filter(document_id=decision.pk).update(state=RecognitionState.REVOKED)
    assert replace in client.get(own).content.decode()
    replace_document(document=decision, by=other, actor=district.leader)
    decision.refresh_from_db()
    assert (decision.state, decision.replaced_by) == (DocumentState.REPLACED, other)


def test_a_long_decision_names_a_few_of_its_products(world, district, monkeypatch):
    monkeypatch.setattr(resting, "MOST_NAMED", 1)
    first, second = scored(district, world.accepted(), 62), scored(district, world.accepted(world.fresh_product()), 64)
    decision = issued(district, Paper.RECOGNITION, [first, second])
    named = second.dossier.product_name
    with pytest.raises(Denied, match=rf"công nhận “{re.escape(named)}” và 1 sản phẩm khác\. Lập hồ sơ"):
        recall_document(document=decision, reason="Sai số liệu.", actor=district.leader)


def test_a_letter_that_sent_dossiers_up_is_not_recalled(world, district):
    letter = issued(district, Paper.UPPER_LETTER, [scored(district, world.accepted(), 75)])
    with pytest.raises(Denied, match="Đề nghị cấp trên trả lại hồ sơ"):
        recall_document(document=letter, reason="Nhầm.", actor=district.leader)


def test_the_departments_proposal_is_signed_by_its_director(world, district, province):
    assessment = scored(province, forwarded(world, district), 77)
    paper = draft_paper(
        paper=Paper.PROPOSAL, unit=province.unit, assessment_ids=[assessment.pk], actor=province.officer
    )
    assert (paper.signing_form, paper.symbol) == ("giam-doc", "TTr-SNN")
    assert "2. Đề nghị Ủy ban nhân dân tỉnh Ninh Bình công nhận 01 sản phẩm" in "\n".join(paper.fields["paragraphs"])


# --- minutes -------------------------------------------------------------------------------------------------------


def test_minutes_tell_of_appraisals_caps_and_late_dossiers_only_as_they_were(world, district):
    assessment = scored(district, world.accepted(), 62)
    source = minutes_source(assessment.session)
    assert (source["appraised"], source["capped"]) == (0, [])
    assert not source["served_late"]
    advisor = factories.person(Role.ADVISORY, district.unit)
    team = actions.save_team(council=district.council, name="Tổ", user_ids=[advisor.pk], actor=district.officer)
    Appraisal.objects.create(
        team=team, dossier=assessment.dossier, advisor=advisor, state="done", complete=True, done_at=now()
    )
    assert minutes_source(assessment.session)["appraised"] == 1
    assert dt.datetime.fromisoformat(source["starts_at"]) == assessment.session.opened_at, "opened before the hour"


def test_dossiers_are_late_when_they_went_out_late_not_when_one_member_had_them_later(world, district):
    session = scored(district, world.accepted(), 62).session
    session.attendances.filter(member=session.council.members.first()).update(served_at=session.starts_at)
    source = minutes_source(session)
    assert (source["served_days"], source["served_late"]) == (0, False)
    session.dossiers_sent_at = session.starts_at
    assert minutes_source(session)["served_late"]


def test_minutes_of_written_opinions_count_who_answered_and_speak_of_no_meeting(council: CouncilWorld):
    session = council.session(1, mode=SessionMode.WRITTEN)
    actions.open_session(session=session, presider=None, actor=council.officer)
    item = session.assessments.get()
    actions.declare_recusal(assessment=item, member=council.members[5], reason="Người nhà", actor=council.people[5])
    for place in range(5):
        council.submit(item, place, 60)
    CouncilSession.objects.filter(pk=session.pk).update(reply_by=now() - dt.timedelta(minutes=1))
    actions.close_assessment(assessment=item, actor=council.people[0])
    document = draft_session_paper(session=session, kind=MINUTES, actor=council.officer)
    words = strip_tags(to_html(paper_of(document))).replace("\xa0", " ")
    assert "gửi ý kiến 05/07 thành viên, không gửi 01, từ chối chấm 01;" in words
    assert "có mặt" not in words
    assert "trước ngày họp" not in words
    assert "Vắng" not in words


# --- closing and presiding -----------------------------------------------------------------------------------------


def test_closing_waits_until_a_request_to_reopen_is_settled(council: CouncilWorld):
    item = council.scoring()[0]
    for place in range(7):
        council.submit(item, place, 60)
    sheet = ScoreSheet.objects.get(assessment=item, member=council.members[3])
    request = actions.ask_reopen(sheet=sheet, reason="Bấm nhầm tiêu chí 1.3.", actor=council.people[3])
    with pytest.raises(Denied, match="Giải quyết 1 đề nghị mở lại phiếu"):
        actions.close_assessment(assessment=item, actor=council.people[0])
    actions.settle_reopen(request=request, approve=False, actor=council.people[0])
    assert actions.close_assessment(assessment=item, actor=council.people[0]).sheets == 7


def test_what_the_chair_asks_for_the_own_sheet_is_told_to_the_vice_chair_who_settles_it(
    council: CouncilWorld, client_as
):
    item = council.scoring()[0]
    sheet = council.submit(item, 0, 60)
    chair, vice, member = council.people[:3]
    request = actions.ask_reopen(sheet=sheet, reason="Bấm nhầm tiêu chí 1.3.", actor=chair)
    message = Message.objects.get(kind="sheet.reopen")
    assert message.recipient == vice
    room, settle = message.url, reverse("evaluations:settle_reopen", args=[request.pk])
    assert "Duyệt mở lại" not in client_as(user=member).get(room).content.decode()
    assert client_as(user=member).post(settle, {"dong-y": "1"}).status_code == 404
    assert "Duyệt mở lại" in client_as(user=vice).get(room).content.decode()
    assert client_as(user=vice).post(settle, {"dong-y": "1"}).status_code == 302
    assert ScoreSheet.objects.filter(assessment=item, member=council.members[0]).count() == 2


def test_a_chair_who_comes_late_presides_from_then_on(council: CouncilWorld):
    session = council.session()
    council.attend(session, absent=(0,))
    chair, vice = council.members[:2]
    assert (chair.role, vice.role) == (CouncilRole.CHAIR, CouncilRole.VICE_CHAIR)
    actions.open_session(session=session, presider=vice, actor=council.officer)
    actions.record_attendance(session=session, presence={chair.pk: Presence.PRESENT}, actor=council.officer)
    session.refresh_from_db()
    assert session.presided_by == chair
    item = Assessment.objects.get(session=session)
    for place in range(7):
        council.submit(item, place, 60)
    actions.close_assessment(assessment=item, actor=council.people[0])
    assert Assessment.objects.get(pk=item.pk).state == AssessmentState.CLOSED


def test_a_chair_ticked_by_mistake_gives_the_session_back_to_the_vice_chair(council: CouncilWorld, client_as):
    session = council.session(2)
    council.attend(session, absent=(0,))
    chair, vice = council.members[:2]
    actions.open_session(session=session, presider=vice, actor=council.officer)
    secretary, ticks = client_as(user=council.officer), reverse("evaluations:attendance", args=[session.pk])
    page = secretary.post(ticks, {"tat-ca": "present"}, follow=True).content.decode()
    assert "Từ lúc này Chủ tịch Hội đồng chủ trì phiên họp." in page
    secretary.post(ticks, {f"co-mat-{chair.pk}": "absent"})
    session.refresh_from_db()
    assert session.presided_by == vice
    first, second = Assessment.objects.filter(session=session).order_by("order")
    for place in range(1, 7):
        council.submit(first, place, 60)
    actions.close_assessment(assessment=first, actor=council.people[1])
    actions.record_attendance(session=session, presence={chair.pk: Presence.PRESENT}, actor=council.officer)
    for place in range(7):
        council.submit(second, place, 60)
    actions.close_assessment(assessment=second, actor=council.people[0])
    with pytest.raises(Denied, match="đang chủ trì"):
        actions.record_attendance(session=session, presence={chair.pk: Presence.ABSENT}, actor=council.officer)


def test_a_chair_who_opened_the_session_is_not_ticked_away(council: CouncilWorld):
    session = council.scoring()[0].session
    with pytest.raises(Denied, match="đang chủ trì"):
        actions.record_attendance(
            session=session, presence={council.members[0].pk: Presence.ABSENT}, actor=council.officer
        )


def test_an_absent_member_is_not_asked_to_score_and_reads_that_the_sheet_does_not_count(
    council: CouncilWorld, client_as
):
    item = council.scoring()[0]
    url = reverse("evaluations:sheet", args=[item.pk])
    told = "Bạn được ghi vắng mặt nên phiếu này không tính vào kết quả."
    assert told not in client_as(user=council.people[3]).get(url).content.decode()
    assert [entry.url for entry in todo.items_for(council.people[3])] == [url]
    actions.record_attendance(
        session=item.session, presence={council.members[3].pk: Presence.ABSENT}, actor=council.officer
    )
    assert told in client_as(user=council.people[3]).get(url).content.decode()
    absent, present = (User.objects.get(pk=council.people[k].pk) for k in (3, 4))
    assert (todo.items_for(absent), my_work.waiting_count(absent)) == ([], 0)
    assert [entry.url for entry in todo.items_for(present)] == [url]
    (entry,) = my_work.sessions_of(absent)
    assert (entry.waiting, entry.items[0].words) == (0, "Bạn được ghi vắng mặt")


def test_a_session_is_not_called_for_a_day_gone_and_takes_a_number_of_its_new_year(council: CouncilWorld):
    values = {
        "title": "",
        "mode": SessionMode.MEETING,
        "place": "Phòng họp",
        "starts_at_0": "1/1/2020",
        "starts_at_1": "8:00",
    }
    form = SessionForm(values)
    assert form.errors["starts_at"] == ["Ngày họp không được trước hôm nay."]
    session = council.session()
    year = session.year + 1
    later = session.starts_at.replace(year=year)
    moved = actions.edit_session(
        session=session, values={"starts_at": later}, actor=council.officer, version=session.version
    )
    assert (moved.year, moved.number, moved.title) == (year, 1, f"Phiên họp số 1 năm {year}")


def test_nobody_is_asked_to_appraise_what_has_its_result(world, district):
    advisor = factories.person(Role.ADVISORY, district.unit)
    team = actions.save_team(council=district.council, name="Tổ", user_ids=[advisor.pk], actor=district.officer)
    dossier = world.accepted()
    appraisal = Appraisal.objects.create(team=team, dossier=dossier, advisor=advisor)
    assert "Thẩm định hồ sơ" in [item.title for item in todo.items_for(advisor)]
    scored(district, dossier, 62)
    assert "Thẩm định hồ sơ" not in [item.title for item in todo.items_for(User.objects.get(pk=advisor.pk))]
    fresh = Appraisal.objects.get(pk=appraisal.pk)
    with pytest.raises(Denied, match="đã qua bước thẩm định"):
        actions.save_appraisal(appraisal=fresh, values={"comment": "x"}, actor=advisor, version=None)
