"""Filters of the list of reports."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet

from accounts.models import Unit
from programme.models import Report
from programme.reporting.states import ReportState
from programme.reporting.visibility import visible_reports


def _units(request: Any) -> QuerySet[Unit]:
    if request is None:
        return Unit.objects.none()
    return Unit.objects.filter(pk__in=visible_reports(request.user).values("unit")).order_by("level", "name_sort")


class ReportFilter(django_filters.FilterSet):
    """Year, unit, state."""

    nam = django_filters.NumberFilter(
        field_name="year", label="Năm", widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 5})
    )
    don_vi = django_filters.ModelChoiceFilter(field_name="unit", label="Đơn vị", queryset=_units, empty_label="Tất cả")
    trang_thai = django_filters.ChoiceFilter(
        field_name="state", label="Trạng thái", choices=ReportState.choices, empty_label="Tất cả"
    )

    class Meta:
        model = Report
        fields: tuple[str, ...] = ()
