"""Drafting the papers of events and sales points, and what their issue brings about."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat

from core import workflow
from core.errors import Denied
from documents.actions.draft import draft_document
from documents.enums import DocumentState
from documents.models import Document
from documents.printing import body_of
from promotion import rules
from promotion.checklist import checklist
from promotion.enums import EventState, PointState
from promotion.event_papers import CALL, REF, REPORT, event_of, signing_form, symbol_of, texts_and_source
from promotion.models import PromotionEvent, SalesPoint
from promotion.models.criteria import DecidedBy
from promotion.point_papers import DECISIONS, decision_texts, point_of, province_of, request_texts, source_of
from promotion.point_papers import KINDS as POINT_KINDS
from promotion.point_papers import REF as POINT_REF
from promotion.point_papers import REQUEST as POINT_REQUEST

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


# --- sales points -------------------------------------------------------------------------------------------------


def point_papers_of(point: SalesPoint) -> list[Document]:
    """Papers about a sales point that still count, newest first."""
    rows = Document.objects.filter(kind__in=POINT_KINDS, subject_ref=f"{POINT_REF}{point.pk}")
    return list(rows.exclude(state=DocumentState.RECALLED).order_by("-pk"))


def without_paper(points: QuerySet[SalesPoint]) -> QuerySet[SalesPoint]:
    """Those of the points about which no paper counts."""
    return points.exclude(Exists(_about().exclude(state=DocumentState.RECALLED)))


def without_draft_decision(points: QuerySet[SalesPoint]) -> QuerySet[SalesPoint]:
    """Those of the points whose decision is not drafted: what is drafted waits in the register for its signature."""
    return points.exclude(Exists(_about().filter(kind__in=DECISIONS.values(), state=DocumentState.DRAFT)))


def _about() -> QuerySet[Document]:
    """Papers about the sales point of the outer query."""
    return Document.objects.filter(
        kind__in=POINT_KINDS, subject_ref=Concat(Value(POINT_REF), Cast(OuterRef("pk"), CharField()))
    )


def point_paper_kinds(user: Any, point: SalesPoint) -> list[str]:
    """Papers that the person may begin now: the decision of the body that the criteria name, or the letter."""
    if point.state != PointState.APPRAISED or not rules.appraises(user, point):
        return []
    return [DECISIONS[DecidedBy(checklist(point.criteria).decided_by)], POINT_REQUEST]


@transaction.atomic
def draft_point_paper(*, point: SalesPoint, kind: str, actor: Any) -> Document:
    """Draft the decision or the letter about an appraised sales point; a draft that stands is given back. Raises Denied."""
    locked = SalesPoint.objects.select_for_update(of=("self",)).select_related("district__parent").get(pk=point.pk)
    known = [paper for paper in point_papers_of(locked) if paper.kind == kind and paper.is_draft]
    if known and rules.appraises(actor, locked):
        return known[0]
    if kind not in point_paper_kinds(actor, locked):
        raise Denied(
            "Cán bộ Sở soạn văn bản công nhận khi điểm bán đã thẩm định đạt và chưa được công nhận.",
            obj=point, action="salespoint.paper",
        )  # fmt: skip
    words = request_texts(locked) if kind == POINT_REQUEST else decision_texts(locked)
    return draft_document(
        kind=kind, issuing_unit=province_of(locked), fields=words.to_fields(), source=source_of(locked),
        subject_ref=f"{POINT_REF}{locked.pk}", actor=actor,
    )  # fmt: skip


def decision_was_issued(document: Document, actor: Any) -> None:
    """The decision is out: the point is recognised by its number and day. Raises Denied, and then nothing is issued."""
    workflow.apply(
        point_of(document), "recognise", actor=actor,
        data={
            "decision_number": document.notation, "recognised_on": document.issued_on,
            "recognised_by": body_of(document).name,
        },
    )  # fmt: skip
