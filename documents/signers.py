"""Who will sign a draft that names nobody yet: the leader who looks at it and issues it."""

from __future__ import annotations

from copy import copy
from typing import Any

from core.workflow import can
from documents.kinds import kind_of
from documents.models import Document
from documents.papers_common import SIGNING_FORMS


def proposed_signer(document: Document, leader: Any) -> dict[str, str]:
    """Who issues signs, where their office is one that signs this kind: a Department's leader signs for no committee."""
    kind = kind_of(document)
    if not kind.needs_signer or document.signer_name:
        return {}
    office = leader.position.upper()
    for form in kind.signing_forms:
        if office.startswith(SIGNING_FORMS[form][-1]):
            return {"signing_form": form, "signer_name": leader.full_name, "signer_position": leader.position}
    return {}


def as_seen_by(user: Any, document: Document) -> Document:
    """A copy for pictures only: to who may issue the draft it shows whom the page of issue will propose to sign."""
    seen = copy(document)
    if document.is_draft and not document.signer_name and can(document, "issue", user):
        for name, value in proposed_signer(document, user).items():
            setattr(seen, name, value)
    return seen
