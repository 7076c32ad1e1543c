"""Filters of the lists. Search is free of accents; every choice is one select."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import QuerySet

from accounts.unit_filters import DistrictFilter, UnitFilterSet
from core.filters import FoldedSearch, RowFilter, choice, years
from core.formats import now, today
from criteria.models import CriteriaSet, Industry
from products import queries
from products.enums import DossierKind, DossierState, ProducerKind
from products.models import Dossier, EvaluationRound, Recognition

ALL_YEARS = "tat-ca"
STARS = (("5", "5 sao"), ("4", "4 sao"), ("3", "3 sao"))


class DossierFilter(UnitFilterSet):
    """Dossiers."""

    q = FoldedSearch(field_name="text_folded", label="Tên, mã, chủ thể")
    huyen = DistrictFilter(field_name="district")
    trang_thai = choice("Trạng thái", DossierState.choices, field_name="state")
    loai = choice("Loại hồ sơ", DossierKind.choices, field_name="kind")
    han = choice(
        "Hạn",
        (("qua-han", "Quá hạn"), ("7", "Trong 7 ngày"), ("30", "Trong 30 ngày"), ("hang", "Công nhận sắp hết hạn")),
        method="by_due",
    )
    dot = RowFilter("Đợt", EvaluationRound.objects.all(), field_name="round", remember_as="loc:dot")
    bo = RowFilter(
        "Bộ tiêu chí",
        CriteriaSet.objects.filter(pk__in=Dossier.objects.values("criteria_set")).order_by("number"),
        field_name="criteria_set",
        remember_as="loc:bo-tieu-chi",
    )
    sao_tu = choice("Sao tự đánh giá", (*STARS, ("0", "Dưới 3 sao")), field_name="self_stars")
    sao = choice("Sao kết quả", (*STARS, ("duoi", "Dưới 3 sao")), method="by_stars")
    nam = choice("Năm", method="by_year", empty_label=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["nam"].extra["choices"] = [(ALL_YEARS, "Mọi năm"), *years()]

    def by_stars(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """By what the last council or the decision gave."""
        return rows.filter(final_stars__lt=3) if value == "duoi" else rows.filter(final_stars=int(value))

    def by_due(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """By the deadline of whoever must act now, or by the end of the rank that the product holds."""
        if value == "hang":
            ending = Recognition.objects.filter(queries.expiring())
            return rows.filter(product__in=ending.values("product"))
        if value == "qua-han":
            return rows.filter(due_at__lt=now())
        return rows.filter(due_at__gte=now(), due_at__date__lte=today() + dt.timedelta(days=int(value)))

    def by_year(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """By the round's year."""
        return rows if value == ALL_YEARS else rows.filter(round__year=int(value))


class ProducerFilter(UnitFilterSet):
    """Producers."""

    q = FoldedSearch(field_name="name_folded", label="Tên, mã số thuế, điện thoại")
    huyen = DistrictFilter(field_name="district")
    loai = choice("Loại hình", ProducerKind.choices, field_name="kind")
    phu_nu = choice("Phụ nữ làm chủ", (("True", "Có"), ("False", "Không")), field_name="women_led")


class ProductFilter(UnitFilterSet):
    """Products."""

    q = FoldedSearch(field_name="name_folded", label="Tên, mã sản phẩm")
    huyen = DistrictFilter(field_name="district")
    nganh = RowFilter("Ngành", Industry.objects.all(), field_name="subgroup__group__industry", remember_as="loc:nganh")
    sao = choice("Hạng sao", (*STARS, ("khong", "Chưa hoặc hết công nhận")), method="by_stars")
    han = choice(
        "Công nhận",
        (("sap-het", "Sắp hết hạn (180 ngày)"), ("het", "Đã hết hạn, chưa công nhận lại")),
        method="by_term",
    )

    buoc = choice("Bước", (("True", "Ý tưởng sản phẩm"), ("False", "Sản phẩm")), field_name="is_idea")

    def by_stars(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """By the recognition that holds today."""
        valid = Recognition.objects.filter(queries.in_force())
        if value == "khong":
            return rows.exclude(pk__in=valid.values("product"))
        return rows.filter(pk__in=valid.filter(stars=int(value)).values("product"))

    def by_term(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """By how long the recognition still holds."""
        if value == "sap-het":
            return rows.filter(pk__in=Recognition.objects.filter(queries.expiring()).values("product"))
        ended = Recognition.objects.filter(queries.expired()).values("product")
        return rows.filter(pk__in=ended).exclude(
            pk__in=Recognition.objects.filter(queries.in_force()).values("product")
        )


class RecognitionFilter(UnitFilterSet):
    """The register of recognitions."""

    q = FoldedSearch(field_name="text_folded", label="Sản phẩm, chủ thể, số quyết định")
    huyen = DistrictFilter(field_name="district")
    sao = choice("Hạng sao", STARS, field_name="stars")
    hieu_luc = choice(
        "Hiệu lực",
        (
            ("con", "Còn hiệu lực"),
            ("sap-het", "Sắp hết hạn (180 ngày)"),
            ("het", "Hết hạn"),
            ("thu-hoi", "Đã thu hồi"),
            ("thay-the", "Được thay thế"),
        ),
        method="by_state",
    )
    nam = choice("Năm công nhận", field_name="decided_year")

    def by_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """As it is today, not as the nightly task left it."""
        conditions = {
            "con": queries.in_force(),
            "sap-het": queries.expiring(),
            "het": queries.expired(),
        }
        if value in conditions:
            return rows.filter(conditions[value])
        return rows.filter(state="revoked" if value == "thu-hoi" else "replaced")
