"""Drawing numbers. Always inside the transaction that issues: what is rolled back leaves no gap."""

from __future__ import annotations

from typing import Any

from accounts.models import Unit
from core.errors import Denied
from documents.models import Document, NumberSeries


def draw_number(*, unit: Unit, body: str, symbol: str, year: int, wanted: int | None = None) -> int:
    """Take the next number of a series, or a wanted one that nobody used. Locks the series until the commit.

    A wanted number is for papers that were numbered by hand in the body's book; the series goes on after the highest.
    """
    keys: dict[str, Any] = {"issuing_unit": unit, "issuing_body": body, "symbol": symbol, "year": year}
    NumberSeries.objects.get_or_create(**keys)
    series = NumberSeries.objects.select_for_update().get(**keys)
    number = series.last_number + 1 if wanted is None else wanted
    if wanted is not None and Document.objects.filter(**keys, number=wanted).exists():
        raise Denied(_used(wanted, symbol, year, series.last_number + 1))
    if number > series.last_number:
        series.last_number = number
        series.save(update_fields=["last_number", "updated_at"])
    return number


def next_number(document: Document, year: int) -> int:
    """The number that would be drawn now; another issue may take it first."""
    series = NumberSeries.objects.filter(
        issuing_unit=document.issuing_unit, issuing_body=document.issuing_body, symbol=document.symbol, year=year
    ).first()
    return (series.last_number if series else 0) + 1


def number_used(document: Document, year: int, wanted: int) -> str:
    """Why the paper cannot bear this number of that year's series. Empty when it can."""
    used = Document.objects.filter(
        issuing_unit=document.issuing_unit, issuing_body=document.issuing_body, symbol=document.symbol, year=year
    ).filter(number=wanted)
    return _used(wanted, document.symbol, year, next_number(document, year)) if used.exists() else ""


def _used(wanted: int, symbol: str, year: int, following: int) -> str:
    return f"Số {wanted:02d}/{symbol} năm {year} đã dùng. Số tiếp theo của sổ là {following:02d}."
