"""Signatures drawn on a screen: the bytes of the picture that a paper carries as a data: address."""

from __future__ import annotations

import base64
import binascii
import io
import re

from PIL import Image

MOST_WIDE_MM, MOST_HIGH_MM = 45, 16
PNG = re.compile(r"data:image/png;base64,[A-Za-z0-9+/]+={0,2}")


def png_bytes(address: str) -> bytes | None:
    """The picture; None when there is none, or anything else stands there."""
    if not PNG.fullmatch(address):
        return None
    try:
        return base64.b64decode(address.partition(",")[2], validate=True)
    except binascii.Error:
        return None


def drawn_width_mm(picture: bytes) -> float:
    """How wide it stands above a name: never wider or higher than the room to sign."""
    with Image.open(io.BytesIO(picture)) as drawn:
        return min(float(MOST_WIDE_MM), MOST_HIGH_MM * drawn.width / drawn.height)
