"""Long work of this app: papers whose annexes are too long for a request (DESIGN rule 12)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from core.errors import Denied, Stale
from core.files import store_bytes
from core.jobs import Report, job_kind
from core.models import Job, StoredFile
from documents.actions.issue import issue_document
from documents.kinds import kind_of
from documents.models import Document
from documents.pictures import draft_pages
from documents.render.pdf import RenderFailed
from documents.signers import as_seen_by
from documents.visibility import visible_documents

ISSUE, PREVIEW = "documents.issue", "documents.preview"


def _document(job: Job) -> Document:
    """The job's document, if its owner may still see it."""
    found = visible_documents(job.owner).select_related("pdf").filter(pk=job.params["document"]).first()
    if found is None:
        raise Denied("Không tìm thấy văn bản, hoặc bạn không còn được xem văn bản này.")
    return found


@job_kind(ISSUE, label="Ban hành văn bản")
def issue_long(job: Job, report: Report) -> StoredFile | None:
    """Issue a draft with a long annex: the very act of the page, with its version. A second run finds it done."""
    document = _document(job)
    if document.issued_by_id == job.owner_id and document.issued_at and document.issued_at >= job.created_at:
        return document.pdf
    report(0, 1, "Đang dàn trang, cấp số")
    data = dict(job.params["data"])
    data["issued_on"] = dt.date.fromisoformat(data["issued_on"])
    try:
        issued = issue_document(document=document, actor=job.owner, version=job.params["version"], **data)
    except RenderFailed as error:
        raise Denied(error.sentence, obj=document) from error
    except Stale as error:
        raise Denied(
            "Dự thảo đã được sửa sau khi bạn mở trang ban hành. Xem lại rồi ban hành.", obj=document
        ) from error
    return issued.pdf


def sees_document(user: Any, job: Job) -> bool:
    """Whether the person sees the document that the job names."""
    return visible_documents(user).filter(pk=job.params["document"]).exists()


@job_kind(PREVIEW, label="Xem trước dự thảo", may_read=sees_document)
def preview_long(job: Job, report: Report) -> StoredFile:
    """Print a long draft; for some minutes its page shows what was printed."""
    document = _document(job)
    if not document.is_draft:
        raise Denied("Văn bản đã ban hành, mở bản PDF đã lưu.", obj=document)
    report(0, 1, "Đang dàn trang")
    try:
        pdf = draft_pages(as_seen_by(job.owner, document)).pdf
    except RenderFailed as error:
        raise Denied(error.sentence, obj=document) from error
    return store_bytes(f"Du thao {kind_of(document).plain_label}.pdf", pdf, owner=job.owner, purpose="preview")
