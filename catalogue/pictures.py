"""Photos for the public, in two sizes, made once from the published copy and kept."""

from __future__ import annotations

import io

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from core.files import open_stored
from core.models import StoredFile

WIDTHS = {"nho": 480, "lon": 1_280}
QUALITY = 82


def photo_bytes(file: StoredFile, size: str) -> bytes:
    """JPEG of at most the width of that size, without any metadata.

    Raises FileNotFoundError when the stored bytes are gone.
    """
    key = f"thumbs/{file.sha256[:2]}/{file.sha256}-{size}.jpg"
    if default_storage.exists(key):
        with default_storage.open(key, "rb") as kept:
            return bytes(kept.read())
    with open_stored(file) as stream, Image.open(stream) as source:
        picture = source.convert("RGB")
        picture.thumbnail((WIDTHS[size], WIDTHS[size]))
        buffer = io.BytesIO()
        picture.save(buffer, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    default_storage.save(key, ContentFile(buffer.getvalue()))
    return buffer.getvalue()
