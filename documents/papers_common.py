"""Wording that every app's papers share: bodies, legal bases, signing forms, references, fixed placeholders.

Names of bodies are given, never guessed: units are dated, and a merged district keeps its old papers.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from core.formats import today
from documents.model import Annex, Blank, Block, Dieu, Doc, P, PaperDate, PaperNumber, Sign, Text, plain
from documents.model.inline import DAY_BLANK, NUMBER_BLANK, Inline

STARS = {1: "*", 2: "**", 3: "***", 4: "****", 5: "*****"}
STAR_WORDS = {1: "một", 2: "hai", 3: "ba", 4: "bốn", 5: "năm"}
END = "./."

# The field of the Ministry, the departments and the divisions, by the day from which they bear the name.
_AGRICULTURE: tuple[tuple[dt.date, str], ...] = (
    (dt.date(2025, 3, 1), "Nông nghiệp và Môi trường"),
    (dt.date.min, "Nông nghiệp và Phát triển nông thôn"),
)


def agriculture_on(day: dt.date) -> str:
    """What the specialised bodies are called on a day: the ministries were merged on 01/3/2025."""
    return next(words for since, words in _AGRICULTURE if day >= since)


def ministry_on(day: dt.date) -> str:
    """Name of the Ministry on a day."""
    return f"Bộ {agriculture_on(day)}"


# The law's titles, quoted in full. Which of them a paper cites is the ruleset's and the officer's choice.
BASES: Mapping[str, str] = {
    "luat-tccqdp": "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015; Luật sửa đổi, bổ sung một số "
    "điều của Luật Tổ chức Chính phủ và Luật Tổ chức chính quyền địa phương ngày 22 tháng 11 năm 2019",
    "luat-tccqdp-2025": "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025",
    "qd-919": "Căn cứ Quyết định số 919/QĐ-TTg ngày 01 tháng 8 năm 2022 của Thủ tướng Chính phủ phê duyệt Chương trình "
    "mỗi xã một sản phẩm giai đoạn 2021 - 2025",
    "qd-148": "Căn cứ Quyết định số 148/QĐ-TTg ngày 24 tháng 02 năm 2023 của Thủ tướng Chính phủ về việc ban hành Bộ "
    "tiêu chí và quy trình đánh giá, phân hạng sản phẩm Chương trình mỗi xã một sản phẩm",
    "qd-1489": "Căn cứ Quyết định số 1489/QĐ-TTg ngày 06 tháng 7 năm 2025 của Thủ tướng Chính phủ sửa đổi, bổ sung một "
    "số điều của Quyết định số 148/QĐ-TTg ngày 24 tháng 02 năm 2023",
    "qd-26-2026": "Căn cứ Quyết định số 26/2026/QĐ-TTg ngày 22 tháng 5 năm 2026 của Thủ tướng Chính phủ ban hành Bộ "
    "tiêu chí và quy trình đánh giá, phân hạng sản phẩm mỗi xã một sản phẩm",
    "kh-55-2024": "Căn cứ Kế hoạch số 55/KH-UBND ngày 15 tháng 3 năm 2024 của Ủy ban nhân dân tỉnh Ninh Bình thực hiện "
    "Chương trình mỗi xã một sản phẩm trên địa bàn tỉnh Ninh Bình năm 2024",
}
BASES_2024 = ("luat-tccqdp", "qd-919", "qd-148", "kh-55-2024")


@dataclass(frozen=True, slots=True)
class Body:
    """An issuing body as papers name it."""

    lines: tuple[str, ...]
    name: str  # "Ủy ban nhân dân huyện Yên Mô"
    area: str  # "huyện Yên Mô"
    place: str  # "Yên Mô"
    superior: tuple[str, ...] = ()

    @property
    def level_word(self) -> str:
        """The unit's kind in a sentence: "tỉnh", "huyện" or "xã"."""
        return self.area.split(" ", 1)[0]

    @property
    def short_name(self) -> str:
        """Write "UBND huyện Yên Mô", as lists of recipients write it."""
        return self.name.replace("Ủy ban nhân dân", "UBND").replace("Phát triển nông thôn", "PTNT")

    @property
    def capitals(self) -> str:
        """The name as it stands above the legal bases."""
        return self.name.upper()


