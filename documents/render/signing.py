"""How wide each place to sign is, where several stand side by side."""

from __future__ import annotations

from collections.abc import Sequence

from documents.model import Sign
from documents.render.fonts import width_mm

TEXT_MM = {False: 165.0, True: 252.0}  # width of the text, by whether the page lies on its side
_POINTS = 14
_BETWEEN_MM = 2.0


def column_widths(signs: Sequence[Sign], whole_mm: float) -> tuple[float, ...]:
    """Equal columns, unless a long name would wrap in one of them while there is room beside it."""
    equal = (whole_mm / len(signs),) * len(signs)
    needed = [
        max(width_mm(line, _POINTS) for line in (*sign.lines, sign.office, sign.name)) + _BETWEEN_MM for sign in signs
    ]
    spare = whole_mm - sum(needed)
    if spare < 0 or max(needed) <= equal[0]:
        return equal
    return tuple(need + spare / len(signs) for need in needed)
