"""Long work of this app."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from core.errors import Denied
from core.files import store_bytes
from core.files.store import read_stored
from core.formats import local_date
from core.jobs import Report, job_kind
from core.models import Job, StoredFile
from documents.enums import DocumentState
from documents.forms_of_paper import appraisal_report
from documents.jobkinds import sees_document
from documents.model import PaperDate
from documents.papers_common import body_named
from documents.printing import print_pdf
from documents.render.answers import join_pdfs
from documents.visibility import visible_documents
from evaluations.enums import AppraisalState, AssessmentState
from evaluations.followup.certificates import certificate_of, to_print
from evaluations.followup.sheet_papers import filled_sheet, submitted_sheets
from evaluations.models import Appraisal, DecisionEntry
from evaluations.visibility import readable_sheets, visible_appraisals, visible_assessments
from products.bundles import Part, register_member_papers, register_upper_papers
from products.models import Dossier

CERTIFICATES, SHEETS = "evaluations.certificates", "evaluations.sheets"


def _reads_sheets(user: Any, job: Job) -> bool:
    """What was printed opens as long as the sheets themselves do: to who sees the council, of a closed assessment."""
    closed = visible_assessments(user).filter(pk=job.params["assessment"], state=AssessmentState.CLOSED)
    return closed.exists() and readable_sheets(user).filter(assessment__in=closed).exists()


@job_kind(CERTIFICATES, label="In giấy chứng nhận", may_read=sees_document)
def print_certificates(job: Job, report: Report) -> StoredFile:
    """Every certificate of one decision as one PDF to print, but for recognitions that are no longer in force."""
    rows = list(to_print(job.params["document"]))
    if not rows:
        raise Denied("Không có công nhận nào theo quyết định này còn hiệu lực.")
    parts = []
    for done, recognition in enumerate(rows, 1):
        parts.append(read_stored(certificate_of(recognition, actor=job.owner)))
        report(done, len(rows), recognition.product_name)
    return store_bytes("giay-chung-nhan.pdf", join_pdfs(parts), owner=job.owner, purpose="certificates")


@job_kind(SHEETS, label="In phiếu đánh giá", may_read=_reads_sheets)
def print_sheets(job: Job, report: Report) -> StoredFile:
    """All counted sheets of a closed assessment as one PDF, as far as the person may read them when it is printed."""
    assessment = (
        visible_assessments(job.owner).filter(pk=job.params["assessment"], state=AssessmentState.CLOSED).first()
    )
    readable = set(readable_sheets(job.owner).filter(assessment=assessment).values_list("pk", flat=True))
    sheets = [sheet for sheet in submitted_sheets(assessment) if sheet.pk in readable] if assessment else []
    if not sheets:
        raise Denied("Không có phiếu nào của hồ sơ này mà bạn được đọc.")
    parts = []
    for done, sheet in enumerate(sheets, 1):
        parts.append(print_pdf(filled_sheet(sheet)))
        report(done, len(sheets), str(sheet.member))
    return store_bytes("phieu-danh-gia.pdf", join_pdfs(parts), owner=job.owner, purpose="sheets")


@register_member_papers
def papers_for_members(user: Any, dossier: Dossier) -> Iterator[Part]:
    """What the advisory teams found, as far as the person may read it now."""
    rows = visible_appraisals(user).filter(dossier=dossier, state=AppraisalState.DONE)
    for row in rows.select_related("team__council__unit", "advisor").order_by("done_at", "pk"):
        yield Part(
            f"Phiếu thẩm định của {row.team.name}", "In từ hệ thống", made=partial(_appraisal_slip, row, dossier)
        )


def _appraisal_slip(row: Appraisal, dossier: Dossier) -> bytes:
    unit, day = row.team.council.unit, local_date(row.done_at)  # type: ignore[arg-type]
    facts = appraisal_report.Facts(
        council=body_named("hoi-dong", unit.area, unit.level, day=day),
        team=row.team.name,
        product=dossier.product_name,
        producer=dossier.producer_name,
        dossier_code=dossier.code,
        complete=row.complete,
        visited_on=row.visited_on,
        comment=row.comment,
        suggested_points=row.suggested_points,
        advisor=row.advisor.full_name,
        date=PaperDate.of(day),
    )
    return print_pdf(appraisal_report.paper(facts))


@register_upper_papers
def papers_for_the_ministry(user: Any, dossier: Dossier) -> Iterator[Part]:
    """Letters, decisions and minutes that name this dossier's results (26/2026/QĐ-TTg, Điều 6 khoản 3)."""
    named = DecisionEntry.objects.filter(assessment__dossier=dossier).values("document")
    issued = visible_documents(user).filter(pk__in=named, state=DocumentState.ISSUED, pdf__isnull=False)
    for document in issued.select_related("pdf", "signed_copy").order_by("issued_on", "pk"):
        yield Part(str(document), document.subject, file=document.signed_copy or document.pdf)