def people_committee(area: str) -> Body:
    """Ủy ban nhân dân of a province, district or commune. It prints no superior body above itself."""
    return Body(("ỦY BAN NHÂN DÂN", area.upper()), f"Ủy ban nhân dân {area}", area, place_of(area))


def council_of(area: str) -> Body:
    """The evaluation council; its name is broken by hand, for it does not fit the head's 65 mm."""
    return Body(
        ("HỘI ĐỒNG ĐÁNH GIÁ,", "PHÂN HẠNG SẢN PHẨM OCOP"),
        f"Hội đồng đánh giá, phân hạng sản phẩm OCOP {area}",
        area,
        place_of(area),
        (f"UBND {area}".upper(),),
    )


def department_of_agriculture(area: str, *, field_words: str = "Nông nghiệp và Phát triển nông thôn") -> Body:
    """Sở; after March 2025 its field is "Nông nghiệp và Môi trường"."""
    lines = _two_lines(f"SỞ {field_words}")
    return Body(lines, f"Sở {field_words} {area}", area, place_of(area), (f"UBND {area}".upper(),))


def division_of_agriculture(area: str, *, field_words: str = "Nông nghiệp và Phát triển nông thôn") -> Body:
    """Phòng chuyên môn of a district."""
    lines = _two_lines(f"PHÒNG {field_words}")
    return Body(lines, f"Phòng {field_words} {area}", area, place_of(area), (f"UBND {area}".upper(),))


def _two_lines(name: str) -> tuple[str, ...]:
    """Break a long name after "và": "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG" does not fit the head's 65 mm."""
    first, found, second = name.upper().partition(" VÀ ")
    return (f"{first} VÀ", second) if found else (first,)


def body_named(kind: str, area: str, level: str, *, day: dt.date | None = None, lines: tuple[str, ...] = ()) -> Body:
    """A body by its key in the registry ("ubnd", "hoi-dong", "chuyen-mon") on a day, else today; `lines` set by hand win."""
    if kind == "hoi-dong":
        body = council_of(area)
    elif kind == "chuyen-mon":
        made = department_of_agriculture if level == "province" else division_of_agriculture
        body = made(area, field_words=agriculture_on(day or today()))
    else:
        body = people_committee(area)
    return replace(body, lines=lines) if lines else body


def place_of(area: str) -> str:
    """Give the place of the date line: "huyện Yên Mô" → "Yên Mô"."""
    for kind in ("tỉnh ", "thành phố ", "huyện ", "thị xã ", "xã ", "thị trấn ", "phường "):
        if area.lower().startswith(kind):
            return area[len(kind) :]
    return area


