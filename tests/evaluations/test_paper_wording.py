"""What the papers after a session say, where a wrong word would be a wrong act."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from core.formats import now
from documents.forms_of_paper import failure_notice, upper_level_letter
from documents.forms_of_paper.common import ProductLine
from documents.papers_common import Body, Issue, agriculture_on, body_named
from documents.render.pdf import to_pdf
from evaluations.actions.draft_paper import draft_paper
from evaluations.followup.session_papers import minutes_source
from evaluations.followup.waiting import Paper
from evaluations.models import Assessment, CouncilSession
from tests.evaluations import papers_world
from tests.evaluations.test_followup import issued, scored

LINE = ProductLine("Bột rau má", "HTX Vân Trà", "xã Yên Thắng, huyện Yên Mô", Decimal(75), (Decimal(1),) * 3)


@pytest.mark.django_db
def test_a_decision_without_a_proposal_leaves_the_clause_out(world, district):
    words = papers_world.printed(issued(district, Paper.RECOGNITION, [scored(district, world.accepted(), 62)]))
    assert "Theo đề nghị của Trưởng phòng" in words
    assert "Tờ trình" not in words
    assert "{" not in words


@pytest.mark.django_db
def test_a_proposal_issued_after_the_draft_was_begun_is_still_named(world, district):
    assessment = scored(district, world.accepted(), 62)
    draft = draft_paper(
        paper=Paper.RECOGNITION, unit=district.unit, assessment_ids=[assessment.pk], actor=district.officer
    )
    draft.entries.all().delete()
    proposal = issued(district, Paper.PROPOSAL, [assessment])
    decision = issued(district, Paper.RECOGNITION, [assessment])
    assert "Sản phẩm đề nghị công nhận hạng 3 sao" in papers_world.printed(proposal)
    assert "Sản phẩm được công nhận hạng 3 sao" in papers_world.printed(decision)
    assert decision.fields["bases"] == draft.fields["bases"]
    assert "tại Tờ trình số 01/TTr-PNN ngày" in papers_world.printed(decision)


def test_the_letter_names_what_its_products_may_reach():
    facts = upper_level_letter.Facts("huyện Yên Mô", 2024, (LINE,) * 3, ((4, 2), (5, 1)), ("Ủy ban nhân dân tỉnh",))
    words = upper_level_letter.texts(facts)
    assert "tiềm năng 4 sao, 5 sao năm 2024" in words.subject
    assert "gồm 02 sản phẩm tiềm năng 4 sao (****) và 01 sản phẩm tiềm năng 5 sao (*****)" in words.paragraphs[0]
    only = upper_level_letter.texts(upper_level_letter.Facts("huyện Yên Mô", 2024, (LINE,), ((5, 1),), ("x",)))
    assert "tiềm năng 5 sao năm 2024" in only.subject
    assert "có 01 sản phẩm tiềm năng 5 sao (*****) như sau" in only.paragraphs[0]


def test_an_excluded_product_has_no_points_in_its_notice():
    facts = failure_notice.Facts(
        "huyện Yên Mô",
        2024,
        ProductLine("Bột rau má", "HTX Vân Trà"),
        0,
        ("Hồ sơ không trung thực",),
        minimum="50 điểm",
    )
    words = failure_notice.texts(facts)
    assert "bị loại nên không tính điểm" in " ".join(words.paragraphs)
    issue = Issue(Body(("ỦY BAN NHÂN DÂN",), "Ủy ban nhân dân", "huyện Yên Mô", "Yên Mô"), "TB-UBND")
    assert to_pdf(failure_notice.paper(issue, facts, words)).startswith(b"%PDF")


@pytest.mark.django_db
def test_minutes_put_one_conclusion_for_each_outcome_and_number_the_products(world, district):
    session = district.score(
        [world.accepted(), world.accepted(world.fresh_product()), world.accepted(world.fresh_product("Trà lá vối"))],
        [62, 64, 75],
    )
    assert minutes_source(session)["conclusions"] == [
        "Đề nghị công nhận 02 sản phẩm (số thứ tự 1, 2) đạt hạng 3 sao",
        "Đề nghị cấp trên đánh giá, phân hạng 01 sản phẩm (số thứ tự 3), tiềm năng 4 sao",
    ]


@pytest.mark.django_db
def test_minutes_claim_timely_service_only_when_it_was_timely_and_an_end_only_after_the_beginning(world, district):
    session = district.score([world.accepted()], [62])
    assert minutes_source(session)["served_days"] == 1
    CouncilSession.objects.filter(pk=session.pk).update(starts_at=now() - dt.timedelta(minutes=5))
    session.refresh_from_db()
    assert minutes_source(session)["served_days"] == 0
    CouncilSession.objects.filter(pk=session.pk).update(closed_at=now() - dt.timedelta(hours=1))
    assert minutes_source(CouncilSession.objects.get(pk=session.pk))["ends_at"] is None
    assert Assessment.objects.filter(session=session).exists()


def test_the_specialised_bodies_bear_the_name_of_their_day():
    assert agriculture_on(dt.date(2025, 2, 28)) == "Nông nghiệp và Phát triển nông thôn"
    assert agriculture_on(dt.date(2025, 3, 1)) == "Nông nghiệp và Môi trường"
    body = body_named("chuyen-mon", "tỉnh Ninh Bình", "province", day=dt.date(2026, 6, 1))
    assert body.lines == ("SỞ NÔNG NGHIỆP VÀ", "MÔI TRƯỜNG")
