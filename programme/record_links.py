"""How a record behind a figure is named and opened. What has no page of its own is named only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse


@dataclass(frozen=True)
class Shown:
    """One line of the list behind a figure."""

    title: str
    detail: str
    url: str


Link = tuple[str, Callable[[Any], Any]]
_LINKS: dict[str, Link] = {
    "products.recognition": ("products:recognition", lambda row: row.pk),
    "products.product": ("products:product", lambda row: row.pk),
    "products.producer": ("products:producer", lambda row: row.pk),
    "products.craftvillage": ("products:village", lambda row: row.pk),
    "products.productsales": ("products:product", lambda row: row.product_id),
    "products.dossier": ("products:dossier", lambda row: row.pk),
    "evaluations.result": ("evaluations:result", lambda row: row.assessment_id),
    "evaluations.ministrycase": ("products:dossier", lambda row: row.dossier_id),
    "evaluations.councilsession": ("evaluations:session", lambda row: row.pk),
    "trainings.trainingclass": ("trainings:class", lambda row: row.pk),
    "trainings.participant": ("trainings:class", lambda row: row.training_id),
    "promotion.promotionevent": ("promotion:event", lambda row: row.pk),
    "promotion.salespoint": ("promotion:point", lambda row: row.pk),
    "inspections.inspection": ("inspections:inspection", lambda row: row.pk),
}


def shown(record: Any) -> Shown:
    """Name a record and find its page."""
    detail = ""
    for name in ("decision_number", "producer_name", "code"):
        if getattr(record, name, ""):
            detail = str(getattr(record, name))
            break
    return Shown(str(record), detail, _url(record))


def _url(record: Any) -> str:
    link = _LINKS.get(record._meta.label_lower)
    if link is None:
        return str(record.get_absolute_url()) if hasattr(record, "get_absolute_url") else ""
    try:
        return reverse(link[0], args=[link[1](record)])
    except NoReverseMatch:
        return ""
