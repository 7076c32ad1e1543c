"""Headings: wherever they stand, however they are dressed."""

from __future__ import annotations

import string
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from products.imports.headings import recognise, recognise_one
from products.imports.kinds import RESOURCES
from products.imports.layout import rows_of
from products.imports.reading import Sheet

KINDS = sorted(RESOURCES)
dress = st.sampled_from(
    [str, str.upper, str.title, lambda s: unicodedata.normalize("NFD", s), lambda s: f" {s} \n", lambda s: s.replace(" ", "\u00a0"),
     lambda s: f"{s} (*)", lambda s: f"{s}:"]
)  # fmt: skip


@settings(max_examples=120)
@given(data=st.data(), kind=st.sampled_from(KINDS))
def test_every_known_heading_is_recognised_in_any_row_order_and_dress(data, kind):
    specs = RESOURCES[kind].specs
    chosen = data.draw(st.lists(st.sampled_from(specs), min_size=3, max_size=8, unique_by=lambda spec: spec.key))
    titles = data.draw(st.integers(0, 12))
    noise = st.lists(st.sampled_from(["", "Biểu 01", "UBND HUYỆN"]), min_size=0, max_size=1)
    texts = [data.draw(dress)(data.draw(st.sampled_from(spec.headings))) for spec in chosen]
    rows = [[*data.draw(noise)] for _ in range(titles)]
    sheet = Sheet("DS", [*rows, ["TT", *texts], [1, *("x" for _ in texts)]])
    found = recognise(sheet, specs)
    assert found is not None
    assert (found.row, found.depth) == (titles, 1)
    got = {column.index: column.field for column in found.columns if column.field}
    meant = {place: spec.key for place, spec in enumerate(chosen, start=1)}
    # A heading that two fields share (“Ghi chú”, “Lao động”) may go to either, once.
    shared = {h for one in specs for h in one.headings for other in specs if other is not one and h in other.headings}
    for place, key in meant.items():
        if not any(h in shared for spec in chosen if spec.key == key for h in spec.headings):
            assert got.get(place) == key, (texts[place - 1], got.get(place))


@settings(max_examples=60)
@given(words=st.text(alphabet=string.ascii_letters + " ", max_size=30))
def test_any_words_are_at_most_one_field_and_never_an_error(words):
    for kind in KINDS:
        key, close = recognise_one(words, RESOURCES[kind].specs)
        assert 0 <= close <= 1
        assert not close or key in {spec.key for spec in RESOURCES[kind].specs}


def test_years_and_units_of_money_stand_in_the_heading():
    sheet = Sheet("DS", [["Tên sản phẩm", "Chủ thể", "Doanh thu 2023 (triệu đồng)", "Doanh thu năm 2022 (tỷ đồng)", "Sản lượng 2023 (tấn)"], ["a"]])  # fmt: skip
    found = recognise(sheet, RESOURCES["products"].specs)
    told = [(c.field, c.year, c.factor, c.unit) for c in found.columns[2:]]
    assert told == [("revenue", 2023, 10**6, ""), ("revenue", 2022, 10**9, ""), ("output", 2023, 1, "tấn")]


def test_headings_over_two_rows_complete_each_other():
    rows = [
        ["TT", "Tên sản phẩm", "Chủ thể", "Doanh thu (triệu đồng)", None],
        [None, None, None, "Năm 2022", "Năm 2023"],
        [1, "Nấm sò", "HTX A", 100, 120],
    ]
    merged = [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 1, 2), (0, 3, 0, 4)]
    specs = RESOURCES["products"].specs
    found = recognise(Sheet("DS", rows, merged), specs)
    assert (found.row, found.depth) == (0, 2)
    assert [(c.field, c.year) for c in found.columns[3:]] == [("revenue", 2022), ("revenue", 2023)]
    (row,) = rows_of(Sheet("DS", rows, merged), found.columns, 2, specs, fill_down=False)
    assert (row.get("revenue", 2022), row.factor("revenue", 2023)) == (100, 10**6)


@pytest.mark.parametrize("kind", KINDS)
def test_a_heading_that_says_something_else_is_left_alone(kind):
    for words in ("Điều kiện vận chuyển", "Hạn sử dụng sau mở hộp", "Đơn vị phối hợp", "Ký nhận", "TT"):
        assert recognise_one(words, RESOURCES[kind].specs)[1] == 0.0
