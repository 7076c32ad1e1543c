"""What a paper about results rests on, and what rests on it: the minutes, the proposal; products and dossiers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Max, QuerySet

from core.formats import local_date
from core.text import first_of
from documents.enums import DocumentState
from documents.models import Document
from evaluations.followup.naming import REF
from evaluations.followup.session_papers import MINUTES
from evaluations.followup.waiting import Paper
from evaluations.models import CouncilSession, DecisionEntry
from products.enums import RecognitionState
from products.models import Recognition

MOST_NAMED = 3
_DECISIONS = {Paper.RECOGNITION, Paper.FORWARDING}


def earliest(document: Document) -> tuple[dt.date, str] | None:
    """No paper is older than the result that it is about, nor than the minutes and the proposal that it cites."""
    named = DecisionEntry.objects.filter(document=document)
    closed = named.aggregate(last=Max("assessment__result__closed_at"))["last"]
    if closed is None:
        return None
    found = [(local_date(closed), "ngày Hội đồng chốt kết quả")]
    held = issued_minutes(_sessions(document)).aggregate(last=Max("issued_on"))["last"]
    found += [(held, "ngày biên bản")] if held else []
    if document.kind != Paper.PROPOSAL:
        asked = _proposed(document).aggregate(last=Max("document__issued_on"))["last"]
        found += [(asked, "ngày tờ trình")] if asked else []
    return max(found)


def issued_minutes(sessions: Iterable[CouncilSession]) -> QuerySet[Document]:
    """The minutes of these sessions that are issued."""
    refs = [f"{REF}{session.pk}" for session in sessions]
    return Document.objects.filter(kind=MINUTES, subject_ref__in=refs, state=DocumentState.ISSUED)


def _sessions(document: Document) -> QuerySet[CouncilSession]:
    """The sessions whose results the paper names."""
    return CouncilSession.objects.filter(assessments__entries__document=document).distinct().order_by("pk")


def _proposed(document: Document) -> QuerySet[DecisionEntry]:
    """The same results in issued proposals."""
    return DecisionEntry.objects.filter(
        assessment__entries__document=document,
        document__kind=Paper.PROPOSAL,
        document__state=DocumentState.ISSUED,
    )


def lacks(document: Document) -> list[str]:
    """What the paper should cite and nobody has issued yet: it may go out all the same, and then cites no number."""
    found = []
    sessions = list(_sessions(document))
    written = set(issued_minutes(sessions).values_list("subject_ref", flat=True))
    missing = [session.title for session in sessions if f"{REF}{session.pk}" not in written]
    if missing:
        found.append(f"Chưa ban hành biên bản của {first_of([f'“{title}”' for title in missing], 2, 'phiên')}.")
    if document.kind in _DECISIONS:
        proposed = set(_proposed(document).values_list("assessment", flat=True))
        own = DecisionEntry.objects.filter(document=document).exclude(assessment__in=proposed).count()
        if own:
            found.append(f"Chưa ban hành tờ trình cho {own} sản phẩm trong quyết định.")
    return found


def bound_by(document: Document) -> str:
    """Products that are recognised by the paper, or dossiers that it sent up, must not lose what they stand on."""
    held = Recognition.objects.filter(document_id=document.pk, state=RecognitionState.VALID)
    if products := list(held.order_by("decision_entry__order", "pk").values_list("product_name", flat=True)):
        names = first_of([f"“{name}”" for name in products], MOST_NAMED, "sản phẩm")
        return (
            f"{document.notation} đang là căn cứ công nhận {names}. Lập hồ sơ thu hồi công nhận của từng sản phẩm "
            "(mục Kiểm tra) trước, rồi mới thu hồi hoặc thay thế quyết định."
        )
    if document.kind == Paper.FORWARDING:
        return f"Hồ sơ đã trình Bộ theo {document.notation}, không thu hồi, không thay thế văn bản được nữa."
    sent = DecisionEntry.objects.filter(document=document).exclude(assessment__dossier__holder=document.issuing_unit_id)
    if document.kind == Paper.UPPER_LETTER and sent.exists():
        return f"Hồ sơ đã chuyển cấp trên theo {document.notation}. Đề nghị cấp trên trả lại hồ sơ, không thu hồi, không thay thế văn bản."
    return ""
