"""Drafting the papers of an event, and what the issue of its report brings about."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from core import workflow
from core.errors import Denied
from documents.actions.draft import draft_document
from documents.enums import DocumentState
from documents.models import Document
from promotion import rules
from promotion.enums import EventState
from promotion.event_papers import CALL, REF, REPORT, event_of, signing_form, symbol_of, texts_and_source
from promotion.models import PromotionEvent

_STATES = {
    CALL: {EventState.PLANNED, EventState.CALL_OPEN},
    REPORT: {EventState.HELD, EventState.REPORTED},
}


def papers_of(event: PromotionEvent) -> list[Document]:
    """Papers about an event that still count, newest first."""
    rows = Document.objects.filter(kind__in=(CALL, REPORT), subject_ref=f"{REF}{event.pk}")
    return list(rows.exclude(state=DocumentState.RECALLED).order_by("-pk"))


def can_draft(user: Any, event: PromotionEvent, kind: str) -> bool:
    """Say whether the person may begin this paper now."""
    return event.state in _STATES[kind] and rules.manages(user, event)


@transaction.atomic
def draft_paper(*, event: PromotionEvent, kind: str, actor: Any) -> Document:
    """Draft the letter or the report; a draft that stands already is given back. Raises Denied."""
    rules.check_manages(actor, event)
    locked = PromotionEvent.objects.select_for_update(of=("self",)).select_related("unit__parent").get(pk=event.pk)
    known = [paper for paper in papers_of(locked) if paper.kind == kind and paper.is_draft]
    if known:
        return known[0]
    if not can_draft(actor, locked, kind):
        raise Denied("Văn bản này chưa đến lúc soạn, hoặc đã quá lúc.", obj=event, action="event.paper")
    texts, source = texts_and_source(kind, locked)
    document = draft_document(
        kind=kind,
        issuing_unit=locked.unit,
        fields=texts.to_fields(),
        source=source,
        subject_ref=f"{REF}{locked.pk}",
        symbol=symbol_of(kind, locked.unit),
        actor=actor,
    )
    document.signing_form = signing_form(locked.unit)
    document.save(update_fields=["signing_form"])
    return document


def report_was_issued(document: Document, actor: Any) -> None:
    """The report is out: the event is reported, whatever results are still missing is then refused with a sentence."""
    event = event_of(document)
    if event.state == EventState.HELD:
        workflow.apply(event, "report", actor=actor)
