"""The parts of an annual report (DOMAIN §10, I to V) and the marks that stand for figures in their words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from core.formats import number_vn
from programme.reporting.figures import DONG, Figure, in_words

MARK = re.compile(r"\{([a-z0-9_]+)(?::(truoc|so_sanh))?\}")
TABLES = {"bang_nganh": "Bảng theo ngành", "bang_chi_tieu": "Bảng chỉ tiêu", "bang_kinh_phi": "Bảng kinh phí"}
CUT_OFF = "ngay_chot"


@dataclass(frozen=True)
class Part:
    """One section: its heading on paper, its level, and whether officers must write something."""

    key: str
    heading: str
    level: int
    asks: bool = False


PARTS: tuple[Part, ...] = (
    Part("mo_dau", "", 0),
    Part("chi_dao", "I. CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH", 1),
    Part("", "II. KẾT QUẢ THỰC HIỆN", 1),
    Part("tuyen_truyen", "1. Thông tin, tuyên truyền", 2),
    Part("tap_huan", "2. Tập huấn, bồi dưỡng", 2),
    Part("phat_trien", "3. Phát triển sản phẩm gắn với làng nghề, du lịch nông thôn", 2),
    Part("danh_gia", "4. Đánh giá, phân hạng sản phẩm", 2),
    Part("xuc_tien", "5. Xúc tiến thương mại, điểm giới thiệu và bán sản phẩm", 2),
    Part("chuyen_doi_so", "6. Chuyển đổi số", 2),
    Part("kiem_tra", "7. Kiểm tra, giám sát, thu hồi", 2),
    Part("kinh_phi", "8. Kinh phí thực hiện", 2),
    Part("", "III. ĐÁNH GIÁ CHUNG", 1),
    Part("muc_tieu", "1. Kết quả đạt được so với mục tiêu", 2),
    Part("ton_tai", "2. Tồn tại, hạn chế", 2, asks=True),
    Part("nguyen_nhan", "3. Nguyên nhân", 2, asks=True),
    Part("phuong_huong", "IV. PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM {nam_sau}", 1, asks=True),
    Part("kien_nghi", "V. KIẾN NGHỊ, ĐỀ XUẤT", 1, asks=True),
    Part("ket", "", 0),
)
WRITTEN = tuple(part for part in PARTS if part.key)
BY_KEY = {part.key: part for part in WRITTEN}
NAMES = {"mo_dau": "Phần mở đầu", "ket": "Câu kết"}


def heading_of(part: Part, year: int) -> str:
    """The heading as printed."""
    return part.heading.replace("{nam_sau}", str(year + 1))


def name_of(key: str, year: int) -> str:
    """What the section is called on buttons and in messages, outside capitals."""
    heading = heading_of(BY_KEY[key], year)
    number, _, words = heading.partition(" ")
    return NAMES.get(key) or f"{number} {words.capitalize()}"


@dataclass(frozen=True)
class Piece:
    """Words, or a figure in its place; `key` opens the figure."""

    text: str
    key: str = ""
    corrected: bool = False
    missing: bool = False


def pieces(line: str, figures: Mapping[str, Figure], *, year: int, cut_off: str) -> Iterator[Piece]:
    """A line with its marks replaced. A mark that names no figure stays as typed, and is said to be missing."""
    at = 0
    for match in MARK.finditer(line):
        if match.start() > at:
            yield Piece(line[at : match.start()])
        yield _piece(match, figures, year, cut_off)
        at = match.end()
    if at < len(line):
        yield Piece(line[at:])


def _piece(match: re.Match[str], figures: Mapping[str, Figure], year: int, cut_off: str) -> Piece:
    key, form = match[1], match[2]
    if key == CUT_OFF:
        return Piece(cut_off)
    figure = figures.get(key)
    if figure is None:
        return Piece(match[0], missing=True)
    if form == "truoc":
        return Piece(in_words(figure.last, figure.unit), key, missing=figure.last is None)
    if form == "so_sanh":
        return Piece(compared(figure, year), key)
    return Piece(figure.words, key, figure.is_corrected, figure.shown is None)


def compared(figure: Figure, year: int) -> str:
    """Against the year before: "tăng 03 sản phẩm so với năm 2023"."""
    now, before = figure.shown, figure.last
    if now is None or before is None:
        return f"chưa có số liệu năm {year - 1} để so sánh"
    if now == before:
        return f"bằng năm {year - 1}"
    change = abs(now - before)
    amount = in_words(change, figure.unit) + ("" if figure.unit == DONG else f" {figure.unit}")
    share = (
        f" ({number_vn((change * 100 / before).quantize(Decimal('0.1')))}%)" if figure.unit == DONG and before else ""
    )
    return f"{'tăng' if now > before else 'giảm'} {amount}{share} so với năm {year - 1}"


def plain(line: str, figures: Mapping[str, Figure], *, year: int, cut_off: str) -> str:
    """A line as the paper has it."""
    return "".join(piece.text for piece in pieces(line, figures, year=year, cut_off=cut_off))


def table_mark(line: str) -> str:
    """The table whose place this line is, or nothing."""
    match = MARK.fullmatch(line.strip())
    return match[1] if match and match[1] in TABLES else ""


def lines_of(text: str) -> list[str]:
    """The lines that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


_LEGAL = re.compile(
    r"\d+/[A-ZĐ0-9][\w\-/]*|\d{1,2}/\d{1,2}(?:/\d{4})?|(?:ngày|tháng|năm|quý|khoản|điều|mục|bảng|biểu|phụ lục|giai đoạn)"
    r"\s+[\dIVX]+(?:\s*-\s*\d+)?|\d+\s*sao|^\s*(?:\d+\.|\d+\)|[a-zđ]\))|từ \d+ sao",
    re.IGNORECASE,
)


def typed_figures(text: str) -> list[str]:
    """Figures typed by hand: what is left of digits when marks, dates and numbers of papers are taken away."""
    found = []
    for line in lines_of(text):
        rest = _LEGAL.sub(" ", MARK.sub(" ", line))
        found += re.findall(r"\d[\d.,]*", rest)
    return [one.rstrip(".,") for one in found]
