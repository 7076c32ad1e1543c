"""The life of a document: draft, issued, then replaced or recalled. Nothing leads back."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from core.errors import Denied
from core.files import store_bytes
from core.formats import date_vn, now, today
from core.workflow import Transition, Workflow, step
from documents.enums import DocumentState
from documents.kinds import kind_of
from documents.models import Document
from documents.numbering import draw_number
from documents.printing import body_of, paper_of, print_pdf
from documents.rules import may_issue

NOTATION_LENGTH = 30


def drafted_by_another(transition: Transition[Document]) -> None:
    """Who drafts a decision does not issue it."""
    document = transition.obj
    if kind_of(document).two_persons and document.created_by_id == transition.actor.pk:
        raise Denied("Người soạn không tự ban hành được; hãy để lãnh đạo đơn vị ban hành.", obj=document)


def signer_and_date(transition: Transition[Document]) -> None:
    """Put the signer and the day on the document and check them."""
    document, data = transition.obj, transition.data
    for name in ("signer_name", "signer_position", "signing_form"):
        if data.get(name) is not None:
            setattr(document, name, data[name])
    day: dt.date = data["issued_on"]
    document.issued_on = day
    kind = kind_of(document)
    if kind.needs_signer and not document.signer_name.strip():
        raise Denied("Nhập họ và tên người ký trước khi ban hành.", obj=document)
    if document.signing_form and document.signing_form not in kind.signing_forms:
        raise Denied("Hình thức ký này không dùng cho loại văn bản này.", obj=document)
    if sentence := wrong_day(document, day):
        raise Denied(sentence, obj=document)


def wrong_day(document: Document, day: dt.date) -> str:
    """Why the paper cannot bear that day: it is not come yet, or before what the paper rests on. Empty when it can."""
    if day > today():
        return "Ngày ban hành không được sau ngày hôm nay."
    earliest = kind_of(document).earliest
    bound = earliest(document) if earliest else None
    return f"Ngày ban hành không được trước {bound[1]} ({date_vn(bound[0])})." if bound and day < bound[0] else ""


def nothing_rests_on_it(transition: Transition[Document]) -> None:
    """A paper by which products are recognised or dossiers went up is neither recalled nor replaced under them."""
    check_unbound(transition.obj)


def check_unbound(document: Document) -> None:
    """Raise Denied while something rests on the issued paper."""
    if sentence := still_binds(document):
        raise Denied(sentence, obj=document)


def still_binds(document: Document) -> str:
    """What rests on the issued paper, so that it is neither recalled nor replaced. Empty when nothing does."""
    bound_by = kind_of(document).bound_by
    return bound_by(document) if bound_by else ""


def hold_what_it_changes(transition: Transition[Document]) -> None:
    """Lock it before the audit trail is written: whoever writes there locks in this order, and would wait for us in turn."""
    document = transition.obj
    if (holds := kind_of(document).holds) is not None:
        holds(document)


def seal(transition: Transition[Document]) -> None:
    """Draw the number, print the paper and keep its bytes, all before the state is written.

    It stands among the guards because the table refuses an issued row without number and bytes. When printing fails,
    everything is rolled back: no number is spent, nothing is issued.
    """
    document = transition.obj
    kind = kind_of(document)
    if kind.collect:
        document.source = dict(kind.collect(document))
    document.year = transition.data["issued_on"].year
    document.number = draw_number(
        unit=document.issuing_unit,
        body=document.issuing_body,
        symbol=document.symbol,
        year=document.year,
        wanted=transition.data.get("number"),
    )
    document.notation = f"{document.number:02d}/{document.symbol}"
    if len(document.notation) > NOTATION_LENGTH:
        raise Denied("Số và ký hiệu dài quá 30 ký tự.", obj=document)
    body = body_of(document)
    document.body_lines, document.place = list(body.lines), body.place
    document.issued_at, document.issued_by = now(), transition.actor
    printed = print_pdf(paper_of(document))
    document.sha256 = hashlib.sha256(printed).hexdigest()
    name = f"{document.notation} {kind.label}".replace("/", "-")
    document.pdf = store_bytes(f"{name}.pdf", printed, owner=None, purpose="issued-document")


def replacement(transition: Transition[Document]) -> None:
    """The replacing document must be issued, and another one."""
    document, other = transition.obj, transition.data["replaced_by"]
    if other.pk == document.pk or other.state != DocumentState.ISSUED:
        raise Denied("Văn bản thay thế phải là một văn bản khác đã ban hành.", obj=document)
    document.replaced_by = other


def _may_issue(actor: Any, document: Document) -> bool:
    return may_issue(actor, document)


_S = DocumentState
DOCUMENT: Workflow[Document] = Workflow(
    "documents.Document",
    _S,
    (
        step(
            "issue", _S.DRAFT, _S.ISSUED, label="Ban hành", by=_may_issue,
            when=(drafted_by_another, signer_and_date, hold_what_it_changes, seal),
        ),
        step("replace", _S.ISSUED, _S.REPLACED, label="Thay thế", by=_may_issue,
             when=(nothing_rests_on_it, replacement)),
        step("recall", _S.ISSUED, _S.RECALLED, label="Thu hồi", by=_may_issue, needs_reason=True,
             when=(nothing_rests_on_it,)),
    ),
)  # fmt: skip