# Who signs, in whose name (Decree 30/2020, Appendix I, II.7).
SIGNING_FORMS: Mapping[str, tuple[str, ...]] = {
    "ubnd-chu-tich": ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
    "ubnd-pho-chu-tich": ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
    "hd-chu-tich": ("TM. HỘI ĐỒNG", "CHỦ TỊCH"),
    "hd-pho-chu-tich": ("TM. HỘI ĐỒNG", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
    "giam-doc": ("GIÁM ĐỐC",),
    "pho-giam-doc": ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
    "truong-phong": ("TRƯỞNG PHÒNG",),
    "pho-truong-phong": ("KT. TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG"),
}
# The same in a list to choose from: short enough that nothing of it is cut off.
SIGNING_FORM_LABELS: Mapping[str, str] = {
    "ubnd-chu-tich": "Chủ tịch",
    "ubnd-pho-chu-tich": "KT. Chủ tịch, Phó Chủ tịch",
    "hd-chu-tich": "Chủ tịch",
    "hd-pho-chu-tich": "KT. Chủ tịch, Phó Chủ tịch",
    "giam-doc": "Giám đốc",
    "pho-giam-doc": "KT. Giám đốc, Phó Giám đốc",
    "truong-phong": "Trưởng phòng",
    "pho-truong-phong": "KT. Trưởng phòng, Phó Trưởng phòng",
}


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs: a form of `SIGNING_FORMS`, the name, the office held when a council uses its body's seal.

    While nobody is named, `free_lines` are kept free for what is still to come.
    """

    form: str = "ubnd-chu-tich"
    name: str = ""
    office: str = ""
    free_lines: int = 0

    def block(self) -> Sign:
        """The place to sign."""
        return Sign(SIGNING_FORMS[self.form], self.name, office=self.office.upper(), free_lines=self.free_lines)


@dataclass(frozen=True, slots=True)
class Issue:
    """What the registry gives a paper: body, symbol, number, date, signer. A draft has no number."""

    body: Body
    symbol: str
    signer: Signer = field(default_factory=Signer)
    number: int | None = None
    date: PaperDate | None = None
    draft: bool = True

    @property
    def paper_number(self) -> PaperNumber:
        """Number and symbol for the head."""
        return PaperNumber(self.number, self.symbol)

    @property
    def reference(self) -> Text:
        """Write "số 05/QĐ-UBND ngày 05 tháng 01 năm 2024": how an annex or a certificate names this paper."""
        return reference_text(self.symbol, number=self.number, date=self.date)


@dataclass(frozen=True, slots=True)
class Texts:
    """The wording of a paper that an officer may change: plain text, never a template."""

    subject: str = ""
    bases: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()  # one Điều each; further lines are its clauses
    paragraphs: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()

    def to_fields(self) -> dict[str, Any]:
        """As stored in `Document.fields`."""
        lists = {key: list(getattr(self, key)) for key in _LISTS if getattr(self, key)}
        return {"subject": self.subject, **lists}

    @classmethod
    def from_fields(cls, fields: Mapping[str, Any], values: Mapping[str, str] | None = None) -> Texts:
        """Read the stored wording and put the fixed placeholders' values in."""
        filled = {key: tuple(fill(str(line), values or {}) for line in fields.get(key, ())) for key in _LISTS}
        return cls(subject=fill(str(fields.get("subject", "")), values or {}), **filled)


_LISTS = ("bases", "articles", "paragraphs", "addressees", "recipients")
_PLACEHOLDER = re.compile(r"\{([a-z_]{2,40})\}")
_PEN_ROOM = re.compile(r"_{2,}")
TABLE_MARK = "{bang}"
MEETING_MINUTES = "Biên bản họp"  # of opinions in writing: "Biên bản tổng hợp ý kiến"
PROPOSAL_MARK, MINUTES_MARK = "{to_trinh}", "{bien_ban}"


def fill(text: str, values: Mapping[str, str]) -> str:
    """Replace known {placeholders} by plain values, once. Everything else, `{{7*7}}` too, prints as it stands."""
    return _PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), text)


def pen_room(text: str) -> Text:
    """Write "số ___/TTr-PNN": three or more underscores are room for a number, two are room for a day."""
    out: list[Inline] = []
    position = 0
    for match in _PEN_ROOM.finditer(text):
        out += [text[position : match.start()], NUMBER_BLANK if len(match[0]) > 2 else DAY_BLANK]
        position = match.end()
    out.append(text[position:])
    return tuple(item for item in out if item != "") if len(out) > 1 else text


def reference_text(symbol: str, *, number: int | None, date: PaperDate | None) -> Text:
    """Write "số 12/TTr-PNN ngày 01 tháng 11 năm 2024", with room for what is not known."""
    parts: list[Inline] = ["số "]
    for piece in (PaperNumber(number, symbol).text(), " ", date.text() if date else ("ngày ", Blank(30))):
        parts.extend(piece if isinstance(piece, tuple) else (piece,))
    return tuple(parts)


def reference_line(symbol: str, *, number: int | None, date: PaperDate | None) -> str:
    """The same as one plain line with underscores for the pen, for text that officers edit."""
    parts = reference_text(symbol, number=number, date=date)
    items = parts if isinstance(parts, tuple) else (parts,)
    return "".join(item if isinstance(item, str) else "__" if item == DAY_BLANK else "___" for item in items)


def article_blocks(articles: Sequence[str], *, tables: Sequence[Block] = ()) -> tuple[Block, ...]:
    """Điều 1, Điều 2 … with their clauses; the last words end "./."; `{bang}` on a line of its own is a table."""
    out: list[Block] = []
    waiting = list(tables)
    for number, article in enumerate(articles, 1):
        first, *rest = [line for line in article.split("\n") if line.strip()] or [""]
        out.append(Dieu(number, pen_room(first.strip())))
        for line in rest:
            out += [waiting.pop(0)] if line.strip() == TABLE_MARK and waiting else [P(pen_room(line.strip()))]
    return _ended((*out[:1], *waiting, *out[1:]) if waiting else tuple(out))


