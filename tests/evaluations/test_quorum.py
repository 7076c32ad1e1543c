"""Quorum: a share of the members who are not recused, and who presides."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.quorum import Seat, needed_of, quorum_of

TWO_THIRDS = Fraction(2, 3)


def council(size: int, present: int, recused: int = 0) -> list[Seat]:
    """The chair first; the recused are the last."""
    roles = ["chair", "vice_chair", *["member"] * (size - 3), "secretary"]
    return [
        Seat(f"m{number}", roles[number], present=number < present, recused=number >= size - recused)
        for number in range(size)
    ]


@pytest.mark.parametrize(("members", "needed"), [(7, 5), (9, 6), (11, 8), (6, 4), (3, 2), (1, 1), (0, 0)])
def test_two_thirds_are_rounded_up(members: int, needed: int) -> None:
    assert needed_of(members, TWO_THIRDS) == needed


@pytest.mark.parametrize(("present", "met"), [(4, False), (5, True), (7, True)])
def test_five_of_seven(present: int, met: bool) -> None:
    assert quorum_of(council(7, present), TWO_THIRDS).met is met


def test_a_recused_member_is_neither_a_member_nor_present() -> None:
    quorum = quorum_of(council(7, 7, recused=1), TWO_THIRDS)
    assert (quorum.entitled, quorum.present, quorum.needed, quorum.recused) == (6, 6, 4, 1)
    quorum = quorum_of(council(7, 4, recused=1), TWO_THIRDS)
    assert quorum.met


def test_the_chair_or_the_vice_chair_must_take_part() -> None:
    seats = [Seat("c", "chair"), Seat("v", "vice_chair"), *(Seat(f"m{n}", present=True) for n in range(7))]
    quorum = quorum_of(seats, TWO_THIRDS)
    assert not quorum.chair_ok
    assert "Chủ tịch hoặc Phó Chủ tịch" in quorum.reasons[0]
    assert quorum_of(seats, TWO_THIRDS, chair_must_attend=False).met
    seats[1] = Seat("v", "vice_chair", present=True)
    assert quorum_of(seats, TWO_THIRDS).met
    assert not quorum_of(seats, TWO_THIRDS, vice_chair_may_replace=False).met


def test_a_recused_chair_does_not_preside() -> None:
    seats = [Seat("c", "chair", present=True, recused=True), *(Seat(f"m{n}", present=True) for n in range(6))]
    assert not quorum_of(seats, TWO_THIRDS).met


def test_a_council_without_anybody_left_decides_nothing() -> None:
    quorum = quorum_of(council(3, 3, recused=3), TWO_THIRDS, chair_must_attend=False)
    assert not quorum.met
    assert quorum.needed == 1


@given(st.integers(0, 200), st.fractions(0, 1))
def test_needed_is_the_smallest_sufficient_number(members: int, share: Fraction) -> None:
    needed = needed_of(members, share)
    assert members * share <= needed < members * share + 1
    assert needed <= members
