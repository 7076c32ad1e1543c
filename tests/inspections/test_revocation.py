"""Revocation: ground, body and term by the ruleset in force, two persons, the register and the public list at once."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from pypdf import PdfReader

from core.errors import Denied
from core.files.store import read_stored
from core.formats import today
from criteria.queries import ruleset, typed_ruleset
from documents.actions.issue import issue_document
from documents.printing import preview_pdf
from inspections import law
from inspections.actions import revocations
from inspections.models import RevocationCase
from inspections.papers.revocation import draft_decision, draft_proposal
from inspections.reminders import _revocations
from notifications.models import Message
from tests.products.world import pdf_upload

pytestmark = pytest.mark.django_db


def open_case(world, *, on=None, stars=3, ground="stopped", actor=None):
    values = {"concluded_on": on or today(), "ground": ground, "explanation": "Xưởng đóng cửa."}
    return revocations.open_case(
        recognition=world.recognition(stars=stars),
        unit=world.units["Yên Mô"],
        values=values,
        actor=actor or world.officer,
    )


@pytest.mark.parametrize(
    ("code", "stars", "level"),
    [
        ("qd148-2023", 3, "district"), ("qd148-2023", 4, "province"), ("qd148-2023", 5, "ministry"),
        ("qd1489-2025", 3, "province"), ("qd1489-2025", 4, "province"), ("qd1489-2025", 5, "ministry"),
        ("qd26-2026", 3, "province"), ("qd26-2026", 4, "province"), ("qd26-2026", 5, "ministry"),
    ],
)  # fmt: skip
def test_the_competent_body_by_ruleset(world, code, stars, level):
    found = law.competence(world.recognition(stars=stars), typed_ruleset(ruleset(code)))
    unit = {"district": world.units["Yên Mô"], "province": world.units["Ninh Bình"], "ministry": None}[level]
    assert (found.level, found.unit) == (level, unit)


@pytest.mark.parametrize(
    ("day", "code", "due"),
    [
        (dt.date(2022, 5, 1), "qd148-2023", None),
        (dt.date(2025, 7, 5), "qd148-2023", None),
        (dt.date(2025, 7, 6), "qd1489-2025", None),
        (dt.date(2026, 5, 21), "qd1489-2025", None),
        (dt.date(2026, 5, 22), "qd26-2026", dt.date(2026, 6, 6)),
        (dt.date(2026, 12, 20), "qd26-2026", dt.date(2027, 1, 4)),
    ],
)
def test_the_day_of_the_conclusion_says_law_and_term(law_in_force, world, day, code, due):
    row = law.ruleset_for(day)
    assert row.code == code
    assert law.due_on(day, typed_ruleset(row)) == due


@pytest.fixture
def law_in_force(law):
    """The rulesets."""
    return law


def test_grounds_are_those_of_the_law_of_that_day(world):
    old, new = dict(law.grounds_on(dt.date(2024, 10, 1))), dict(law.grounds_on(dt.date(2026, 6, 1)))
    assert "no_renewal" in old
    assert "false_dossier" not in old
    assert "false_dossier" in new
    assert "Điều 8 khoản 1 điểm a" in new["false_dossier"]
    with pytest.raises(Denied, match="không có trong"):
        open_case(world, on=dt.date(2024, 10, 1), ground="false_dossier")


def test_the_fifteenth_day_is_in_time_and_reminded_of(world, time_machine):
    time_machine.move_to(dt.datetime(2026, 6, 1, 3, tzinfo=dt.UTC))
    case = open_case(world, on=dt.date(2026, 6, 1))
    assert case.due_on == dt.date(2026, 6, 16)
    assert [(due.obj, due.due_on) for due in _revocations(today())] == [(case, dt.date(2026, 6, 16))]


def decided(world, case):
    """Proposed, drafted by a clerk, issued by the leader."""
    case = revocations.take(case=case, step="propose", actor=world.officer)
    document = draft_decision(case=case, actor=world.second)
    issue_document(document=document, issued_on=today(), signer_name="Lãnh đạo", actor=world.leader)
    case.refresh_from_db()
    return case, document


def text_of(pdf):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def under_148(world, time_machine, **more):
    time_machine.move_to(dt.datetime(2024, 10, 14, 3, tzinfo=dt.UTC))
    return open_case(world, **more)


def test_the_issued_decision_ends_the_recognition_at_once(world, time_machine, anonymous):
    case = under_148(world, time_machine)
    product = case.recognition.product
    before = anonymous.get("/tra-cuu/").content.decode()
    assert product.name in before
    case, document = decided(world, case)
    assert (case.state, case.recognition.state) == ("decided", "revoked")
    assert case.decision_number == document.notation
    assert product.name not in anonymous.get("/tra-cuu/").content.decode()
    assert "Đã thu hồi" in anonymous.get(f"/xac-minh/{case.recognition.verify_code}/").content.decode()
    assert Message.objects.filter(recipient=world.owner, kind="inspections.revoked").count() == 1
    text = text_of(read_stored(document.pdf))
    for words in (
        "Thu hồi Giấy chứng nhận sản phẩm OCOP",
        product.name,
        "Quyết định số 12/QĐ-UBND",
        "không còn sản xuất",
    ):
        assert words in text, words


def test_the_decision_names_the_proposal_once_that_is_issued_and_never_an_empty_number(world, time_machine):
    case = under_148(world, time_machine)
    proposal = draft_proposal(case=case, actor=world.officer)
    case = revocations.take(case=case, step="propose", actor=world.officer)
    decision = draft_decision(case=case, actor=world.second)
    basis = "Theo đề nghị của Trưởng phòng Nông nghiệp và Phát triển nông thôn huyện Yên Mô"
    assert f"{basis}." in text_of(preview_pdf(decision))
    issue_document(document=proposal, issued_on=today(), signer_name="Trưởng phòng", actor=world.leader)
    assert f"{basis} tại Tờ trình số 01/TTr-PNN ngày 14 tháng 10 năm 2024." in text_of(preview_pdf(decision))


def test_the_papers_cite_the_ground_with_the_decision_that_holds_it(world, time_machine):
    time_machine.move_to(dt.datetime(2026, 11, 23, 3, tzinfo=dt.UTC))
    text = text_of(preview_pdf(draft_proposal(case=open_case(world), actor=world.officer)))
    assert "(điểm đ khoản 1 Điều 8 Quyết định số 26/2026/QĐ-TTg)" in text


def test_collected_then_published_not_before_the_decision(world, time_machine):
    case, _ = decided(world, under_148(world, time_machine))
    with pytest.raises(Denied):
        revocations.take(case=case, step="publish", actor=world.officer, on=today(), where="Cổng")
    with pytest.raises(Denied):
        revocations.take(case=case, step="collect", actor=world.officer, on=today() - dt.timedelta(days=1), note="")
    case = revocations.take(case=case, step="collect", actor=world.officer, on=today(), note="Nộp tại xã")
    case = revocations.take(case=case, step="publish", actor=world.officer, on=today(), where="Cổng của UBND")
    assert (case.state, case.published_where) == ("published", "Cổng của UBND")


def test_who_proposes_does_not_decide(world, time_machine):
    from accounts.enums import Role
    from tests import factories

    case = revocations.take(case=under_148(world, time_machine), step="propose", actor=world.officer)
    factories.MembershipFactory(user=world.officer, role=Role.DISTRICT_LEADER, unit=world.units["Yên Mô"])
    both = type(world.officer).objects.get(pk=world.officer.pk)
    document = draft_decision(case=case, actor=world.second)
    with pytest.raises(Denied, match="không được quyết định"):
        issue_document(document=document, issued_on=today(), signer_name="Ai đó", actor=both)
    document.refresh_from_db()
    case.recognition.refresh_from_db()
    assert (document.number, case.recognition.state) == (None, "valid")


def test_four_stars_go_to_the_province_and_five_to_the_ministry(world, time_machine):
    four = revocations.take(case=under_148(world, time_machine, stars=4), step="propose", actor=world.officer)
    assert four.competent_unit == world.units["Ninh Bình"]
    with pytest.raises(Denied):
        draft_decision(case=four, actor=world.second)
    issue_document(
        document=draft_decision(case=four, actor=world.department),
        issued_on=today(),
        signer_name="CT",
        actor=world.chief,
    )
    five = revocations.take(case=open_case(world, stars=5), step="propose", actor=world.officer)
    assert draft_proposal(case=five, actor=world.officer).kind == "cong-van-de-nghi-bo-thu-hoi"
    with pytest.raises(Denied):
        draft_decision(case=five, actor=world.department)
    five = revocations.record_ministry(
        case=five, number="99/QĐ-BNN", on=today(), upload=pdf_upload(), actor=world.chief
    )
    five.recognition.refresh_from_db()
    assert (five.state, five.recognition.state, bool(five.decision_file)) == ("decided", "revoked", True)


def test_one_open_case_a_recognition_and_none_of_a_revoked_one(world, time_machine):
    case = under_148(world, time_machine)
    values = {"concluded_on": today(), "ground": "label", "explanation": "Khác"}
    for _ in range(2):
        with pytest.raises(Denied):
            revocations.open_case(
                recognition=case.recognition, unit=world.units["Yên Mô"], values=values, actor=world.officer
            )
        if case.state == "draft":
            case, _ = decided(world, case)
    assert RevocationCase.objects.count() == 1


def test_dismissed_with_a_reason_the_recognition_stays(world, time_machine):
    case = revocations.take(case=under_148(world, time_machine), step="propose", actor=world.officer)
    with pytest.raises(Denied):
        revocations.take(case=case, step="dismiss", actor=world.leader)
    case = revocations.take(case=case, step="dismiss", actor=world.leader, reason="Đã sản xuất lại")
    case.recognition.refresh_from_db()
    assert (case.state, case.outcome_note, case.recognition.state) == ("dismissed", "Đã sản xuất lại", "valid")


def test_another_districts_officer_proposes_nothing_here(world):
    with pytest.raises(Denied):
        revocations.open_case(
            recognition=world.recognition(), unit=world.units["Gia Viễn"], actor=world.neighbour,
            values={"concluded_on": today(), "ground": "stopped", "explanation": "x"},
        )  # fmt: skip
