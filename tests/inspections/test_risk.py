"""The arithmetic of risk: shares, order, points."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from inspections.checklists import risk_defaults
from inspections.risk import Facts, Place, draw, quarters, read_weights, score, shares

FACTS = st.builds(
    Facts,
    days_left=st.none() | st.integers(-10, 1_500),
    complaints=st.integers(0, 9),
    days_since_inspection=st.none() | st.integers(0, 3_000),
    food=st.booleans(),
    minor=st.integers(0, 9),
    major=st.integers(0, 9),
    critical=st.integers(0, 5),
)
SIZES = st.dictionaries(st.integers(1, 12), st.integers(1, 30), max_size=8)


@given(SIZES, st.integers(0, 80), st.integers(0, 3))
def test_shares_are_whole_within_what_there_is_and_add_up(sizes, wanted, least):
    given_ = shares(sizes, wanted, least)
    assert sum(given_.values()) == min(wanted, sum(sizes.values()))
    assert all(0 <= given_[key] <= sizes[key] for key in sizes)


@given(SIZES, st.integers(0, 80))
def test_each_district_gives_one_while_the_number_lasts(sizes, wanted):
    given_ = shares(sizes, wanted, 1)
    if wanted >= len(sizes):
        assert all(given_[key] >= 1 for key in sizes)


@given(SIZES, st.integers(1, 80))
def test_without_a_least_no_district_is_more_than_one_place_off_its_share(sizes, wanted):
    given_, total = shares(sizes, wanted), sum(sizes.values())
    for key, size in sizes.items():
        assert abs(given_[key] - size * min(wanted, total) / total) < 1


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(1, 4), FACTS), max_size=25), st.integers(0, 25))
def test_inside_a_district_nobody_riskier_is_passed_over(rows, wanted):
    content = risk_defaults()
    places = [Place(f"p{n}", f"Cơ sở {n}", district, facts) for n, (district, facts) in enumerate(rows)]
    chosen = draw(places, content, wanted)
    keys = {row.place.key for row in chosen}
    assert len(keys) == len(chosen) == min(wanted, len(places))
    for row in chosen:
        for other in places:
            if other.district == row.place.district and other.key not in keys:
                assert score(other, content).score <= row.score
    assert [row.place.key for row in draw(reversed(places), content, wanted)] == [row.place.key for row in chosen]


@given(FACTS)
def test_reasons_add_up_to_the_score(facts):
    scored = score(Place("p1", "A", 1, facts), risk_defaults())
    assert scored.score == sum((reason.points for reason in scored.reasons), Decimal(0)) >= 0


@given(FACTS, st.integers(1, 5))
def test_more_complaints_never_lower_the_score(facts, more):
    from dataclasses import replace

    worse = replace(facts, complaints=facts.complaints + more)
    content = risk_defaults()
    assert score(Place("a", "A", 1, worse), content).score >= score(Place("a", "A", 1, facts), content).score


def test_counted_circumstances_have_a_most():
    weight = read_weights(risk_defaults())["complaint"]
    assert weight.worth(2) == 40
    assert weight.worth(50) == weight.most == 60


def test_the_day_of_expiry_counts_and_the_day_after_does_not():
    content = risk_defaults()

    def codes(days):
        return {reason.code for reason in score(Place("a", "A", 1, Facts(days_left=days)), content).reasons}

    assert "expiring" in codes(0)
    assert "expiring" in codes(180)
    assert "expiring" not in codes(181)
    assert "expiring" not in codes(-1)


@given(st.integers(0, 40), st.integers(1, 4))
def test_quarters_take_everything_in_order(count, number):
    spread = quarters(count, list(range(1, number + 1)))
    assert len(spread) == count
    assert spread == sorted(spread)
