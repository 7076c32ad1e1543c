"""The arithmetic of a result: exact means, star minimums, rank, routing."""

from __future__ import annotations

import json
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluations.scoring import (
    CannotScore,
    Cap,
    Outcome,
    Sheet,
    band_of,
    cut,
    evaluate,
    mean_of,
    outcome,
    rank_of,
    recompute,
    stars_after_return,
)
from tests.evaluations.scoring_samples import all_at, chosen, form_of, one_line_form, random_answers, rules_of

RULESETS = ("qd148-2023", "qd1489-2025", "qd26-2026")


def test_the_arithmetic_needs_no_django() -> None:
    code = "import sys, evaluations.scoring, evaluations.quorum; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# --- bands and means -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", RULESETS)
@pytest.mark.parametrize(
    ("mean", "stars"),
    [
        ("0", 1), ("29.99", 1), ("29.999999", 1), ("30", 2), ("49.99", 2), ("50", 3), ("69.5", 3), ("69.99", 3),
        ("69.996", 3), ("70", 4), ("89.99", 4), ("89.999999999", 4), ("90", 5), ("100", 5),
    ],
)  # fmt: skip
def test_band_of_a_mean_is_half_open_and_unrounded(code: str, mean: str, stars: int) -> None:
    assert band_of(Fraction(mean), rules_of(code).bands).stars == stars


@pytest.mark.parametrize(
    ("totals", "stars"),
    [
        (["70", "70", "69.999"], 3),  # 209.999 / 3
        (["70", "70", "70"], 4),
        (["69.99", "70", "70.01"], 4),  # exactly 70, whatever thirds do
        (["66.67", "66.67", "76.66"], 4),
        (["66.66", "66.67", "76.66"], 3),
        (["49.99", "50", "50"], 2),
        (["89.99", "90", "90"], 4),
    ],
)
def test_thirds_are_exact(totals: list[str], stars: int) -> None:
    form = one_line_form("0", *sorted({*totals, "100"}, key=Decimal))
    result = evaluate(form, rules_of(), "district", chosen(form, *totals))
    assert result.mean == sum(Fraction(total) for total in totals) / 3
    assert result.band == result.rank == stars


def test_the_stored_mean_is_cut_never_rounded_over_an_edge() -> None:
    assert cut(Fraction("69.9999999999")) == Decimal("69.999999999")
    assert cut(Fraction(70)) == 70
    assert cut(Fraction(629999, 9000)) < 70
    assert cut(Fraction(2, 3), 2) == Decimal("0.66")
    assert cut(Fraction(-2, 3), 2) == Decimal("-0.67")


def test_a_mean_of_nothing_is_refused() -> None:
    with pytest.raises(CannotScore, match="Chưa có phiếu"):
        mean_of([])
    with pytest.raises(CannotScore, match="Chưa có phiếu"):
        evaluate(form_of(), rules_of(), "district", [])


def test_one_member_has_one_sheet() -> None:
    form = form_of()
    sheets = [Sheet("a", all_at(form, "best")), Sheet("a", all_at(form, "worst"))]
    with pytest.raises(CannotScore, match="chỉ có một phiếu"):
        evaluate(form, rules_of(), "district", sheets)


def test_figures_of_a_council() -> None:
    form = form_of()
    best, worst = Sheet("b", all_at(form, "best")), Sheet("a", all_at(form, "worst"))
    result = evaluate(form, rules_of(), "district", [best, Sheet("c", best.answers), worst])
    low = sum(c.options[0].points for c in form.criteria if not c.offers_none)
    assert low == 0
    assert result.mean == Fraction(200, 3)
    assert result.part_means == {"A": Fraction(80, 3), "B": Fraction(50, 3), "C": Fraction(70, 3)}
    assert result.spread == 100
    assert result.spread_warning
    assert [(item.member, item.total, item.deviation) for item in result.members] == [
        ("a", 0, Fraction(-200, 3)),
        ("b", 100, Fraction(100, 3)),
        ("c", 100, Fraction(100, 3)),
    ]
    assert result.mean_decimal == Decimal("66.666666666")


