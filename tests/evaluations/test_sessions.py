"""The way of a session: quorum, who presides, who counts, blanks, boundaries, reopening, written opinions."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from core import workflow
from core.errors import Denied
from core.formats import now
from evaluations import actions
from evaluations.enums import AssessmentState, Outcome, ReopenState, SessionMode, SessionState, SheetState
from evaluations.models import Assessment, CouncilSession, ReopenRequest, Result, ScoreLine, ScoreSheet
from evaluations.result_page import recomputed
from products.enums import DossierState
from products.models import Dossier
from tests.evaluations.council_world import CouncilWorld, lowest
from tests.evaluations.papers_world import answers_near

SECOND = 1


def hand_in(council: CouncilWorld, item: Assessment, totals: list[int], places: list[int] | None = None) -> Result:
    """Sheets with exactly these totals, meeting the minimums that go with them; then closing."""
    for place, total in zip(places or range(len(totals)), totals, strict=True):
        steps = answers_near(council.form, total)
        choices = {code: (index, "") for code, index in steps.items()}
        actions.save_lines(assessment_id=item.pk, choices=choices, actor=council.people[place])
        sheet = actions.submit_sheet(assessment_id=item.pk, actor=council.people[place])
        assert sheet.total == total
    return actions.close_assessment(assessment=item, actor=council.people[0])


# --- boundaries ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("totals", "band", "outcome", "state"),
    [
        ([50] * 6 + [49], 2, Outcome.NOT_RECOGNISED, DossierState.NOT_RECOGNISED),
        ([50] * 7, 3, Outcome.RECOGNISE, DossierState.SCORED),
        ([70] * 6 + [69], 3, Outcome.RECOGNISE, DossierState.SCORED),
        ([70] * 7, 4, Outcome.FORWARD, DossierState.FORWARDING),
        ([90] * 6 + [89], 4, Outcome.FORWARD, DossierState.FORWARDING),
        ([90] * 7, 5, Outcome.FORWARD, DossierState.FORWARDING),
    ],
)
def test_a_mean_just_under_a_band_stays_under_it(
    council: CouncilWorld, totals: list[int], band: int, outcome: str, state: str
) -> None:
    item = council.scoring(1)[0]
    result = hand_in(council, item, totals)
    assert (result.band, result.outcome) == (band, outcome)
    assert Dossier.objects.get(pk=item.dossier_id).state == state
    assert result.mean == Decimal(sum(totals) * 10**9 // 7).scaleb(-9)


def test_a_result_is_recomputed_from_what_it_stores(council: CouncilWorld) -> None:
    result = hand_in(council, council.scoring(1)[0], [71, 70, 68, 72, 66, 69, 74])
    again = recomputed(Result.objects.get(pk=result.pk))
    assert again.mean_decimal == result.mean
    assert again.rank == result.stars
    assert again.spread == result.spread
    assert {code: str(value) for code, value in result.part_means.items()} == {
        code: str(Decimal(part.numerator * 10**9 // part.denominator).scaleb(-9))
        for code, part in again.part_means.items()
    }
    assert result.computation["ruleset"]["code"] == "qd148-2023"
    assert len(result.computation["sheets"]) == 7


# --- blanks --------------------------------------------------------------------------------------------------------


def test_a_blank_is_not_a_zero(council: CouncilWorld) -> None:
    item = council.scoring(1)[0]
    actor = council.people[2]
    choices: dict[str, tuple[int | None, str]] = {code: (index, "") for code, index in lowest(council.form).items()}
    del choices["1.3"]
    actions.save_lines(assessment_id=item.pk, choices=choices, actor=actor)
    with pytest.raises(Denied, match=r"Tiêu chí 1\.3: Chưa chấm"):
        actions.submit_sheet(assessment_id=item.pk, actor=actor)
    actions.save_line(assessment_id=item.pk, code="1.3", option_index=None, actor=actor)
    with pytest.raises(Denied, match="Ghi lý do không đạt mức nào"):
        actions.submit_sheet(assessment_id=item.pk, actor=actor)
    actions.save_line(assessment_id=item.pk, code="1.3", option_index=None, note="Không có xưởng", actor=actor)
    sheet = actions.submit_sheet(assessment_id=item.pk, actor=actor)
    assert sheet.lines.get(criterion__code="1.3").points == 0


@pytest.mark.parametrize(("code", "index"), [("1.3", 9), ("1.4", None), ("99.9", 0)])
def test_only_what_the_law_lists_gets_in(council: CouncilWorld, code: str, index: int | None) -> None:
    item = council.scoring(1)[0]
    with pytest.raises(Denied):
        actions.save_line(assessment_id=item.pk, code=code, option_index=index, actor=council.people[2])
    assert not ScoreLine.objects.exists()


def test_a_submitted_sheet_is_frozen(council: CouncilWorld) -> None:
    item = council.scoring(1)[0]
    sheet = council.submit(item, 2, 60)
    with pytest.raises(Denied, match="Phiếu đã nộp"):
        actions.save_line(assessment_id=item.pk, code="1.3", option_index=0, actor=council.people[2])
    with pytest.raises(Denied, match="Phiếu đã nộp"):
        actions.save_comment(assessment_id=item.pk, actor=council.people[2], comment="thêm", advice="")
    with pytest.raises(Denied):
        actions.submit_sheet(assessment_id=item.pk, actor=council.people[2])
    assert ScoreSheet.objects.get(pk=sheet.pk).total == sheet.total


# --- quorum and who presides ---------------------------------------------------------------------------------------


def test_without_a_quorum_nothing_opens(council: CouncilWorld) -> None:
    session = council.session(1)
    council.attend(session, absent=(3, 4, 5))
    with pytest.raises(Denied, match="cần ít nhất 5"):
        actions.open_session(session=session, presider=council.members[0], actor=council.officer)
    council.attend(session, absent=(4, 5))
    actions.open_session(session=session, presider=council.members[0], actor=council.officer)
    assert session.state == SessionState.SCORING


def test_a_vice_chair_presides_only_when_the_chair_is_away(council: CouncilWorld) -> None:
    session = council.session(1)
    council.attend(session)
    with pytest.raises(Denied, match="Chủ tịch Hội đồng có mặt"):
        actions.open_session(session=session, presider=council.members[1], actor=council.officer)
    council.attend(session, absent=(0,))
    with pytest.raises(Denied, match="chưa được điểm danh"):
        actions.open_session(session=session, presider=council.members[0], actor=council.officer)
    with pytest.raises(Denied, match="Chọn người chủ trì"):
        actions.open_session(session=session, presider=None, actor=council.officer)
    actions.open_session(session=session, presider=council.members[1], actor=council.officer)
    item = session.assessments.get()
    for place in range(1, 7):
        council.submit(item, place, 60)
    with pytest.raises(Denied, match="không được giao"):
        actions.close_assessment(assessment=item, actor=council.officer)
    assert actions.close_assessment(assessment=item, actor=council.people[1]).sheets == 6


def test_a_session_opens_only_with_an_agenda_that_was_sent(council: CouncilWorld) -> None:
    session = council.session(1, sent=False)
    council.attend(session)
    with pytest.raises(Denied, match="Chưa gửi hồ sơ"):
        actions.open_session(session=session, presider=council.members[0], actor=council.officer)


# --- who counts ----------------------------------------------------------------------------------------------------


def test_absent_and_recused_members_count_neither_in_quorum_nor_in_mean(council: CouncilWorld) -> None:
    session = council.session(1)
    council.attend(session, absent=(6,))
    item = session.assessments.get()
    actions.declare_recusal(assessment=item, member=council.members[5], reason="Người nhà", actor=council.people[5])
    actions.open_session(session=session, presider=council.members[0], actor=council.officer)
    assert not ScoreSheet.objects.filter(member__in=[council.members[5], council.members[6]]).exists()
    with pytest.raises(Denied, match="từ chối chấm"):
        actions.save_line(assessment_id=item.pk, code="1.3", option_index=0, actor=council.people[5])
    with pytest.raises(Denied, match="chưa được điểm danh"):
        actions.save_line(assessment_id=item.pk, code="1.3", option_index=0, actor=council.people[6])
    item.refresh_from_db()
    result = hand_in(council, item, [60, 60, 60, 60, 65])
    assert result.sheets == 5
    assert result.mean == 61
    assert [row["label"] for row in result.computation["recused"]] == ["Ủy viên 4"]
    assert result.computation["absent"] == ["Thư ký"]


def test_closing_waits_for_every_present_member(council: CouncilWorld) -> None:
    item = council.scoring(1)[0]
    for place in range(5):
        council.submit(item, place, 60)
    with pytest.raises(Denied, match="còn chờ phiếu của Ủy viên 4 và Thư ký"):
        actions.close_assessment(assessment=item, actor=council.people[0])
    assert Assessment.objects.get(pk=item.pk).state == AssessmentState.OPEN


def test_a_conflict_is_declared_before_scoring(council: CouncilWorld) -> None:
    item = council.scoring(1)[0]
    council.fill(item, 2)
    with pytest.raises(Denied, match="trước khi chấm"):
        actions.declare_recusal(assessment=item, member=council.members[2], reason="muộn", actor=council.people[2])
    with pytest.raises(Denied, match="chính thành viên hoặc thư ký"):
        actions.declare_recusal(assessment=item, member=council.members[3], reason="x", actor=council.people[2])


def test_a_recused_chair_leaves_the_dossier_to_the_vice_chair(council: CouncilWorld) -> None:
    session = council.session(1)
    council.attend(session)
    item = session.assessments.get()
    actions.declare_recusal(assessment=item, member=council.members[0], reason="Người nhà", actor=council.people[0])
    actions.open_session(session=session, presider=council.members[0], actor=council.officer)
    for place in range(1, 7):
        council.submit(item, place, 60)
    with pytest.raises(Denied, match="không được giao"):
        actions.close_assessment(assessment=item, actor=council.people[0])
    assert actions.close_assessment(assessment=item, actor=council.people[SECOND]).sheets == 6


# --- reopening -----------------------------------------------------------------------------------------------------


def test_reopening_needs_a_reason_and_a_second_person_and_keeps_the_old_revision(council: CouncilWorld) -> None:
    item = council.scoring(1)[0]
    sheet = council.submit(item, 2, 60)
    with pytest.raises(Denied, match="Nhập lý do"):
        actions.ask_reopen(sheet=sheet, reason=" ", actor=council.people[2])
    request = actions.ask_reopen(sheet=sheet, reason="Chấm nhầm tiêu chí 1.3", actor=council.people[2])
    for stranger in (council.people[2], council.people[3], council.officer, council.department):
        with pytest.raises(Denied):
            actions.settle_reopen(request=request, approve=True, actor=stranger)
    actions.settle_reopen(request=request, approve=True, actor=council.people[0])
    old, new = ScoreSheet.objects.filter(member=council.members[2]).order_by("revision")
    assert (old.state, new.state) == (SheetState.SUPERSEDED, SheetState.DRAFT)
    assert old.total == sheet.total
    assert new.lines.count() == old.lines.count()
    assert ReopenRequest.objects.get().state == ReopenState.APPROVED
    actions.save_line(assessment_id=item.pk, code="1.3", option_index=2, actor=council.people[2])
    assert actions.submit_sheet(assessment_id=item.pk, actor=council.people[2]).revision == 2
    for place in (0, 1, 3, 4, 5, 6):
        council.submit(item, place, 60)
    assert actions.close_assessment(assessment=item, actor=council.people[0]).sheets == 7


# --- in writing ----------------------------------------------------------------------------------------------------


def test_written_opinions_have_a_reply_date_in_place_of_attendance(council: CouncilWorld) -> None:
    session = council.session(1, mode=SessionMode.WRITTEN)
    actions.open_session(session=session, presider=None, actor=council.officer)
    item = session.assessments.get()
    assert ScoreSheet.objects.filter(assessment=item).count() == 7
    for place in range(5):
        council.submit(item, place, 60)
    with pytest.raises(Denied, match="còn chờ phiếu"):
        actions.close_assessment(assessment=item, actor=council.people[0])
    CouncilSession.objects.filter(pk=session.pk).update(reply_by=now() - dt.timedelta(minutes=1))
    result = actions.close_assessment(assessment=item, actor=council.people[0])
    assert result.sheets == 5
    assert result.computation["absent"] == ["Ủy viên 4", "Thư ký"]


# --- the agenda, ending, cancelling --------------------------------------------------------------------------------


def test_the_agenda_takes_only_accepted_dossiers_of_the_unit(council: CouncilWorld) -> None:
    session = council.session(1)
    with pytest.raises(Denied, match="đã tiếp nhận"):
        actions.add_dossiers(session=session, dossier_ids=[council.dossiers[0].pk], actor=council.officer)
    foreign = council.dossier(holder=council.units["Ninh Bình"])
    with pytest.raises(Denied, match="đã tiếp nhận"):
        actions.add_dossiers(session=session, dossier_ids=[foreign.pk], actor=council.officer)
    actions.remove_assessment(assessment=session.assessments.get(), actor=council.officer)
    assert Dossier.objects.get(pk=council.dossiers[0].pk).state == DossierState.ACCEPTED


def test_numbers_run_by_council_and_year(council: CouncilWorld) -> None:
    first, second = council.session(1), council.session(1)
    assert second.number == first.number + 1
    assert second.year == first.year


def test_a_session_ends_when_all_is_settled_and_is_cancelled_only_without_results(council: CouncilWorld) -> None:
    one, two = council.scoring(2)
    session = CouncilSession.objects.get(pk=one.session_id)
    council.close(one, 60)
    with pytest.raises(Denied, match="không huỷ được"):
        actions.cancel_session(session=session, actor=council.officer, reason="lỡ")
    with pytest.raises(Denied, match="Còn 1 hồ sơ"):
        actions.close_session(session=session, actor=council.people[0])
    actions.drop_assessment(assessment=two, actor=council.officer, reason="Chủ thể xin rút")
    actions.close_session(session=session, actor=council.people[0])
    assert session.state == SessionState.CLOSED
    other = council.session(2)
    actions.cancel_session(session=other, actor=council.officer, reason="Hoãn")
    assert other.state == SessionState.CANCELLED
    assert not other.assessments.exclude(state="removed").exists()


# --- session × step × person, from the table -----------------------------------------------------------------------

RUNS = {"officer", "secretary"}
HEADS = {"chair", "vice_chair"}
MAY = {"open": RUNS | HEADS, "close": RUNS | {"chair"}, "cancel": RUNS}


@pytest.mark.parametrize("state", list(SessionState.values))
def test_state_by_step_by_person(council: CouncilWorld, state: str) -> None:
    session = council.session(1)
    people = {
        "officer": council.officer, "leader": council.leader, "neighbour": council.neighbour, "department": council.department,
        "admin": council.admin, "owner": council.owner, "chair": council.people[0], "vice_chair": council.people[1],
        "member": council.people[2], "secretary": council.people[6],
    }  # fmt: skip
    opened = None if state in {"planned", "cancelled"} else now()
    CouncilSession.objects.filter(pk=session.pk).update(
        state=state, opened_at=opened, presided_by=None if opened is None else council.members[0]
    )
    session = CouncilSession.objects.get(pk=session.pk)
    procedure = workflow.workflow_of(session)
    for name, person in people.items():
        offered = {step.name for step in procedure.available(session, person)}
        for step in procedure.steps:
            allowed = state in step.sources and name in MAY[step.name]
            assert (step.name in offered) == allowed, (state, name, step.name)
            if not allowed:
                with pytest.raises(Denied):
                    workflow.apply(
                        session, step.name, actor=person, reason="thử", data={"presider": council.members[0]}
                    )
