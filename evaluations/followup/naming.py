"""What tells papers of one kind apart: the products that they name, the session that they are about.

Their subjects are the same all year. Each answer costs one statement for a whole list of papers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from core.formats import date_vn
from core.text import first_of
from documents.models import Document
from evaluations.models import CouncilSession, DecisionEntry

REF = "session:"
MOST_NAMES = 2


def products_named(documents: Iterable[Document]) -> dict[int, list[str]]:
    """The products that each paper names, in its order."""
    entries = DecisionEntry.objects.filter(document__in=documents).order_by("order", "pk")
    found: dict[int, list[str]] = {}
    for document_id, name in entries.values_list("document_id", "assessment__dossier__product_name"):
        found.setdefault(document_id, []).append(name)
    return found


def products_words(names: Sequence[str]) -> str:
    """How many, and the first of them: "3 sản phẩm: A, B và 1 sản phẩm khác"."""
    return f"{len(names)} sản phẩm: {first_of(names, MOST_NAMES, 'sản phẩm')}"


def told_by_products(documents: Sequence[Document]) -> dict[int, str]:
    """The products of each paper in a few words."""
    return {pk: products_words(names) for pk, names in products_named(documents).items()}


def told_by_session(documents: Sequence[Document]) -> dict[int, str]:
    """The session of each paper, with its day."""
    about = {document.pk: int(document.subject_ref.removeprefix(REF)) for document in documents}
    found = {session.pk: _session_words(session) for session in CouncilSession.objects.filter(pk__in=about.values())}
    return {pk: found[session] for pk, session in about.items() if session in found}


def _session_words(session: CouncilSession) -> str:
    return f"{session.title} · {date_vn(session.due)}" if session.due else session.title