@pytest.mark.parametrize(("totals", "warns"), [(["60", "70"], False), (["60", "70.01"], True)])
def test_spread_warns_only_above_the_limit(totals: list[str], warns: bool) -> None:
    form = one_line_form("0", *totals, "100")
    assert evaluate(form, rules_of(), "district", chosen(form, *totals)).spread_warning is warns


# --- star minimums ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("totals", "rank", "met"),
    [
        (["80", "80", "80", "60"], 4, None),  # 3 of 4 meet 70
        (["90", "90", "60", "60"], 3, 2),  # exactly half is not more than half
        (["100", "80", "60"], 4, None),  # 2 of 3
        (["100", "69", "69"], 3, 1),
    ],
)
def test_a_minimum_is_met_by_more_than_half_of_the_sheets(totals: list[str], rank: int, met: int | None) -> None:
    form = one_line_form("0", *sorted({*totals, "100"}, key=Decimal), minimums={4: "70", 5: "90"})
    result = evaluate(form, rules_of(), "district", chosen(form, *totals))
    assert result.band == 4
    assert result.rank == rank
    expected = () if met is None else (Cap("1", "Tiêu chí thử", 4, Decimal(70), met, len(totals)),)
    assert result.caps == expected


def test_a_missing_three_star_minimum_leaves_two_stars_and_no_recognition() -> None:
    form = form_of()
    answers = dict(all_at(form, "best"))
    capped = next(c for c in form.criteria if 3 in c.minimums and c.lists_zero)
    answers[capped.code] = 0
    result = evaluate(form, rules_of(), "district", [Sheet("a", answers)])
    assert result.band == 5
    assert result.rank == 2
    assert {cap.star for cap in result.caps} == {3, 4, 5}
    assert {cap.code for cap in result.caps} == {capped.code}
    assert result.routing.outcome is Outcome.NOT_RECOGNISED


def test_caps_name_only_what_keeps_the_rank_below_the_band() -> None:
    form = form_of()
    result = evaluate(form, rules_of(), "district", [Sheet("a", all_at(form, "worst"))])
    assert result.rank == result.band == 1
    assert result.caps == ()


@pytest.mark.parametrize(
    ("band", "failing", "rank"),
    [(5, [], 5), (5, [5], 4), (5, [4, 5], 3), (5, [3, 4, 5], 2), (4, [5], 4), (3, [4, 5], 3), (2, [3, 4, 5], 2),
     (1, [3, 4, 5], 1)],
)  # fmt: skip
def test_rank_is_the_lower_of_band_and_minimums(band: int, failing: list[int], rank: int) -> None:
    assert rank_of(band, [Cap("1", "", star, Decimal(1), 0, 1) for star in failing]) == rank


def test_a_conditional_minimum_can_be_waived_and_others_can_not() -> None:
    form, rules = form_of(21, "qd26-2026"), rules_of("qd26-2026")
    answers = dict(all_at(form, "best")) | {"7": None}
    assert evaluate(form, rules, "province", [Sheet("a", answers)]).rank == 2
    assert evaluate(form, rules, "province", [Sheet("a", answers)], waived=frozenset({"7"})).rank == 5
    with pytest.raises(CannotScore, match="bắt buộc với mọi sản phẩm"):
        evaluate(form, rules, "province", [Sheet("a", answers)], waived=frozenset({"8"}))


# --- knockout --------------------------------------------------------------------------------------------------


def test_more_than_half_of_the_sheets_knock_a_product_out_without_figures() -> None:
    form = form_of()
    whole, stopped = all_at(form, "best"), {"1.1": 0}
    sheets = [Sheet("a", stopped, frozenset({"6.1:1"})), Sheet("b", {}, frozenset({"6.1:1"})), Sheet("c", whole)]
    result = evaluate(form, rules_of(), "district", sheets)
    assert result.mean is None
    assert result.rank == result.band == 0
    assert [(item.code, item.stated, item.counted) for item in result.knockout] == [("6.1:1", 2, 3)]
    assert result.routing.outcome is Outcome.NOT_RECOGNISED
    assert recompute(form, rules_of(), json.loads(json.dumps(result.as_json()))) == result


