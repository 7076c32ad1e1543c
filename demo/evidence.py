"""Invented papers and photos. Each says in large letters what it is."""

from __future__ import annotations

import hashlib
import io
from functools import lru_cache

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFont

from documents.render.fonts import font_path

NOTE = "TÀI LIỆU TRÌNH DIỄN"
EXPLANATION = "Tệp này do phần trình diễn tự lập để dùng thử hệ thống. Không phải giấy tờ thật, không có giá trị."
_INK, _GREY, _PAPER = (30, 40, 34), (110, 120, 114), (255, 255, 255)


@lru_cache(maxsize=8)
def _font(style: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(font_path(style)), size)


def _wrapped(draw: ImageDraw.ImageDraw, text: str, font: ImageFont.FreeTypeFont, width: int) -> str:
    lines, line = [], ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if draw.textlength(longer, font=font) > width and line:
            lines.append(line)
            line = word
        else:
            line = longer
    return "\n".join([*lines, line])


@lru_cache(maxsize=128)
def paper(title: str) -> bytes:
    """A PDF of one page with the title of the document that would stand here."""
    page = Image.new("RGB", (827, 1169), _PAPER)
    draw = ImageDraw.Draw(page)
    draw.rectangle((60, 60, 767, 1109), outline=_GREY, width=2)
    draw.text((413, 150), NOTE, font=_font("700Bold", 40), fill=_GREY, anchor="mm")
    heading = _wrapped(draw, title, _font("700Bold", 34), 600)
    draw.multiline_text(
        (413, 420), heading, font=_font("700Bold", 34), fill=_INK, anchor="mm", align="center", spacing=14
    )
    body = _wrapped(draw, EXPLANATION, _font("400Regular", 24), 580)
    draw.multiline_text(
        (413, 640), body, font=_font("400Regular", 24), fill=_INK, anchor="mm", align="center", spacing=12
    )
    out = io.BytesIO()
    page.convert("L").save(out, "PDF", resolution=100.0)
    return out.getvalue()


@lru_cache(maxsize=128)
def photo(title: str) -> bytes:
    """A drawn jar in a colour of its own, the product's name on its label; whatever a card crops, the label stays."""
    tint = hashlib.sha256(title.encode()).digest()
    ground = tuple(170 + value % 60 for value in tint[:3])
    glass = tuple(max(0, value - 70) for value in ground)
    picture = Image.new("RGB", (1_200, 800), ground)
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle((430, 150, 770, 680), radius=60, fill=glass)
    draw.rounded_rectangle((460, 105, 740, 175), radius=18, fill=_INK)
    draw.rectangle((430, 270, 770, 560), fill=_PAPER)
    name = _wrapped(draw, title.replace(" (trình diễn)", ""), _font("700Bold", 46), 300)
    draw.multiline_text((600, 385), name, font=_font("700Bold", 46), fill=_INK, anchor="mm", align="center", spacing=8)
    draw.text((600, 515), "ảnh trình diễn", font=_font("400Regular", 34), fill=_GREY, anchor="mm")
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()


def pdf_upload(title: str) -> SimpleUploadedFile:
    """A paper as a browser would send it."""
    return SimpleUploadedFile(f"{title[:80]} (trình diễn).pdf", paper(title), "application/pdf")


def photo_upload(title: str) -> SimpleUploadedFile:
    """A photo as a browser would send it."""
    return SimpleUploadedFile(f"{title[:80]}.jpg", photo(title), "image/jpeg")
