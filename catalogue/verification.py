"""One answer about one code: from a certificate's QR, typed by hand, or a product's code."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

from django.conf import settings
from django.urls import reverse

from catalogue.queries import with_standing
from catalogue.standing import Standing, standing, year_bounds
from catalogue.visibility import public_recognitions
from core.formats import today
from core.text import nfc
from products.models import Product, ProductAlias, Recognition

_SEPARATORS = re.compile(r"\s+")
_AFTER_PATH = re.compile(r"[?#]")  # not urlsplit: it fails on what only resembles an address, such as "//["
LONGEST = 200


@dataclass(frozen=True)
class Answer:
    """What the page says. `newer` is the product's recognition in force when the asked one is not it."""

    code: str
    recognition: Recognition | None = None
    standing: Standing | None = None
    newer: Recognition | None = None


def verify_url(recognition: Recognition) -> str:
    """Public address that a certificate's QR code carries."""
    return f"{settings.PORTAL_URL.rstrip('/')}{reverse('catalogue:verify', args=[recognition.verify_code])}"


def clean_code(typed: str) -> str:
    """A code as printed: without spaces, in capitals; of a pasted address its last part."""
    text = nfc(typed[:LONGEST])
    if "/" in text:
        text = nfc(unquote(_AFTER_PATH.split(text)[0])).rstrip("/").rsplit("/", 1)[-1]
    return _SEPARATORS.sub("", text).upper()


def answer(typed: str) -> Answer:
    """Look a code up: a certificate's own code first, then a product's code or an older one of it."""
    code = clean_code(typed)
    recognition = _by_certificate(code) or _by_product(code)
    if recognition is None:
        return Answer(code)
    day = today()
    bounds = year_bounds(day)
    stands = standing(recognition, day, bounds)
    latest = latest_of(recognition.product) if stands != Standing.VALID else None
    newer = latest if latest and latest.pk != recognition.pk else None
    return Answer(code, recognition, stands, newer)


def _by_certificate(code: str) -> Recognition | None:
    rows = public_recognitions().select_related("product__commune__parent", "product__district", "district")
    return rows.filter(verify_code=code).first() if code else None


def _by_product(code: str) -> Recognition | None:
    if not code:
        return None
    product = Product.objects.filter(code__iexact=code).first()
    if product is None:
        alias = ProductAlias.objects.filter(code__iexact=code).select_related("product").first()
        product = alias.product if alias else None
    return latest_of(product) if product else None


def latest_of(product: Product) -> Recognition | None:
    """The recognition in force, else the latest."""
    rows = history_of(product)
    return next((row for row in rows if row.standing == Standing.VALID), rows[0] if rows else None)  # type: ignore[attr-defined]


def history_of(product: Product) -> list[Recognition]:
    """All recognitions of a product, newest first, each with its `standing`."""
    rows = public_recognitions().filter(product=product)
    rows = rows.select_related("product__commune__parent", "product__district", "district")
    return with_standing(sorted(rows, key=lambda row: (row.decided_year or 0, row.pk), reverse=True))
