"""Time and place that a camera wrote into a photo, and the same photo without them."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from PIL import ExifTags, Image, ImageOps

from core.formats import VIETNAM

_WIDTH = 1_600
_FIVE = Decimal("0.00001")  # about a metre


@dataclass(frozen=True, slots=True)
class Shot:
    """What the camera knew."""

    taken_at: dt.datetime | None = None
    latitude: Decimal | None = None
    longitude: Decimal | None = None


def read_shot(content: bytes) -> Shot:
    """Read time and place; what is missing or odd is left out, never guessed."""
    try:
        with Image.open(io.BytesIO(content)) as picture:
            exif = picture.getexif()
            inner = exif.get_ifd(ExifTags.IFD.Exif)
            gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    except (OSError, ValueError, SyntaxError, KeyError, TypeError):
        return Shot()
    latitude = _degrees(gps, ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLatitudeRef, "S", 90)
    longitude = _degrees(gps, ExifTags.GPS.GPSLongitude, ExifTags.GPS.GPSLongitudeRef, "W", 180)
    whole = latitude is not None and longitude is not None
    taken = _moment(inner.get(ExifTags.Base.DateTimeOriginal) or exif.get(ExifTags.Base.DateTime))
    return Shot(taken, latitude if whole else None, longitude if whole else None)


def _moment(text: Any) -> dt.datetime | None:
    try:
        return dt.datetime.strptime(str(text).strip("\x00 "), "%Y:%m:%d %H:%M:%S").replace(tzinfo=VIETNAM)
    except ValueError:
        return None


def _degrees(gps: dict[int, Any], key: int, ref: int, negative: str, most: int) -> Decimal | None:
    try:
        degrees, minutes, seconds = (Decimal(str(float(part))) for part in gps[key])
        value = degrees + minutes / 60 + seconds / 3600
        if str(gps.get(ref, "")).strip("\x00 ").upper() == negative:
            value = -value
        return value.quantize(_FIVE) if abs(value) <= most else None
    except (KeyError, TypeError, ValueError, ZeroDivisionError, InvalidOperation):
        return None


def without_data(content: bytes) -> bytes:
    """The picture alone, upright, at most 1,600 pixels a side: no camera, no time, no place inside."""
    with Image.open(io.BytesIO(content)) as picture:
        upright = ImageOps.exif_transpose(picture) or picture
        plain = Image.new("RGB", upright.size, "white")
        rgba = upright.convert("RGBA")
        plain.paste(rgba, mask=rgba.getchannel("A"))
    plain.thumbnail((_WIDTH, _WIDTH))
    out = io.BytesIO()
    plain.save(out, "JPEG", quality=82, optimize=True)
    return out.getvalue()


def place_from_text(latitude: str, longitude: str) -> tuple[Decimal, Decimal] | None:
    """Place told by the phone itself, as the page sends it; None when it is no place."""
    try:
        north, east = Decimal(latitude), Decimal(longitude)
    except InvalidOperation:
        return None
    if not (north.is_finite() and east.is_finite() and abs(north) <= 90 and abs(east) <= 180):
        return None
    return north.quantize(_FIVE), east.quantize(_FIVE)
