"""Filters of the lists; search is free of accents."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet

from accounts.enums import STAFF, UnitLevel
from accounts.models import Unit
from core.context import year_choices
from core.formats import today
from core.text import fold
from inspections.enums import (
    ActionState,
    CaseState,
    ComplaintState,
    InspectionKind,
    InspectionState,
    PlanState,
    Severity,
    Topic,
)
from products.places import territory
from products.queries import words


class FoldedSearch(django_filters.CharFilter):
    """Every typed word stands somewhere in a folded column."""

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Compare folded text."""
        return qs.filter(words(fold(value), self.field_name)) if value else qs


def _choice(label: str, choices: Any, **kwargs: Any) -> Any:
    return django_filters.ChoiceFilter(label=label, empty_label=label, choices=choices, **kwargs)


def _districts() -> Any:
    return Unit.objects.filter(level=UnitLevel.DISTRICT).order_by("name_sort", "-valid_from")


def _district(path: str) -> Any:
    label = "Huyện, thành phố"
    return django_filters.ModelChoiceFilter(field_name=path, queryset=_districts(), label=label, empty_label=label)


class AppFilterSet(django_filters.FilterSet):
    """Base: the face's classes; nobody chooses among districts who sees only one; years by the app's own dates."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "nam" in self.filters:
            self.filters["nam"].extra["choices"] = [(str(year), str(year)) for year in year_choices()]
        if self.request is not None and not territory(self.request.user, STAFF).everything:
            self.filters.pop("huyen", None)

    @property
    def form(self) -> forms.Form:
        """The form with the face's classes."""
        form = super().form
        for name, field in form.fields.items():
            field.widget.attrs |= {"class": "form-control" if name == "q" else "form-select", "id": f"loc-{name}"}
        return form


class InspectionFilter(AppFilterSet):
    """Inspections."""

    q = FoldedSearch(field_name="text_folded", label="Cơ sở, mã")
    huyen = _district("district")
    trang_thai = _choice("Trạng thái", InspectionState.choices, field_name="state")
    loai = _choice("Loại", InspectionKind.choices, field_name="kind")
    nam = _choice("Năm", [], method="by_year")

    def by_year(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """By the year in the code, which is the year in which it was entered."""
        return rows.filter(code__startswith=f"KT-{int(value)}-")


class PlanFilter(AppFilterSet):
    """Plans."""

    trang_thai = _choice("Trạng thái", PlanState.choices, field_name="state")
    nam = _choice("Năm", [], field_name="year")


class ActionFilter(AppFilterSet):
    """Corrective actions."""

    q = FoldedSearch(field_name="finding__inspection__text_folded", label="Cơ sở, mã")
    huyen = _district("finding__inspection__district")
    trang_thai = _choice("Trạng thái", ActionState.choices, field_name="state")
    muc_do = _choice("Mức độ", Severity.choices, field_name="finding__severity")
    han = _choice("Hạn", [("qua-han", "Quá hạn"), ("con-han", "Còn hạn")], method="by_due")
    nam = _choice("Năm", [], field_name="due_on__year")

    def by_due(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Late or not, for what still waits."""
        open_ = rows.filter(state=ActionState.OPEN)
        return open_.filter(due_on__lt=today()) if value == "qua-han" else open_.filter(due_on__gte=today())


class CaseFilter(AppFilterSet):
    """Revocations."""

    q = FoldedSearch(field_name="text_folded", label="Sản phẩm, số quyết định")
    huyen = _district("district")
    trang_thai = _choice("Trạng thái", CaseState.choices, field_name="state")
    nam = _choice("Năm", [], field_name="concluded_on__year")


class ComplaintFilter(AppFilterSet):
    """Complaints."""

    q = FoldedSearch(field_name="text_folded", label="Mã, sản phẩm, chủ thể")
    trang_thai = _choice("Trạng thái", ComplaintState.choices, field_name="state")
    ve_viec = _choice("Về việc", Topic.choices, field_name="topic")
    nam = _choice("Năm", [], field_name="received_at__year")
