"""May a product be shown as OCOP? Asked of the register of recognitions each time, never copied.

Stricter than the register's own list: a recognition whose source tells neither a term nor a year is not enough to put
a product before the public as OCOP. Where only the year is known, it holds as long as it would if it had been signed on
the first day of that year.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q

from core.formats import date_vn, today
from products import validity
from products.enums import RecognitionState
from products.models import Product, Recognition

REGISTER = "register"


class Showing(models.TextChoices):
    """What the register says of a product."""

    GOOD = "good", "Còn hiệu lực"
    ENDS = "ends", "Hết hạn trước khi kết thúc"
    EXPIRED = "expired", "Hết hạn"
    REVOKED = "revoked", "Đã thu hồi"
    UNKNOWN = "unknown", "Chưa rõ thời hạn"
    NONE = "none", "Chưa được công nhận"

    @property
    def tone(self) -> str:
        """How the tag looks."""
        return {"good": "moving", "ends": "sent_back", "unknown": "waiting", "none": "waiting"}.get(
            self.value, "sent_back"
        )


@dataclass(frozen=True)
class Verdict:
    """What the register says, with the recognition that it speaks of."""

    showing: Showing
    recognition: Recognition | None = None
    until: dt.date | None = None

    @property
    def allowed(self) -> bool:
        """Say whether the product may be shown as OCOP today."""
        return self.showing in {Showing.GOOD, Showing.ENDS}

    @property
    def throughout(self) -> bool:
        """Say whether it may be shown to the last day that was asked for."""
        return self.showing is Showing.GOOD

    @property
    def stars(self) -> int:
        """Its stars while it may be shown, else 0."""
        return self.recognition.stars if self.allowed and self.recognition else 0

    @property
    def sentence(self) -> str:
        """Why not, or until when, inside a sentence."""
        held = self.recognition
        if held is None or self.showing is Showing.NONE:
            return "chưa có công nhận nào"
        if self.showing is Showing.REVOKED:
            return "công nhận đã bị thu hồi"
        if self.showing is Showing.UNKNOWN:
            return "sổ công nhận chưa ghi thời hạn"
        words = "công nhận hết hạn ngày" if self.showing is Showing.EXPIRED else "công nhận có hiệu lực đến hết ngày"
        return f"{words} {date_vn(self.until)}"


def sure_until(recognition: Recognition, day: dt.date) -> dt.date | None:
    """The last day on which it surely holds; None when neither term nor year is known."""
    return recognition.valid_until or validity.sure_until(recognition.decided_year, day)


def in_force(on: dt.date | None = None) -> Q:
    """Recognitions under which a product may be shown on a day."""
    day = on or today()
    undated = Q(valid_until__isnull=True, decided_year__gte=validity.year_bounds(day).holds_from)
    sure = Q(valid_until__gte=day) | undated
    return Q(state=RecognitionState.VALID) & sure


def showable(path: str = "product", on: dt.date | None = None) -> Exists:
    """Condition on a row that names a product: it may be shown on that day."""
    return Exists(Recognition.objects.filter(in_force(on), product=OuterRef(path)))


def register(path: str = "recognitions") -> Prefetch[str]:
    """The recognitions that `verdict` reads, the latest first."""
    rows = Recognition.objects.exclude(state=RecognitionState.REPLACED).order_by("-decided_on", "-id")
    return Prefetch(path, rows, to_attr=REGISTER)


def _recognitions(product: Product) -> list[Recognition]:
    if hasattr(product, REGISTER):  # fetched with the page's rows
        return list(getattr(product, REGISTER))
    return list(product.recognitions.exclude(state=RecognitionState.REPLACED).order_by("-decided_on", "-id"))


def verdict(product: Product, until: dt.date | None = None) -> Verdict:
    """What the register says today of showing this product, to `until` when that lies ahead."""
    held = sorted(_recognitions(product), key=lambda row: row.state != RecognitionState.VALID)
    if not held:
        return Verdict(Showing.NONE)
    best, day = held[0], today()
    if best.state == RecognitionState.REVOKED:
        return Verdict(Showing.REVOKED, best)
    sure = sure_until(best, day)
    if best.state != RecognitionState.VALID or (best.valid_until is not None and best.valid_until < day):
        return Verdict(Showing.EXPIRED, best, sure)
    if sure is None or sure < day:
        return Verdict(Showing.UNKNOWN, best)
    return Verdict(Showing.ENDS if sure < max(until or day, day) else Showing.GOOD, best, sure)
