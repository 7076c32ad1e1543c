"""Certificates: printed once for each recognition, then kept; a reprint gives the same bytes."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from core import audit
from core.errors import Denied
from core.files import store_bytes
from core.models import StoredFile
from criteria.queries import typed_ruleset
from documents.forms_of_paper import certificate
from documents.model import PaperDate
from documents.models import Document
from documents.papers_common import Signer
from documents.printing import body_of
from documents.render.certificate import certificate_pdf
from evaluations.models import DecisionEntry
from products.models import Recognition
from products.queries import in_force
from products.rules import is_in_force


def verify_url(recognition: Recognition) -> str:
    """Public address that the QR code carries."""
    return settings.PORTAL_URL.rstrip("/") + reverse("catalogue:verify", args=[recognition.verify_code])


def certificate_number(entry: DecisionEntry, document: Document) -> str:
    """Number of the certificate: place in the decision, then the decision's number and year."""
    return f"{entry.order:02d}-{document.number}/{document.year}/GCN-OCOP"


def all_certificates(document: Document) -> tuple[str, str] | None:
    """The button on an issued decision that prints the certificates of its products: label and view."""
    if not to_print(document.pk).exists():
        return None
    return "In giấy chứng nhận của quyết định", "evaluations:certificates"


def to_print(document_id: int) -> QuerySet[Recognition]:
    """The decision's recognitions that are in force: for no other is a certificate handed out."""
    rows = Recognition.objects.filter(in_force(), document_id=document_id)
    return rows.order_by("decision_entry__order", "pk")


@transaction.atomic
def certificate_of(recognition: Recognition, *, actor: Any) -> StoredFile:
    """The certificate's bytes, made at the first asking and never again.

    Raises Denied for recognitions that were not decided in this portal, whose certificate lies with whoever issued it,
    and at the first asking for one that is no longer in force.
    """
    locked = (
        Recognition.objects.select_for_update(of=("self",))
        .select_related("certificate_file", "product", "dossier__producer__commune__parent", "dossier__ruleset")
        .get(pk=recognition.pk)
    )
    if locked.certificate_file is not None:
        return locked.certificate_file
    document = Document.objects.filter(pk=locked.document_id or 0).select_related("issuing_unit__parent").first()
    if document is None or locked.dossier is None or document.number is None or document.issued_on is None:
        raise Denied(
            f"Giấy chứng nhận do {locked.issued_by} cấp, cổng thông tin không giữ bản in.",
            obj=locked,
            action="certificate.print",
        )
    if not is_in_force(locked):
        raise Denied(
            "Công nhận không còn hiệu lực nên không in giấy chứng nhận.", obj=locked, action="certificate.print"
        )
    locked.certificate_number = locked.certificate_number or certificate_number(locked.decision_entry, document)
    paper = certificate.paper(
        certificate.Facts(
            issuer=body_of(document),
            product=locked.product_name,
            producer=locked.producer_name,
            address=locked.dossier.producer.unit.path_name,
            stars=locked.stars,
            decision_symbol=document.symbol,
            decision_number=document.number,
            decision_date=PaperDate.of(document.issued_on),
            valid_until=locked.valid_until,
            certificate_number=locked.certificate_number,
            product_code=locked.product.code,
            verify_code=locked.verify_code,
            url=verify_url(locked),
            signer=Signer(document.signing_form, document.signer_name),
            valid_months=typed_ruleset(locked.dossier.ruleset).validity_months,
        )
    )
    locked.certificate_file = store_bytes(
        f"giay-chung-nhan-{locked.verify_code}.pdf", certificate_pdf(paper), owner=actor, purpose="certificate"
    )
    locked.save(update_fields=["certificate_file", "certificate_number", "updated_at"])
    audit.record(actor=actor, action="certificate.print", obj=locked, after={"sha256": locked.certificate_file.sha256})
    return locked.certificate_file