def paragraph_blocks(paragraphs: Sequence[str], *, tables: Sequence[Block] = ()) -> tuple[Block, ...]:
    """Plain paragraphs of a letter; `{bang}` marks the place of a table, else it follows the first paragraph."""
    out: list[Block] = []
    waiting = list(tables)
    for line in (line.strip() for text in paragraphs for line in text.split("\n")):
        if line == TABLE_MARK and waiting:
            out.append(waiting.pop(0))
        elif line and line != TABLE_MARK:
            out.append(P(pen_room(line)))
    return _ended((*out[:1], *waiting, *out[1:]) if waiting else tuple(out))


def _ended(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Close the last paragraph with "./.", whatever it ends with now."""
    if not blocks or not isinstance(blocks[-1], P | Dieu):
        return blocks
    last = blocks[-1]
    items = last.text if isinstance(last.text, tuple) else (last.text,)
    if isinstance(items[-1], str):
        items = (*items[:-1], closed(items[-1]))
    return (*blocks[:-1], replace(last, text=items if len(items) > 1 else items[0]))


def closed(text: str) -> str:
    """The end of an official text: exactly one "./."."""
    return re.sub(r"[\s./;]*$", "", text) + END


def framed(issue: Issue, **parts: Any) -> Doc:
    """A paper with the issuer's head, number, date and draft mark."""
    return Doc(
        body_lines=issue.body.lines,
        superior_lines=issue.body.superior,
        number=issue.paper_number,
        place=issue.body.place,
        date=issue.date,
        draft=issue.draft,
        **parts,
    )


def decision_paper(
    issue: Issue,
    words: Texts,
    *,
    authority: str = "",
    values: Mapping[str, str] | None = None,
    tables: Sequence[Block] = (),
    annexes: Sequence[Annex] = (),
) -> Doc:
    """A decision in articles; `authority` is who decides unless the body does, `values` fill what the bases name."""
    return framed(
        issue,
        kind="QUYẾT ĐỊNH",
        subject=words.subject,
        authority=authority or issue.body.capitals,
        bases=basis_texts(words.bases, values),
        order="QUYẾT ĐỊNH:",
        blocks=article_blocks(words.articles, tables=tables),
        signs=(issue.signer.block(),),
        recipients=words.recipients,
        annexes=tuple(annexes),
    )


def letter_paper(
    issue: Issue,
    words: Texts,
    *,
    values: Mapping[str, str] | None = None,
    tables: Sequence[Block] = (),
    annexes: Sequence[Annex] = (),
    **named: str,
) -> Doc:
    """A letter or a proposal; `kind` names a proposal, `title` the file of a letter. "{don_vi}" is who writes."""
    known = {"don_vi": issue.body.name, **(values or {})}
    lines = tuple(fill(line, known) for line in words.paragraphs)
    return framed(
        issue,
        subject=words.subject,
        addressees=words.addressees,
        blocks=paragraph_blocks(lines, tables=tables),
        signs=(issue.signer.block(),),
        recipients=words.recipients,
        annexes=tuple(annexes),
        **named,
    )


def day_words(day: dt.date) -> str:
    """Write "ngày 05 tháng 01 năm 2024"."""
    return plain(PaperDate.of(day).text())


def days_words(first: dt.date, last: dt.date, *, link: str = "đến") -> str:
    """Write one day, or "từ ngày … đến ngày …"."""
    return day_words(first) if first == last else f"từ {day_words(first)} {link} {day_words(last)}"


def unfinished(text: str) -> str:
    """A basis without its closing sign: the paper adds ";" and "."."""
    return text.rstrip(" ;.")


def basis_texts(bases: Sequence[str], values: Mapping[str, str] | None = None) -> tuple[Text, ...]:
    """Legal bases, each without its closing sign, with the fixed placeholders' values put in."""
    return tuple(pen_room(unfinished(fill(line, values or {}))) for line in bases if line.strip())


def proposal_clause(symbol: str, number: int | None, date: PaperDate | None, *, minutes: str = "") -> dict[str, str]:
    """What `{to_trinh}` stands for: the issued proposal and the minutes, and nothing while neither exists.

    It is asked at each printing, so a proposal issued after the draft was begun is still named.
    """
    named = f" tại Tờ trình {reference_line(symbol, number=number, date=date)}" if number and date else ""
    return {"to_trinh": named + (f" và {minutes}" if minutes else "")}
