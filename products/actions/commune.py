"""Drafting the commune's papers on a dossier that it holds, or that came back because of one of them."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from accounts.enums import Role
from accounts.seats import holds_at
from core.errors import Denied
from documents.actions.draft import draft_document
from documents.enums import DocumentState
from documents.models import Document
from products import rules
from products.commune_papers import ITEMS, first_words, ref_of, writer_of
from products.models import Dossier


def can_draft(user: Any, dossier: Dossier, kind: str) -> bool:
    """The commune's officer, while the commune has the dossier to check and propose, or this very paper to mend."""
    commune = writer_of(dossier, kind)
    return commune is not None and holds_at(user, commune, Role.COMMUNE_OFFICER)


def papers_of(dossier: Dossier) -> dict[str, Document]:
    """The last paper of each kind on this dossier that was not recalled."""
    rows = Document.objects.filter(subject_ref=ref_of(dossier), kind__in=ITEMS).exclude(state=DocumentState.RECALLED)
    return {row.kind: row for row in rows.order_by("pk")}


@transaction.atomic
def draft_commune_paper(*, dossier: Dossier, kind: str, actor: Any) -> Document:
    """Begin the report (Mẫu số 03) or the proposal letter; a draft that exists is taken up again. Raises Denied."""
    locked = Dossier.objects.select_for_update(of=("self",)).select_related("holder", "ruleset").get(pk=dossier.pk)
    unit = writer_of(locked, kind)
    if unit is None or not can_draft(actor, locked, kind):
        raise Denied("Chỉ cán bộ xã đang giữ hồ sơ soạn được văn bản này.", obj=dossier, action="dossier.commune_paper")
    rules.check_someone_else(actor, locked)
    known = papers_of(locked).get(kind)
    if known is not None and known.is_draft:
        return known
    wording = first_words(Document(kind=kind, issuing_unit=unit, subject_ref=ref_of(locked)))
    return draft_document(kind=kind, issuing_unit=unit, fields=wording, subject_ref=ref_of(locked), actor=actor)
