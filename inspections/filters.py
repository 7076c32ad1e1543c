"""Filters of the lists; search is free of accents."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from accounts.unit_filters import DistrictFilter, UnitFilterSet
from core.filters import FoldedSearch, choice
from core.formats import today
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


class InspectionFilter(UnitFilterSet):
    """Inspections."""

    q = FoldedSearch(field_name="text_folded", label="Cơ sở, mã")
    huyen = DistrictFilter(field_name="district")
    trang_thai = choice("Trạng thái", InspectionState.choices, field_name="state")
    loai = choice("Loại", InspectionKind.choices, field_name="kind")
    nam = choice("Năm", method="by_year")

    def by_year(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """By the year in the code, which is the year in which it was entered."""
        return rows.filter(code__startswith=f"KT-{int(value)}-")


class PlanFilter(UnitFilterSet):
    """Plans."""

    trang_thai = choice("Trạng thái", PlanState.choices, field_name="state")
    nam = choice("Năm", field_name="year")


class ActionFilter(UnitFilterSet):
    """Corrective actions."""

    q = FoldedSearch(field_name="finding__inspection__text_folded", label="Cơ sở, mã")
    huyen = DistrictFilter(field_name="finding__inspection__district")
    trang_thai = choice("Trạng thái", ActionState.choices, field_name="state")
    muc_do = choice("Mức độ", Severity.choices, field_name="finding__severity")
    han = choice("Hạn", [("qua-han", "Quá hạn"), ("con-han", "Còn hạn")], method="by_due")
    nam = choice("Năm", field_name="due_on__year")

    def by_due(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Late or not, for what still waits."""
        open_ = rows.filter(state=ActionState.OPEN)
        return open_.filter(due_on__lt=today()) if value == "qua-han" else open_.filter(due_on__gte=today())


class CaseFilter(UnitFilterSet):
    """Revocations."""

    q = FoldedSearch(field_name="text_folded", label="Sản phẩm, số quyết định")
    huyen = DistrictFilter(field_name="district")
    trang_thai = choice("Trạng thái", CaseState.choices, field_name="state")
    nam = choice("Năm", field_name="concluded_on__year")


class ComplaintFilter(UnitFilterSet):
    """Complaints."""

    q = FoldedSearch(field_name="text_folded", label="Mã, sản phẩm, chủ thể")
    trang_thai = choice("Trạng thái", ComplaintState.choices, field_name="state")
    ve_viec = choice("Về việc", Topic.choices, field_name="topic")
    nam = choice("Năm", field_name="received_at__year")