def test_a_ground_of_the_minority_is_reported_and_its_sheet_must_be_complete() -> None:
    form = form_of()
    whole = all_at(form, "best")
    sheets = [Sheet("a", whole, frozenset({"set:1"})), Sheet("b", whole), Sheet("c", whole)]
    result = evaluate(form, rules_of(), "district", sheets)
    assert result.knockout == ()
    assert [(item.code, item.stated) for item in result.disputed] == [("set:1", 1)]
    with pytest.raises(CannotScore, match="còn 32 tiêu chí chưa chấm"):
        evaluate(form, rules_of(), "district", [Sheet("a", {}, frozenset({"set:1"})), *sheets[1:]])


def test_an_unknown_ground_is_refused() -> None:
    form = form_of()
    with pytest.raises(CannotScore, match="không có trong bộ tiêu chí"):
        evaluate(form, rules_of(), "district", [Sheet("a", all_at(form, "best"), frozenset({"9.9:1"}))])


# --- routing: every ruleset, every level -----------------------------------------------------------------------

ROUTES = [
    # ruleset, level, mean, rank, outcome, stars recognised here, sent to
    ("qd148-2023", "district", "29.99", 1, Outcome.NOT_RECOGNISED, 0, ""),
    ("qd148-2023", "district", "49.99", 2, Outcome.NOT_RECOGNISED, 0, ""),
    ("qd148-2023", "district", "50", 3, Outcome.RECOGNISE, 3, ""),
    ("qd148-2023", "district", "69.996", 3, Outcome.RECOGNISE, 3, ""),
    ("qd148-2023", "district", "70", 4, Outcome.FORWARD, 0, "province"),
    ("qd148-2023", "district", "95", 5, Outcome.FORWARD, 0, "province"),
    ("qd148-2023", "district", "75", 3, Outcome.RECOGNISE, 3, ""),
    ("qd148-2023", "district", "95", 4, Outcome.FORWARD, 0, "province"),
    ("qd148-2023", "district", "75", 2, Outcome.NOT_RECOGNISED, 0, ""),
    ("qd148-2023", "province", "49.99", 2, Outcome.RETURN_DOWN, 0, "district"),
    ("qd148-2023", "province", "69.996", 3, Outcome.RETURN_DOWN, 0, "district"),
    ("qd148-2023", "province", "70", 4, Outcome.RECOGNISE, 4, ""),
    ("qd148-2023", "province", "89.99", 4, Outcome.RECOGNISE, 4, ""),
    ("qd148-2023", "province", "90", 5, Outcome.APPROVE_AND_FORWARD, 4, "ministry"),
    ("qd148-2023", "province", "92", 4, Outcome.RECOGNISE, 4, ""),
    ("qd148-2023", "province", "92", 3, Outcome.RETURN_DOWN, 0, "district"),
    ("qd148-2023", "ministry", "89.99", 4, Outcome.RETURN_DOWN, 0, "province"),
    ("qd148-2023", "ministry", "90", 5, Outcome.RECOGNISE, 5, ""),
    ("qd1489-2025", "province", "49.99", 2, Outcome.NOT_RECOGNISED, 0, ""),
    ("qd1489-2025", "province", "50", 3, Outcome.RECOGNISE, 3, ""),
    ("qd1489-2025", "province", "69.99", 3, Outcome.RECOGNISE, 3, ""),
    ("qd1489-2025", "province", "70", 4, Outcome.RECOGNISE, 4, ""),
    ("qd1489-2025", "province", "90", 5, Outcome.APPROVE_AND_FORWARD, 4, "ministry"),
    ("qd1489-2025", "ministry", "89.99", 4, Outcome.RETURN_DOWN, 0, "province"),
    ("qd1489-2025", "ministry", "90", 5, Outcome.RECOGNISE, 5, ""),
    ("qd26-2026", "province", "49.99", 2, Outcome.NOT_RECOGNISED, 0, ""),
    ("qd26-2026", "province", "50", 3, Outcome.RECOGNISE, 3, ""),
    ("qd26-2026", "province", "70", 4, Outcome.RECOGNISE, 4, ""),
    ("qd26-2026", "province", "89.99", 4, Outcome.RECOGNISE, 4, ""),
    ("qd26-2026", "province", "90", 5, Outcome.APPROVE_AND_FORWARD, 0, "ministry"),
    ("qd26-2026", "province", "92", 4, Outcome.RECOGNISE, 4, ""),
    ("qd26-2026", "province", "92", 3, Outcome.RECOGNISE, 3, ""),
    ("qd26-2026", "ministry", "89.99", 4, Outcome.RETURN_DOWN, 0, "province"),
    ("qd26-2026", "ministry", "90", 5, Outcome.RECOGNISE, 5, ""),
]


