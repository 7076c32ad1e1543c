"""Drafting papers of a class, and certificates: printed once for each participant, then kept."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from core import audit
from core.errors import Denied
from core.files import store_bytes
from core.formats import today
from core.models import StoredFile
from documents.actions.draft import draft_document
from documents.enums import DocumentState
from documents.model import PaperDate
from documents.models import Document
from documents.papers_common import days_words
from documents.render.attendance_certificate import AttendanceCertificate, attendance_certificate_pdf
from trainings import rules
from trainings.actions.places import locked_class
from trainings.enums import SEATED, ClassState, Result
from trainings.models import Participant, TrainingClass
from trainings.paperwork import INVITATION, office_of, ref_of, signing_form_of, symbol_of, texts_and_source


@transaction.atomic
def draft_paper(*, training: TrainingClass, kind: str, actor: User) -> Document:
    """Draft the invitation or the report, or open the draft or issued paper that exists. Raises Denied."""
    current = locked_class(training.pk)
    rules.check_runs(actor, current)
    existing = Document.objects.filter(
        kind=kind, subject_ref=ref_of(current), state__in=(DocumentState.DRAFT, DocumentState.ISSUED)
    ).first()
    if existing is not None:
        return existing
    if kind == INVITATION:
        rules.check_takes_people(current)
    elif current.state not in {ClassState.HELD, ClassState.CLOSED}:
        raise Denied("Lớp học xong mới lập báo cáo kết quả.", obj=current, action="training.paper")
    words, source = texts_and_source(kind, current)
    document = draft_document(
        kind=kind,
        issuing_unit=current.unit,
        fields=words.to_fields(),
        source=source,
        subject_ref=ref_of(current),
        symbol=symbol_of(kind, current.unit),
        actor=actor,
    )
    document.signing_form = signing_form_of(current.unit)
    document.save(update_fields=["signing_form"])
    return document


def waiting_for_certificate(training: TrainingClass) -> list[Participant]:
    """Who completed the class, in the order in which certificates are numbered."""
    rows = training.participants.filter(state__in=SEATED, result=Result.COMPLETED)
    return list(rows.select_related("certificate_file").order_by("name_sort", "pk"))


@transaction.atomic
def certificate_of(*, participant: Participant, actor: User) -> StoredFile:
    """The certificate's bytes, made at the first asking and never again. Raises Denied, RenderFailed."""
    training = locked_class(participant.training_id)
    rules.check_runs(actor, training)
    locked = Participant.objects.select_for_update(of=("self",)).get(pk=participant.pk)
    if locked.certificate_file is not None:
        return locked.certificate_file
    if training.state != ClassState.CLOSED or locked.result != Result.COMPLETED:
        raise Denied(
            "Tổng kết lớp xong mới cấp giấy chứng nhận, cho người hoàn thành lớp.",
            obj=locked,
            action="certificate.print",
        )
    last = training.participants.exclude(certificate_number="").count()
    locked.certificate_number = f"{last + 1:02d}/{training.code}/GCN"
    body = office_of(training.unit)
    pdf = attendance_certificate_pdf(
        AttendanceCertificate(
            issuer=body.name,
            place=body.place,
            person=locked.name,
            office=", ".join(part for part in (locked.position, locked.organisation) if part),
            title=training.name,
            when=days_words(training.first_day, training.last_day),
            venue=training.place,
            number=locked.certificate_number,
            date=PaperDate.of(today()),
            form=signing_form_of(training.unit),
        )
    )
    locked.certificate_file = store_bytes(
        f"giay-chung-nhan-{locked.code.lower()}.pdf", pdf, purpose="training-certificate"
    )
    locked.save(update_fields=["certificate_number", "certificate_file", "updated_at"])
    audit.record(actor=actor, action="certificate.print", obj=locked, after={"number": locked.certificate_number})
    return locked.certificate_file
