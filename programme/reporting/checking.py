"""What stands in the way of a report, and what its readers should know: the check before it is submitted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from core.formats import date_vn, today
from programme.models import Report
from programme.reporting import parts
from programme.reporting.content import Content
from programme.reporting.figures import Figure, in_words, remeasured


@dataclass(frozen=True)
class Problem:
    """One line of the check. `blocks`: it cannot be submitted like this."""

    sentence: str
    section: str = ""
    figure: str = ""
    blocks: bool = False


def blocking(report: Report, content: Content | None = None) -> Iterator[Problem]:
    """What must be mended before the report can be submitted."""
    content = content or Content(report)
    if report.taken_at is None:
        yield Problem("chưa lấy số liệu.", blocks=True)
    for part in parts.WRITTEN:
        section = content.sections.get(part.key)
        text = section.text if section else ""
        name = parts.name_of(part.key, report.year)
        if part.asks and not text.strip():
            yield Problem(f"mục “{name}” chưa có nội dung.", section=part.key, blocks=True)
        for line in content.lines(text):
            for piece in line.pieces:
                if piece.missing and not piece.key:
                    yield Problem(f"mục “{name}” có ký hiệu không rõ: {piece.text}", section=part.key, blocks=True)
                elif piece.missing:
                    yield Problem(f"mục “{name}” dùng số liệu chưa có trên cổng.", section=part.key, blocks=True)


def doubts(report: Report, content: Content | None = None) -> Iterator[Problem]:
    """What whoever submits and approves should know."""
    content = content or Content(report)
    obligation = report.obligation
    if obligation is not None and report.cut_off_on < obligation.cut_off_on:
        yield Problem(
            f"Số liệu chốt ngày {date_vn(report.cut_off_on)}, sớm hơn ngày chốt của nghĩa vụ báo cáo "
            f"({date_vn(obligation.cut_off_on)})."
        )
    if report.cut_off_on >= today():
        yield Problem("Ngày chốt số liệu chưa qua hết: trong ngày còn có thể phát sinh số liệu.")
    for key, figure, now in differences(report, content):
        yield Problem(
            f"{figure.label}: báo cáo lấy {in_words(figure.value, figure.unit)}, bản ghi cùng kỳ nay là "
            f"{in_words(now, figure.unit)}. Lấy lại số liệu nếu bản ghi mới đúng.",
            figure=key,
        )
    for key, row in content.corrections.items():
        if key in content.figures:
            yield Problem(
                f"{content.figures[key].label} được điều chỉnh từ {in_words(row.recorded, content.figures[key].unit)} thành "
                f"{in_words(row.value, content.figures[key].unit)}: {row.reason}",
                figure=key,
            )
    for part in parts.WRITTEN:
        section = content.sections.get(part.key)
        typed = parts.typed_figures(section.text) if section and section.is_own else []
        if typed:
            name = parts.name_of(part.key, report.year)
            yield Problem(
                f"Mục “{name}” có số gõ tay, không gắn với bản ghi: {', '.join(typed[:6])}.", section=part.key
            )


def differences(report: Report, content: Content | None = None) -> list[tuple[str, Figure, Decimal | None]]:
    """Figures of which the records now say something else for the same days."""
    content = content or Content(report)
    now = remeasured(report.unit, report.year, report.cut_off_on, content.figures)
    return [
        (key, figure, now[key]) for key, figure in content.figures.items() if key in now and now[key] != figure.value
    ]
