"""What stands in one cell: text, number, date, rank, money, as officers write them. Nothing is guessed.

Every reader takes the cell as the file gave it and answers a value, or None for an empty cell. What can be read in two
ways, or in none, raises BadCell with a sentence for the person.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from decimal import Decimal
from functools import lru_cache
from typing import Any

from core.formats import number_vn, parse_date, parse_decimal
from core.text import fold, latin, nfc

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_EMPTY = frozenset({"", "-", "--", "–", "—", "/", ".", "...", "…", "n/a", "na", "#n/a", "null", "none", "không", "không có", "chưa có", "chưa rõ", "x"})  # fmt: skip
_BROKEN = re.compile(r"^#(REF|VALUE|NAME|DIV/0|NULL|NUM|SPILL|CALC)[!?]?$|^#DIV/0!$", re.IGNORECASE)
_MARKS = re.compile(r"^(?:(?:\*|★|⭐)\s*){3,5}$")
_RANK = re.compile(r"(?:ocop|hang|dat|sao)?[\s.:\-]*([1-5])(?:[.,]0+)?\s*(?:sao|\*|★)?")
_BARE_RANK = re.compile(r"^[0-9](?:[.,]0+)?$")
_DECISION = re.compile(
    r"^(?:(?:quyet dinh|qd)\s*)?(?:so\s*[:.]?\s*)?(?P<number>\d[\w./\- ]*?)(?:[\s,;(]+(?:(?:ky )?ngay)?\s*(?P<day>\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4})\)?)?$"
)
_YEAR = re.compile(r"(?<!\d)(19|20)\d{2}(?!\d)")
_MONEY_WORDS = {"ty": 1_000_000_000, "trieu": 1_000_000, "tr": 1_000_000, "nghin": 1_000, "ngan": 1_000, "k": 1_000}
_THOUSANDS = re.compile(r"^\d{1,3}(\.\d{3})+$")


class BadCell(ValueError):
    """The cell can't be read. The sentence is for the person."""


def raw_text(value: Any) -> str:
    """The cell as one line of text in one spelling: NFC, plain spaces, Latin letters, no line breaks."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, dt.datetime):
        value = value.date()
    if isinstance(value, dt.date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return _one_line(str(value))


@lru_cache(maxsize=20_000)
def _one_line(text: str) -> str:
    """Sheets repeat the same words, and each cell is asked several times."""
    return latin(" ".join(nfc(text).split()))


def text(value: Any) -> str | None:
    """Text, or None where officers write "N/A", a dash, or nothing."""
    plain = raw_text(value)
    if _BROKEN.match(plain):
        raise BadCell(f"Ô có lỗi công thức ({plain}). Sửa công thức hoặc gõ lại giá trị.")
    return None if plain.casefold() in _EMPTY else plain


def is_empty(value: Any) -> bool:
    """Say whether a cell says nothing."""
    return value is None or raw_text(value).casefold() in _EMPTY


def same(left: Any, right: Any) -> bool:
    """Say whether two values say the same: capitals, tone placement (hoá, hóa) and spelling of spaces do not count."""
    if isinstance(left, str) and isinstance(right, str):
        return left == right or _spelled(left) == _spelled(right)
    return left == right or (left in (None, "") and right in (None, ""))


@lru_cache(maxsize=20_000)
def _spelled(text: str) -> tuple[str, ...]:
    """Each word with its tone at its end, wherever it stood, in lower case."""
    words = []
    for word in unicodedata.normalize("NFD", latin(nfc(text)).casefold()).split():
        tone = "".join(char for char in word if char in _TONES)
        words.append("".join(char for char in word if char not in _TONES) + tone)
    return tuple(words)


def name(value: Any) -> str | None:
    """A name without the "OCOP - " that some put before it."""
    plain = text(value)
    if plain is None:
        return None
    return re.sub(r"^(sản phẩm\s+)?ocop\s*[-–:]\s*", "", plain, flags=re.IGNORECASE).strip(" ,;.-–") or None


def decimal(value: Any) -> Decimal | None:
    """A number: 65,8 and 1.234,5 as text, or the spreadsheet's own number."""
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return Decimal(str(value)).normalize() if value else Decimal(0)
    plain = text(value)
    if plain is None:
        return None
    try:
        return parse_decimal(plain)
    except ValueError as error:
        raise BadCell(str(error)) from None


def whole(value: Any) -> int | None:
    """A whole number of people or households; "12 người" is 12."""
    if isinstance(value, str):
        plain = text(value)
        if plain is None:
            return None
        plain = re.sub(r"\s*(người|lao động|lđ|hộ)$", "", plain, flags=re.IGNORECASE)
        value = plain.replace(".", "") if _THOUSANDS.match(plain) else plain
    number = decimal(value)
    if number is None:
        return None
    if number != number.to_integral_value() or number < 0:
        raise BadCell(f"“{raw_text(value)}” phải là số nguyên không âm.")
    return int(number)


