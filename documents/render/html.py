"""A `Doc` as HTML: the same text for WeasyPrint and for the preview in a browser.

No style attributes: the preview runs under a policy that forbids them. Widths that depend on the paper become classes
whose rules stand in one `<style>` element.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cache, partial
from html import escape
from pathlib import Path

from documents.model import Annex, Blank, Box, Break, Dieu, Doc, P, Sign, Span, Text, plain
from documents.model.inline import runs
from documents.model.typeset import NBSP, WORD_JOINER, balance, glue, glue_whole_dates
from documents.render import html_blocks
from documents.render.drawn import PNG
from documents.render.fonts import BOLD, ITALIC, REGULAR, face_rules, web_font_url, width_mm
from documents.render.html_scores import box
from documents.render.signing import TEXT_MM, column_widths

DRAFT_MARK = "DỰ THẢO"
_BEFORE_BLANK = ("số ", "Số ", "ngày ", "tháng ", "năm ")


@cache
def sheet() -> str:
    """The one style sheet of all papers."""
    return Path(__file__).with_name("sheet.css").read_text(encoding="utf-8")


@dataclass
class Writer:
    """Escapes words and collects the rules that one paper needs."""

    rules: dict[str, str] = field(default_factory=dict)

    def css(self, declaration: str) -> str:
        """The class that carries a declaration, made on first use."""
        return self.rules.setdefault(declaration, f"s{len(self.rules)}")

    def words(self, text: str, *, glued: bool = True) -> str:
        """Escape words, their figures glued to their nouns."""
        return escape(glue(text) if glued else text, quote=True)

    def inline(self, text: Text, *, whole_dates: bool = False) -> str:
        """Markup of a text."""
        return "".join(self._runs(text, whole_dates))

    def _runs(self, text: Text, whole_dates: bool) -> list[str]:
        out: list[str] = []
        items = runs(text)
        for position, run in enumerate(items):
            if isinstance(run, Break):
                out.append("<br>")
            elif isinstance(run, Blank):
                out.append(f'<span class="blank {self.css(f"width:{run.mm:g}mm")}"></span>')
            elif isinstance(run, Box):
                out.append(box(ticked=run.ticked))
            else:
                following = items[position + 1] if position + 1 < len(items) else None
                out.append(self._span(run, tied=isinstance(following, Blank), whole_dates=whole_dates))
        return out

    def _span(self, run: Span, *, tied: bool, whole_dates: bool) -> str:
        words = glue_whole_dates(run.text) if whole_dates else run.text
        if tied and words.endswith(_BEFORE_BLANK):
            words = words[:-1] + NBSP
        out = self.words(words)
        if run.italic:
            out = f"<i>{out}</i>"
        return f"<b>{out}</b>" if run.bold else out

    def centred(self, text: str, *, points: float, max_mm: float, style: str = BOLD) -> list[str]:
        """A centred title as balanced, escaped lines."""
        measure = partial(width_mm, points=points, style=style)
        return [escape(line) for line in balance(text, measure=measure, max_mm=max_mm)]


def to_html(doc: Doc, *, for_screen: bool = False) -> str:
    """The whole paper as one HTML page; `for_screen` brings the style sheet and the fonts along."""
    writer = Writer()
    main = _main(writer, doc)
    annexes = "".join(_annex(writer, doc, index, annex) for index, annex in enumerate(doc.annexes, 1))
    own_sheet = face_rules(web_font_url) + sheet() if for_screen else ""
    rules = "".join(f".{name}{{{declaration}}}\n" for declaration, name in writer.rules.items())
    return (
        f'<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>{escape(doc.file_title)}</title>'
        f"<style>{own_sheet}{page_rules(doc)}{rules}</style></head>"
        f'<body class="{"draft" if doc.draft else "issued"}">{main}{annexes}</body></html>'
    )


def page_rules(doc: Doc) -> str:
    """Page size, draft mark and, for each annex, a page name of its own that begins to count anew.

    `:first` is the document's first page only, also for named pages; `:nth(1 of name)` is what an annex needs.
    """
    rules = ["@page{size:A4 landscape}"] if doc.landscape else []
    if doc.draft:
        rules.append(f'@page{{@top-right{{content:"{DRAFT_MARK}";font:700 13pt Tinos;vertical-align:middle}}}}')
    for index, annex in enumerate(doc.annexes, 1):
        size = "A4 landscape" if annex.landscape else "A4 portrait"
        rules.append(
            f"@page pl{index}{{size:{size}}}"
            f"@page pl{index}:nth(1 of pl{index}){{counter-reset:page 1;@top-center{{content:none}}}}"
            f"#pl{index}{{page:pl{index}}}"
        )
    return "".join(rules)


KEPT_LINES = 2  # of the last words that go to the signature's page with it, so that it never stands there alone


def _kept_with_signature(doc: Doc) -> int:
    """How many of the last blocks: no more than needed, or a short end would leave the page before half empty."""
    lines = 0
    for count, item in enumerate(reversed(doc.blocks), 1):
        text = plain(item.text) if isinstance(item, P | Dieu) else ""
        lines += math.ceil(width_mm(text, 14, REGULAR) / TEXT_MM[doc.landscape]) if text else KEPT_LINES
        if lines >= KEPT_LINES:
            return count
    return len(doc.blocks)


def _main(writer: Writer, doc: Doc) -> str:
    blocks = [html_blocks.block(writer, item) for item in doc.blocks]
    if doc.signs and blocks:
        kept = _kept_with_signature(doc)
        blocks[-kept:] = [f'<div class="last">{item}</div>' for item in blocks[-kept:]]
    order = f'<p class="order">{writer.words(doc.order)}</p>' if doc.order else ""
    authority = f'<p class="authority">{writer.words(doc.authority)}</p>' if doc.authority else ""
    return (
        f'<section class="paper{" wide" if doc.landscape else ""}">'
        f"{_head(writer, doc)}{_title(writer, doc)}{authority}{_addressees(writer, doc)}{_bases(writer, doc)}{order}"
        f"{''.join(blocks)}{_signing(writer, doc)}</section>"
    )


def _head(writer: Writer, doc: Doc) -> str:
    """Issuing body and national title; number and date share the second row, so they share a line."""
    if not doc.body_lines:
        return (
            '<div class="sole-head"><div class="nation">CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</div>'
            '<div class="motto"><span class="rule full">Độc lập - Tự do - Hạnh phúc</span></div></div>'
        )
    left = [f'<div class="superior">{writer.words(line)}</div>' for line in doc.superior_lines]
    left += [f'<div class="body">{writer.words(line)}</div>' for line in doc.body_lines[:-1]]
    left.append(f'<div class="body"><span class="rule part">{writer.words(doc.body_lines[-1])}</span></div>')
    rows = [
        f'<tr><td class="left">{"".join(left)}</td><td>'
        '<div class="nation">CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</div>'
        '<div class="motto"><span class="rule full">Độc lập - Tự do - Hạnh phúc</span></div></td></tr>'
    ]
    number = f"Số: {writer.inline(doc.number.text())}" if doc.number else ""
    date = f"{writer.words(doc.place)}, {writer.inline(doc.date.text())}" if doc.date else ""
    if number or date:
        rows.append(f'<tr><td class="left number">{number}</td><td class="date">{date}</td></tr>')
    if not doc.kind and doc.subject:
        lines = writer.centred(f"V/v {doc.subject}", points=12, max_mm=62, style=REGULAR)
        rows.append(f'<tr><td class="left about">{"<br>".join(lines)}</td><td></td></tr>')
    return f'<table class="head"><tbody>{"".join(rows)}</tbody></table>'


def _title(writer: Writer, doc: Doc) -> str:
    if not doc.kind:
        return ""
    out = [f'<h1 class="kind">{writer.words(doc.kind)}</h1>']
    if doc.subject:
        lines = writer.centred(doc.subject, points=14, max_mm=190 if doc.landscape else 156)
        upper = "".join(f"<div>{line}</div>" for line in lines[:-1])
        out.append(f'<div class="subject">{upper}<div><span class="rule part">{lines[-1]}</span></div></div>')
    if doc.under_subject:
        out.append(f'<p class="under">{writer.inline(doc.under_subject, whole_dates=True)}</p>')
    return "".join(out)


def _addressees(writer: Writer, doc: Doc) -> str:
    """One addressee stands on the line of "Kính gửi"; several below it, dashes under the colon."""
    if not doc.addressees:
        return ""
    if len(doc.addressees) == 1:
        return f'<p class="to-one">Kính gửi: {writer.words(doc.addressees[0])}</p>'
    indent = writer.css(f"padding-left:{width_mm('Kính gửi', 14, REGULAR):.2f}mm")
    items = "".join(f"<div>- {writer.words(line)}</div>" for line in _closed(doc.addressees))
    return f'<table class="to"><tbody><tr><td>Kính gửi:<div class="{indent}">{items}</div></td></tr></tbody></table>'


def _bases(writer: Writer, doc: Doc) -> str:
    last = len(doc.bases) - 1
    return "".join(
        f'<p class="basis">{writer.inline(basis)}{";" if index < last else "."}</p>'
        for index, basis in enumerate(doc.bases)
    )


def _closed(lines: tuple[str, ...]) -> list[str]:
    """List items as the decree ends them: ";" each, "." the last."""
    last = len(lines) - 1
    return [f"{line.rstrip('.; ')}{';' if index < last else '.'}" for index, line in enumerate(lines)]


def _recipients(writer: Writer, doc: Doc) -> str:
    if not doc.recipients:
        return ""
    items = "".join(f"<div>- {writer.words(line)}</div>" for line in _closed(doc.recipients))
    return f'<div class="copies-head">Nơi nhận:</div><div class="copies">{items}</div>'


def _sign(writer: Writer, sign: Sign, max_mm: float) -> str:
    date = f'<div class="sign-date">{writer.inline(sign.place_and_date)}</div>' if sign.place_and_date else ""
    lines = "".join(f"<div>{writer.words(line)}</div>" for line in sign.lines)
    caption = f'<div class="caption">{writer.words(sign.caption)}</div>' if sign.caption else ""
    office = f"<div>{writer.words(sign.office)}</div>" if sign.office else ""
    drawn = f'<img alt="Chữ ký" src="{sign.picture}">' if PNG.fullmatch(sign.picture) else ""
    fits = width_mm(sign.name, 14) <= max_mm
    name = (
        writer.words(sign.name, glued=False)
        if fits
        else "<br>".join(writer.centred(sign.name, points=14, max_mm=max_mm))
    )
    free = f"<div>{NBSP}</div>" * sign.free_lines
    return f'{date}{lines}{caption}<div class="room">{drawn}</div>{office}<div>{name}</div>{free}'


def _signing(writer: Writer, doc: Doc) -> str:
    if not doc.signs:
        return ""
    copies = _recipients(writer, doc)
    widths = column_widths(doc.signs, TEXT_MM[doc.landscape])
    cells = ""
    for sign, width in zip(doc.signs, widths, strict=True):
        rule = f" {writer.css(f'width:{width:.1f}mm')}" if len(set(widths)) > 1 else ""
        most = width if len(doc.signs) > 1 else width * 0.55  # one alone leaves room for "Nơi nhận"
        cells += f'<td class="sign{rule}">{_sign(writer, sign, most)}</td>'
    if len(doc.signs) == 1:
        cells = f'<td class="beside">{copies}</td>{cells}'
        copies = ""
    below = f'<div class="below">{copies}</div>' if copies else ""
    return f'<table class="signing" id="ky"><tbody><tr>{cells}</tr></tbody></table>{below}'


def _annex(writer: Writer, doc: Doc, index: int, annex: Annex) -> str:
    lines = writer.centred(annex.title, points=14, max_mm=200 if annex.landscape else 150)
    title = "".join(f"<div>{line}</div>" for line in lines)
    attached = _attached(writer, annex) if annex.attached_to else ""
    blocks = "".join(html_blocks.block(writer, item) for item in annex.blocks)
    return (
        f'<section class="paper annex{" wide" if annex.landscape else ""}" id="pl{index}">'
        f'<div class="annex-no">{writer.words(doc.annex_label(index))}</div><h2 class="annex-title">{title}</h2>'
        f"{attached}{blocks}</section>"
    )


def _attached(writer: Writer, annex: Annex) -> str:
    """Write "(Kèm theo …)", balanced too: a blank is measured as no-break spaces and put back afterwards."""
    probe, blanks = "", []
    for run in runs(annex.attached_to):
        if isinstance(run, Blank):
            filler = NBSP * round(run.mm / width_mm(NBSP, 14, ITALIC)) + WORD_JOINER
            blanks.append((filler, run))
            probe = f"{probe.rstrip(' ')}{NBSP}{filler}"
        elif isinstance(run, Span):
            words = glue_whole_dates(run.text)
            probe += f"{NBSP}{words[1:]}" if blanks and probe.endswith(WORD_JOINER) and words[:1] == " " else words
    lines = writer.centred(f"(Kèm theo {probe})", points=14, max_mm=225 if annex.landscape else 155, style=ITALIC)
    markup = "<br>".join(lines)
    for filler, run in sorted(blanks, key=lambda pair: -len(pair[0])):
        markup = markup.replace(filler, writer.inline(run), 1)
    return f'<p class="attached">{markup}</p>'
