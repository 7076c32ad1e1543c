"""What keeps Vietnamese official text whole at line ends, and how its counts and points are written.

Pure functions; widths come in as a function, so that fonts stay outside.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence

NBSP = "\u00a0"
WORD_JOINER = "\u2060"

_GLUE = re.compile(
    r"(?<!\w)(?:[Ss]ố|[Nn]gày|[Tt]háng|[Nn]ăm|[Qq]uý|Điều|[Kk]hoản|[Đđ]iểm|Phụ lục|[Hh]ạng|[Nn]hóm|[Đđ]ợt|[Bb]ảng) "
    r"(?=[\dIVX])"
    r"|(?<=\d) (?=(?:sao|sản phẩm|chủ thể|triệu|tỷ|đồng|lớp|người|ngày|giờ|phút|điểm|xã|sàn|thành viên)(?!\w)"
    r"|tháng(?! \d)(?!\w))"
    r"|(?<=\d) - (?=\d)"
    r"|(?<=\w) (?=[A-ZĐ](?:$|[,;.:)]| (?![a-z])))"
)
_DATE = re.compile(r"(?:ngày \d{1,2} )?tháng \d{1,2} năm \d{4}")  # a draft's day is room for the pen

# words of two and more syllables that a centred title must not cut
_COMPOUNDS = """mỗi xã một sản phẩm|giấy chứng nhận|ủy ban nhân dân|nông nghiệp|nông thôn|cấp quốc gia|quốc gia
tham gia|đánh giá|phân hạng|sản phẩm|chương trình|công nhận|kết quả|phê duyệt|thực hiện|hội đồng|phương hướng
nhiệm vụ|tổng hợp|danh sách|thị trấn|hiệu lực|tập huấn|xúc tiến|thương mại|phát triển|chứng nhận|thông báo
chấm điểm|tiềm năng|đề nghị|sắp hết|kèm theo|quyết định|báo cáo|họp hội đồng|hồ sơ|bổ sung|hoàn thiện|không đạt
yên mô|ninh bình|gia viễn|kim sơn|nho quan|hoa lư|yên khánh|tam điệp|môi trường|biên bản|tờ trình|chủ thể
hội chợ|triển lãm|tuần lễ|gian hàng|kiểm tra|giám sát|duy trì|thu hồi|điểm bán|giới thiệu|làng nghề"""
_COMPOUND = re.compile(
    r"(?<!\w)("
    + "|".join(re.escape(word) for word in sorted(_COMPOUNDS.replace("\n", "|").split("|"), key=len, reverse=True))
    + r")(?!\w)",
    re.IGNORECASE,
)

Measure = Callable[[str], float]


def glue(text: str) -> str:
    """Tie a figure to its noun, so that neither begins or ends a line alone.

    A hyphen is a break opportunity even before a no-break space; a word joiner closes it.
    """

    def tie(match: re.Match[str]) -> str:
        return match[0].replace(" - ", f"{NBSP}-{WORD_JOINER}{NBSP}").replace(" ", NBSP)

    return _GLUE.sub(tie, text)


def glue_whole_dates(text: str) -> str:
    """Keep each date on one line. Only for short centred lines: in justified text the words would gape."""
    return _DATE.sub(lambda match: match[0].replace(" ", NBSP), text)


def unglued(text: str) -> str:
    """The words as they were before `glue`: what a reader copies and a search finds."""
    return text.replace(NBSP, " ").replace(WORD_JOINER, "")


def balance(text: str, *, measure: Measure, max_mm: float) -> list[str]:
    """Break a centred title into the fewest lines, then into the most even ones.

    The drawn rule under a title is a part of its last line, so lines must be even; a compound is never cut.
    """
    words = _COMPOUND.sub(lambda match: match[0].replace(" ", NBSP), glue(text)).split(" ")
    fewest = max(1, math.ceil(measure(" ".join(words)) / max_mm))
    for count in range(fewest, fewest + 3):
        if lines := _even_lines(words, count, measure, max_mm):
            return lines
    return [text]


def _even_lines(words: Sequence[str], count: int, measure: Measure, max_mm: float) -> list[str]:
    """Least squares over the break positions; a break after a comma is worth a little unevenness."""
    if count > len(words):
        return []
    space = measure(" ")
    ends = [0.0]
    for word in words:
        ends.append(ends[-1] + measure(word) + space)
    goal = (ends[-1] - space) / count
    best: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
    for line in range(1, count + 1):
        row: dict[int, tuple[float, int]] = {}
        for end in range(line, len(words) + 1):
            choices = [
                (cost + (width - goal) ** 2 - (120 if start and words[start - 1].endswith((",", ";")) else 0), start)
                for start, (cost, _) in best[line - 1].items()
                if start < end and (width := ends[end] - ends[start] - space) <= max_mm
            ]
            if choices:
                row[end] = min(choices)
        best.append(row)
    if len(words) not in best[count]:
        return []
    out: list[str] = []
    end = len(words)
    for line in range(count, 0, -1):
        start = best[line][end][1]
        out.append(" ".join(words[start:end]))
        end = start
    return out[::-1]


def count_text(number: int) -> str:
    """A quantity in an official text: 01 … 09, 10."""
    return f"{number:02d}"


VIETNAMESE_LETTERS = "abcdđeghiklmnopqrstuvxy"


def letter(index: int) -> str:
    """The letter of a point: a) b) c) d) đ) e) … in the decree's order."""
    return VIETNAMESE_LETTERS[index]
