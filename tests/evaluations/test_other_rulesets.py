"""The whole way of a dossier under the rulesets after 06/07/2025: the commune checks and proposes, the province decides."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.enums import Role, UnitLevel
from accounts.models import Unit, User
from core.errors import Denied
from core.formats import today
from criteria import queries
from criteria.models import Subgroup
from documents.actions.issue import issue_document
from evaluations.actions.draft_paper import draft_paper
from evaluations.actions.ministry import record_ministry_answer
from evaluations.enums import MinistryAnswer, Outcome
from evaluations.followup.session_papers import minutes_source
from evaluations.followup.waiting import Paper, waiting_at
from evaluations.models import Assessment, MinistryCase
from products.actions import content, dossiers, producers, products
from products.content import sections_of
from products.enums import DossierKind, DossierState, ProducerKind
from products.models import Dossier, EvaluationRound, ProducerAccount, Recognition
from tests import factories
from tests.evaluations import papers_world
from tests.products.world import fill, pdf_upload

pytestmark = pytest.mark.django_db
RULESETS = ("qd1489-2025", "qd26-2026")


@dataclass
class Commune:
    """A commune right under the province, its people, and the province's council."""

    unit: Unit
    owner: User
    officer: User
    department: User
    dossier: Dossier
    bench: papers_world.Bench

    def proposed(self) -> Dossier:
        """From the producer through the commune's check and proposal to the Department."""
        fill(self.dossier, self.owner)
        dossiers.submit(dossier=self.dossier, actor=self.owner)
        self.dossier.refresh_from_db()
        assert (self.dossier.state, self.dossier.holder) == (DossierState.SUBMITTED, self.unit)
        dossiers.pass_unchecked_items(dossier=self.dossier, actor=self.officer)
        dossiers.accept(dossier=self.dossier, actor=self.officer)
        self.prepare_commune_papers()
        dossiers.propose(dossier=self.dossier, actor=self.officer)
        self.dossier.refresh_from_db()
        assert (self.dossier.state, self.dossier.holder) == (DossierState.SUBMITTED, self.bench.unit)
        return self.dossier

    def prepare_commune_papers(self) -> None:
        """The papers that the ruleset asks of the commune."""
        for section in sections_of(self.dossier):
            if section.prepared_by == "commune":
                content.add_evidence(
                    item=section.item, actor=self.officer, upload=pdf_upload(f"{section.item.code}.pdf")
                )

    def not_five(self, mean: Decimal | None) -> None:
        """The Ministry says no, with its council's mean."""
        record_ministry_answer(
            case=MinistryCase.objects.get(), answer=MinistryAnswer.NOT_FIVE, answer_number="13/BNNMT-VPĐP",
            answered_on=today(), answer_mean=mean, file=None, note="", actor=self.department,
        )  # fmt: skip

    def scored(self, target: int) -> Assessment:
        """Accepted by the Department and scored by the province's council."""
        dossiers.pass_unchecked_items(dossier=self.dossier, actor=self.department)
        accepted = dossiers.accept(dossier=self.dossier, actor=self.department)
        self.bench.score([accepted], [target])
        self.dossier.refresh_from_db()
        return Assessment.objects.select_related("result").get(dossier=self.dossier)

    def issued(self, paper: Paper, assessment: Assessment) -> str:
        """Drafted by the Department, issued by its leader; the words of the paper."""
        draft = draft_paper(paper=paper, unit=self.bench.unit, assessment_ids=[assessment.pk], actor=self.bench.officer)
        document = issue_document(document=draft, issued_on=today(), signer_name="Người Ký", actor=self.bench.leader)
        self.dossier.refresh_from_db()
        return papers_world.printed(document)


