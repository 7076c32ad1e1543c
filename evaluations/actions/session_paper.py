"""Drafting the invitation to a session, or its minutes."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from core.errors import Denied
from documents.actions.draft import draft_document
from documents.enums import DocumentState
from documents.models import Document
from evaluations.enums import AssessmentState, SessionState
from evaluations.followup.naming import REF
from evaluations.followup.session_papers import INVITATION, MINUTES, texts_and_source
from evaluations.models import CouncilSession
from evaluations.rules import runs_session


@transaction.atomic
def draft_session_paper(*, session: CouncilSession, kind: str, actor: User) -> Document:
    """Draft the paper, or open the draft that exists.

    Raises Denied when the person does not run the session, or when minutes would tell of nothing yet.
    """
    locked = CouncilSession.objects.select_for_update(of=("self",)).select_related("council__unit").get(pk=session.pk)
    if not runs_session(actor, locked):
        raise Denied("Thư ký và cán bộ của phiên soạn văn bản này.", obj=locked, action="session.paper")
    existing = Document.objects.filter(
        kind=kind, subject_ref=f"{REF}{locked.pk}", state__in=(DocumentState.DRAFT, DocumentState.ISSUED)
    ).first()
    if existing is not None:
        return existing
    if kind == INVITATION and locked.is_written:
        raise Denied("Lấy ý kiến bằng văn bản không có giấy mời họp.", obj=locked, action="session.paper")
    if kind == INVITATION and locked.state != SessionState.PLANNED:
        raise Denied("Phiên đã mở chấm nên không soạn giấy mời nữa.", obj=locked, action="session.paper")
    if kind == MINUTES and not locked.assessments.filter(state=AssessmentState.CLOSED).exists():
        raise Denied("Chốt kết quả ít nhất một sản phẩm rồi mới lập biên bản.", obj=locked, action="session.paper")
    words, source = texts_and_source(kind, locked)
    return draft_document(
        kind=kind,
        issuing_unit=locked.council.unit,
        fields=words.to_fields(),
        source=source,
        subject_ref=f"{REF}{locked.pk}",
        actor=actor,
    )
