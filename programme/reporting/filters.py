"""Filters of the list of reports."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from accounts.models import Unit
from core.filters import FacedFilterSet, RowFilter, choice
from programme.models import Report
from programme.reporting.states import ReportState
from programme.reporting.visibility import visible_reports


def _units(request: Any) -> QuerySet[Unit]:
    if request is None:
        return Unit.objects.none()
    return Unit.objects.filter(pk__in=visible_reports(request.user).values("unit")).order_by("level", "name_sort")


class ReportFilter(FacedFilterSet):
    """Year, unit, state."""

    nam = choice("Năm", field_name="year")
    don_vi = RowFilter("Đơn vị", _units, field_name="unit")
    trang_thai = choice("Trạng thái", ReportState.choices, field_name="state")

    class Meta:
        model = Report
        fields: tuple[str, ...] = ()
