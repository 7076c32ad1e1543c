"""Drafting the plan as an official document."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from core.errors import Denied
from documents.actions.draft import draft_document
from documents.enums import DocumentState
from documents.models import Document
from programme import rules
from programme.models import AnnualPlan
from programme.plan_paper import KIND, REF, source_of, texts_of


def paper_of_plan(plan: AnnualPlan) -> Document | None:
    """The document drafted or issued for this plan."""
    return Document.objects.filter(
        kind=KIND, subject_ref=f"{REF}{plan.pk}", state__in=(DocumentState.DRAFT, DocumentState.ISSUED)
    ).first()


@transaction.atomic
def draft_plan_paper(*, plan: AnnualPlan, actor: User) -> Document:
    """Draft the document, or open the one that exists. Raises Denied for people of other units."""
    existing = paper_of_plan(plan)
    if existing is not None:
        return existing
    if not (rules.drafts(actor, plan) or rules.approves(actor, plan)):
        raise Denied("Văn bản kế hoạch do chính đơn vị soạn.", obj=plan)
    return draft_document(
        kind=KIND,
        issuing_unit=plan.unit,
        fields=texts_of(plan).to_fields(),
        source=source_of(plan),
        subject_ref=f"{REF}{plan.pk}",
        actor=actor,
    )
