"""What the public sees: recognitions, and products that have or had one. Nothing else, and no personal data."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from products.models import Product, ProductPhoto, Recognition


def public_recognitions() -> QuerySet[Recognition]:
    """Every recognition, whatever its state: the register is public (148/QĐ-TTg, công khai kết quả)."""
    return Recognition.objects.all()


def public_products() -> QuerySet[Product]:
    """Products that were recognised at least once."""
    return Product.objects.filter(Exists(Recognition.objects.filter(product=OuterRef("pk"))))


def public_photos() -> QuerySet[ProductPhoto]:
    """Published photos of those products; originals stay private."""
    return ProductPhoto.objects.filter(product__in=public_products())
