""".xls and .csv as officers keep them: what they say is read, and what is not a table is refused in words."""

from __future__ import annotations

import struct
import unicodedata
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.errors import Denied
from core.files import UploadRefused, check_upload
from core.files.compound import Compound, NotCompound
from products.actions import imports
from products.enums import ImportState
from products.imports import reading
from products.imports.reading import read
from products.models import ImportBatch, Producer
from tests.imports.conftest import check, take_in, verdicts
from tests.imports.old_tables import compound, xls_bytes

ROWS = [
    ["DANH SÁCH CHỦ THỂ", None, None, None],
    ["Tên chủ thể", "Xã", "Số lao động", "Mã số thuế"],
    ["HTX Nấm Yên Hòa", "Yên Hòa", 12, "0700123456"],
    ["Hợp tác xã rau, củ, quả Vân Trà", "Yên Thắng", 30, None],
]
TABLES = ("xls", "csv")


def as_csv(separator: str = ";", encoding: str = "utf-8-sig") -> bytes:
    """The rows as a spreadsheet saves them; Windows-1258 writes tones apart from their letters."""
    quoted = [[f'"{cell}"' if separator in str(cell) else str(cell or "") for cell in row] for row in ROWS]
    text = "\r\n".join(separator.join(row) for row in quoted) + "\r\n"
    return legacy(text) if encoding == "cp1258" else text.encode(encoding)


def legacy(text: str) -> bytes:
    """Windows-1258: letters with their hat or horn as one sign, the tone after it as another."""
    found = b""
    for char in unicodedata.normalize("NFC", text):
        try:
            found += char.encode("cp1258")
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", char)
            tone = next(part for part in parts if part in "\u0300\u0301\u0303\u0309\u0323")
            letter = unicodedata.normalize("NFC", parts.replace(tone, ""))
            found += letter.encode("cp1258") + tone.encode("cp1258")
    return found


def upload(data: bytes, name: str) -> SimpleUploadedFile:
    """The bytes under a name."""
    return SimpleUploadedFile(name, data, "application/octet-stream")


def open_and_check(world: Any, data: bytes, name: str, kind: str = "producers") -> ImportBatch:
    """Take the table in and judge it."""
    return check(imports.open_batch(actor=world.officer, kind=kind, upload=upload(data, name)), world.officer)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (xls_bytes(ROWS, hidden=[["Mật", "Xã"]]), "Danh sách.xls"),
        (as_csv(";"), "ds.csv"),
        (as_csv(",", "utf-8"), "ds.csv"),
        (as_csv("\t"), "ds.csv"),
        (as_csv(";", "cp1258"), "ds.csv"),
        (as_csv("\t", "utf-16"), "ds.csv"),
        (b"sep=|\r\n" + as_csv("|", "utf-8"), "ds.csv"),
    ],
    ids=["xls", "semicolon", "comma", "tab", "windows-1258", "unicode-text", "told"],
)  # fmt: skip
def test_every_old_table_says_the_same(world: Any, data: bytes, name: str) -> None:
    batch = open_and_check(world, data, name)
    assert (batch.heading_row - name.endswith("x"), batch.total) in {(2, 2), (3, 2)}
    assert verdicts(batch)[batch.heading_row + 1] == ("new", [])
    assert verdicts(batch)[batch.heading_row + 2] == ("changed", [])
    take_in(batch, world.officer)
    assert batch.state == ImportState.IMPORTED
    made = Producer.objects.get(name="HTX Nấm Yên Hòa")
    assert (made.workers, made.tax_code, made.commune) == (12, "0700123456", world.units["Yên Hòa"])
    world.producer.refresh_from_db()
    assert world.producer.workers == 30


def test_merged_cells_of_an_xls_are_read_down() -> None:
    (sheet,) = read(xls_bytes([["Chủ thể", "Xã"], ["HTX Nấm", "Yên Hòa"], [None, "Yên Thắng"]], merged=[(1, 0, 2, 0)]))
    assert sheet.name == "DS"
    assert sheet.rows == [["Chủ thể", "Xã"], ["HTX Nấm", "Yên Hòa"], [None, "Yên Thắng"]]
    assert sheet.merged == [(1, 0, 2, 0)]


def test_decimal_commas_and_formulas_in_a_csv_stay_text() -> None:
    (sheet,) = read("Tên;Điểm\r\n=1+1;65,8\r\n+84912;1.234,5\r\n".encode())
    assert sheet.rows == [["Tên", "Điểm"], ["=1+1", "65,8"], ["+84912", "1.234,5"]]


