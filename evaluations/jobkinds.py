"""Long work of this app."""

from __future__ import annotations

from core.errors import Denied
from core.files import store_bytes
from core.files.store import read_stored
from core.jobs import Report, job_kind
from core.models import Job, StoredFile
from evaluations.followup.certificates import certificate_of
from evaluations.followup.printing import join_pdfs
from products.models import Recognition

CERTIFICATES = "evaluations.certificates"


@job_kind(CERTIFICATES, label="In giấy chứng nhận")
def print_certificates(job: Job, report: Report) -> StoredFile:
    """Every certificate of one decision as one PDF to print."""
    rows = list(Recognition.objects.filter(document_id=job.params["document"]).order_by("decision_entry__order", "pk"))
    if not rows:
        raise Denied("Quyết định này không công nhận sản phẩm nào.")
    parts = []
    for done, recognition in enumerate(rows, 1):
        parts.append(read_stored(certificate_of(recognition, actor=job.owner)))
        report(done, len(rows), recognition.product_name)
    return store_bytes("giay-chung-nhan.pdf", join_pdfs(parts), owner=job.owner, purpose="certificates")
