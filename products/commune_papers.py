"""The commune's own papers on a dossier: the report (Mẫu số 03) and the letter that proposes it to the province.

26/2026/QĐ-TTg, Điều 6 khoản 2 và Điều 7 khoản 2; the same step under 1489/QĐ-TTg.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from accounts.enums import Role
from accounts.models import Unit
from accounts.seats import holds_at
from core import audit
from core.errors import Denied
from core.text import lower_first
from criteria.queries import sheet_of, typed_ruleset
from criteria.schema.sheet import CriterionForm
from documents.forms_of_paper import commune_report
from documents.kinds import LETTER_FIELDS, RECIPIENTS, DocumentKind, EditableField, register
from documents.model import Doc
from documents.models import Document
from documents.printing import issue_of, words_of
from products.content import requirements_by_code
from products.dossier_papers import group_words
from products.entering import COMMUNE_PROPOSAL, COMMUNE_REPORT
from products.enums import DossierState, ItemVerdict
from products.legal_words import basis_words, form_number
from products.models import Dossier, Evidence, SelfAssessmentLine
from products.places import unit_above
from products.reporting import report_of
from products.rules import commune_that_writes

REPORT, PROPOSAL = "products.commune_report", "products.commune_proposal"
ITEMS = {REPORT: COMMUNE_REPORT, PROPOSAL: COMMUNE_PROPOSAL}
# Which criteria tell of each topic, by the beginning of their names.
_SAID_BY = {
    "materials": ("nguồn nguyên liệu", "nguồn gốc sản phẩm"),  # fresh produce has the second in the first's place
    "labour": ("sử dụng lao động địa phương",),
    "idea": ("nguồn gốc ý tưởng",),
    "identity": ("trí tuệ", "bản sắc"),
}


def ref_of(dossier: Dossier) -> str:
    """How a document names the dossier that it is about."""
    return f"dossier:{dossier.pk}"


def writer_of(dossier: Dossier, kind: str) -> Unit | None:
    """The commune that may write this paper now: it has the dossier, or a level above sent this paper back."""
    failing = dossier.items.filter(code=ITEMS[kind], verdict=ItemVerdict.MISSING)
    sent_back = dossier.state == DossierState.RETURNED and failing.exists()
    return commune_that_writes(dossier, sent_back=sent_back)


def dossier_of(document: Document, *, locked: bool = False) -> Dossier:
    """The dossier that a paper of the commune is about; `locked` for whoever writes to it."""
    rows = Dossier.objects.select_related(
        "producer__commune__parent", "producer__district", "product", "ruleset", "criteria_set__collection", "holder",
        "commune__parent__parent", "district__parent", "round",
    )  # fmt: skip
    if locked:
        rows = rows.select_for_update(of=("self",))
    return rows.get(pk=int(document.subject_ref.partition(":")[2]))


def collect(document: Document) -> Mapping[str, Any]:
    """What the records say now; issuing freezes it."""
    dossier = dossier_of(document)
    producer, rules = dossier.producer, typed_ruleset(dossier.ruleset)
    upper = unit_above(dossier.commune or dossier.district, "province")
    exempt = dossier.criteria_set.number in rules.samples.exempt_sets
    return {
        "producer": dossier.producer_name,
        "kind": producer.get_kind_display(),
        "address": producer.full_address,
        "representative": producer.representative,
        "gender": producer.get_representative_gender_display(),
        "ethnicity": producer.representative_ethnicity,
        "residence": report_of(dossier).residence,
        "product": dossier.product_name,
        "group": group_words(dossier),
        "committee": f"Ủy ban nhân dân {document.issuing_unit.area}",
        "upper": f"Ủy ban nhân dân {upper.area}" if upper else "Ủy ban nhân dân tỉnh",
        "year": dossier.round.year,
        "samples": 0 if exempt else rules.samples.count,
    }


def first_words(document: Document) -> dict[str, Any]:
    """The wording with which a paper begins: what the applicant said of each topic, and the standard letter."""
    facts = commune_report.Facts(**collect(document))
    dossier = dossier_of(document)
    if document.kind == PROPOSAL:
        rules = typed_ruleset(dossier.ruleset)
        form = form_number(rules, ITEMS[REPORT])
        return commune_report.letter_texts(facts, basis_words(rules), form=form).to_fields()
    said = {name: _said(dossier, starts) for name, starts in _SAID_BY.items()}
    return {**said, "recipients": ["UBND tỉnh", facts.producer, "Lưu: VT"], "subject": commune_report.SUBJECT}


def _said(dossier: Dossier, starts: tuple[str, ...]) -> list[str]:
    lines = {line.criterion_id: line for line in SelfAssessmentLine.objects.filter(dossier=dossier)}
    for criterion in sheet_of(dossier.criteria_set).criteria:
        line = lines.get(criterion.id or 0)
        if line is not None and criterion.name.casefold().startswith(starts):
            return [_applicant_says(criterion, line)]
    return []


def _applicant_says(criterion: CriterionForm, line: SelfAssessmentLine) -> str:
    option = criterion.option(line.option_index) if line.option_index is not None else None
    chosen = option.label.rstrip(" .;") if option else "không đạt mức nào"
    note = f" {line.note}" if line.note else ""
    return f"Chủ thể tự đánh giá: {lower_first(chosen)}.{note}"


def _report(document: Document) -> Doc:
    facts = commune_report.Facts(**document.source)
    words = [(title, document.fields.get(name, ())) for name, title in commune_report.TOPICS]
    return commune_report.report(issue_of(document), facts, words, document.fields.get("recipients", ()))


def _letter(document: Document) -> Doc:
    return commune_report.letter(issue_of(document), words_of(document))


def _about(document: Document) -> tuple[str, str, str]:
    dossier = dossier_of(document)
    return "Hồ sơ", str(dossier), f"{reverse('products:dossier', args=[dossier.pk])}#giay-to-cap-xa"


def _of_the_commune(user: Any, document: Document) -> bool:
    """The commune's officers write the paper and enter the number under which its chair signed it."""
    return holds_at(user, document.issuing_unit, Role.COMMUNE_OFFICER)


