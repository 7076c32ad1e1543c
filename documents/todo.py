"""Drafts that wait for whoever signs them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from documents.enums import DocumentState
from documents.kinds import kind_of
from documents.rules import may_issue
from documents.visibility import visible_documents
from notifications import todo

MOST = 30


def _to_issue(user: Any) -> Iterator[todo.TodoItem]:
    """Drafts that this person may issue and did not draft."""
    drafts = visible_documents(user).filter(state=DocumentState.DRAFT).exclude(created_by_id=user.pk)
    for document in drafts.select_related("issuing_unit").order_by("created_at")[:MOST]:
        if may_issue(user, document):
            yield todo.TodoItem(
                title=f"Ban hành {kind_of(document).plain_label}",
                about=document.subject,
                url=reverse("documents:document", args=[document.pk]),
                button="Xem, ban hành",
                kind="document",
                icon="file-earmark-check",
            )


todo.register(_to_issue)
