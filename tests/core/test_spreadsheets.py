"""What leaves as a spreadsheet: text is never a formula, numbers stay numbers."""

import csv
import datetime as dt
import io
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from core.lists import Column
from core.spreadsheets import csv_text, workbook_bytes

NASTY = ["=1+1", "+84 912", "-2", "@SUM(A1)", "\tx", "\rx", "Cơm cháy", '=HYPERLINK("http://x")']
COLUMNS = [Column("Tên", lambda row: row[0]), Column("Số", lambda row: row[1]), Column("Ngày", lambda row: row[2])]


@pytest.mark.parametrize("text", NASTY)
def test_no_cell_of_text_becomes_a_formula(text):
    sheet = load_workbook(io.BytesIO(workbook_bytes("x", COLUMNS, [(text, 1, None)]))).active
    cell = sheet["A2"]
    assert cell.data_type != "f"
    assert str(cell.value).strip() == text.strip()


def test_numbers_and_dates_keep_their_type():
    rows = [("a", Decimal("69.5"), dt.date(2024, 10, 14))]
    sheet = load_workbook(io.BytesIO(workbook_bytes("x", COLUMNS, rows))).active
    assert sheet["B2"].value == 69.5
    assert sheet["C2"].value.date() == dt.date(2024, 10, 14)
    assert sheet["C2"].number_format == "dd/mm/yyyy"


@pytest.mark.parametrize("text", [value for value in NASTY if value != "Cơm cháy"])
def test_csv_puts_dangerous_text_behind_an_apostrophe(text):
    rows = list(csv.reader(io.StringIO(csv_text(COLUMNS, [(text, 1, dt.date(2024, 1, 2))]).lstrip("\ufeff"))))
    assert rows[1][0].startswith("'")
    assert rows[1][2] == "02/01/2024"
