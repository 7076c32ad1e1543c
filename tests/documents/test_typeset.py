"""Glue, balance, dates, blanks and placeholders: pure text, tried with arbitrary input."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.model import PaperDate, Sign, plain
from documents.model.inline import runs
from documents.model.typeset import NBSP, balance, glue, glue_whole_dates, unglued
from documents.papers_common import (
    Texts,
    article_blocks,
    closed,
    council_of,
    department_of_agriculture,
    division_of_agriculture,
    fill,
    pen_room,
    people_committee,
)
from documents.render.fonts import width_mm
from documents.render.signing import column_widths

WORDS = st.lists(
    st.sampled_from(
        ["Phê", "duyệt", "kết", "quả", "sản", "phẩm", "OCOP", "huyện", "Yên", "Mô", "năm", "2024", "(đợt", "1)", "Ẵng,"]
    ),
    min_size=1,
    max_size=40,
)


def measured(text: str) -> float:
    return width_mm(text, 14)


@given(st.text(max_size=200))
def test_glue_changes_nothing_but_spaces(text: str) -> None:
    clean = text.replace(NBSP, "").replace("\u2060", "")
    assert unglued(glue(clean)) == clean


@given(WORDS)
@settings(max_examples=60)
def test_balanced_lines_hold_all_words_in_order_and_fit(words: list[str]) -> None:
    text = " ".join(words)
    lines = balance(text, measure=measured, max_mm=150)
    assert unglued(" ".join(lines)) == text
    assert all(measured(line) <= 150.01 for line in lines)


def test_balanced_lines_are_even_and_keep_compounds() -> None:
    text = (
        "Phê duyệt kết quả đánh giá, phân hạng và công nhận sản phẩm tham gia Chương trình mỗi xã một sản phẩm huyện Yên "
        "Mô năm 2024"
    )
    lines = balance(text, measure=measured, max_mm=156)
    assert len(lines) == 2
    assert all(line.count("sản") == line.count("sản\u00a0phẩm") for line in lines)
    widths = [measured(line) for line in lines]
    assert max(widths) - min(widths) < 25


def test_what_is_glued() -> None:
    assert glue("ngày 05 tháng 11 năm 2024") == "ngày\u00a005 tháng\u00a011 năm\u00a02024"
    assert glue("giai đoạn 2021 - 2025") == "giai đoạn 2021\u00a0-\u2060\u00a02025"
    assert glue("hạng 3 sao") == "hạng\u00a03\u00a0sao"
    assert glue("Nguyễn Thị M") == "Nguyễn Thị\u00a0M"
    assert " " not in glue_whole_dates("ngày 05 tháng 11 năm 2024")


@given(st.dates())
def test_dates_take_zeros_as_the_decree_says(day: object) -> None:
    text = plain(PaperDate.of(day).text())
    _, d, _, m, _, y = text.split(" ")
    assert len(d) == 2
    assert int(d) == day.day
    assert m == (f"{day.month:02d}" if day.month < 3 else str(day.month))
    assert int(y) == day.year


@given(st.text(max_size=80))
def test_text_that_looks_like_a_template_prints_literally(text: str) -> None:
    assert fill("{{7*7}} {% load x %}", {"so": "1"}) == "{{7*7}} {% load x %}"
    assert fill(text, {}) == text


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_placeholder_values_are_not_read_again(value: str) -> None:
    assert fill("a {so_ho_so} b", {"so_ho_so": value, "ten": "x"}) == f"a {value} b"


def test_underscores_are_room_for_a_pen() -> None:
    assert len(runs(pen_room("số ___/TTr-PNN ngày __ tháng 11"))) == 5
    assert pen_room("một_hai") == "một_hai"


@given(st.text(max_size=60))
def test_a_text_ends_with_exactly_one_closing_sign(text: str) -> None:
    assert closed(text).endswith("./.")
    assert closed(closed(text)) == closed(text)


def test_the_last_clause_of_the_last_article_is_closed() -> None:
    last = article_blocks(("Nội dung", "Hiệu lực.\nThi hành."))[-1]
    assert last.text == "Thi hành./."


def test_wording_survives_storage() -> None:
    texts = Texts(subject="Về {so}", bases=("Căn cứ A",), articles=("Một\n1. Hai",), recipients=("Như trên",))
    again = Texts.from_fields(texts.to_fields(), {"so": "05"})
    assert again.subject == "Về 05"
    assert again.articles == texts.articles


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        (people_committee("huyện Yên Mô"), ("ỦY BAN NHÂN DÂN", "HUYỆN YÊN MÔ")),
        (council_of("huyện Yên Mô"), ("HỘI ĐỒNG ĐÁNH GIÁ,", "PHÂN HẠNG SẢN PHẨM OCOP")),
        (department_of_agriculture("tỉnh Ninh Bình"), ("SỞ NÔNG NGHIỆP VÀ", "PHÁT TRIỂN NÔNG THÔN")),
        (
            department_of_agriculture("tỉnh X", field_words="Nông nghiệp và Môi trường"),
            ("SỞ NÔNG NGHIỆP VÀ", "MÔI TRƯỜNG"),
        ),
        (
            division_of_agriculture("huyện X", field_words="Nông nghiệp và Môi trường"),
            ("PHÒNG NÔNG NGHIỆP VÀ", "MÔI TRƯỜNG"),
        ),
        (division_of_agriculture("huyện Yên Mô"), ("PHÒNG NÔNG NGHIỆP VÀ", "PHÁT TRIỂN NÔNG THÔN")),
    ],
)
def test_names_of_bodies_fit_the_left_column_of_the_head(body: object, lines: tuple[str, ...]) -> None:
    assert body.lines == lines
    assert all(width_mm(line, 12) <= 65 for line in body.lines)


def test_a_long_name_takes_room_from_its_neighbours_and_else_breaks_evenly() -> None:
    titles = ("ĐẠI DIỆN CƠ SỞ", "NGƯỜI GHI BIÊN BẢN", "TRƯỞNG ĐOÀN")
    signs = [
        Sign((title,), name=name) for title, name in zip(titles, ("Lê An", "Trần Thị Thu Hà", "Vũ Nam"), strict=True)
    ]
    assert column_widths(signs, 165.0) == (55.0, 55.0, 55.0)
    signs[0] = Sign((titles[0],), name="Nguyễn Hoàng Phương Thảo")
    widths = column_widths(signs, 165.0)
    assert sum(widths) == pytest.approx(165)
    assert widths[0] > width_mm(signs[0].name, 14)
