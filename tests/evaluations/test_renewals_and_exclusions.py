"""Products evaluated again, upgraded, sent down to be completed, or excluded by what members state on their sheets."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.urls import reverse

from core.errors import Denied
from core.formats import date_vn, today
from criteria.queries import sheet_of
from evaluations import actions
from evaluations.actions import settle_return
from evaluations.enums import CouncilRole, Outcome, Presence, SessionMode
from evaluations.followup.waiting import Paper
from evaluations.models import Assessment, CouncilMember
from evaluations.tallying import knockout_grounds
from products.actions import content, dossiers, recognitions
from products.content import sections_of
from products.enums import DossierKind, DossierState, RecognitionState
from products.models import Dossier, EvaluationRound, Product, Recognition
from tests.evaluations import papers_world
from tests.evaluations.test_followup import forwarded, issued, scored
from tests.products import world as products_world
from tests.products.world import World, fill

pytestmark = pytest.mark.django_db


def next_round(world: World) -> EvaluationRound:
    """The round after the one in which the product was recognised."""
    first = world.round
    return EvaluationRound.objects.create(
        year=first.year, number=first.number + 1, name="Đợt sau", ruleset=first.ruleset, opens_on=first.opens_on,
        closes_on=first.closes_on,
    )  # fmt: skip


def again(world: World, product: Product, kind: str) -> Dossier:
    """A dossier of that kind for a product that was recognised, accepted by the district."""
    dossier = dossiers.open_dossier(product=product, round_=next_round(world), kind=kind, actor=world.officer)
    fill(dossier, world.officer)
    for section in sections_of(dossier):  # what only such a dossier holds: the report of three years, the changes
        if section.item.code in {"bao-cao-ra-soat", "thay-doi-nang-hang"}:
            content.add_evidence(item=section.item, actor=world.officer, upload=products_world.pdf_upload())
            content.save_item(item=section.item, actor=world.officer, answer="Đã đổi bao bì.")
    dossiers.submit(dossier=dossier, actor=world.officer)
    dossiers.pass_unchecked_items(dossier=dossier, actor=world.leader)
    return dossiers.accept(dossier=dossier, actor=world.leader)


def codes(dossier: Dossier) -> set[str]:
    return {section.item.code for section in sections_of(dossier) if section.item.mandatory}


# --- which kind may be opened --------------------------------------------------------------------------------------


def test_a_recognised_product_is_opened_again_or_upgraded_never_as_new(world):
    held = world.recognised()
    later = next_round(world)
    with pytest.raises(Denied, match="đang được công nhận"):
        dossiers.open_dossier(product=held.product, round_=later, kind=DossierKind.NEW, actor=world.officer)
    dossier = dossiers.open_dossier(product=held.product, round_=later, kind=DossierKind.RENEWAL, actor=world.officer)
    assert dossier.previous_recognition == held
    assert "bao-cao-ra-soat" in codes(dossier)
    with pytest.raises(Denied, match="đã có hồ sơ trong đợt này"):
        dossiers.open_dossier(product=held.product, round_=later, kind=DossierKind.UPGRADE, actor=world.officer)


def test_a_decision_that_would_take_stars_away_is_shown_so_and_not_chosen_beforehand(world, district, client_as):
    held = world.recognised()
    for before, told in ((4, True), (3, False)):
        Recognition.objects.filter(pk=held.pk).update(stars=before)
        if told:
            assessment = scored(district, again(world, held.product, DossierKind.UPGRADE), 62)
        page = client_as(user=district.officer).get(reverse("evaluations:follow_up")).content.decode()
        until = f"đang được công nhận 4 sao đến hết {date_vn(held.valid_until)}; quyết định mới sẽ thay công nhận đó"
        choice = re.search(rf'<input[^>]*id="kq-{assessment.pk}"[^>]*>', page)
        assert (until in page, " checked" in choice[0]) == (told, not told)


def test_an_upgrade_tells_what_changed_and_needs_a_recognition_in_force(world):
    with pytest.raises(Denied, match="đang được công nhận"):
        world_draft(world, DossierKind.UPGRADE)
    with pytest.raises(Denied, match="chưa từng được công nhận"):
        world_draft(world, DossierKind.RENEWAL)
    held = world.recognised()
    dossier = dossiers.open_dossier(
        product=held.product, round_=next_round(world), kind=DossierKind.UPGRADE, actor=world.officer
    )
    assert "thay-doi-nang-hang" in codes(dossier)


def world_draft(world: World, kind: str) -> Dossier:
    return dossiers.open_dossier(product=world.product, round_=world.round, kind=kind, actor=world.officer)


def test_an_expired_recognition_is_renewed_or_begun_anew_not_upgraded(world):
    held = world.recognised(decided_on=today() - dt.timedelta(days=36 * 31))
    Recognition.objects.filter(pk=held.pk).update(valid_until=today() - dt.timedelta(days=1))
    held.refresh_from_db()
    assert recognitions.expire_recognitions() == 1
    later = next_round(world)
    with pytest.raises(Denied, match="đang được công nhận"):
        dossiers.open_dossier(product=held.product, round_=later, kind=DossierKind.UPGRADE, actor=world.officer)
    again_ = dossiers.open_dossier(product=held.product, round_=later, kind=DossierKind.RENEWAL, actor=world.officer)
    assert again_.previous_recognition == held


# --- results of a second evaluation --------------------------------------------------------------------------------


def test_a_renewal_by_written_opinion_replaces_the_recognition(world, district):
    held = world.recognised()
    dossier = again(world, held.product, DossierKind.RENEWAL)
    members = list(CouncilMember.objects.filter(council=district.council).order_by("order"))
    session = actions.create_session(
        council=district.council,
        values={"mode": SessionMode.WRITTEN, "reply_by": papers_world.now() + dt.timedelta(days=5)},
        actor=district.officer,
    )
    row = actions.add_dossiers(session=session, dossier_ids=[dossier.pk], actor=district.officer)[0]
    actions.send_dossiers(session=session, member_ids=[member.pk for member in members], actor=district.officer)
    actions.open_session(session=session, presider=members[0], actor=district.officer)
    district.close(row, 64)
    assessment = Assessment.objects.select_related("result").get(pk=row.pk)
    assert assessment.result.outcome == Outcome.RECOGNISE
    issued(district, Paper.RECOGNITION, [assessment])
    held.refresh_from_db()
    new = Recognition.objects.get(dossier=dossier)
    assert (held.state, new.state, new.stars) == (RecognitionState.REPLACED, RecognitionState.VALID, 3)
    assert Product.objects.get(pk=held.product_id).code == held.product.code


def test_an_upgrade_goes_up_and_four_stars_replace_three(world, district, province):
    held = world.recognised()
    dossier = again(world, held.product, DossierKind.UPGRADE)
    issued(district, Paper.UPPER_LETTER, [scored(district, dossier, 76)])
    held.refresh_from_db()
    assert held.state == RecognitionState.VALID, "nothing is lost while the province decides"
    dossier.refresh_from_db()
    dossiers.pass_unchecked_items(dossier=dossier, actor=world.department)
    accepted = dossiers.accept(dossier=dossier, actor=world.department)
    issued(province, Paper.RECOGNITION, [scored(province, accepted, 80)])
    held.refresh_from_db()
    assert (held.state, Recognition.objects.get(dossier=dossier).stars) == (RecognitionState.REPLACED, 4)


def test_a_renewal_that_fails_leaves_what_is_held_to_its_last_day(world, district):
    held = world.recognised()
    assessment = scored(district, again(world, held.product, DossierKind.RENEWAL), 20)
    issued(district, Paper.FAILURE, [assessment])
    held.refresh_from_db()
    assert (assessment.result.outcome, held.state) == (Outcome.NOT_RECOGNISED, RecognitionState.VALID)


# --- the province's council ----------------------------------------------------------------------------------------


def test_the_province_sends_a_dossier_down_to_be_completed_and_it_comes_back_the_same_way(world, district, province):
    dossier = forwarded(world, district)
    assessment = scored(province, dossier, 60)
    with pytest.raises(Denied):
        settle_return(assessment=assessment, choice="complete", reason="x", actor=world.officer)
    settle_return(
        assessment=assessment, choice="complete", reason="Bổ sung công bố chất lượng.", actor=province.officer
    )
    dossier.refresh_from_db()
    assert (dossier.state, dossier.holder) == (DossierState.RETURNED, district.unit)
    dossiers.submit(dossier=dossier, actor=world.officer)
    dossiers.pass_unchecked_items(dossier=dossier, actor=world.leader)
    dossier = dossiers.accept(dossier=dossier, actor=world.leader)
    second = scored(district, dossier, 77)
    issued(district, Paper.UPPER_LETTER, [second])
    dossier.refresh_from_db()
    assert (dossier.state, dossier.holder) == (DossierState.SUBMITTED, province.unit)
    assert Assessment.objects.filter(dossier=dossier).count() == 3, "no result overwrites another"


def test_the_province_may_say_not_passed(world, district, province):
    assessment = scored(province, forwarded(world, district), 60)
    reason = "Phiếu kiểm nghiệm đã quá hạn.\nNhãn thiếu ngày sản xuất."
    settle_return(assessment=assessment, choice="not_passed", reason=reason, actor=province.officer)
    assert Dossier.objects.get(pk=assessment.dossier_id).state == DossierState.NOT_RECOGNISED
    words = papers_world.printed(issued(province, Paper.FAILURE, [assessment]))
    assert "Ủy ban nhân dân tỉnh Ninh Bình thông báo kết quả" in words
    assert "chưa đạt mức công nhận sản phẩm OCOP ở cấp tỉnh (từ 70 điểm trở lên" in words
    assert "60,00 điểm, thuộc khung hạng 3 sao (từ 50 đến dưới 70 điểm); - Phiếu kiểm nghiệm đã quá hạn;" in words
    assert "- Nhãn thiếu ngày sản xuất." in words


# --- excluded by sheets --------------------------------------------------------------------------------------------


def opened(bench: papers_world.Bench, dossier: Dossier) -> Assessment:
    """A dossier that is being scored, everybody present."""
    values = {
        "mode": SessionMode.MEETING,
        "starts_at": papers_world.now() + dt.timedelta(days=7),
        "place": "Phòng họp tầng 2",
    }
    session = actions.create_session(council=bench.council, values=values, actor=bench.officer)
    row = actions.add_dossiers(session=session, dossier_ids=[dossier.pk], actor=bench.officer)[0]
    members = list(CouncilMember.objects.filter(council=bench.council).order_by("order"))
    actions.send_dossiers(session=session, member_ids=[member.pk for member in members], actor=bench.officer)
    actions.record_attendance(
        session=session, presence={member.pk: Presence.PRESENT for member in members}, actor=bench.officer
    )
    actions.open_session(session=session, presider=members[0], actor=bench.officer)
    assert members[0].role == CouncilRole.CHAIR
    return Assessment.objects.get(pk=row.pk)


def hand_in(row: Assessment, people: list, *, excluding: int, complete: bool = True) -> None:
    """Everybody hands in; the first `excluding` state a ground of exclusion, with an empty sheet unless `complete`."""
    form = sheet_of(row.dossier.criteria_set)
    ground = next(iter(knockout_grounds(form)))
    choices = {code: (index, "") for code, index in papers_world.answers_near(form, 62).items()}
    for number, person in enumerate(people):
        states = number < excluding
        if complete or not states:
            actions.save_lines(assessment_id=row.pk, choices=choices, actor=person)
        actions.save_comment(
            assessment_id=row.pk, actor=person, comment="", advice="", knockouts=[ground] if states else []
        )
        actions.submit_sheet(assessment_id=row.pk, actor=person)


def test_most_members_exclude_a_product_and_it_gets_no_points(world, district):
    row = opened(district, world.accepted())
    hand_in(row, district.people, excluding=2, complete=False)
    actions.close_assessment(assessment=row, actor=district.people[0])
    assessment = Assessment.objects.select_related("result").get(pk=row.pk)
    assert (assessment.result.mean, assessment.result.stars) == (None, 0)
    assert assessment.result.outcome == Outcome.NOT_RECOGNISED
    words = papers_world.printed(issued(district, Paper.FAILURE, [assessment]))
    assert "bị loại nên không tính điểm" in words
    assert "hạng 0 sao" not in words
    session = assessment.session
    assert "Bị loại" in papers_world.text_of_minutes(session)


def test_one_member_alone_excludes_nothing_and_what_he_stated_stays_visible(world, district, client_as):
    row = opened(district, world.accepted())
    hand_in(row, district.people, excluding=1)
    actions.close_assessment(assessment=row, actor=district.people[0])
    assessment = Assessment.objects.select_related("result").get(pk=row.pk)
    assert (assessment.result.outcome, assessment.result.stars) == (Outcome.RECOGNISE, 3)
    page = client_as(user=district.officer).get(f"/ket-qua/{row.pk}/").content.decode()
    assert "1/3" in page


def test_an_empty_sheet_of_a_member_who_stays_alone_is_named_and_reopened(world, district):
    row = opened(district, world.accepted())
    hand_in(row, district.people, excluding=1, complete=False)
    with pytest.raises(Denied, match="chưa chấm"):
        actions.close_assessment(assessment=row, actor=district.people[0])


def test_a_product_excluded_by_the_province_does_not_go_back_down(world, district, province):
    row = opened(province, forwarded(world, district))
    hand_in(row, province.people, excluding=3, complete=False)
    actions.close_assessment(assessment=row, actor=province.people[0])
    assessment = Assessment.objects.select_related("result", "dossier").get(pk=row.pk)
    assert assessment.result.outcome == Outcome.NOT_RECOGNISED
    assert assessment.dossier.state == DossierState.NOT_RECOGNISED
