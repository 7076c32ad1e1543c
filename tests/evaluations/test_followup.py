"""From a closed result to the signed-ready paper, the register and the Ministry, by the portal's own actions."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pypdf import PdfReader

from accounts.enums import Role
from accounts.models import Membership
from core import jobs
from core.errors import Denied
from core.files import store_bytes
from core.files.store import read_stored
from core.formats import today
from core.models import Job, JobState
from documents.actions.issue import issue_document
from documents.enums import DocumentState
from evaluations.actions import settle_return
from evaluations.actions.draft_paper import draft_paper
from evaluations.actions.ministry import record_ministry_answer
from evaluations.enums import MinistryAnswer, Outcome
from evaluations.followup.certificates import certificate_of
from evaluations.followup.session_papers import minutes_source
from evaluations.followup.waiting import Paper, waiting_at, waiting_for
from evaluations.models import Assessment, MinistryCase
from notifications import todo
from products.actions import dossiers
from products.enums import DossierState, RecognitionState
from products.models import Dossier, Recognition
from tests import factories
from tests.evaluations.papers_world import printed

pytestmark = pytest.mark.django_db


def scored(bench, dossier, target):
    """Score one dossier and give its assessment at that council."""
    bench.score([dossier], [target])
    dossier.refresh_from_db()
    return (
        Assessment.objects.select_related("result").filter(dossier=dossier, session__council=bench.council).latest("pk")
    )


def issued(bench, paper, assessments):
    """Draft by the officer, issue by the leader."""
    draft = draft_paper(
        paper=paper, unit=bench.unit, assessment_ids=[row.pk for row in assessments], actor=bench.officer
    )
    return issue_document(document=draft, issued_on=today(), signer_name="Người Ký", actor=bench.leader)


def forwarded(world, district, target=75):
    """A dossier that the district sent up."""
    assessment = scored(district, world.accepted(), target)
    assert assessment.result.outcome == Outcome.FORWARD
    issued(district, Paper.UPPER_LETTER, [assessment])
    dossier = Dossier.objects.get(pk=assessment.dossier_id)
    assert (dossier.state, dossier.holder) == (DossierState.SUBMITTED, world.units["Ninh Bình"])
    dossiers.pass_unchecked_items(dossier=dossier, actor=world.department)
    return dossiers.accept(dossier=dossier, actor=world.department)


def test_three_stars_at_the_district(world, district):
    assessment = scored(district, world.accepted(), 62)
    assert assessment.result.outcome == Outcome.RECOGNISE
    assert [item.title for item in todo.items_for(district.officer) if item.kind == "paper"] == [
        "Soạn quyết định công nhận"
    ], "what there is to do, not only what is the case"
    document = issued(district, Paper.RECOGNITION, [assessment])
    recognition = Recognition.objects.get(dossier=assessment.dossier)
    assert (recognition.stars, recognition.state) == (3, RecognitionState.VALID)
    assert recognition.decision_number == document.notation == "01/QĐ-UBND"
    assert recognition.issued_by == "Ủy ban nhân dân huyện Yên Mô"
    assert recognition.mean == assessment.result.mean
    assert recognition.valid_until > today() + dt.timedelta(days=1_090)
    assert Dossier.objects.get(pk=assessment.dossier_id).state == DossierState.RECOGNISED
    assert not waiting_at(district.unit)


def test_the_register_keeps_the_agreed_points_of_every_criterion(world, district):
    assessment = scored(district, world.accepted(), 62)
    issued(district, Paper.RECOGNITION, [assessment])
    agreed = Recognition.objects.get(dossier=assessment.dossier).points_by_criterion
    assert sum(Decimal(row["mean"]) for row in agreed.values()) == assessment.result.mean
    assert sum(Decimal(row["max"]) for row in agreed.values()) == 100


def test_a_result_is_named_by_one_live_decision_only(world, district):
    assessment = scored(district, world.accepted(), 62)
    draft_paper(paper=Paper.RECOGNITION, unit=district.unit, assessment_ids=[assessment.pk], actor=district.officer)
    with pytest.raises(Denied, match="còn chờ văn bản này"):
        draft_paper(paper=Paper.RECOGNITION, unit=district.unit, assessment_ids=[assessment.pk], actor=district.officer)


def test_the_neighbour_and_the_leader_do_not_draft(world, district):
    assessment = scored(district, world.accepted(), 62)
    for actor in (world.neighbour, world.leader, world.department, district.people[0]):
        with pytest.raises(Denied):
            draft_paper(paper=Paper.RECOGNITION, unit=district.unit, assessment_ids=[assessment.pk], actor=actor)


def test_who_drafted_does_not_issue_and_nothing_happens_then(world, district):
    assessment = scored(district, world.accepted(), 62)
    draft = draft_paper(
        paper=Paper.RECOGNITION, unit=district.unit, assessment_ids=[assessment.pk], actor=district.officer
    )
    with pytest.raises(Denied):
        issue_document(document=draft, issued_on=today(), signer_name="X", actor=district.officer)
    draft.refresh_from_db()
    assert draft.state == DocumentState.DRAFT
    assert not Recognition.objects.exists()


def test_below_fifty_gets_a_notice_with_reasons_and_no_recognition(world, district):
    assessment = scored(district, world.accepted(), 20)
    assert assessment.result.outcome == Outcome.NOT_RECOGNISED
    document = issued(district, Paper.FAILURE, [assessment])
    assert any("khung hạng" in reason for reason in document.source["reasons"])
    assert document.source["advice"] == ["Bổ sung tem truy xuất nguồn gốc"]
    assert Dossier.objects.get(pk=assessment.dossier_id).state == DossierState.NOT_RECOGNISED
    assert not Recognition.objects.exists()
    assert not waiting_at(district.unit)


def test_four_stars_by_the_province(world, district, province):
    dossier = forwarded(world, district)
    assessment = scored(province, dossier, 78)
    assert assessment.result.outcome == Outcome.RECOGNISE
    issued(province, Paper.RECOGNITION, [assessment])
    recognition = Recognition.objects.get(dossier=dossier)
    assert (recognition.stars, recognition.issued_by) == (4, "Ủy ban nhân dân tỉnh Ninh Bình")
    both = Assessment.objects.filter(dossier=dossier).order_by("pk").values_list("result__outcome", flat=True)
    assert list(both) == [Outcome.FORWARD, Outcome.RECOGNISE]


def test_below_seventy_at_the_province_goes_back_and_the_district_gives_three_stars(world, district, province):
    dossier = forwarded(world, district)
    assessment = scored(province, dossier, 60)
    assert assessment.result.outcome == Outcome.RETURN_DOWN
    settle_return(assessment=assessment, choice="return", reason="Dưới 70 điểm.", actor=province.officer)
    dossier.refresh_from_db()
    assert (dossier.state, dossier.holder) == (DossierState.SCORED, district.unit)
    own = list(waiting_for(district.unit, Paper.RECOGNITION))
    assert [row.session.council_id for row in own] == [district.council.pk]
    issued(district, Paper.RECOGNITION, own)
    recognition = Recognition.objects.get(dossier=dossier)
    assert (recognition.stars, recognition.issued_by) == (3, "Ủy ban nhân dân huyện Yên Mô")


def at_ministry(world, district, province):
    dossier = forwarded(world, district, 92)
    assessment = scored(province, dossier, 95)
    assert assessment.result.outcome == Outcome.APPROVE_AND_FORWARD
    issued(province, Paper.FORWARDING, [assessment])
    dossier.refresh_from_db()
    assert dossier.state == DossierState.AT_MINISTRY
    return MinistryCase.objects.get(dossier=dossier)


def answer(case, province, kind, mean=None, **changes):
    values = {
        "answer": kind, "answer_number": "999/QĐ-BNN", "answered_on": today(), "answer_mean": mean, "file": None,
        "note": "", "actor": province.officer,
    }  # fmt: skip
    return record_ministry_answer(case=case, **(values | changes))


def test_ninety_goes_to_the_ministry_and_holds_four_stars_meanwhile(world, district, province):
    case = at_ministry(world, district, province)
    held = Recognition.objects.get(dossier=case.dossier)
    assert (held.stars, held.state) == (4, RecognitionState.VALID)


def test_five_stars_replace_the_four(world, district, province):
    case = at_ministry(world, district, province)
    answer(case, province, MinistryAnswer.FIVE_STARS, Decimal("91.25"))
    states = dict(Recognition.objects.filter(dossier=case.dossier).values_list("stars", "state"))
    assert states == {4: RecognitionState.REPLACED, 5: RecognitionState.VALID}
    assert Dossier.objects.get(pk=case.dossier_id).state == DossierState.RECOGNISED
    with pytest.raises(Denied, match="đã được ghi"):
        answer(case, province, MinistryAnswer.NOT_FIVE)


def test_not_five_keeps_the_four(world, district, province):
    case = at_ministry(world, district, province)
    answer(case, province, MinistryAnswer.NOT_FIVE, Decimal(84))
    assert list(Recognition.objects.filter(dossier=case.dossier).values_list("stars", "state")) == [
        (4, RecognitionState.VALID)
    ]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"answered_on": dt.date(2001, 1, 1)}, "Ngày văn bản"),
        ({"answered_on": dt.date(2999, 1, 1)}, "Ngày văn bản"),
        ({"answer_mean": Decimal("89.99")}, "không thể là 5 sao"),
    ],
)
def test_an_impossible_answer_of_the_ministry_is_refused(world, district, province, changes, message):
    case = at_ministry(world, district, province)
    with pytest.raises(Denied, match=message):
        answer(case, province, MinistryAnswer.FIVE_STARS, **changes)
    assert MinistryCase.objects.get(pk=case.pk).answer == MinistryAnswer.WAITING


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"answer_mean": "85"}, "answer_mean", "Điểm của Bộ dưới 90 nên không thể là 5 sao."),
        ({"answered_on": "31/12/2999"}, "answered_on", "Ngày văn bản của Bộ phải từ {sent} đến hôm nay."),
    ],
)
def test_a_refused_answer_of_the_ministry_keeps_what_was_typed(
    world, district, province, client_as, wrong, field, sentence
):
    case = at_ministry(world, district, province)
    typed = {
        "answer": MinistryAnswer.FIVE_STARS.value, "answer_number": "13/QĐ-BNN", "answered_on": f"{today():%d/%m/%Y}", "answer_mean": "91",
        "note": "Gửi kèm biên bản.", "version": str(case.version),
    } | wrong  # fmt: skip
    address = reverse("evaluations:ministry_answer", args=[case.pk])
    page = client_as(user=province.officer).post(
        address, typed | {"file": SimpleUploadedFile("qd.pdf", b"%PDF-1.7")}, HTTP_REFERER=f"http://testserver{address}"
    )
    form = page.context["form"]
    assert {name: form[name].value() for name in typed} == typed
    assert form.errors == {
        field: [sentence.format(sent=f"{case.sent_on:%d/%m/%Y}")],
        "file": ["Chọn lại tệp “qd.pdf”: trình duyệt không giữ tệp đã chọn."],
    }
    case.refresh_from_db()
    assert case.answer == MinistryAnswer.WAITING


def test_only_the_department_records_the_answer(world, district, province):
    case = at_ministry(world, district, province)
    for actor in (world.officer, province.leader, province.people[0]):
        with pytest.raises(Denied):
            answer(case, province, MinistryAnswer.FIVE_STARS, actor=actor)


def test_decision_and_recognition_lead_to_the_certificates_which_tell_the_code(world, district, client_as):
    decision = issued(district, Paper.RECOGNITION, [scored(district, world.accepted(), 62)])
    letterless = issued(district, Paper.FAILURE, [scored(district, world.accepted(world.fresh_product()), 40)])
    recognition = Recognition.objects.get(document_id=decision.pk)
    officer = client_as(user=district.officer)
    job = reverse("evaluations:certificates", args=[decision.pk])
    assert job in officer.get(reverse("documents:document", args=[decision.pk])).content.decode()
    other = officer.get(reverse("documents:document", args=[letterless.pk])).content.decode()
    assert "In giấy chứng nhận" not in other
    link = reverse("evaluations:certificate", args=[recognition.pk])
    for person in (district.officer, district.leader, world.owner):
        page = client_as(user=person).get(reverse("products:recognition", args=[recognition.pk])).content.decode()
        assert f'<a class="btn btn-primary" href="{link}">' in page
    printed = b"".join(officer.get(link).streaming_content)
    words = "".join(page.extract_text() for page in PdfReader(io.BytesIO(printed)).pages)
    assert recognition.verify_code in words
    told = client_as(user=world.owner).get(reverse("catalogue:verify", args=[recognition.verify_code])).content.decode()
    assert Recognition.objects.get(pk=recognition.pk).certificate_number in told


def test_a_certificate_is_printed_once_and_reprints_are_the_same_bytes(world, district):
    assessment = scored(district, world.accepted(), 62)
    issued(district, Paper.RECOGNITION, [assessment])
    recognition = Recognition.objects.get(dossier=assessment.dossier)
    first = certificate_of(recognition, actor=district.officer)
    again = certificate_of(Recognition.objects.get(pk=recognition.pk), actor=district.leader)
    assert first.pk == again.pk
    assert read_stored(first).startswith(b"%PDF")
    assert Recognition.objects.get(pk=recognition.pk).certificate_number == f"01-1/{today().year}/GCN-OCOP"


def test_the_decision_cites_the_proposal_that_went_before(world, district):
    assessment = scored(district, world.accepted(), 62)
    proposal = issued(district, Paper.PROPOSAL, [assessment])
    assert proposal.notation == "01/TTr-PNN"
    assert Dossier.objects.get(pk=assessment.dossier_id).state == DossierState.SCORED
    decision = issued(district, Paper.RECOGNITION, [assessment])
    assert "Tờ trình số 01/TTr-PNN ngày" in printed(decision)


def test_papers_of_a_session_name_the_round_of_its_dossiers(world, district):
    world.round.number = 2
    world.round.save()
    first = district.score([world.accepted()], [62])
    second = district.score([world.accepted(world.fresh_product())], [62])
    assert (first.number, second.number) == (1, 2)
    assert [minutes_source(session)["number"] for session in (first, second)] == [2, 2]


def test_sheets_of_a_product_are_printed_by_a_job_that_asks_again_who_may_read(world, district, client_as):
    assessment = scored(district, world.accepted(), 62)
    client = client_as(user=district.officer)
    answer = client.post(reverse("evaluations:sheets", args=[assessment.pk]))
    job = Job.objects.get(pk=answer["Location"].strip("/").split("/")[-1])
    jobs.run(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == (JobState.DONE, 3, 3)
    assert read_stored(job.result).startswith(b"%PDF")
    assert client_as(user=world.neighbour).post(reverse("evaluations:sheets", args=[assessment.pk])).status_code == 404
    stranger = jobs.start("evaluations.sheets", owner=world.neighbour, params={"assessment": assessment.pk})
    jobs.run(str(stranger.pk))
    stranger.refresh_from_db()
    assert (stranger.state, stranger.result) == (JobState.FAILED, None)


def test_printed_sheets_and_the_ministrys_answer_stay_with_the_unit_when_an_officer_moves(world, district, client_as):
    assessment = scored(district, world.accepted(), 62)
    officer = district.officer
    job = jobs.start("evaluations.sheets", owner=officer, params={"assessment": assessment.pk})
    jobs.run(str(job.pk))
    job.refresh_from_db()
    scan = store_bytes("tra-loi.pdf", b"%PDF-1.4", owner=officer, purpose="ministry")
    MinistryCase.objects.create(
        dossier=assessment.dossier, sent_on=today(), document=issued(district, Paper.RECOGNITION, [assessment]),
        answer_file=scan,
    )  # fmt: skip
    files = [reverse("core:file", args=[file.pk]) for file in (job.result, scan)]
    assert [client_as(user=officer).get(file).status_code for file in files] == [200, 200]
    officer.memberships.update(valid_to=today() - dt.timedelta(days=1))
    Membership.objects.create(
        user=officer, role=Role.DISTRICT_OFFICER, unit=world.units["Gia Viễn"], valid_from=factories.FIRST_DAY
    )
    assert [client_as(user=officer).get(file).status_code for file in files] == [404, 404]
