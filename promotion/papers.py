"""Makes the papers of events and sales points known to the registry of documents (loaded when the apps are ready)."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from documents.enums import DocumentState
from documents.kinds import DECISION_FIELDS, LETTER_FIELDS, DocumentKind, register
from documents.models import Document
from documents.visibility import also_visible, refs_of
from promotion import rules
from promotion.actions.papers import decision_was_issued, report_was_issued
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
from promotion.point_papers import (
    DEPARTMENT_DECISION,
    PROVINCE_DECISION,
    REQUEST,
    build_decision,
    build_request,
    point_of,
    source_of,
)
from promotion.point_papers import REF as POINT_REF
from promotion.visibility import visible_events, visible_points

_SIGNS = ("giam-doc", "pho-giam-doc", "truong-phong", "pho-truong-phong")


def _manages(user: Any, document: Document) -> bool:
    return rules.manages(user, event_of(document))


def _calls(user: Any) -> Q:
    """Whoever sees an event reads its issued letter."""
    return Q(kind=CALL, state=DocumentState.ISSUED, subject_ref__in=refs_of(REF, visible_events(user)))


def _appraises(user: Any, document: Document) -> bool:
    return rules.appraises(user, point_of(document))


def _decisions(user: Any) -> Q:
    """Whoever sees a sales point reads the issued decision on it."""
    decided = visible_points(user).exclude(decision_number="")
    kinds = (DEPARTMENT_DECISION, PROVINCE_DECISION)
    return Q(kind__in=kinds, state=DocumentState.ISSUED, subject_ref__in=refs_of(POINT_REF, decided))


also_visible(_calls)
also_visible(_decisions)
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
for code, label, symbol, body, forms in (
    (DEPARTMENT_DECISION, "Quyết định công nhận điểm bán OCOP", "QĐ-SNN", "chuyen-mon", ("giam-doc", "pho-giam-doc")),
    (
        PROVINCE_DECISION,
        "Quyết định công nhận điểm bán OCOP",
        "QĐ-UBND",
        "ubnd",
        ("ubnd-chu-tich", "ubnd-pho-chu-tich"),
    ),
):
    register(
        DocumentKind(
            code=code, label=label, symbol=symbol, body=body, builder=build_decision,
            collect=lambda document: source_of(point_of(document)), editable_fields=DECISION_FIELDS, signing_forms=forms,
            editor_check=_appraises, on_issue=decision_was_issued,
        )
    )  # fmt: skip
register(
    DocumentKind(
        code=REQUEST, label="Công văn đề nghị công nhận điểm bán OCOP", symbol="SNN-PTNT", body="chuyen-mon",
        builder=build_request, collect=lambda document: source_of(point_of(document)), editable_fields=LETTER_FIELDS,
        signing_forms=("giam-doc", "pho-giam-doc"), editor_check=_appraises,
    )
)  # fmt: skip
