"""Makes the papers of events known to the registry of documents (loaded when the apps are ready)."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from documents.enums import DocumentState
from documents.kinds import LETTER_FIELDS, DocumentKind, register
from documents.models import Document
from documents.visibility import also_visible
from promotion import rules
from promotion.actions.papers import report_was_issued
from promotion.event_papers import (
    CALL,
    REF,
    REPORT,
    build_call,
    build_report,
    call_source,
    event_of,
    report_source,
)
from promotion.visibility import visible_events

_SIGNS = ("giam-doc", "pho-giam-doc", "truong-phong", "pho-truong-phong")


def _manages(user: Any, document: Document) -> bool:
    return rules.manages(user, event_of(document))


def _calls(user: Any) -> Q | None:
    """Whoever sees an event reads its issued letter."""
    events = visible_events(user).values_list("pk", flat=True)
    refs = [f"{REF}{pk}" for pk in events]
    return Q(kind=CALL, state=DocumentState.ISSUED, subject_ref__in=refs) if refs else None


also_visible(_calls)
register(
    DocumentKind(
        code=CALL, label="Công văn mời tham gia sự kiện xúc tiến", symbol="SNN-PTNT", body="chuyen-mon",
        builder=build_call, collect=lambda document: call_source(event_of(document)), editable_fields=LETTER_FIELDS,
        signing_forms=_SIGNS, editor_check=_manages,
    )
)  # fmt: skip
register(
    DocumentKind(
        code=REPORT, label="Báo cáo kết quả sự kiện xúc tiến", symbol="BC-SNN", body="chuyen-mon",
        builder=build_report, collect=lambda document: report_source(event_of(document)),
        editable_fields=LETTER_FIELDS, signing_forms=_SIGNS, editor_check=_manages, on_issue=report_was_issued,
    )
)  # fmt: skip