@pytest.mark.parametrize(("code", "level", "mean", "rank", "kind", "stars", "to"), ROUTES)
def test_routing(code: str, level: str, mean: str, rank: int, kind: Outcome, stars: int, to: str) -> None:
    routing = outcome(rules_of(code).level(level), rank, Fraction(mean))
    assert (routing.outcome, routing.recognised_stars, routing.to) == (kind, stars, to)


@pytest.mark.parametrize("code", RULESETS)
def test_every_scoring_level_has_rows_in_the_routing_table(code: str) -> None:
    levels = {level.code for level in rules_of(code).levels if level.below is not None}
    assert {row[1] for row in ROUTES if row[0] == code} == levels


@pytest.mark.parametrize("code", ["qd1489-2025", "qd26-2026"])
def test_the_commune_gives_no_points(code: str) -> None:
    form = form_of(6, rules_of(code).collection)
    with pytest.raises(CannotScore, match="không chấm điểm"):
        evaluate(form, rules_of(code), "commune", [Sheet("a", all_at(form, "best"))])
    with pytest.raises(CannotScore, match="không chấm điểm"):
        outcome(rules_of(code).level("commune"), 5, Fraction(100))


def test_what_people_may_choose_when_a_dossier_comes_back() -> None:
    choices = {
        (code, level): [choice.code for choice in outcome(rules_of(code).level(level), 2, Fraction(40)).choices]
        for code, level in [("qd148-2023", "province"), ("qd148-2023", "ministry"), ("qd26-2026", "ministry")]
    }
    assert choices == {
        ("qd148-2023", "province"): ["return", "complete", "not_passed"],
        ("qd148-2023", "ministry"): ["keep_four"],
        ("qd26-2026", "ministry"): ["recognise_from_result", "evaluate_again"],
    }


@pytest.mark.parametrize(("own_rank", "stars"), [(1, 0), (2, 0), (3, 3), (4, 3), (5, 3)])
def test_a_returned_dossier_gets_what_the_district_gave_it(own_rank: int, stars: int) -> None:
    assert stars_after_return(rules_of().level("district"), own_rank) == stars


@pytest.mark.parametrize("code", RULESETS)
def test_a_best_product_goes_through_each_level_of_each_ruleset(code: str) -> None:
    rules = rules_of(code)
    form = form_of(6, rules.collection)
    level = rules.first_scoring_level
    way = []
    while True:
        result = evaluate(form, rules, level.code, [Sheet("a", all_at(form, "best"))])
        way.append((level.code, result.routing.outcome))
        if not result.routing.to:
            break
        level = rules.level(result.routing.to)
    assert way[-1] == ("ministry", Outcome.RECOGNISE)
    assert [step for step, _ in way] == (
        ["district", "province", "ministry"] if code == "qd148-2023" else ["province", "ministry"]
    )


# --- properties ------------------------------------------------------------------------------------------------

SETS = st.tuples(st.sampled_from(["qd148-2023", "qd26-2026"]), st.integers(1, 26))
SEEDS = st.lists(st.integers(0, 10**9), min_size=1, max_size=11, unique=True)
LEVEL = {"qd148-2023": "district", "qd26-2026": "province"}
often = settings(max_examples=60)


