"""The verbs of documents."""

from documents.actions.draft import draft_document, edit_draft
from documents.actions.issue import issue_document, recall_document, replace_document
from documents.actions.signed_copy import upload_signed_copy

__all__ = [
    "draft_document",
    "edit_draft",
    "issue_document",
    "recall_document",
    "replace_document",
    "upload_signed_copy",
]
