"""What the search box finds among documents: number and subject."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from core.search import Hit, Provider, register
from documents.kinds import label_of
from documents.visibility import visible_documents


def _find(user: Any, text: str, limit: int) -> Iterator[Hit]:
    rows = visible_documents(user).only("pk", "kind", "notation", "subject", "state", "text_folded")
    for word in text.split():
        rows = rows.filter(text_folded__contains=word)
    for row in rows[:limit]:
        detail = f"{row.notation or row.get_state_display()} · {label_of(row.kind)}"
        yield Hit(row.subject, detail, reverse("documents:document", args=[row.pk]))


register(Provider("Văn bản", "file-earmark-text", _find, order=60))
