"""Whoever may see a document may open its issued PDF and its signed copy."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from core.files import register_access
from core.models import StoredFile
from documents.visibility import visible_documents


@register_access
def files_of_visible_documents(user: Any, file: StoredFile) -> bool:
    """Say whether the file belongs to a document that the person may see."""
    return visible_documents(user).filter(Q(pdf=file) | Q(signed_copy=file)).exists()
