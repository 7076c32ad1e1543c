"""What leaves as a spreadsheet: text is never a formula, numbers stay numbers."""

import csv
import datetime as dt
import io
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from core.lists import Column
from core.spreadsheets import BookColumn, BookSheet, book_bytes, csv_text, workbook_bytes

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


def test_a_sheet_prints_as_wide_as_its_paper_with_the_head_on_every_page():
    columns = [
        BookColumn("TT", 6, "center"),
        BookColumn("Năm", 8, group="Trước"),
        BookColumn("Đồng", 16, group="Trước"),
    ]
    rows = [(True, ["I", "Nhóm có tên dài hơn cột"]), (False, [1, 2023, 1_250_000]), (False, [2, "=1+1", None])]
    one = BookSheet("Biểu 4", "BIỂU 4. DOANH THU", columns, rows, under="Đơn vị tính: đồng", landscape=False)
    sheet = load_workbook(io.BytesIO(book_bytes([one])))["Biểu 4"]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("portrait", 9)
    assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)
    assert (sheet.print_title_rows, sheet.freeze_panes) == ("$3:$4", "A5")
    assert {str(one) for one in sheet.merged_cells.ranges} == {"A1:C1", "A2:C2", "A3:A4", "B3:C3", "B5:C5"}
    assert [cell.value for cell in sheet[4]] == [None, "Năm", "Đồng"]
    assert (sheet["B6"].number_format, sheet["C6"].number_format) == ("General", "#,##0")
    assert (sheet["B7"].value, sheet["B7"].data_type) == ("=1+1", "s")


@pytest.mark.parametrize("text", [value for value in NASTY if value != "Cơm cháy"])
def test_csv_puts_dangerous_text_behind_an_apostrophe(text):
    rows = list(csv.reader(io.StringIO(csv_text(COLUMNS, [(text, 1, dt.date(2024, 1, 2))]).lstrip("\ufeff"))))
    assert rows[1][0].startswith("'")
    assert rows[1][2] == "02/01/2024"


@pytest.mark.parametrize(
    ("value", "told"), [("61.500000", "61.5"), ("100.00", "100"), ("0.000", "0"), ("-3.10", "-3.1")]
)
def test_csv_writes_figures_without_empty_places(value, told):
    text = csv_text([COLUMNS[1]], [("", Decimal(value), None)])
    assert text.splitlines()[1] == told
