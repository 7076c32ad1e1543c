"""Figures of products, producers and recognitions (DOMAIN §10), each with the records behind it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.urls import reverse

from core.formats import today
from core.indicators import Indicator, Scope, register
from products.enums import Gender, RecognitionState
from products.models import CraftVillage, Producer, Product, ProductSales, Recognition

GROUP_PRODUCTS = "Sản phẩm, công nhận"
GROUP_PRODUCERS = "Chủ thể"
GROUP_SALES = "Doanh thu, sản lượng"

_RECOGNITION_DIMENSIONS: Mapping[str, str] = {
    "stars": "stars",
    "unit": "district",
    "kind": "product__producer__kind",
    "industry": "product__subgroup__group__industry__name",
}
_PRODUCER_DIMENSIONS: Mapping[str, str] = {"kind": "kind", "unit": "district"}
_SALES_DIMENSIONS: Mapping[str, str] = {"unit": "product__district", "kind": "product__producer__kind", "year": "year"}


def _register_page(**query: str) -> Any:
    """The register of recognitions, with filters; `{year}` is the scope's."""

    def address(scope: Scope) -> str:
        words = "&".join(f"{name}={value.format(year=scope.until.year)}" for name, value in query.items())
        return f"{reverse('products:recognitions')}?{words}" if words else reverse("products:recognitions")

    return address


# --- recognitions --------------------------------------------------------------------------------------------------


def decided(scope: Scope) -> QuerySet[Recognition]:
    """Recognitions decided in the period. Old ones of which only the year is known count in their whole year."""
    by_day = Q(decided_on__gte=scope.since, decided_on__lte=scope.until)
    by_year = Q(decided_on=None, decided_year__gte=scope.since.year, decided_year__lte=scope.until.year)
    return Recognition.objects.filter(by_day | by_year, **scope.within("", "district"))


def _earlier() -> QuerySet[Recognition]:
    """Recognitions of the same product before the outer one."""
    before = Q(decided_on__lt=OuterRef("decided_on")) | Q(decided_year__lt=OuterRef("decided_year"))
    return Recognition.objects.filter(before, product=OuterRef("product")).exclude(pk=OuterRef("pk"))


def _with_last_stars(scope: Scope) -> QuerySet[Any]:
    last = _earlier().order_by(F("decided_on").desc(nulls_last=True), "-decided_year", "-pk").values("stars")[:1]
    return decided(scope).annotate(stars_before=Subquery(last))


def new(scope: Scope) -> QuerySet[Recognition]:
    """First recognitions of a product."""
    return decided(scope).filter(~Exists(_earlier()))


def renewed(scope: Scope) -> QuerySet[Recognition]:
    """Recognised again with the same stars or fewer."""
    return _with_last_stars(scope).filter(stars_before__gte=F("stars"))


def upgraded(scope: Scope) -> QuerySet[Recognition]:
    """Recognised again with more stars."""
    return _with_last_stars(scope).filter(stars_before__lt=F("stars"))


def ever(scope: Scope) -> QuerySet[Recognition]:
    """Every recognition from three stars decided by the end of the period; the figure counts each product once."""
    known = (
        Q(decided_on__lte=scope.until) | Q(decided_on=None, decided_year__lte=scope.until.year) | Q(decided_year=None)
    )
    return Recognition.objects.filter(known, **scope.within("", "district"))


def valid(scope: Scope) -> QuerySet[Recognition]:
    """Recognitions in force on the last day of the period, or today when that is still to come.

    One that was replaced later was in force until then. When one was revoked is told by the inspection's own figures.
    """
    day = min(scope.until, today())
    begun = Q(decided_on=None) | Q(decided_on__lte=day)
    lasting = Q(valid_until=None) | Q(valid_until__gte=day)
    standing = Q(state__in=(RecognitionState.VALID, RecognitionState.EXPIRED)) | Q(
        state=RecognitionState.REPLACED, replaced_by__decided_on__gt=day
    )
    return Recognition.objects.filter(begun & lasting & standing, **scope.within("", "district"))


def expired(scope: Scope) -> QuerySet[Recognition]:
    """Recognitions whose term ended within the period and that nothing replaced."""
    last = min(scope.until, today() - dt.timedelta(days=1))
    return Recognition.objects.filter(
        state__in=(RecognitionState.VALID, RecognitionState.EXPIRED),
        valid_until__gte=scope.since,
        valid_until__lte=last,
        **scope.within("", "district"),
    )


def expiring(scope: Scope) -> QuerySet[Recognition]:
    """Recognitions in force whose term ends within the period."""
    return valid(Scope(since=scope.since, until=today(), units=scope.units)).filter(
        valid_until__gte=max(scope.since, today()), valid_until__lte=scope.until
    )


def _products_once() -> Count:
    return Count("product", distinct=True)


# --- producers, villages ---------------------------------------------------------------------------------------------


def producers(scope: Scope) -> QuerySet[Producer]:
    """Producers with a product in force on the last day of the period."""
    held = valid(Scope(since=scope.since, until=scope.until)).filter(product__producer=OuterRef("pk"))
    return Producer.objects.filter(Exists(held), **scope.within("", "district"))


def women_led(scope: Scope) -> QuerySet[Producer]:
    """Said to be led by women, or represented by one where nobody said either."""
    return producers(scope).filter(Q(women_led=True) | Q(women_led=None, representative_gender=Gender.FEMALE))


def minority(scope: Scope) -> QuerySet[Producer]:
    """Represented by a person of an ethnic minority."""
    return producers(scope).exclude(representative_ethnicity="").exclude(representative_ethnicity__iexact="kinh")


