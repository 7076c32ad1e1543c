"""Drafting the paper that follows a set of results."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from accounts.models import Unit, User
from core.errors import Denied
from documents.actions.draft import draft_document
from documents.models import Document
from evaluations.followup.papers import source_of, standard_texts
from evaluations.followup.rules import check_follow_up
from evaluations.followup.waiting import Paper, waiting_for
from evaluations.models import Assessment, DecisionEntry

_OF_THE_PROVINCE = {Paper.PROPOSAL: ("TTr-SNN", "giam-doc")}  # symbol, and who signs


@transaction.atomic
def draft_paper(*, paper: Paper, unit: Unit, assessment_ids: Sequence[int], actor: User) -> Document:
    """Draft one paper that names the chosen results of a unit.

    Only results that still wait for this paper are taken; a second click finds none left and is refused with a
    sentence. Raises Denied.
    """
    check_follow_up(actor, unit)
    own = Assessment.objects.filter(pk__in=assessment_ids, session__council__unit=unit).order_by("pk")
    chosen = set(own.select_for_update(of=("self",)).values_list("pk", flat=True))
    assessments = [row for row in waiting_for(unit, paper) if row.pk in chosen]
    if not assessments:
        raise Denied("Chọn ít nhất một sản phẩm còn chờ văn bản này.", obj=unit, action="paper.draft")
    if paper is Paper.FAILURE and len(assessments) > 1:
        raise Denied(
            "Mỗi thông báo kết quả chỉ viết về một sản phẩm. Chọn một sản phẩm.", obj=unit, action="paper.draft"
        )
    if len({row.dossier.ruleset_id for row in assessments}) > 1:
        raise Denied("Các sản phẩm chọn theo quy định khác nhau. Soạn mỗi quy định một văn bản.", obj=unit)
    source = source_of(paper, assessments)
    symbol, signing_form = _OF_THE_PROVINCE.get(paper, ("", "")) if unit.is_province else ("", "")
    document = draft_document(
        kind=paper.value,
        issuing_unit=unit,
        fields=standard_texts(paper, source).to_fields(),
        source=source,
        subject_ref=f"session:{assessments[0].session_id}",
        symbol=symbol,
        signing_form=signing_form,
        actor=actor,
    )
    DecisionEntry.objects.bulk_create(
        DecisionEntry(document=document, assessment=row, order=order) for order, row in enumerate(assessments, 1)
    )
    return document