@pytest.fixture(params=RULESETS)
def place(request, law) -> Commune:
    """A producer of a commune of 2025 with an open dossier under the ruleset."""
    province = factories.UnitFactory(level=UnitLevel.PROVINCE, short_name="Ninh Bình")
    unit = factories.UnitFactory(level=UnitLevel.COMMUNE, short_name="Yên Thắng", parent=province)
    owner = factories.person(Role.PRODUCER, unit, full_name="Chủ thể Vân Trà")
    officer = factories.person(Role.COMMUNE_OFFICER, unit, full_name="Cán bộ xã")
    department = factories.person(Role.DEPARTMENT_OFFICER, province, full_name="Cán bộ Sở")
    leader = factories.person(Role.DEPARTMENT_LEADER, province, full_name="Lãnh đạo Sở")
    producer = producers.create_producer(
        actor=officer,
        values={"name": "HTX Vân Trà", "kind": ProducerKind.COOPERATIVE, "district": province, "commune": unit},
    )
    ProducerAccount.objects.create(producer=producer, user=owner)
    product = products.create_product(
        producer=producer,
        actor=officer,
        values={"name": "Bột rau má", "subgroup": Subgroup.objects.get(set_number=7)},
    )
    round_ = EvaluationRound.objects.create(
        year=today().year, number=1, name="Đợt 1", ruleset=queries.ruleset(request.param),
        opens_on=today() - dt.timedelta(days=10), closes_on=today() + dt.timedelta(days=10),
    )  # fmt: skip
    dossier = dossiers.open_dossier(product=product, round_=round_, kind=DossierKind.NEW, actor=owner)
    bench = papers_world.bench(province, officer=department, leader=leader)
    return Commune(unit, owner, officer, department, dossier, bench)


@pytest.mark.parametrize(("target", "stars"), [(60, 3), (78, 4)])
def test_the_province_recognises_three_and_four_stars(place, target, stars):
    place.proposed()
    assessment = place.scored(target)
    assert (assessment.result.outcome, assessment.result.recognised_stars) == (Outcome.RECOGNISE, stars)
    words = place.issued(Paper.RECOGNITION, assessment)
    recognition = Recognition.objects.get(dossier=place.dossier)
    assert (recognition.stars, recognition.issued_by) == (stars, "Ủy ban nhân dân tỉnh Ninh Bình")
    assert place.dossier.state == DossierState.RECOGNISED
    assert "Bộ Nông nghiệp và Môi trường (để báo cáo)" in words
    assert "các xã, phường có sản phẩm" in words
    assert "huyện" not in words
    assert ("26/2026/QĐ-TTg" in words, "1489/QĐ-TTg" in words) == (
        place.dossier.ruleset.code == "qd26-2026",
        place.dossier.ruleset.code == "qd1489-2025",
    )
    assert not waiting_at(place.bench.unit)


def test_below_fifty_nothing_goes_back_to_a_level_that_gives_no_stars(place):
    place.proposed()
    assessment = place.scored(20)
    assert assessment.result.outcome == Outcome.NOT_RECOGNISED
    words = place.issued(Paper.FAILURE, assessment)
    assert "từ 50 điểm trở lên" in words
    assert not Recognition.objects.exists()


def test_ninety_goes_to_the_ministry_and_its_answer_ends_the_way(place):
    place.proposed()
    assessment = place.scored(92)
    assert assessment.result.outcome == Outcome.APPROVE_AND_FORWARD
    words = place.issued(Paper.FORWARDING, assessment)
    assert place.dossier.state == DossierState.AT_MINISTRY
    assert "đề nghị Bộ Nông nghiệp và Môi trường đánh giá" in words
    assert "Chủ tịch Ủy ban nhân dân xã Yên Thắng" in words
    holds = place.dossier.ruleset.code == "qd1489-2025"
    assert list(Recognition.objects.values_list("stars", flat=True)) == ([4] if holds else [])
    record_ministry_answer(
        case=MinistryCase.objects.get(), answer=MinistryAnswer.FIVE_STARS, answer_number="12/QĐ-BNNMT",
        answered_on=today(), answer_mean=Decimal("93.5"), file=None, note="", actor=place.department,
    )  # fmt: skip
    place.dossier.refresh_from_db()
    held = Recognition.objects.get(dossier=place.dossier, state="valid")
    assert (held.stars, held.issued_by) == (5, "Bộ Nông nghiệp và Môi trường")
    assert place.dossier.state == DossierState.RECOGNISED


def test_when_the_ministry_says_no_the_four_stars_stay_or_are_given_from_its_points(place):
    place.proposed()
    assessment = place.scored(92)
    place.issued(Paper.FORWARDING, assessment)
    place.not_five(Decimal(86))
    place.dossier.refresh_from_db()
    if place.dossier.ruleset.code == "qd26-2026":
        assert place.dossier.state == DossierState.SCORED
        place.issued(Paper.RECOGNITION, assessment)
    assert Recognition.objects.get(dossier=place.dossier, state="valid").stars == 4
    assert place.dossier.state == DossierState.RECOGNISED


