"""May a product be shown as OCOP? Asked of the register of recognitions each time, never copied.

Stricter than the register's own list: a recognition whose source tells no term is not enough to put a product before
the public as OCOP.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q

from core.formats import date_vn, today
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
        return f"{words} {date_vn(held.valid_until)}"


def in_force(on: dt.date | None = None) -> Q:
    """Recognitions under which a product may be shown on a day."""
    return Q(state=RecognitionState.VALID, valid_until__gte=on or today())


def showable(path: str = "product", on: dt.date | None = None) -> Exists:
    """Condition on a row that names a product: it may be shown on that day."""
    return Exists(Recognition.objects.filter(in_force(on), product=OuterRef(path)))


def register(path: str = "recognitions") -> Prefetch[str]:
    """The recognitions that `verdict` reads, the latest first."""
    rows = Recognition.objects.exclude(state=RecognitionState.REPLACED).order_by("-decided_on", "-id")
    return Prefetch(path, rows, to_attr=REGISTER)


def _recognitions(product: Product) -> list[Recognition]:
    if not hasattr(product, REGISTER):
        rows = product.recognitions.exclude(state=RecognitionState.REPLACED).order_by("-decided_on", "-id")
        setattr(product, REGISTER, list(rows))
    return list(getattr(product, REGISTER))


def verdict(product: Product, until: dt.date | None = None) -> Verdict:
    """What the register says today of showing this product, to `until` when that lies ahead."""
    held = sorted(_recognitions(product), key=lambda row: row.state != RecognitionState.VALID)
    if not held:
        return Verdict(Showing.NONE)
    best, day = held[0], today()
    if best.state == RecognitionState.REVOKED:
        return Verdict(Showing.REVOKED, best)
    if best.valid_until is None:
        return Verdict(Showing.UNKNOWN if best.state == RecognitionState.VALID else Showing.EXPIRED, best)
    if best.state != RecognitionState.VALID or best.valid_until < day:
        return Verdict(Showing.EXPIRED, best)
    return Verdict(Showing.ENDS if best.valid_until < max(until or day, day) else Showing.GOOD, best)