@often
@given(SETS, SEEDS, st.randoms())
def test_the_order_of_the_sheets_does_not_matter(which: tuple[str, int], seeds: list[int], random: object) -> None:
    form, rules = form_of(which[1], which[0]), rules_of(which[0])
    sheets = [Sheet(f"m{seed}", random_answers(form, seed)) for seed in seeds]
    shuffled = sheets.copy()
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    level = LEVEL[which[0]]
    assert evaluate(form, rules, level, sheets) == evaluate(form, rules, level, shuffled)


@often
@given(SETS, SEEDS)
def test_figures_agree_with_each_other(which: tuple[str, int], seeds: list[int]) -> None:
    form, rules = form_of(which[1], which[0]), rules_of(which[0])
    result = evaluate(form, rules, LEVEL[which[0]], [Sheet(f"m{s}", random_answers(form, s)) for s in seeds])
    totals = [item.total for item in result.members]
    assert result.mean is not None
    assert result.mean_decimal is not None
    assert min(totals) <= result.mean <= max(totals)
    assert sum(result.part_means.values()) == result.mean
    assert sum(item.deviation for item in result.members) == 0
    assert 1 <= result.rank <= result.band <= 5
    assert bool(result.caps) == (result.rank < result.band)
    assert band_of(result.mean_decimal, rules.bands).stars == result.band
    assert 0 <= result.mean - Fraction(result.mean_decimal) < Fraction(1, 10**9)


@often
@given(SETS, SEEDS, st.integers(0, 10**6), st.integers(0, 10**6))
def test_more_points_never_lower_the_mean_or_the_rank(
    which: tuple[str, int], seeds: list[int], sheet: int, line: int
) -> None:
    form, rules = form_of(which[1], which[0]), rules_of(which[0])
    answers = [random_answers(form, seed) for seed in seeds]
    level = LEVEL[which[0]]
    before = evaluate(form, rules, level, [Sheet(str(i), item) for i, item in enumerate(answers)])
    criterion = form.criteria[line % len(form.criteria)]
    best = max(criterion.options, key=lambda option: option.points)
    answers[sheet % len(answers)][criterion.code] = best.index
    after = evaluate(form, rules, level, [Sheet(str(i), item) for i, item in enumerate(answers)])
    assert after.mean is not None
    assert before.mean is not None
    assert after.mean >= before.mean
    assert after.rank >= before.rank


@often
@given(SETS, SEEDS)
def test_a_stored_result_recomputes_to_itself(which: tuple[str, int], seeds: list[int]) -> None:
    form, rules = form_of(which[1], which[0]), rules_of(which[0])
    result = evaluate(form, rules, LEVEL[which[0]], [Sheet(f"m{s}", random_answers(form, s)) for s in seeds])
    stored = json.loads(json.dumps(result.as_json()))
    again = recompute(form, rules, stored)
    assert again == result
    assert again.as_json() == stored


@often
@given(SETS, st.integers(0, 10**9), st.integers(2, 9))
def test_members_who_agree_count_as_one(which: tuple[str, int], seed: int, members: int) -> None:
    form, rules = form_of(which[1], which[0]), rules_of(which[0])
    answers, level = random_answers(form, seed), LEVEL[which[0]]
    one = evaluate(form, rules, level, [Sheet("a", answers)])
    many = evaluate(form, rules, level, [Sheet(f"m{number}", answers) for number in range(members)])
    assert (many.mean, many.rank, many.part_means, many.routing) == (one.mean, one.rank, one.part_means, one.routing)
    assert many.spread == 0


def test_a_stored_result_of_other_law_is_refused() -> None:
    form = form_of()
    stored = evaluate(form, rules_of(), "district", [Sheet("a", all_at(form, "best"))]).as_json()
    with pytest.raises(CannotScore, match="không phải bản đã dùng"):
        recompute(form_of(7), rules_of(), stored)
    with pytest.raises(CannotScore, match="Không biết cách tính"):
        recompute(form, rules_of(), stored | {"method": "khác"})
