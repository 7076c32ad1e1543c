"""What several actions share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models

from core import audit
from core.errors import Denied
from products.models import Product
from products.visibility import visible_products


def only(values: Mapping[str, Any], allowed: frozenset[str]) -> dict[str, Any]:
    """Only fields of the action's own list are ever written (TRUST S19)."""
    unknown = set(values) - allowed
    if unknown:
        raise TypeError(f"Not writable here: {sorted(unknown)}")
    return dict(values)


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as the audit trail keeps them."""
    return {name: value.pk if isinstance(value, models.Model) else value for name, value in values.items()}


def made(row: models.Model, *, actor: Any, action: str, after: Mapping[str, Any]) -> None:
    """Tell the audit trail of a new record."""
    audit.record(actor=actor, action=action, obj=row, after=plain(after))


def check_products(actor: Any, products: Iterable[Product], row: Any = None) -> list[Product]:
    """Only products that the person sees may be named. Raises Denied."""
    chosen = list(products)
    seen = set(visible_products(actor).filter(pk__in=[one.pk for one in chosen]).values_list("pk", flat=True))
    if len(seen) != len({one.pk for one in chosen}):
        raise Denied("Chỉ chọn được sản phẩm trong phạm vi của bạn.", obj=row, action="promotion.products")
    return chosen