def test_a_control_character_far_into_a_unicode_csv_is_found() -> None:
    """In UTF-16 every second byte is a zero, so only the text tells; what is far in counts as much as the beginning."""
    rows = "Nấm sò;Yên Hòa\r\n" * 20_000
    with pytest.raises(UploadRefused, match="bảng mã"):
        check_upload(upload(f"{rows}Nấm\x07;Yên Hòa\r\n".encode("utf-16"), "a.csv"), accept=imports.ACCEPT)
    assert check_upload(upload(rows.encode("utf-16"), "a.csv"), accept=imports.ACCEPT).size > 500_000


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "a.csv", "tệp trống"),
        (b"a;b\r\n<script>alert(1)</script>;x\r\n", "a.csv", "mã lệnh"),
        (b"MZ\x00\x00;b", "a.csv", "nội dung lạ"),
        (b"\x8a\x8d\x8e;\x9a", "a.csv", "bảng mã"),
        (b"khong phai excel", "a.xls", "không phải Excel"),
        (compound(b"\x00" * 4_096)[:700], "a.xls", "không phải Excel|bị hỏng"),
        (compound(b"\x00" * 4_096)[:1_400], "a.xls", "bị hỏng"),
        (xls_bytes(ROWS, extra=b"\x2f\x00\x02\x00\x00\x00"), "a.xls", "mật khẩu"),
        (xls_bytes(ROWS, streams=["_VBA_PROJECT_CUR"]), "a.xls", "macro"),
        (as_csv(), "a.xlsx", "không phải Excel"),
        (xls_bytes(ROWS), "a.csv", "nội dung lạ|mã"),
    ],
)
def test_what_is_no_table_is_refused_with_its_own_sentence(data: bytes, name: str, words: str) -> None:
    with pytest.raises(UploadRefused, match=words):
        check_upload(upload(data, name), accept=imports.ACCEPT)


def test_old_tables_are_for_imports_only() -> None:
    for name, data in (("a.xls", xls_bytes(ROWS)), ("a.csv", as_csv())):
        assert check_upload(upload(data, name), accept=imports.ACCEPT).size == len(data)
        with pytest.raises(UploadRefused, match="không thuộc loại"):
            check_upload(upload(data, name))


def test_a_stray_cell_far_out_is_refused_before_it_fills_the_memory() -> None:
    with pytest.raises(Denied, match="dòng 60001, cột thứ 201"):
        read(xls_bytes(ROWS, places={(60_000, 200): "x"}))


def test_a_table_that_is_too_long_is_refused() -> None:
    with pytest.raises(Denied, match=r"20\.000 dòng"):
        read(b"a;b\r\n" * 20_001)
    with pytest.raises(Denied, match="CSV"):
        read(b'"' + b"a" * 200_000)


def test_an_endless_chain_ends() -> None:
    data = bytearray(xls_bytes(ROWS))
    data[512 + 8 : 512 + 12] = (2).to_bytes(4, "little")  # the third sector follows itself
    with pytest.raises(NotCompound):
        Compound(bytes(data)).stream("Workbook")


def test_the_page_takes_old_tables_and_says_so(world: Any, client_as: Any) -> None:
    client = client_as(user=world.officer)
    page = reverse("products:import_upload", args=["producers"])
    assert 'accept=".xlsx,.xls,.csv"' in client.get(page).content.decode()
    assert client.post(page, {"file": upload(as_csv(), "ds.csv")}).status_code == 302
    batch = ImportBatch.objects.get()
    assert batch.sheet == "CSV"
    refused = client.post(page, {"file": upload(b"\x8a\x8d", "ds.csv")})
    assert "Không đọc được bảng mã" in refused.content.decode()


def test_a_csv_of_too_many_cells_is_refused_before_it_fills_the_memory(monkeypatch):
    monkeypatch.setattr(reading, "MAX_CELLS", 1_000)
    assert len(read(b"ten;xa\n" + b"a;b\n" * 400)[0].rows) == 401
    with pytest.raises(Denied, match="quá nhiều ô"):
        read(b"ten;xa\n" + b";" * 2_000 + b"\n")


def test_a_table_of_sectors_that_repeats_itself_is_refused_at_once():
    """A sector that names itself as the next one would be read as often as the file has sectors."""
    data = bytearray(xls_bytes(ROWS) + b"\x00" * 1_000_000)
    struct.pack_into("<II", data, 68, 0, 1)  # the first sector as the continuation of the table
    struct.pack_into("<128I", data, 512, *([1] * 127), 0)  # all places the same, and itself next
    with pytest.raises(NotCompound):
        Compound(bytes(data))


def test_a_chain_that_leaves_its_table_is_a_broken_file() -> None:
    """The table of addresses ends before the file does: what lies behind it belongs to no chain."""
    data = bytearray(xls_bytes(ROWS) + b"\x00" * 100_000)
    struct.pack_into(
        "<I", data, 512 + 4 * 2, 150
    )  # the book's first sector is followed by one beyond the 128 addresses
    with pytest.raises(NotCompound):
        Compound(bytes(data)).stream("Workbook")
    with pytest.raises(UploadRefused, match="bị hỏng"):
        check_upload(upload(bytes(data), "ds.xls"), accept=imports.ACCEPT)


def test_a_chain_that_meets_itself_ends_before_it_fills_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """The table names far more sectors than the file holds, and the directory follows itself."""
    read: list[int] = []
    real = Compound._sector
    monkeypatch.setattr(Compound, "_sector", lambda book, number: read.append(number) or real(book, number))
    data = bytearray(xls_bytes(ROWS) + b"\x00" * 60_000)
    struct.pack_into("<109I", data, 76, *range(109))  # every sector of the file is one of addresses
    struct.pack_into("<I", data, 512 + 4 * 1, 1)  # the directory's sector follows itself
    with pytest.raises(NotCompound):
        Compound(bytes(data))
    assert len(read) <= 109 + len(data) // 512