def money(value: Any, factor: int = 1) -> Decimal | None:
    """Whole dong: 85.000, 1,25 tỷ, 300 triệu đồng; `factor` is the heading's unit, which a unit in the cell overrides."""
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        amount = Decimal(str(value)) * factor
    else:
        plain = text(value)
        if plain is None:
            return None
        words = re.fullmatch(
            r"([\d.,\s]+?)\s*(tỷ|tỉ|triệu|tr|nghìn|ngàn|k)?\s*(đồng|đ|vnđ|vnd)?\.?", plain, flags=re.IGNORECASE
        )
        if words is None:
            raise BadCell(f"Không đọc được số tiền “{plain}”. Ghi số đồng, ví dụ 85.000.")
        figure = words[1].replace(" ", "")
        figure = figure.replace(".", "") if _THOUSANDS.match(figure) else figure
        own = _MONEY_WORDS.get(fold(words[2])) if words[2] else 1 if words[3] else None
        try:
            amount = parse_decimal(figure) * (own or factor)
        except ValueError as error:
            raise BadCell(str(error)) from None
    if amount < 0:
        raise BadCell("Số tiền không thể âm.")
    return amount.quantize(Decimal(1))


def date(value: Any) -> dt.date | None:
    """A day: the spreadsheet's own, or 03/04/2024, 3-4-2024, 2024-04-03."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        if 1990 <= value <= 2100:
            raise BadCell(f"“{int(value)}” chỉ là năm. Ghi đủ ngày/tháng/năm, hoặc ghi ở cột năm.")
        if 20_000 <= value <= 80_000:  # the day number of a cell that lost its format
            return dt.date(1899, 12, 30) + dt.timedelta(days=int(value))
    plain = text(value)
    if plain is None:
        return None
    plain = re.sub(r"^ngày\s+", "", plain, flags=re.IGNORECASE)
    spelled = re.fullmatch(r"(\d{1,2}) tháng (\d{1,2}) năm (\d{4})", plain, flags=re.IGNORECASE)
    try:
        day = parse_date("/".join(spelled.groups()) if spelled else plain)
    except ValueError as error:
        raise BadCell(f"Không đọc được ngày “{plain}”. {error}") from None
    if not 1990 <= day.year <= 2100:
        raise BadCell(f"Năm của ngày “{plain}” không hợp lý.")
    return day


def year(value: Any) -> int | None:
    """A year: 2023, "Năm 2023", or that of a day."""
    if isinstance(value, dt.date):
        return value.year
    plain = text(value)
    if plain is None:
        return None
    found = {match[0] for match in _YEAR.finditer(plain)}
    if len(found) != 1:
        raise BadCell(f"Không đọc được năm từ “{plain}”.")
    return int(found.pop())


def stars(value: Any) -> int | None:
    """A rank: 3, '3.0', 'Ocop.4', '4 sao', '***'. '0' and blanks say nothing."""
    plain = text(value)
    if plain is None:
        return None
    if _MARKS.match(plain):
        return sum(plain.count(mark) for mark in "*★⭐")
    folded = fold(plain).replace("hang sao", "").replace("hang", "").strip()
    if _BARE_RANK.match(folded) and folded[0] == "0":
        return None
    found = _RANK.fullmatch(folded)
    if found is None:
        raise BadCell(f"Không đọc được hạng sao từ “{plain}”. Ghi 3, 4 hoặc 5.")
    rank = int(found[1])
    if rank < 3:
        raise BadCell(f"Hạng {rank} sao không có công nhận: sổ chỉ ghi 3, 4, 5 sao.")
    return rank


def decision(value: Any) -> tuple[str, dt.date | None] | None:
    """Number and day of a decision in one cell: "5445/QĐ-UBND ngày 29/12/2023"."""
    plain = text(value)
    if plain is None:
        return None
    folded = fold(plain)
    found = _DECISION.match(folded)
    if found is None:
        raise BadCell(f"Không đọc được số quyết định từ “{plain}”. Ví dụ: 5445/QĐ-UBND ngày 29/12/2023.")
    start, end = found.span("number")  # folding keeps the length, except where it joined marks
    number = (plain[start:end] if len(folded) == len(plain) else found["number"].upper()).strip(" ,;.-")
    return number.replace(" /", "/").replace("/ ", "/"), date(found["day"]) if found["day"] else None


def yes_no(value: Any) -> bool | None:
    """Có, không, x: a tick means yes."""
    if isinstance(value, bool):
        return value
    plain = raw_text(value).casefold()
    if plain in {"có", "co", "x", "đúng", "yes", "1", "✓", "v"}:
        return True
    if plain in {"không", "khong", "ko", "k", "no", "0"}:
        return False
    if plain in _EMPTY:
        return None
    raise BadCell(f"Ghi “Có” hoặc “Không”, không phải “{raw_text(value)}”.")


def degrees(value: Any) -> Decimal | None:
    """A latitude or longitude in degrees, with a decimal comma or point."""
    if isinstance(value, str):
        plain = text(value)
        value = plain.replace(",", ".").rstrip("°") if plain else None
        try:
            value = float(value) if value is not None else None
        except ValueError:
            raise BadCell(f"Không đọc được toạ độ “{plain}”. Ví dụ 20,158000.") from None
    return None if value is None else Decimal(str(round(float(value), 6)))


def shown(value: Any) -> str:
    """A value as the verdict shows it."""
    if value is None or value == "":
        return "(để trống)"
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, dt.date):
        return f"{value:%d/%m/%Y}"
    return number_vn(value) if isinstance(value, Decimal | float) else str(value)
