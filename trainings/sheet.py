"""Reading a class's spreadsheet: people and their sessions, each row with a verdict before anything is written."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from core.errors import Denied
from core.text import fold, nfc
from trainings.enums import SEATED, PlaceState
from trainings.models import Participant, TrainingClass

MOST_ROWS = 1_000
MOST_COLUMNS = 60
HEADS = {
    "name": ("ho va ten", "ho ten", "hoc vien", "ten hoc vien"),
    "code": ("ma hoc vien", "ma"),
    "position": ("chuc vu", "chuc danh"),
    "organisation": ("co quan, co so", "co quan", "don vi", "co so", "chu the"),
    "phone": ("dien thoai", "so dien thoai", "sdt"),
    "email": ("thu dien tu", "email"),
}
LIMITS = {
    "name": ("Họ và tên", 100),
    "position": ("Chức vụ", 150),
    "organisation": ("Cơ quan, cơ sở", 250),
    "phone": ("Điện thoại", 20),
    "email": ("Thư điện tử", 254),
}
_SESSION = re.compile(r"^buoi (\d{1,2})\b")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PRESENT = {"x", "co", "co mat", "v", "1", "1.0", "true", "yes", "+"}
_ABSENT = {"", "0", "0.0", "vang", "k", "khong", "false", "-", "p"}


@dataclass
class SheetRow:
    """One row: what it says, whom it means, what will happen."""

    line: int
    name: str
    values: dict[str, str]
    sessions: frozenset[int] = frozenset()
    participant: Participant | None = None
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        """Whether the person is not on the list yet."""
        return self.participant is None and not self.problems

    @property
    def present_numbers(self) -> list[int]:
        """Sessions in which the row says that the person was there."""
        return sorted(self.sessions)

    @property
    def verdict(self) -> str:
        """What will happen, in a few words."""
        if self.problems:
            return "Có lỗi"
        if self.participant is None:
            return "Thêm mới"
        return "Có trong danh sách"


@dataclass(frozen=True)
class SheetPlan:
    """The whole sheet: rows with their verdicts, and the numbers of the sessions that have a column."""

    rows: tuple[SheetRow, ...]
    sessions: tuple[int, ...]

    @property
    def problems(self) -> int:
        """Rows that cannot be taken."""
        return sum(bool(row.problems) for row in self.rows)

    @property
    def noted(self) -> int:
        """Rows that are taken, with something to look at first."""
        return sum(bool(row.notes) and not row.problems for row in self.rows)

    @property
    def new(self) -> int:
        """Rows that add somebody."""
        return sum(row.is_new for row in self.rows)

    @property
    def marks(self) -> int:
        """Presences that the good rows hold."""
        return sum(len(row.sessions) for row in self.rows if not row.problems)


def read_plan(training: TrainingClass, data: bytes) -> SheetPlan:
    """Read the first visible sheet. Raises Denied with a sentence when it is no list of participants."""
    table = _table(data)
    columns, sessions, start = _head(table)
    known = _Known(training.participants.exclude(state__in=(PlaceState.DECLINED, PlaceState.REMOVED)))
    numbers = {session.number for session in training.sessions.all()}
    if unknown := sorted(set(sessions.values()) - numbers):
        raise Denied(f"Lớp không có buổi {', '.join(map(str, unknown))}. Tải lại mẫu rồi điền.", obj=training)
    rows: list[SheetRow] = []
    seen: dict[Any, int] = {}
    for line, cells in enumerate(table[start + 1 :], start + 2):
        if any(text for text in map(_text, cells)):
            rows.append(_row(line, cells, columns=columns, sessions=sessions, known=known, seen=seen))
    if not rows:
        raise Denied("Bảng tính không có dòng nào dưới dòng tiêu đề.", obj=training)
    return SheetPlan(tuple(rows), tuple(sorted(sessions.values())))


def _table(data: bytes) -> list[list[Any]]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        shown = [meta.name for meta in book.sheets_metadata if meta.visible == SheetVisibleEnum.Visible]
        if not shown:
            raise Denied("Bảng tính không có trang nào đang hiện.")
        sheet = book.get_sheet_by_name(shown[0])
        if sheet.total_height > MOST_ROWS + 20 or sheet.total_width > MOST_COLUMNS:
            raise Denied(f"Bảng tính quá lớn: tối đa {MOST_ROWS} dòng, {MOST_COLUMNS} cột.")
        return [list(row) for row in sheet.to_python(skip_empty_area=False)]
    except (CalamineError, ValueError, OSError):
        raise Denied("Không đọc được bảng tính. Lưu lại thành tệp .xlsx rồi nộp.") from None


def _text(cell: Any) -> str:
    """A cell as typed: telephone numbers that a spreadsheet made numbers get no ".0"."""
    if isinstance(cell, float) and cell == int(cell):
        return str(int(cell))
    return nfc(str(cell)) if cell is not None else ""


def _head(table: Sequence[Sequence[Any]]) -> tuple[dict[str, int], dict[int, int], int]:
    """Where the heads stand: column of each field, column → session, and the line itself."""
    for line, cells in enumerate(table[:15]):
        columns: dict[str, int] = {}
        sessions: dict[int, int] = {}
        for place, cell in enumerate(cells):
            head = fold(_text(cell))
            if found := _SESSION.match(head):
                sessions[place] = int(found[1])
            for name, words in HEADS.items():
                if head in words:
                    columns.setdefault(name, place)
        if "name" in columns:
            return columns, sessions, line
    raise Denied("Không thấy dòng tiêu đề có cột “Họ và tên”. Tải mẫu của lớp, điền rồi nộp lại.")


class _Known:
    """Participants by code, by telephone number and by name."""

    def __init__(self, rows: Iterable[Participant]) -> None:
        self.by_code: dict[str, Participant] = {}
        self.by_phone: dict[tuple[str, str], Participant] = {}
        self.by_name: dict[str, list[Participant]] = {}
        for row in rows:
            self.by_code[row.code] = row
            if digits := _digits(row.phone):
                self.by_phone[(fold(row.name), digits)] = row
            self.by_name.setdefault(fold(row.name), []).append(row)

    def find(self, values: dict[str, str], problems: list[str]) -> Participant | None:
        """The participant whom a row means; a problem when it may mean two."""
        code = values.get("code", "").upper()
        if code:
            found = self.by_code.get(code)
            if found is None:
                problems.append(f"Mã {code} không có trong danh sách lớp.")
            return found
        folded = fold(values["name"])
        if found := self.by_phone.get((folded, _digits(values.get("phone", "")))):
            return found
        same = self.by_name.get(folded, [])
        if len(same) > 1:
            problems.append("Có nhiều người trùng tên. Ghi thêm mã học viên hoặc số điện thoại.")
            return None
        if same and not (_digits(values.get("phone", "")) and same[0].phone):
            return same[0]
        return None


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit()).lstrip("0")


def _row(
    line: int,
    cells: Sequence[Any],
    *,
    columns: dict[str, int],
    sessions: dict[int, int],
    known: _Known,
    seen: dict[Any, int],
) -> SheetRow:
    values = {name: _text(cells[place]) if place < len(cells) else "" for name, place in columns.items()}
    row = SheetRow(line, values["name"], values)
    if not values["name"]:
        row.problems.append("Thiếu họ và tên.")
        return row
    for name, (label, limit) in LIMITS.items():
        if len(values.get(name, "")) > limit:
            row.problems.append(f"Cột “{label}” dài quá {limit} ký tự.")
    if values.get("email") and not _EMAIL.fullmatch(values["email"]):
        row.problems.append("Thư điện tử không đúng dạng.")
    row.participant = known.find(values, row.problems)
    if values.get("code") and row.participant is not None and fold(row.participant.name) != fold(row.name):
        row.notes.append(f"Mã này đang ghi tên {row.participant.name}.")
    row.sessions = _presence(cells, sessions, row.problems)
    if row.participant is not None and row.sessions and row.participant.state not in SEATED:
        row.problems.append("Người này đang trong danh sách chờ, xếp chỗ trước khi điểm danh.")
    key = row.participant.pk if row.participant else (fold(row.name), _digits(values.get("phone", "")))
    if key in seen:
        row.problems.append(f"Trùng với dòng {seen[key]}.")
    seen.setdefault(key, line)
    return row


def _presence(cells: Sequence[Any], sessions: dict[int, int], problems: list[str]) -> frozenset[int]:
    present = set()
    for place, number in sessions.items():
        said = fold(_text(cells[place])) if place < len(cells) else ""
        if said in _PRESENT:
            present.add(number)
        elif said not in _ABSENT:
            problems.append(f"Buổi {number}: “{said[:20]}” không hiểu được. Ghi x nếu có mặt, để trống nếu vắng.")
    return frozenset(present)
