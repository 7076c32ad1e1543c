"""The figures that documents give to targets and reports."""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse

from core.indicators import Indicator, Scope, register
from documents.enums import DocumentState
from documents.models import Document


def issued(scope: Scope) -> QuerySet[Document]:
    """Documents issued within the period; what was recalled afterwards does not count."""
    rows = Document.objects.filter(**scope.within("issued_on", "issuing_unit"))
    return rows.exclude(state__in=(DocumentState.DRAFT, DocumentState.RECALLED))


register(Indicator(
    code="documents.issued", label="Văn bản đã ban hành trên cổng", unit="văn bản", records=issued,
    dimensions={"kind": "kind", "unit": "issuing_unit"}, group="Văn bản",
    page=lambda scope: f"{reverse('documents:list')}?nam={scope.until.year}",
))  # fmt: skip
