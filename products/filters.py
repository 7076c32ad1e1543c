"""Filters of the lists. Search is free of accents; every choice is one select."""

from __future__ import annotations

import datetime as dt
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.forms.models import ModelChoiceIterator

from accounts.enums import STAFF, UnitLevel
from accounts.models import Unit
from core.context import year_choices
from core.formats import now, today
from core.text import fold
from criteria.models import CriteriaSet, Industry
from products import queries
from products.enums import DossierKind, DossierState, ProducerKind
from products.models import Dossier, EvaluationRound
from products.places import territory

ALL_YEARS = "tat-ca"


class FoldedSearch(django_filters.CharFilter):
    """Every typed word stands somewhere in a folded column: "duong" finds "Đường"."""

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Compare folded text."""
        return qs.filter(queries.words(fold(value), self.field_name)) if value else qs


def _select(label: str, *choices: tuple[str, str]) -> dict[str, Any]:
    """A select that says itself what it chooses, so that the line stays short."""
    return {"label": label, "empty_label": label, "choices": choices}


def _years() -> list[tuple[str, str]]:
    return [(str(year), str(year)) for year in year_choices()]


class _PlainIterator(ModelChoiceIterator):
    """Fetches the few choices in one statement; Django's own opens a cursor for them, which costs three."""

    def __iter__(self) -> Any:
        """The empty choice, then every row."""
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        yield from (self.choice(row) for row in self.queryset.all())


class _DistrictField(django_filters.fields.ModelChoiceField):
    iterator = _PlainIterator


class DistrictFilter(django_filters.ModelChoiceFilter):
    """Districts of the province, in Vietnamese order."""

    field_class = _DistrictField

    def __init__(self, **kwargs: Any) -> None:
        districts = Unit.objects.filter(level=UnitLevel.DISTRICT).order_by("name_sort", "-valid_from")
        super().__init__(queryset=districts, label="Huyện, thành phố", empty_label="Huyện, thành phố", **kwargs)


class PortalFilterSet(django_filters.FilterSet):
    """Base: our own classes on the controls; nobody chooses among districts who sees only one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.request is not None and not territory(self.request.user, STAFF).everything:
            self.filters.pop("huyen", None)

    @property
    def form(self) -> forms.Form:
        """The form with the face's classes."""
        form = super().form
        for name, field in form.fields.items():
            field.widget.attrs["class"] = "form-control" if name == "q" else "form-select"
            field.widget.attrs["id"] = f"loc-{name}"
        if "q" in form.fields:
            form.fields["q"].widget.input_type = "search"
            form.fields["q"].widget.attrs["placeholder"] = form.fields["q"].label
        return form


class DossierFilter(PortalFilterSet):
    """Dossiers."""

    q = FoldedSearch(field_name="text_folded", label="Tên, mã, chủ thể")
    huyen = DistrictFilter(field_name="district")
    trang_thai = django_filters.ChoiceFilter(field_name="state", **_select("Trạng thái", *DossierState.choices))
    loai = django_filters.ChoiceFilter(field_name="kind", **_select("Loại hồ sơ", *DossierKind.choices))
    han = django_filters.ChoiceFilter(
        method="by_due", **_select("Hạn", ("qua-han", "Quá hạn"), ("7", "Trong 7 ngày"), ("30", "Trong 30 ngày"))
    )
    dot = django_filters.ModelChoiceFilter(
        field_name="round", queryset=EvaluationRound.objects.all(), label="Đợt", empty_label="Đợt"
    )
    bo = django_filters.ModelChoiceFilter(
        field_name="criteria_set",
        queryset=CriteriaSet.objects.filter(pk__in=Dossier.objects.values("criteria_set")).order_by("number"),
        label="Bộ tiêu chí",
        empty_label="Bộ tiêu chí",
    )
    nam = django_filters.ChoiceFilter(
        label="Năm",
        method="by_year",
        empty_label=None,
        choices=[],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["nam"].extra["choices"] = [(ALL_YEARS, "Mọi năm"), *_years()]

    def by_due(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """By the deadline of whoever must act now."""
        if value == "qua-han":
            return rows.filter(due_at__lt=now())
        return rows.filter(due_at__gte=now(), due_at__date__lte=today() + dt.timedelta(days=int(value)))

    def by_year(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """By the round's year."""
        return rows if value == ALL_YEARS else rows.filter(round__year=int(value))


class ProducerFilter(PortalFilterSet):
    """Producers."""

    q = FoldedSearch(field_name="name_folded", label="Tên, mã số thuế, điện thoại")
    huyen = DistrictFilter(field_name="district")
    loai = django_filters.ChoiceFilter(field_name="kind", **_select("Loại hình", *ProducerKind.choices))


class ProductFilter(PortalFilterSet):
    """Products."""

    q = FoldedSearch(field_name="name_folded", label="Tên, mã sản phẩm")
    huyen = DistrictFilter(field_name="district")
    nganh = django_filters.ModelChoiceFilter(
        field_name="subgroup__group__industry", queryset=Industry.objects.all(), label="Ngành", empty_label="Ngành"
    )
    sao = django_filters.ChoiceFilter(
        method="by_stars",
        **_select("Hạng sao", ("5", "5 sao"), ("4", "4 sao"), ("3", "3 sao"), ("khong", "Chưa hoặc hết công nhận")),
    )

    def by_stars(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """By the recognition that holds today."""
        from products.models import Recognition

        valid = Recognition.objects.filter(queries.in_force())
        if value == "khong":
            return rows.exclude(pk__in=valid.values("product"))
        return rows.filter(pk__in=valid.filter(stars=int(value)).values("product"))


class RecognitionFilter(PortalFilterSet):
    """The register of recognitions."""

    q = FoldedSearch(field_name="text_folded", label="Sản phẩm, chủ thể, số quyết định")
    huyen = DistrictFilter(field_name="district")
    sao = django_filters.ChoiceFilter(
        field_name="stars", **_select("Hạng sao", ("5", "5 sao"), ("4", "4 sao"), ("3", "3 sao"))
    )
    hieu_luc = django_filters.ChoiceFilter(
        method="by_state",
        **_select(
            "Hiệu lực",
            ("con", "Còn hiệu lực"),
            ("sap-het", "Sắp hết hạn (180 ngày)"),
            ("het", "Hết hạn"),
            ("thu-hoi", "Đã thu hồi"),
            ("thay-the", "Được thay thế"),
        ),
    )
    nam = django_filters.ChoiceFilter(
        field_name="decided_year",
        label="Năm công nhận",
        empty_label="Năm công nhận",
        choices=[],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["nam"].extra["choices"] = _years()

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
