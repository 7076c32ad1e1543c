"""Invented sheets are lawful: listed steps only, minimums met, near the target, the same each time."""

from __future__ import annotations

import random
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from criteria.schema.sheet import CriterionForm, OptionForm, PartForm, SectionForm, SheetForm
from demo.answers import choose


def _form(steps: list[list[int]]) -> SheetForm:
    criteria = tuple(
        CriterionForm(
            code=f"1.{number}",
            name="Thử",
            max_points=Decimal(max(points)),
            options=tuple(OptionForm(index, Decimal(value), "mức") for index, value in enumerate(points)),
            part_code="A",
            section_code="1",
            minimums={4: Decimal(sorted(points)[len(points) // 2])} if number % 2 else {},
        )
        for number, points in enumerate(steps)
    )
    section = SectionForm("1", "Phần thử", Decimal(0), criteria)
    part = PartForm("A", "Phần thử", Decimal(0), (section,))
    return SheetForm(collection="thu", number=1, code="thu", name="Bộ thử", total=Decimal(100), parts=(part,))


points = st.lists(st.integers(0, 5), min_size=1, max_size=4, unique=True)


@settings(max_examples=60)
@given(st.lists(points, min_size=3, max_size=12), st.integers(0, 60), st.integers(0, 5), st.integers(0, 99))
def test_only_listed_steps_and_minimums(steps, target, stars, seed):
    form = _form(steps)
    chosen = choose(form, target=target, stars=stars, dice=random.Random(seed))
    assert chosen == choose(form, target=target, stars=stars, dice=random.Random(seed))
    assert set(chosen) == {criterion.code for criterion in form.criteria}
    for criterion in form.criteria:
        option = criterion.option(chosen[criterion.code])
        assert option is not None
        if stars >= 4:
            assert option.points >= criterion.minimums.get(4, 0)
