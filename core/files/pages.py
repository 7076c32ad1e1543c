"""Pages of a PDF as pictures, for the viewer beside the score sheet: phones show no PDF inside a page."""

from __future__ import annotations

import io

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageOps

from core.files import pdfium
from core.files.store import open_stored, pictures_of, read_stored
from core.models import StoredFile

PAGE_WIDTH = 1_100
QUICK = 3  # of 9: a page of text in a tenth of the time of the best, and hardly larger
_OF_IMAGE = "in-tones"  # in a kept picture's name; images drawn in another way need another, for the old ones stay


def page_count(file: StoredFile) -> int:
    """How many pages the viewer can turn: those of a PDF, 1 for a picture, 0 for anything else or what it cannot show."""
    if file.is_image:
        return 1
    if not file.is_pdf:
        return 0
    try:
        return len(pdfium.page_sizes(read_stored(file)))
    except (FileNotFoundError, pdfium.Unreadable):
        return 0


def page_picture(file: StoredFile, number: int) -> bytes:
    """PNG of page `number` (from 1), at most 1,100 pixels wide, rendered once and kept.

    Raises IndexError when there is no such page, or it cannot be shown.
    """
    if file.is_image and number != 1:
        raise IndexError(number)
    key = f"{pictures_of(file.sha256)}-{_OF_IMAGE if file.is_image else number}.png"
    if default_storage.exists(key):
        with default_storage.open(key, "rb") as kept:
            return bytes(kept.read())
    png = _picture_of_image(file) if file.is_image else pdf_page(read_stored(file), number)
    default_storage.save(key, ContentFile(png))
    return png


def pdf_page(pdf: bytes, number: int) -> bytes:
    """PNG of page `number` (from 1) of a PDF, as `page_picture` gives it. Raises IndexError when there is none."""
    try:
        return _png(pdfium.draw_page(pdf, number, width=PAGE_WIDTH))
    except pdfium.Unreadable:
        raise IndexError(number) from None


def _png(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", compress_level=QUICK)
    return buffer.getvalue()


def _picture_of_image(file: StoredFile) -> bytes:
    """Upright as the camera was held, and on white where it is transparent."""
    with open_stored(file) as stream, Image.open(stream) as original:
        picture = _in_tones(ImageOps.exif_transpose(original))
        picture.thumbnail((PAGE_WIDTH, PAGE_WIDTH * 2))
        if picture.has_transparency_data:
            drawn = picture.convert("RGBA")
            picture = Image.new("RGBA", drawn.size, "white")
            picture.alpha_composite(drawn)
        return _png(picture.convert("RGB"))


def _in_tones(picture: Image.Image) -> Image.Image:
    """The picture in a mode that shrinks by averaging: of 1-bit and palette scans Pillow drops whole rows instead.

    Every other photo shrinks as it is, in less memory. A transparent colour does not outlive averaging: it becomes alpha.
    """
    if picture.mode.startswith("I"):  # 16 bits of grey; `convert` would make all but the darkest white
        return picture.point(lambda value: value / 256).convert("L")
    if "transparency" in picture.info or picture.mode == "PA":
        return picture.convert("RGBA")
    tones = {"1": "L", "P": "RGB"}.get(picture.mode)
    return picture.convert(tones) if tones else picture
