"""Named questions about documents."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from accounts.enums import LEADERS
from accounts.seats import units_of
from documents.enums import DocumentState
from documents.kinds import all_kinds
from documents.models import Document


def drafts_to_issue(user: Any) -> QuerySet[Document]:
    """Drafts that wait for this leader, oldest first: for Việc cần làm, which a higher app fills."""
    units = units_of(user, LEADERS)
    kinds = [kind.code for kind in all_kinds() if kind.issuer_check is None]
    rows = Document.objects.filter(state=DocumentState.DRAFT, issuing_unit__in=units, kind__in=kinds)
    return rows.exclude(created_by=user).defer("fields", "source").order_by("created_at")
