"""Filters of the lists."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from accounts.unit_filters import DistrictFilter, UnitFilter, UnitFilterSet
from core.filters import FacedFilterSet, FoldedSearch, choice
from trainings.enums import ClassState, PlaceState, Result, TargetGroup
from trainings.models import Participant, TrainingClass


class ClassFilter(UnitFilterSet):
    """Classes."""

    q = FoldedSearch(field_name="text_folded", label="Tên lớp, mã, địa điểm")
    nam = choice("Năm", field_name="year")
    nhom = choice("Đối tượng", TargetGroup.choices, field_name="group")
    trang_thai = choice("Trạng thái", ClassState.choices, field_name="state")
    don_vi = UnitFilter(field_name="unit")

    class Meta:
        model = TrainingClass
        fields: list[str] = []


class ParticipantFilter(FacedFilterSet):
    """Participants of one class."""

    q = FoldedSearch(field_name="name_folded", label="Họ tên, cơ sở, điện thoại, mã")
    trang_thai = choice("Trạng thái", PlaceState.choices, field_name="state")
    ket_qua = choice("Kết quả", [one for one in Result.choices if one[0]], field_name="result")

    class Meta:
        model = Participant
        fields: list[str] = []


class CoverageFilter(FacedFilterSet):
    """Who is trained and who is not, among people or producers: the view says by which annotation."""

    q = FoldedSearch(field_name="name_folded", label="Tên")
    nhom = choice("Đối tượng", TargetGroup.choices, method="keep")
    huyen = DistrictFilter(method="keep")
    nam = choice("Năm", method="keep")
    trang_thai = choice(
        "Đã tập huấn hay chưa", [("chua", "Chưa tập huấn"), ("da", "Đã tập huấn")], method="by_standing"
    )

    class Meta:
        fields: list[str] = []

    def keep(self, rows: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        """Answered by the view, which chooses the register."""
        return rows

    def by_standing(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Trained or not."""
        return rows.filter(Q(is_trained=value == "da"))
