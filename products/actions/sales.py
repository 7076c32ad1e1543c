"""What products brought in, year by year."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from core import audit
from core.editing import save_edit
from core.errors import Denied
from core.formats import today
from products import rules
from products.models import Product, ProductSales

FIELDS = frozenset({"output", "output_unit", "revenue", "price", "workers", "source"})


def _checked(values: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(values) - FIELDS
    if unknown:
        raise TypeError(f"Not writable here: {sorted(unknown)}")
    if all(values.get(name) is None for name in ("output", "revenue", "price", "workers")):
        raise Denied("Nhập ít nhất một số: sản lượng, doanh thu, giá bán hoặc số lao động.", action="productsales.edit")
    return dict(values)


@transaction.atomic
def record_sales(*, product: Product, year: int, actor: Any, values: Mapping[str, Any]) -> ProductSales:
    """Record the figures of a year that has none yet. Raises Denied."""
    rules.check_edit_product(actor, product)
    clean = _checked(values)
    if not 2000 <= year <= today().year:
        raise Denied(f"Chỉ ghi số liệu từ năm 2000 đến năm {today().year}.", obj=product, action="productsales.create")
    try:
        with transaction.atomic():
            sales = ProductSales.objects.create(product=product, year=year, **clean)
    except IntegrityError:
        raise Denied(
            f"Năm {year} đã có số liệu. Mở dòng đó để sửa.", obj=product, action="productsales.create"
        ) from None
    audit.record(actor=actor, action="product.sales", obj=product, after={"year": year, **clean})
    return sales


def edit_sales(
    *, sales: ProductSales, actor: Any, values: Mapping[str, Any], version: int | None = None
) -> ProductSales:
    """Change the figures of a year. Raises Denied, or Stale with both texts."""
    rules.check_edit_product(actor, sales.product)
    return save_edit(sales, _checked(values), actor=actor, version=version, action="productsales.edit")
