"""The score sheet's table: one `<tbody>` a criterion, so that no criterion is cut by a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from documents.model import ScoreCriterion, ScoreOption, ScorePart, ScoreSection, ScoreTable

if TYPE_CHECKING:
    from documents.render.html import Writer

WIDTHS_MM = (11, 112, 14, 13, 15)
HEADS = ("TT", "Tiêu chí, mức điểm", "Mức điểm", "Chọn", "Điểm chấm")

_BOX = '<rect x=".6" y=".6" width="8.8" height="8.8" fill="none" stroke="#000" stroke-width=".8"/>'
_TICK = '<path d="M2.1 5.2 4.2 7.6 8 2.3" fill="none" stroke="#000" stroke-width="1.5"/>'


def score_table(writer: Writer, table: ScoreTable) -> str:
    """The whole table with its sums."""
    cols = "".join(f'<col class="{writer.css(f"width:{mm:g}mm")}">' for mm in WIDTHS_MM)
    heads = "".join(f"<th>{head}</th>" for head in HEADS)
    parts = "".join(_part(writer, part) for part in table.parts)
    total = _sum_row(f"TỔNG ĐIỂM ({' + '.join(part.code for part in table.parts)})", "100", table.total)
    return (
        f'<table class="data scores"><colgroup>{cols}</colgroup><thead><tr>{heads}</tr></thead>'
        f"{parts}<tbody>{total}</tbody></table>"
    )


def _part(writer: Writer, part: ScorePart) -> str:
    """Head rows of a part and of a section live in the first criterion's group: they never strand."""
    out: list[str] = []
    waiting = _head_row(f"PHẦN {part.code}. {writer.words(part.name.upper())}", part.maximum)
    for section in part.sections:
        if not section.is_own_criterion:
            waiting += _section_row(writer, section)
        for criterion in section.criteria:
            out.append(f"<tbody>{waiting}{_criterion(writer, criterion)}</tbody>")
            waiting = ""
    title = f"Cộng điểm Phần {part.code} (tối đa {part.maximum} điểm)"
    return "".join(out) + f"<tbody>{_sum_row(writer.words(title), part.maximum, part.score)}</tbody>"


def _head_row(text: str, maximum: str) -> str:
    return f'<tr class="group part"><td colspan="2">{text}</td><td class="c">{maximum}</td><td></td><td></td></tr>'


def _section_row(writer: Writer, section: ScoreSection) -> str:
    return (
        f'<tr class="group"><td class="c">{writer.words(section.code)}</td><td>{writer.words(section.name)}</td>'
        f'<td class="c">{section.maximum}</td><td></td><td></td></tr>'
    )


def _criterion(writer: Writer, criterion: ScoreCriterion) -> str:
    span = len(criterion.options) + sum(bool(option.case) for option in criterion.options) + 1
    name = writer.words(criterion.name) + _stars(criterion.stars)
    if criterion.condition:
        name += f'<div class="condition">{writer.words(criterion.condition)}</div>'
    if criterion.note:
        name += f'<div class="condition">Ghi chú: {writer.words(criterion.note)}</div>'
    head = (
        f'<tr class="criterion"><td class="c top" rowspan="{span}">{writer.words(criterion.code)}</td><td>{name}</td>'
        f'<td class="c">{criterion.maximum}</td><td></td><td class="c score" rowspan="{span}">{criterion.score}</td></tr>'
    )
    return head + "".join(_option(writer, option) for option in criterion.options)


def _option(writer: Writer, option: ScoreOption) -> str:
    label = writer.words(option.label) + _stars(option.stars)
    if option.none_of_them:
        label = f"<i>{label}</i>"
    drawn = box(ticked=option.chosen)
    case = f'<tr><td class="case" colspan="3">{writer.words(option.case)}</td></tr>' if option.case else ""
    return f'{case}<tr><td class="option">{label}</td><td class="c">{option.points}</td><td class="c">{drawn}</td></tr>'


def box(*, ticked: bool) -> str:
    """A box of a form; the font has no such sign, so it is drawn."""
    sign = "đã chọn" if ticked else "không chọn"
    return f'<svg class="box" viewBox="0 0 10 10" role="img" aria-label="{sign}">{_BOX}{_TICK if ticked else ""}</svg>'


def _sum_row(text: str, maximum: str, score: str) -> str:
    return (
        f'<tr class="total"><td colspan="2">{text}</td><td class="c">{maximum}</td><td></td>'
        f'<td class="c score">{score}</td></tr>'
    )


def _stars(count: int) -> str:
    return f" ({'*' * count})" if count else ""
