"""What the papers of inspections share: names of units, drafting once, wording."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from accounts.models import Unit
from core.formats import VIETNAM, local_date, today
from documents.actions.draft import draft_document
from documents.enums import DocumentState
from documents.model import Block, Doc
from documents.models import Document
from documents.papers_common import (
    BASES,
    BASES_2024,
    Texts,
    agriculture_on,
    day_words,
    decision_paper,
)
from documents.printing import issue_of, words_of

# Which legal bases a paper cites, by the ruleset in force.
BASES_OF: Mapping[str, tuple[str, ...]] = {
    "qd148-2023": BASES_2024,
    "qd1489-2025": ("luat-tccqdp-2025", "qd-919", "qd-148", "qd-1489"),
    "qd26-2026": ("luat-tccqdp-2025", "qd-26-2026"),
}
OFFICE_FORMS = ("giam-doc", "pho-giam-doc")
DIVISION_FORMS = ("truong-phong", "pho-truong-phong")


def office_of(unit: Unit) -> str:
    """The specialised body in a sentence."""
    words = agriculture_on(today())
    return f"Sở {words}" if unit.is_province else f"Phòng {words} {unit.area}"


def head_of(unit: Unit) -> str:
    """Its head in a sentence."""
    return f"Giám đốc {office_of(unit)}" if unit.is_province else f"Trưởng {office_of(unit).replace('Phòng', 'phòng')}"


def archive_of(unit: Unit, *, committee: bool = False) -> str:
    """Which division keeps the paper: the Department's own, or the one of the People's Committee's office."""
    if unit.is_province:
        return "VP3" if committee else "PTNT"
    return "PNN"


def bases_of(ruleset_code: str) -> tuple[str, ...]:
    """Titles of the law in force."""
    return tuple(BASES[key] for key in BASES_OF.get(ruleset_code, BASES_2024))


def moment_words(when: dt.datetime) -> str:
    """Write "08 giờ 30 phút, ngày 05 tháng 11 năm 2024"."""
    local = when.astimezone(VIETNAM)
    return f"{local:%H} giờ {local:%M} phút, {day_words(local_date(when))}"


def existing(kind: str, ref: str) -> Document | None:
    """The draft or issued paper of that kind about that object."""
    states = (DocumentState.DRAFT, DocumentState.ISSUED)
    return Document.objects.filter(kind=kind, subject_ref=ref, state__in=states).order_by("-pk").first()


def issued(kind: str, ref: str) -> Document | None:
    """The issued paper of that kind about that object."""
    rows = Document.objects.filter(kind=kind, subject_ref=ref, state=DocumentState.ISSUED).select_related("pdf")
    return rows.order_by("-pk").first()


@transaction.atomic
def draft_once(
    *, kind: str, unit: Unit, words: Texts, source: Mapping[str, Any], ref: str, actor: Any, symbol: str = ""
) -> Document:
    """Draft the paper, or open the one that exists. Who may is the caller's question."""
    found = existing(kind, ref)
    if found is not None:
        return found
    return draft_document(
        kind=kind,
        issuing_unit=unit,
        fields=words.to_fields(),
        source=source,
        subject_ref=ref,
        actor=actor,
        symbol=symbol,
    )


def build_decision(document: Document, *, tables: Sequence[Block] = (), values: Mapping[str, str] | None = None) -> Doc:
    """A decision: at the Department its head decides, in a People's Committee the committee."""
    issue = issue_of(document)
    head = head_of(document.issuing_unit).upper() if issue.body.superior else ""
    return decision_paper(issue, words_of(document), authority=head, tables=tables, values=values)