def hold(document: Document) -> None:
    """Lock the dossier that the paper goes into. Raises Denied when it is not the commune's any more."""
    dossier = dossier_of(document, locked=True)
    commune = writer_of(dossier, document.kind)
    if commune is None or commune.pk != document.issuing_unit_id:
        raise Denied("Hồ sơ không còn ở cấp xã nên không ban hành được văn bản này.", obj=dossier)


def attach(document: Document, actor: Any) -> None:
    """Put the issued paper into the dossier, in place of an earlier one."""
    dossier = dossier_of(document)
    item = dossier.items.filter(code=ITEMS[document.kind]).first()
    if item is None or document.pdf is None:
        return
    former = Evidence.objects.filter(item=item, removed_at=None).order_by("-pk").first()
    if former is not None:
        former.removed_at, former.removed_by = document.issued_at, actor
        former.save()
    evidence = Evidence.objects.create(
        item=item, file=document.pdf, title=f"{document.notation}, {document.subject}"[:250], added_by=actor,
        replaces=former,
    )  # fmt: skip
    asked = requirements_by_code(dossier).get(item.code)
    supported = asked.criteria if asked is not None else ()
    criteria = sheet_of(dossier.criteria_set).criteria
    evidence.criteria.set([row.id for row in criteria if row.id and row.code in supported])
    if dossier.state == DossierState.RETURNED:
        dossier.items.filter(pk=item.pk).update(changed_after_return=True)
    audit.record(
        actor=actor, action="dossier.add_evidence", obj=dossier, after={"item": item.code, "document": document.pk}
    )


def register_kinds() -> None:
    """Both papers of the commune."""
    common: dict[str, Any] = {
        "collect": collect, "issuer_check": _of_the_commune, "editor_check": _of_the_commune, "holds": hold,
        "on_issue": attach, "about": _about, "two_persons": False,
    }  # fmt: skip
    topics = tuple(
        EditableField(name, title, help="Nêu mô tả của chủ thể và đánh giá thực tế trên địa bàn xã. Mỗi đoạn một dòng.")
        for name, title in commune_report.TOPICS
    )
    register(
        DocumentKind(
            code=REPORT, label="Báo cáo của UBND cấp xã về hồ sơ sản phẩm", symbol="BC-UBND", builder=_report,
            editable_fields=(*topics, RECIPIENTS), **common,
        )
    )  # fmt: skip
    register(
        DocumentKind(
            code=PROPOSAL, label="Văn bản đề nghị đánh giá, phân hạng", symbol="UBND-KT", builder=_letter,
            editable_fields=LETTER_FIELDS, **common,
        )
    )  # fmt: skip
