"""Single cells: what is read, and what is refused rather than guessed."""

from __future__ import annotations

import datetime as dt
import unicodedata
from decimal import Decimal

import pytest

from products.formats import clean_barcode, clean_phone, clean_registration
from products.imports import cells
from products.imports.names import kind_of, producer_key, product_key


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (unicodedata.normalize("NFD", "Yến sào Huân Hòa"), "Yến sào Huân Hòa"),
        ("Bột\u00a0rau  má\nVân Trà ", "Bột rau má Vân Trà"),
        ("НТХ Vân Trà", "HTX Vân Trà"),  # Cyrillic Н, Т, Х
        ("N/A", None), ("-", None), (None, None), (" ", None), (2700123456.0, "2700123456"),
    ],
)  # fmt: skip
def test_text_comes_in_one_spelling(typed, kept):
    assert cells.text(typed) == kept


def test_text_of_another_alphabet_is_not_half_translated():
    assert cells.text("Москва") == "Москва"


@pytest.mark.parametrize("same", [("Hoà", "Hòa"), ("HTX RAU", "htx rau"), ("", None), ("a  b", "a b")])
def test_spelling_is_no_change(same):
    assert cells.same(*same)


@pytest.mark.parametrize("other", [("Bàn", "Bán"), ("Yên Hòa", "Yên Hoa"), ("", "a"), (None, 0)])
def test_another_word_is_a_change(other):
    assert not cells.same(*other)


@pytest.mark.parametrize(
    ("typed", "rank"),
    [("3.0", 3), (3.0, 3), ("Ocop.4", 4), ("OCOP 4 sao", 4), ("***", 3), ("★★★★", 4), ("Hạng 5 sao", 5), ("0", None), (0, None), ("", None), ("N/A", None)],
)  # fmt: skip
def test_ranks_as_officers_write_them(typed, rank):
    assert cells.stars(typed) == rank


@pytest.mark.parametrize("typed", ["2 sao", "đề nghị 4 sao", "34", "ba"])
def test_a_rank_that_is_none_is_refused(typed):
    with pytest.raises(cells.BadCell):
        cells.stars(typed)


@pytest.mark.parametrize(
    ("typed", "day"),
    [("29-12-2023", dt.date(2023, 12, 29)), ("3/4/2024", dt.date(2024, 4, 3)), (dt.datetime(2024, 4, 3), dt.date(2024, 4, 3)),
     ("ngày 03 tháng 4 năm 2024", dt.date(2024, 4, 3)), (45289, dt.date(2023, 12, 29)), ("", None)],
)  # fmt: skip
def test_days(typed, day):
    assert cells.date(typed) == day


@pytest.mark.parametrize("typed", ["Quý II, III", "13/13/2023", 2023, "2023", "tháng 5"])
def test_what_is_no_day_is_refused(typed):
    with pytest.raises(cells.BadCell):
        cells.date(typed)


@pytest.mark.parametrize(
    ("typed", "factor", "dong"),
    [("85.000", 1, 85_000), ("1,25 tỷ", 1, 1_250_000_000), ("300 triệu đồng", 1, 300_000_000), (1.5, 1_000_000, 1_500_000),
     ("1.250", 1_000_000, 1_250_000_000), ("12,5", 1_000_000, 12_500_000), ("50.000 đ", 1_000, 50_000)],
)  # fmt: skip
def test_money(typed, factor, dong):
    assert cells.money(typed, factor) == Decimal(dong)


def test_a_decision_and_its_day_may_share_a_cell():
    assert cells.decision("QĐ số 5445/QĐ-UBND, ngày 29/12/2023") == ("5445/QĐ-UBND", dt.date(2023, 12, 29))
    assert cells.decision("5445/QĐ-UBND (29/12/2023)") == ("5445/QĐ-UBND", dt.date(2023, 12, 29))
    assert cells.decision("5445/QĐ-UBND") == ("5445/QĐ-UBND", None)
    with pytest.raises(cells.BadCell):
        cells.decision("đợt 2 năm ngoái")


def test_a_formula_that_failed_is_told():
    with pytest.raises(cells.BadCell, match="công thức"):
        cells.text("#REF!")


def test_names_of_one_producer_meet():
    keys = {
        producer_key(name)
        for name in ("HTXNN Yên Hoà", "Hợp tác xã nông nghiệp YÊN HÒA, xã Yên Hòa", "HTX NN Yên Hòa", "htx nông nghiệp Yên Hòa (xã Yên Hòa)")
    }  # fmt: skip
    assert keys == {"hop tac xa nong nghiep yen hoa"}
    houses = {
        producer_key(name) for name in ("Hộ SXKD Nguyễn Thị Bến", "HỘ KINH DOANH NGUYỄN THỊ BẾN", "Hộ Nguyễn Thị Bến")
    }
    assert len(houses) == 1
    assert producer_key("HTX Vân Trà") != producer_key("HTX Vân Trì")
    assert product_key("OCOP - Bột rau má") == product_key("bột rau má")


def test_a_kind_is_read_off_a_name_only_where_it_says_so():
    assert kind_of("HTX rau") == "cooperative"
    assert kind_of("Công ty TNHH Gốm") == "enterprise"
    assert kind_of("Yến sào Huân Hòa") is None


def test_numbers_that_bodies_give_out():
    assert clean_phone("912.345.678") == clean_phone("+84 912 345 678") == "0912345678"
    assert clean_registration(" 09a8012345 ") == "09A8012345"
    assert clean_barcode("4006381333931") == "4006381333931"
    for refused in (
        lambda: clean_phone("12345"),
        lambda: clean_barcode("4006381333932"),
        lambda: clean_registration("<b>"),
    ):
        with pytest.raises(ValueError, match=r"\w"):
            refused()
