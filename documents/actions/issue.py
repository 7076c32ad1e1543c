"""Issuing, replacing, recalling. The workflow holds the locks; this file is its front door."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.db import transaction

from accounts.models import User
from core import workflow
from documents.kinds import kind_of
from documents.models import Document


@transaction.atomic
def issue_document(
    *,
    document: Document,
    issued_on: dt.date,
    actor: User,
    version: int | None = None,
    number: int | None = None,
    signer_name: str | None = None,
    signer_position: str | None = None,
    signing_form: str | None = None,
    on_issue: Callable[[Document], None] | None = None,
) -> Document:
    """Issue a draft for ever: draw its number, print it, store bytes and SHA-256.

    Then follows what the kind brings about (`DocumentKind.on_issue`), and the caller's `on_issue`. All in one transaction: when anything fails, no number is spent and nothing is issued. Raises Denied, Stale or
    RenderFailed, each with a sentence for the person.
    """
    data = {
        "issued_on": issued_on,
        "number": number,
        "signer_name": signer_name,
        "signer_position": signer_position,
        "signing_form": signing_form,
    }
    issued = workflow.apply(document, "issue", actor=actor, version=version, data=data)
    if (brings_about := kind_of(issued).on_issue) is not None:
        brings_about(issued, actor)
    if on_issue:
        on_issue(issued)
    return issued


@transaction.atomic
def replace_document(*, document: Document, by: Document, actor: User, version: int | None = None) -> Document:
    """Mark an issued document as replaced by another issued one; both papers stay as they are."""
    return workflow.apply(document, "replace", actor=actor, version=version, data={"replaced_by": by})


@transaction.atomic
def recall_document(*, document: Document, reason: str, actor: User, version: int | None = None) -> Document:
    """Recall an issued document; its bytes and number stay in the archive."""
    return workflow.apply(document, "recall", actor=actor, version=version, reason=reason)
