"""One sheet: listed values only, blank is not zero, cases of the tourism set, conditions."""

from __future__ import annotations

from decimal import Decimal

import pytest

from evaluations.scoring import (
    CannotScore,
    Sheet,
    check_sheet,
    evaluate,
    knockout_grounds,
    line_fault,
    points_of,
    tally,
)
from tests.evaluations.scoring_samples import all_at, form_of, law, rules_of


def test_a_blank_is_not_a_zero() -> None:
    form = form_of()
    answers = dict(all_at(form, "worst"))
    assert check_sheet(form, answers).complete
    del answers["4.1"]
    check = check_sheet(form, answers)
    assert check.blanks == ("4.1",)
    assert not check.complete
    assert tally(form, answers).answered == 31
    with pytest.raises(CannotScore, match="còn 1 tiêu chí chưa chấm"):
        evaluate(form, rules_of(), "district", [Sheet("a", answers)])


def test_no_step_reached_is_an_explicit_zero_only_where_the_law_lists_none() -> None:
    form = form_of()
    without, with_zero = form.by_code["1.1"], form.by_code["1.4"]
    assert without.offers_none
    assert line_fault(without, None) == ""
    assert points_of(without, None) == 0
    assert not with_zero.offers_none
    assert "có sẵn mức 0" in line_fault(with_zero, None)


def test_only_listed_steps_count() -> None:
    form = form_of()
    check = check_sheet(form, {"1.1": 7, "1.2": -1, "99": 0})
    assert {note.code for note in check.faults} == {"1.1", "1.2", "99"}
    with pytest.raises(CannotScore, match="không có trong bộ tiêu chí"):
        points_of(form.by_code["1.1"], 7)


@pytest.mark.parametrize("collection", ["qd148-2023", "qd26-2026"])
def test_the_best_sheet_of_every_set_is_a_hundred(collection: str) -> None:
    for form in law()[0][collection].values():
        done = tally(form, all_at(form, "best"))
        assert (done.total, done.parts) == (100, {"A": 40, "B": 25, "C": 35})
        assert done.answered == done.lines == len(form.criteria)
        assert tally(form, all_at(form, "worst")).total == 0 or any(
            option.points > 0 for c in form.criteria if not c.offers_none for option in c.options[:1]
        )
        assert sum(done.sections.values()) == Decimal(100)


def test_tourism_offers_the_same_points_in_two_cases() -> None:
    form = form_of(26)
    criterion = form.by_code["8"]
    assert form.cases == {"a": "Trường hợp 1: Cộng đồng dịch vụ du lịch", "b": "Trường hợp 2: Điểm dịch vụ du lịch"}
    community, site = criterion.option_for(Decimal(1), "a"), criterion.option_for(Decimal(1), "b")
    assert community is not None
    assert site is not None
    assert (community.index, site.index) == (0, 3)
    assert criterion.option_for(Decimal(1)) is None
    assert [option.index for option in criterion.options_of_case("b")] == [3, 4, 5]


def test_a_settled_case_refuses_the_other_one() -> None:
    criterion = form_of(26).by_code["8"]
    assert line_fault(criterion, 0, "a") == ""
    assert "Trường hợp 2" in line_fault(criterion, 0, "b")
    assert line_fault(criterion, None, "b") == ""


def test_mixed_cases_are_pointed_out() -> None:
    form = form_of(26)
    answers = dict(all_at(form, "best"))
    answers |= {"8": 2, "9": 3, "15": 1}
    assert [note.code for note in check_sheet(form, answers).warnings] == ["9"]
    answers |= {"9": 1}
    assert check_sheet(form, answers).warnings == ()


def test_points_for_a_story_that_is_missing_are_pointed_out() -> None:
    form = form_of()
    answers = dict(all_at(form, "best")) | {"5.1": 0}
    warned = check_sheet(form, answers).warnings
    assert [note.code for note in warned] == ["5.2", "5.3"]
    assert "Chỉ áp dụng khi có câu chuyện" in warned[0].sentence
    assert check_sheet(form, answers | {"5.2": 0, "5.3": 0}).warnings == ()


def test_grounds_of_exclusion_come_from_the_set_and_its_criteria() -> None:
    grounds = knockout_grounds(form_of())
    assert set(grounds) == {"set:1", "1.1:1", "2.1:1", "6.1:1", "9:1"}
    assert grounds["set:1"].startswith("Giả mạo hồ sơ")
