"""Giấy chứng nhận of a class: A4 landscape over the same drawn ground as the product's certificate."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from html import escape

from documents.model import PaperDate
from documents.model.typeset import balance
from documents.papers_common import SIGNING_FORMS
from documents.render.certificate import certificate_sheet
from documents.render.fonts import BOLD, width_mm
from documents.render.html import Writer
from documents.render.ornament import frame
from documents.render.pdf import html_to_pdf

_NAME_MM = 214.0
_TITLE_MM = 216.0
_OWN_RULES = (
    ".about{margin-top:1.6mm}.person{font-size:28pt}.number{position:absolute;left:33mm;top:172mm;font-size:12pt}"
)


@dataclass(frozen=True, slots=True)
class AttendanceCertificate:
    """What the certificate of a participant says."""

    issuer: str  # "Sở Nông nghiệp và Phát triển nông thôn tỉnh Ninh Bình"
    place: str
    person: str
    office: str  # position and organisation in one line
    title: str  # of the class
    when: str  # "từ ngày … đến ngày …"
    venue: str
    number: str
    date: PaperDate
    form: str  # of documents.papers_common.SIGNING_FORMS

    @property
    def file_title(self) -> str:
        """The title that the file carries."""
        return f"Giấy chứng nhận {self.number}: {self.person}"


def attendance_certificate_pdf(item: AttendanceCertificate) -> bytes:
    """The certificate as PDF bytes; the same certificate gives the same bytes. Raises RenderFailed."""
    writer = Writer()
    body = _body(writer, item)
    rules = "".join(f".{name}{{{declaration}}}" for declaration, name in writer.rules.items())
    markup = (
        f'<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>{escape(item.file_title)}</title>'
        f"<style>{rules}</style></head><body>{body}</body></html>"
    )
    return html_to_pdf(markup, css=certificate_sheet() + _OWN_RULES)


def _lines(text: str, points: float, most: float) -> str:
    return "<br>".join(
        escape(line) for line in balance(text, measure=partial(width_mm, points=points, style=BOLD), max_mm=most)
    )


def _body(writer: Writer, item: AttendanceCertificate) -> str:
    size = next((size for size in (17, 16, 15, 14) if width_mm(item.title, size, BOLD) <= 2 * _TITLE_MM), 13)
    title = f'<div class="line {writer.css(f"font-size:{size}pt")}"><b>{_lines(f"“{item.title}”", size, _TITLE_MM)}</b></div>'
    office = f'<div class="line">{writer.words(item.office)}</div>' if item.office else ""
    signing = "".join(f"<div>{escape(line)}</div>" for line in SIGNING_FORMS[item.form])
    return (
        f'<section class="sheet">{frame()}<div class="words">'
        '<div class="nation">CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</div>'
        '<div class="motto"><span class="rule">Độc lập - Tự do - Hạnh phúc</span></div>'
        '<h1>GIẤY CHỨNG NHẬN</h1><div class="rank">HOÀN THÀNH LỚP TẬP HUẤN</div>'
        f'<div class="issuer about">{escape(item.issuer.upper())}</div><div class="line"><i>chứng nhận ông (bà)</i></div>'
        f'<div class="name person">{_lines(item.person.upper(), 28, _NAME_MM)}</div>{office}'
        f'<div class="line"><i>đã hoàn thành</i></div>{title}'
        f'<div class="line">tổ chức {writer.words(item.when)}</div><div class="line">tại {writer.words(item.venue)}</div>'
        f'</div><div class="number">Số: <b>{escape(item.number)}</b></div>'
        f'<div class="signature"><div class="date">{writer.words(item.place)}, {writer.inline(item.date.text())}</div>'
        f"{signing}</div></section>"
    )