def villages(scope: Scope) -> QuerySet[CraftVillage]:
    """Craft villages whose producers have a product from three stars in force."""
    held = valid(Scope(since=scope.since, until=scope.until)).filter(product__producer__craft_village=OuterRef("pk"))
    return CraftVillage.objects.filter(Exists(held), revoked_on=None, **scope.within("", "district"))


# --- revenue ---------------------------------------------------------------------------------------------------------


def sales(scope: Scope) -> QuerySet[ProductSales]:
    """Revenue rows of the period's years, of products that were ever recognised."""
    known = Recognition.objects.filter(product=OuterRef("product"))
    return ProductSales.objects.filter(
        Exists(known),
        year__gte=scope.since.year,
        year__lte=scope.until.year,
        revenue__isnull=False,
        **scope.within("", "product__district"),
    )


def _first_year() -> Subquery:
    rows = Recognition.objects.filter(product=OuterRef("product"), decided_year__isnull=False).order_by("decided_year")
    return Subquery(rows.values("decided_year")[:1])


def sales_before(scope: Scope) -> QuerySet[ProductSales]:
    """Revenue of the year before the first recognition, of products that have a figure after it too."""
    after = ProductSales.objects.filter(
        product=OuterRef("product"), year__gt=OuterRef("year"), year__lte=scope.until.year, revenue__isnull=False
    )
    return (
        ProductSales.objects.annotate(first_year=_first_year())
        .filter(Exists(after), revenue__isnull=False, year=F("first_year") - 1, **scope.within("", "product__district"))
        .order_by("product__name_sort")
    )


def sales_after(scope: Scope) -> QuerySet[ProductSales]:
    """The newest revenue after the recognition, of the same products."""
    newest = (
        ProductSales.objects.filter(product=OuterRef("product"), year__lte=scope.until.year, revenue__isnull=False)
        .order_by("-year")
        .values("pk")[:1]
    )
    compared = sales_before(Scope(since=scope.since, until=scope.until)).values("product")
    return ProductSales.objects.filter(
        pk=Subquery(newest), product__in=compared, **scope.within("", "product__district")
    ).order_by("product__name_sort")


def products_entered(scope: Scope) -> QuerySet[Product]:
    """All products known by the end of the period, whether recognised or not; ideas are not products yet."""
    return Product.objects.filter(created_at__lt=scope.ends_before, is_idea=False, **scope.within("", "district"))


_RECOGNITIONS: tuple[tuple[str, str, Callable[[Scope], QuerySet[Any]], dict[str, str]], ...] = (
    ("products.recognised_new", "Sản phẩm được công nhận mới từ 3 sao", new, {"nam": "{year}"}),
    ("products.renewed", "Sản phẩm được công nhận lại", renewed, {"nam": "{year}"}),
    ("products.upgraded", "Sản phẩm được nâng hạng", upgraded, {"nam": "{year}"}),
    ("products.recognised", "Sản phẩm được công nhận trong kỳ (mới, lại, nâng hạng)", decided, {"nam": "{year}"}),
    ("products.recognised_total", "Tổng số sản phẩm đã được công nhận từ 3 sao", ever, {}),
    ("products.valid", "Sản phẩm còn hiệu lực công nhận", valid, {"hieu_luc": "con"}),
    ("products.expired", "Công nhận hết hạn trong kỳ", expired, {"hieu_luc": "het"}),
    ("products.expiring", "Công nhận sắp hết hạn trong kỳ", expiring, {"hieu_luc": "sap-het"}),
)
for _code, _label, _records, _query in _RECOGNITIONS:
    register(
        Indicator(
            code=_code,
            label=_label,
            unit="sản phẩm",
            records=_records,
            amount=_products_once(),
            dimensions=_RECOGNITION_DIMENSIONS,
            page=_register_page(**_query),
            group=GROUP_PRODUCTS,
        )
    )
register(
    Indicator(
        code="products.products", label="Sản phẩm đã ghi vào cổng", unit="sản phẩm", records=products_entered,
        dimensions={"unit": "district", "kind": "producer__kind"}, group=GROUP_PRODUCTS,
    )
)  # fmt: skip
for _code, _label, _people in (
    ("products.producers", "Chủ thể có sản phẩm còn hiệu lực", producers),
    ("products.producers_women", "Chủ thể do phụ nữ làm chủ, điều hành", women_led),
    ("products.producers_minority", "Chủ thể là người dân tộc thiểu số", minority),
):
    register(
        Indicator(
            code=_code, label=_label, unit="chủ thể", records=_people, dimensions=_PRODUCER_DIMENSIONS,
            group=GROUP_PRODUCERS,
        )
    )  # fmt: skip
register(
    Indicator(
        code="products.workers", label="Lao động của các chủ thể có sản phẩm còn hiệu lực", unit="người",
        records=producers, amount=Sum("workers"), dimensions=_PRODUCER_DIMENSIONS, group=GROUP_PRODUCERS,
    )
)  # fmt: skip
register(
    Indicator(
        code="products.craft_villages", label="Làng nghề có sản phẩm từ 3 sao", unit="làng nghề", records=villages,
        dimensions={"unit": "district", "kind": "kind"}, group=GROUP_PRODUCERS,
    )
)  # fmt: skip
for _code, _label, _rows in (
    ("products.revenue", "Doanh thu sản phẩm OCOP trong năm", sales),
    ("products.revenue_before", "Doanh thu năm trước khi được công nhận", sales_before),
    ("products.revenue_after", "Doanh thu mới nhất sau khi được công nhận", sales_after),
):
    register(
        Indicator(
            code=_code, label=_label, unit="đồng", records=_rows, amount=Sum("revenue"), dimensions=_SALES_DIMENSIONS,
            group=GROUP_SALES,
        )
    )  # fmt: skip
