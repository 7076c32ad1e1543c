"""Dates, numbers and points as a Vietnamese official writes and types them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from django.conf import settings

from core.text import nfc

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")

_DATE = re.compile(r"^(\d{1,2})[/\-.](\d{1,2})[/\-.](\d{4})$", re.ASCII)
_ISO_DATE = re.compile(r"^(\d{4})-(\d{2})-(\d{2})$", re.ASCII)
_GROUPED = re.compile(r"^-?\d{1,3}(\.\d{3})+(,\d+)?$", re.ASCII)
_COMMA = re.compile(r"^-?\d+(,\d+)?$", re.ASCII)
_POINT = re.compile(r"^-?\d+\.\d{1,2}$", re.ASCII)


def now() -> dt.datetime:
    """Current time in Vietnam, aware. The demonstration lives in another year: its clock is shifted by whole days."""
    return dt.datetime.now(tz=VIETNAM) + dt.timedelta(days=settings.CLOCK_SHIFT_DAYS)


def local_date(moment: dt.datetime | dt.date) -> dt.date:
    """Calendar day in Vietnam of an aware moment; a plain date stays as it is."""
    return moment.astimezone(VIETNAM).date() if isinstance(moment, dt.datetime) else moment


def today() -> dt.date:
    """Today in Vietnam: 31/12 18:00 UTC is already next year."""
    return now().date()


def end_of_day(day: dt.date) -> dt.datetime:
    """Last microsecond of a day in Vietnam: the form in which every deadline is stored."""
    return dt.datetime.combine(day, dt.time.max, tzinfo=VIETNAM)


def date_vn(value: dt.datetime | dt.date | None) -> str:
    """dd/mm/yyyy, or nothing."""
    return f"{local_date(value):%d/%m/%Y}" if value else ""


def datetime_vn(value: dt.datetime | None) -> str:
    """HH:MM dd/mm/yyyy in Vietnam, or nothing."""
    return f"{value.astimezone(VIETNAM):%H:%M %d/%m/%Y}" if value else ""


def number_vn(value: Decimal | int | float | None, places: int | None = None) -> str:
    """1.234,5: dots between thousands, a decimal comma. `places` fixes the decimals, else none are invented."""
    if value is None:
        return ""
    number = Decimal(str(value))
    if places is not None:
        number = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    elif number == number.to_integral_value():
        number = number.to_integral_value()
    else:
        number = number.normalize()
    return f"{number:,f}".translate(str.maketrans(",.", ".,"))


def money_vn(value: Decimal | int | None) -> str:
    """1.234.567 đồng, or nothing."""
    return "" if value is None else f"{number_vn(value, 0)} đồng"


def points_vn(value: Decimal | None, bounds: Iterable[int | Decimal] = (30, 50, 70, 90), places: int = 2) -> str:
    """Two decimals, half up, but never shown on the other side of a star band: 69.996 is 69,99, not 70,00."""
    if value is None:
        return "–"
    step = Decimal(1).scaleb(-places)
    shown = value.quantize(step, ROUND_HALF_UP)
    if any(value < bound <= shown for bound in bounds):
        shown = value.quantize(step, ROUND_DOWN)
    return number_vn(shown, places)


def parse_date(text: str) -> dt.date:
    """Read 3/4/2026, 03-04-2026 or 2026-04-03 as 3 April.

    Raises ValueError with a sentence for the person.
    """
    text = nfc(text)
    if match := _DATE.match(text):
        day, month, year = (int(part) for part in match.groups())
    elif match := _ISO_DATE.match(text):
        year, month, day = (int(part) for part in match.groups())
    else:
        raise ValueError("Nhập ngày theo dạng ngày/tháng/năm, ví dụ 03/04/2026.")
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise ValueError(f"Không có ngày {text}. Nhập ngày/tháng/năm, ví dụ 03/04/2026.") from None


def parse_decimal(text: str) -> Decimal:
    """Read 1234,5 or 1.234,5; refuse 8.125, which may mean 8,125 or 8125.

    Raises ValueError with a sentence for the person.
    """
    text = nfc(text).replace(" ", "")
    if _GROUPED.match(text):
        if text.count(".") == 1 and "," not in text:
            raise ValueError(
                f"“{text}” có thể hiểu hai cách. Viết {text.replace('.', ',')} hoặc {text.replace('.', '')}."
            )
        text = text.replace(".", "").replace(",", ".")
    elif _COMMA.match(text):
        text = text.replace(",", ".")
    elif not _POINT.match(text):
        raise ValueError("Nhập số theo dạng 1234,5 hoặc 1.234,5.")
    try:
        return Decimal(text)
    except InvalidOperation:
        raise ValueError("Nhập số theo dạng 1234,5 hoặc 1.234,5.") from None


def days_left(deadline: dt.datetime | dt.date, on: dt.date | None = None) -> int:
    """Calendar days from `on` (today) to the deadline's day; negative when late."""
    return (local_date(deadline) - (on or today())).days


def days_left_words(deadline: dt.datetime | dt.date, on: dt.date | None = None) -> str:
    """Words beside a deadline: "còn 12 ngày", "hôm nay", "quá hạn 3 ngày"."""
    left = days_left(deadline, on)
    if left < 0:
        return f"quá hạn {number_vn(-left)} ngày"
    return "hôm nay" if left == 0 else f"còn {number_vn(left)} ngày"
