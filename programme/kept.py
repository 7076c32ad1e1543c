"""Amounts and figures that a closed year keeps in its plan: exact decimals as text, in one way for writing and reading."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal


def to_texts(amounts: Iterable[Decimal | None]) -> list[str | None]:
    """As they are stored; None stays "nobody said"."""
    return [None if amount is None else str(amount) for amount in amounts]


def from_texts(texts: Iterable[str | None]) -> list[Decimal | None]:
    """As they were."""
    return [None if text is None else Decimal(text) for text in texts]