def test_the_commune_proposes_only_what_it_accepted_with_its_own_papers(place):
    fill(place.dossier, place.owner)
    dossiers.submit(dossier=place.dossier, actor=place.owner)
    with pytest.raises(Denied):
        dossiers.propose(dossier=place.dossier, actor=place.officer)
    dossiers.pass_unchecked_items(dossier=place.dossier, actor=place.officer)
    dossiers.accept(dossier=place.dossier, actor=place.officer)
    place.dossier.refresh_from_db()
    if any(section.prepared_by == "commune" for section in sections_of(place.dossier)):
        with pytest.raises(Denied, match="giấy tờ của cấp xã"):
            dossiers.propose(dossier=place.dossier, actor=place.officer)
        place.prepare_commune_papers()
    dossiers.propose(dossier=place.dossier, actor=place.officer)
    assert place.dossier.holder == place.bench.unit


@pytest.mark.parametrize("place", ["qd26-2026"], indirect=True)
def test_a_no_of_the_ministry_comes_with_the_points_on_which_the_province_decides(place, client_as):
    place.proposed()
    place.issued(Paper.FORWARDING, place.scored(92))
    case = MinistryCase.objects.get()
    with pytest.raises(Denied, match="Bị loại thì ghi 0"):
        place.not_five(None)
    typed = {"answer": "not_five", "answer_number": "13/B", "answered_on": f"{today():%d/%m/%Y}", "note": "Bị loại."}
    address = reverse("evaluations:ministry_answer", args=[case.pk])
    page = client_as(user=place.department).post(address, typed).content.decode()
    assert "tỉnh căn cứ điểm này để quyết định" in page
    assert "Bị loại.</textarea>" in page
    case.refresh_from_db()
    assert case.answer == MinistryAnswer.WAITING
    client_as(user=place.department).post(address, typed | {"answer_mean": "0"})
    place.dossier.refresh_from_db()
    assert place.dossier.state == DossierState.NOT_RECOGNISED


@pytest.mark.parametrize("place", ["qd26-2026"], indirect=True)
def test_below_fifty_at_the_ministry_a_notice_tells_so_and_nothing_is_left_to_decide(place):
    place.proposed()
    assessment = place.scored(92)
    place.issued(Paper.FORWARDING, assessment)
    place.not_five(Decimal("45.5"))
    place.dossier.refresh_from_db()
    assert place.dossier.state == DossierState.NOT_RECOGNISED
    assert [waiting.paper for waiting in waiting_at(place.bench.unit)] == [Paper.FAILURE]
    words = place.issued(Paper.FAILURE, assessment)
    assert "Sản phẩm đạt 45,50 điểm, xếp hạng 2 sao" in words
    assert "Hội đồng cấp trung ương chấm 45,50 điểm (văn bản số 13/BNNMT-VPĐP" in words
    assert "92" not in words
    assert not waiting_at(place.bench.unit)


@pytest.mark.parametrize("place", ["qd26-2026"], indirect=True)
def test_no_recognition_is_drafted_for_points_that_give_no_star(place):
    """Answers recorded before such dossiers were ended may still stand so."""
    place.proposed()
    assessment = place.scored(92)
    place.issued(Paper.FORWARDING, assessment)
    MinistryCase.objects.update(
        answer=MinistryAnswer.NOT_FIVE, answer_number="13/B", answered_on=today(), answer_mean=Decimal(45)
    )
    Dossier.objects.update(state=DossierState.SCORED)
    assert not waiting_at(place.bench.unit)
    for paper in (Paper.RECOGNITION, Paper.PROPOSAL):
        with pytest.raises(Denied, match="còn chờ văn bản này"):
            draft_paper(paper=paper, unit=place.bench.unit, assessment_ids=[assessment.pk], actor=place.bench.officer)


@pytest.mark.parametrize("place", ["qd26-2026"], indirect=True)
def test_recognised_on_the_ministrys_points_paper_register_and_list_tell_them(place, client_as):
    place.proposed()
    assessment = place.scored(92)
    place.issued(Paper.FORWARDING, assessment)
    place.not_five(Decimal("69.996"))
    listed = client_as(user=place.department).get(reverse("evaluations:follow_up")).content.decode()
    assert "69,99" in listed
    assert "92,00" not in listed
    place.issued(Paper.PROPOSAL, assessment)
    words = place.issued(Paper.RECOGNITION, assessment)
    assert "hạng 3 sao" in words
    assert "69,99" in words
    assert "92,00" not in words
    recognition = Recognition.objects.get(dossier=place.dossier)
    assert (recognition.stars, recognition.mean, recognition.points_by_criterion) == (3, Decimal("69.996"), {})
    minutes = minutes_source(assessment.session)["products"]
    assert [Decimal(line["mean"]) for line in minutes] == [assessment.result.mean]
