"""The certificate: A4 landscape, words over a drawn ground, a QR code to the public page that says if it is valid."""

from __future__ import annotations

from functools import cache, partial
from html import escape
from pathlib import Path

from core.formats import date_vn
from documents.model.certificate import Certificate
from documents.model.typeset import balance
from documents.papers_common import STAR_WORDS
from documents.render.fonts import BOLD, face_rules, web_font_url, width_mm
from documents.render.html import DRAFT_MARK, Writer
from documents.render.ornament import frame, qr, stars_line
from documents.render.pdf import html_to_pdf

NAME_MM = 214.0
NAME_SIZES = (30, 28, 26, 24, 22)
LINE_MM = 226.0


@cache
def certificate_sheet() -> str:
    """The certificate's style sheet."""
    return Path(__file__).with_name("certificate.css").read_text(encoding="utf-8")


def certificate_html(item: Certificate, *, for_screen: bool = False) -> str:
    """The certificate as one HTML page."""
    writer = Writer()
    body = _body(writer, item)
    own_sheet = face_rules(web_font_url) + certificate_sheet() if for_screen else ""
    rules = "".join(f".{name}{{{declaration}}}" for declaration, name in writer.rules.items())
    return (
        f'<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>{escape(item.file_title)}</title>'
        f"<style>{own_sheet}{rules}</style></head><body>{body}</body></html>"
    )


def certificate_pdf(item: Certificate) -> bytes:
    """The certificate as PDF bytes; the same certificate gives the same bytes."""
    return html_to_pdf(certificate_html(item), css=certificate_sheet())


def _body(writer: Writer, item: Certificate) -> str:
    mark = f'<div class="draft-mark">{DRAFT_MARK}</div>' if item.draft else ""
    return (
        f'<section class="sheet">{frame()}{mark}<div class="words">'
        '<div class="nation">CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</div>'
        '<div class="motto"><span class="rule">Độc lập - Tự do - Hạnh phúc</span></div>'
        f'<h1>GIẤY CHỨNG NHẬN</h1><div class="rank">SẢN PHẨM OCOP HẠNG {item.stars} SAO</div>{stars_line(item.stars)}'
        f'<div class="issuer">{escape(item.issuer.upper())}</div><div class="line"><i>chứng nhận sản phẩm</i></div>'
        f"{_name(writer, item.product)}{_owner(writer, item)}{_rank_and_decision(writer, item)}</div>"
        f"{_verification(item)}{_signature(writer, item)}</section>"
    )


def _name(writer: Writer, product: str) -> str:
    """A long name steps down in size, then takes two lines."""
    name = product.upper()
    size = next((size for size in NAME_SIZES if width_mm(name, size) <= NAME_MM), NAME_SIZES[-1])
    lines = balance(name, measure=partial(width_mm, points=size, style=BOLD), max_mm=NAME_MM)
    return f'<div class="name {writer.css(f"font-size:{size}pt")}">{"<br>".join(escape(line) for line in lines)}</div>'


def _owner(writer: Writer, item: Certificate) -> str:
    size = next((size for size in (14.5, 13.5, 12.5, 11.5) if width_mm(f"của {item.producer}", size) <= LINE_MM), 11.5)
    return (
        f'<div class="line {writer.css(f"font-size:{size:g}pt")}">của <b>{writer.words(item.producer)}</b></div>'
        f'<div class="line">Địa chỉ: {writer.words(item.address)}</div>'
    )


def _rank_and_decision(writer: Writer, item: Certificate) -> str:
    return (
        f'<div class="line">đạt hạng <b>{item.stars} sao ({STAR_WORDS[item.stars]} sao)</b> Chương trình mỗi xã một sản '
        "phẩm (OCOP)</div>"
        f'<div class="line small">theo Quyết định {writer.inline(item.decision, whole_dates=True)} của '
        f"{writer.words(item.issuer)}</div>"
    )


def _verification(item: Certificate) -> str:
    term = f"{item.valid_months} tháng kể từ ngày ký Quyết định"
    validity = f"<div>Có giá trị {term}</div>"
    if item.valid_until:
        validity = f"<div>Có giá trị đến hết ngày <b>{date_vn(item.valid_until)}</b></div><div><i>({term})</i></div>"
    return (
        f'<div class="verify">{qr(item.url)}<div class="facts">'
        f"<div>Số giấy chứng nhận: <b>{escape(item.number)}</b></div>"
        f"<div>Mã sản phẩm: <b>{escape(item.product_code)}</b></div>"
        f"{validity}<div><i>Quét mã QR hoặc nhập mã</i> <b>{escape(item.verify_code)}</b></div></div></div>"
    )


def _signature(writer: Writer, item: Certificate) -> str:
    lines = "".join(f"<div>{escape(line)}</div>" for line in item.sign.lines)
    return (
        f'<div class="signature"><div class="date">{writer.words(item.place)}, {writer.inline(item.date.text())}</div>{lines}</div>'
        f'<div class="signer">{escape(item.sign.name)}</div>'
    )
