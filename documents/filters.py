"""Filters of the document list."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from accounts.models import Unit
from core.text import fold
from documents.enums import DocumentState
from documents.kinds import all_kinds
from documents.models import Document


def _codes_by_label() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for kind in all_kinds():
        found.setdefault(kind.label, []).append(kind.code)
    return found


def _asked_by_first_code(data: QueryDict | None, found: dict[str, list[str]]) -> QueryDict | None:
    """A kept address may name another code of the same label than the one that the choice holds."""
    asked = data.get("loai", "") if data else ""
    first = next((codes[0] for codes in found.values() if asked in codes), asked)
    if data is None or first == asked:
        return data
    data = data.copy()
    data["loai"] = first
    return data


class DocumentFilter(django_filters.FilterSet):
    """Text, kind, state, year of issue, unit."""

    q = django_filters.CharFilter(
        method="search", label="Tìm", widget=forms.TextInput(attrs={"placeholder": "Số, trích yếu"})
    )
    loai = django_filters.ChoiceFilter(method="of_kind", label="Loại văn bản", choices=(), empty_label="Mọi loại")
    trang_thai = django_filters.ChoiceFilter(
        "state", label="Trạng thái", choices=DocumentState.choices, empty_label="Mọi trạng thái"
    )
    nam = django_filters.NumberFilter(
        "year", label="Năm", widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 4})
    )
    don_vi = django_filters.ModelChoiceFilter(
        field_name="issuing_unit", label="Đơn vị ban hành", queryset=Unit.objects.none(), empty_label="Mọi đơn vị"
    )

    class Meta:
        model = Document
        fields: list[str] = []

    def __init__(self, data: QueryDict | None = None, *args: Any, **kwargs: Any) -> None:
        found = _codes_by_label()
        super().__init__(_asked_by_first_code(data, found), *args, **kwargs)
        # kinds are registered when the apps are ready, after this class was made
        self.filters["loai"].extra["choices"] = [(codes[0], label) for label, codes in found.items()]
        seen = self.queryset.order_by().values("issuing_unit")
        self.filters["don_vi"].extra["queryset"] = Unit.objects.filter(pk__in=seen).order_by("name_sort")

    def of_kind(self, rows: QuerySet[Document], name: str, value: str) -> QuerySet[Document]:
        """A paper of the province and one of a district may be two kinds under one name."""
        return rows.filter(kind__in=next((codes for codes in _codes_by_label().values() if value in codes), [value]))

    def search(self, rows: QuerySet[Document], name: str, value: str) -> QuerySet[Document]:
        """Every word, without accents."""
        for word in fold(value).split():
            rows = rows.filter(text_folded__contains=word)
        return rows
