"""Geometry of the result's charts: SVG attributes only, so that no style attribute is needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from core.formats import number_vn
from criteria.schema.ruleset import StarBand
from evaluations.explaining import figure

RULER_WIDTH = 900
CHART_WIDTH = 640
LABELS = 168
FIGURES = 104  # a column of its own for “100 (+15,56)”: neither a line nor a name runs into it
PLOT = CHART_WIDTH - LABELS - FIGURES
ROW = 26
LABEL_ROOM = 148
TOP = 44


@dataclass(frozen=True)
class RulerBand:
    """One band on the ruler."""

    x: int
    width: int
    middle: int
    label: str
    on: bool


@dataclass(frozen=True)
class Ruler:
    """The bands of stars and where the mean lies."""

    bands: tuple[RulerBand, ...]
    ticks: tuple[tuple[int, str], ...]
    mark: int
    mark_label: int
    label: str


def ruler(mean: Fraction, bands: Sequence[StarBand], band: int) -> Ruler:
    """Place the mean among the bands."""
    ordered = sorted(bands, key=lambda item: item.minimum)
    scale = RULER_WIDTH / 100
    drawn = []
    for item in ordered:
        left, right = float(item.minimum) * scale, float(item.maximum) * scale
        drawn.append(
            RulerBand(
                round(left), round(right - left) - 2, round((left + right) / 2), f"{item.stars} sao", item.stars == band
            )
        )
    ticks = tuple((round(float(item.minimum) * scale), number_vn(item.minimum)) for item in ordered if item.minimum)
    mark = round(float(mean) * scale)
    return Ruler(tuple(drawn), ticks, mark, min(max(mark, 28), RULER_WIDTH - 28), figure(mean))


@dataclass(frozen=True)
class Bar:
    """One member against the mean."""

    label: str
    y: int
    x: int
    width: int
    above: bool
    total: str
    delta: str


@dataclass(frozen=True)
class Deviations:
    """Members against the mean, drawn from the mean's line."""

    bars: tuple[Bar, ...]
    grid: tuple[tuple[int, str], ...]
    mean_x: int
    mean_label: str
    mean_anchor: str
    limit_x: int | None
    limit_label: str
    height: int


def _signed(value: Fraction) -> str:
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return f"{sign}{number_vn(Decimal(abs(value).numerator) / Decimal(abs(value).denominator), 2)}"


def deviations(members: Sequence[tuple[str, Decimal]], mean: Fraction, limits: Sequence[Decimal]) -> Deviations:
    """Bars from the mean's line to each member's total; the nearest band edge is dashed."""
    totals = [float(total) for _, total in members]
    low = max(0, floor((min(*totals, float(mean)) - 4) / 5) * 5)
    high = min(100, ceil((max(*totals, float(mean)) + 4) / 5) * 5)
    scale = PLOT / max(high - low, 1)

    def place(value: float) -> int:
        return round(LABELS + (value - low) * scale)

    mean_x = place(float(mean))
    bars = tuple(
        _bar((label, total), mean, TOP + ROW * number, (mean_x, place(float(total))))
        for number, (label, total) in enumerate(members)
    )
    step = 5 if high - low <= 30 else 10
    first = ceil(low / step) * step
    near = [edge for edge in limits if low <= edge <= high]
    limit = min(near, key=lambda edge: abs(edge - Decimal(mean.numerator) / mean.denominator), default=None)
    left = mean_x > LABELS + LABEL_ROOM
    taken = (mean_x - LABEL_ROOM, mean_x + 16) if left else (mean_x - 16, mean_x + LABEL_ROOM)
    grid = tuple(
        (place(value), "" if taken[0] <= place(value) <= taken[1] else str(value))
        for value in range(first, high + 1, step)
    )
    return Deviations(
        bars=bars,
        grid=grid,
        mean_x=mean_x,
        mean_label=f"trung bình {figure(mean)}",
        mean_anchor="end" if left else "start",
        limit_x=None if limit is None else place(float(limit)),
        limit_label="" if limit is None else f"mốc {number_vn(limit)}",
        height=TOP + ROW * len(members) + 8,
    )


def _bar(member: tuple[str, Decimal], mean: Fraction, y: int, ends: tuple[int, int]) -> Bar:
    (label, total), (mean_x, x) = member, ends
    delta = Fraction(total) - mean
    return Bar(
        label=label,
        y=y,
        x=min(mean_x, x),
        width=max(abs(x - mean_x), 1),
        above=delta >= 0,
        total=number_vn(total),
        delta=f"({_signed(delta)})",
    )
