"""Filters of the lists."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from accounts.enums import STAFF, UnitLevel
from accounts.models import Unit
from core.context import year_choices
from core.text import fold
from products.places import territory
from products.queries import words
from trainings.enums import ClassState, PlaceState, Result, TargetGroup
from trainings.models import Participant, TrainingClass


class _FoldedSearch(django_filters.CharFilter):
    """Every typed word stands somewhere in a folded column."""

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Compare folded text."""
        return qs.filter(words(fold(value), self.field_name)) if value else qs


def _select(label: str, choices: Any) -> dict[str, Any]:
    return {"label": label, "empty_label": label, "choices": choices}


def _years() -> list[tuple[str, str]]:
    return [(str(year), f"Năm {year}") for year in year_choices()]


class _Faced(django_filters.FilterSet):
    """The face's classes on the controls; years are counted when the page is asked for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "nam" in self.filters:
            self.filters["nam"].extra["choices"] = _years()

    @property
    def form(self) -> forms.Form:
        """The form of the line above the list."""
        form = super().form
        for name, field in form.fields.items():
            field.widget.attrs["class"] = "form-control" if name == "q" else "form-select"
            field.widget.attrs["id"] = f"loc-{name}"
        if "q" in form.fields:
            form.fields["q"].widget.input_type = "search"
            form.fields["q"].widget.attrs["placeholder"] = form.fields["q"].label
        return form


class _UnitFilter(django_filters.ModelChoiceFilter):
    """Province and districts, in Vietnamese order."""

    def __init__(self, **kwargs: Any) -> None:
        units = Unit.objects.exclude(level=UnitLevel.COMMUNE).order_by("-level", "name_sort", "-valid_from")
        super().__init__(queryset=units, **kwargs)


class ClassFilter(_Faced):
    """Classes."""

    q = _FoldedSearch(field_name="text_folded", label="Tên lớp, mã, địa điểm")
    nam = django_filters.ChoiceFilter(field_name="year", **_select("Năm", ()))
    nhom = django_filters.ChoiceFilter(field_name="group", **_select("Đối tượng", TargetGroup.choices))
    trang_thai = django_filters.ChoiceFilter(field_name="state", **_select("Trạng thái", ClassState.choices))
    don_vi = _UnitFilter(field_name="unit", label="Đơn vị", empty_label="Đơn vị")

    class Meta:
        model = TrainingClass
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.request is not None and not territory(self.request.user, STAFF).everything:
            self.filters.pop("don_vi", None)


class ParticipantFilter(_Faced):
    """Participants of one class."""

    q = _FoldedSearch(field_name="name_folded", label="Họ tên, cơ sở, điện thoại, mã")
    trang_thai = django_filters.ChoiceFilter(field_name="state", **_select("Trạng thái", PlaceState.choices))
    ket_qua = django_filters.ChoiceFilter(
        field_name="result", **_select("Kết quả", [choice for choice in Result.choices if choice[0]])
    )

    class Meta:
        model = Participant
        fields: list[str] = []


class CoverageFilter(_Faced):
    """Who is trained and who is not, among people or producers: the view says by which annotation."""

    q = _FoldedSearch(field_name="name_folded", label="Tên")
    nhom = django_filters.ChoiceFilter(method="keep", **_select("Đối tượng", TargetGroup.choices))
    huyen = django_filters.ModelChoiceFilter(
        queryset=Unit.objects.filter(level=UnitLevel.DISTRICT).order_by("name_sort", "-valid_from"),
        method="keep", label="Huyện, thành phố", empty_label="Huyện, thành phố",
    )  # fmt: skip
    nam = django_filters.ChoiceFilter(method="keep", **_select("Năm", ()))
    trang_thai = django_filters.ChoiceFilter(
        method="by_standing", **_select("Đã tập huấn hay chưa", [("chua", "Chưa tập huấn"), ("da", "Đã tập huấn")])
    )

    class Meta:
        fields: list[str] = []

    def keep(self, rows: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        """Answered by the view, which chooses the register."""
        return rows

    def by_standing(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Trained or not."""
        return rows.filter(Q(is_trained=value == "da"))
