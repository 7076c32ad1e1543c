"""Tờ trình đề nghị thu hồi, and the decision whose issue ends the recognition in the same transaction."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from core.errors import Denied
from core.formats import today
from criteria.queries import typed_ruleset
from documents.kinds import DECISION_FIELDS, LETTER_FIELDS, DocumentKind, register
from documents.model import Doc, PaperDate
from documents.models import Document
from documents.papers_common import PROPOSAL_MARK, Texts, day_words, letter_paper, ministry_on, proposal_clause
from documents.printing import issue_of, words_of
from inspections import rules
from inspections.actions import revocations
from inspections.enums import CaseState
from inspections.models import RevocationCase
from inspections.papers.common import (
    DIVISION_FORMS,
    OFFICE_FORMS,
    archive_of,
    bases_of,
    build_decision,
    draft_once,
    head_of,
    issued,
    office_of,
)

PROPOSAL_PROVINCE = "to-trinh-thu-hoi-so"
PROPOSAL_DISTRICT = "to-trinh-thu-hoi-huyen"
MINISTRY_LETTER = "cong-van-de-nghi-bo-thu-hoi"
DECISION = "quyet-dinh-thu-hoi"
CASE_REF = "revocation:"
_PLACE = re.compile(r"\(Điều (\d+) khoản (\d+) điểm (\w+)\)$")


def proposal_kind(case: RevocationCase) -> str:
    """To the Ministry writes the People's Committee; else the specialised body submits."""
    if case.competent_unit is None:
        return MINISTRY_LETTER
    return PROPOSAL_PROVINCE if case.proposing_unit.is_province else PROPOSAL_DISTRICT


def case_of(document: Document) -> RevocationCase:
    """The case of which a paper speaks."""
    rows = RevocationCase.objects.select_related(
        "recognition__product__producer",
        "ruleset",
        "competent_unit",
        "proposing_unit__parent",
        "inspection",
        "district",
    )
    return rows.get(pk=int(document.subject_ref.removeprefix(CASE_REF)))


def case_source(case: RevocationCase) -> dict[str, Any]:
    """The case as plain data, with the issued proposal: one that is issued after the decision was begun is still named."""
    recognition = case.recognition
    proposal = issued(proposal_kind(case), f"{CASE_REF}{case.pk}")
    return {
        "product": recognition.product_name,
        "producer": recognition.producer_name or "chủ thể ghi trong quyết định công nhận",
        "stars": recognition.stars,
        "certificate": recognition.certificate_number,
        "decision": recognition.decision_number,
        "decided_on": recognition.decided_on.isoformat() if recognition.decided_on else None,
        "issued_by": recognition.issued_by,
        "ground": case.ground_name,
        "explanation": case.explanation,
        "concluded_on": case.concluded_on.isoformat(),
        "inspection": case.inspection.code if case.inspection else "",
        "proposal": [proposal.symbol, proposal.number, proposal.issued_on.isoformat()]
        if proposal is not None and proposal.issued_on is not None
        else [],
    }


def _recognised_by(case: RevocationCase) -> str:
    recognition = case.recognition
    number = f" số {recognition.decision_number}" if recognition.decision_number else ""
    day = f" {day_words(recognition.decided_on)}" if recognition.decided_on else ""
    return f"Quyết định{number}{day} của {recognition.issued_by}"


def _ground(case: RevocationCase) -> str:
    """The ground with its place as papers cite the law: point, clause, article, then the decision that holds them."""
    name = typed_ruleset(case.ruleset).short_name.replace("Quyết định ", "Quyết định số ")
    return _PLACE.sub(rf"(điểm \3 khoản \2 Điều \1 {name})", case.ground_name)


def _product_words(case: RevocationCase) -> str:
    recognition = case.recognition
    owner = f" của {recognition.producer_name}" if recognition.producer_name else ""
    return f"sản phẩm “{recognition.product_name}”{owner}, hạng {recognition.stars} sao"


# --- proposal ------------------------------------------------------------------------------------------------------


def _proposal_texts(case: RevocationCase) -> Texts:
    unit = case.proposing_unit
    if case.competent_unit is None:
        addressee = ministry_on(today())
        sender = f"Ủy ban nhân dân {unit.area}"
    else:
        addressee = f"Ủy ban nhân dân {case.competent_unit.area}"
        sender = "{don_vi}"
    when = f" (kết luận, xác nhận {day_words(case.concluded_on)})"
    visit = f" theo Biên bản kiểm tra {case.inspection.code}" if case.inspection else ""
    due = [f"4. Thời hạn thu hồi theo quy định: chậm nhất {day_words(case.due_on)}."] if case.due_on else []
    return Texts(
        subject=f"{'đề' if case.competent_unit is None else 'Đề'} nghị thu hồi Giấy chứng nhận sản phẩm OCOP đối với "
        f"{_product_words(case)}",  # a letter's subject follows "V/v"
        addressees=(addressee,),
        paragraphs=(
            *(f"{basis};" for basis in bases_of(case.ruleset.code)[-2:]),
            f"{sender} báo cáo và đề nghị {addressee} như sau:",
            f"1. Đối tượng: {_product_words(case)}; công nhận theo {_recognised_by(case)}.",
            f"2. Hành vi, sự việc{visit}{when}:",
            *(line for line in case.explanation.splitlines() if line.strip()),
            f"3. Căn cứ thu hồi: {_ground(case)}.",
            *due,
            f"Đề nghị {addressee} xem xét, quyết định thu hồi Giấy chứng nhận đối với sản phẩm nêu trên./.",
        ),
        recipients=(
            "Như trên", "Chủ thể có sản phẩm", f"Lưu: VT, {archive_of(unit, committee=case.competent_unit is None)}",
        ),
    )  # fmt: skip


def _build_proposal(document: Document) -> Doc:
    if document.kind == MINISTRY_LETTER:
        return letter_paper(issue_of(document), words_of(document), title="Công văn đề nghị thu hồi")
    return letter_paper(issue_of(document), words_of(document), kind="TỜ TRÌNH")


def draft_proposal(*, case: RevocationCase, actor: Any) -> Document:
    """Draft the proposal of revocation. Raises Denied."""
    if not rules.proposer(actor, case) or case.state not in {CaseState.DRAFT, CaseState.PROPOSED}:
        raise Denied("Chỉ đơn vị đề nghị soạn tờ trình, khi chưa có quyết định.", obj=case)
    return draft_once(
        kind=proposal_kind(case), unit=case.proposing_unit, words=_proposal_texts(case), source=case_source(case),
        ref=f"{CASE_REF}{case.pk}", actor=actor,
    )  # fmt: skip


# --- decision ------------------------------------------------------------------------------------------------------


def _decision_texts(case: RevocationCase) -> Texts:
    unit = case.competent_unit
    assert unit is not None  # noqa: S101 - the caller drafts for bodies of the portal only
    owner = case.recognition.producer_name or "Chủ thể có sản phẩm tại Điều 1"
    number = f", số {case.recognition.certificate_number}" if case.recognition.certificate_number else ""
    chief = (
        f"Chánh Văn phòng Ủy ban nhân dân tỉnh; {head_of(unit)}"
        if unit.is_province
        else f"Chánh Văn phòng HĐND và UBND huyện; {head_of(unit)}"
    )
    place = case.recognition.product.commune or case.district
    return Texts(
        subject=f"Thu hồi Giấy chứng nhận sản phẩm OCOP đối với sản phẩm “{case.product_name}”",
        bases=(*bases_of(case.ruleset.code), f"Theo đề nghị của {head_of(case.proposing_unit)}{PROPOSAL_MARK}"),
        articles=(
            f"Thu hồi Giấy chứng nhận sản phẩm OCOP{number} đã cấp cho {_product_words(case)}, được công nhận theo "
            f"{_recognised_by(case)}.\nLý do thu hồi: {_ground(case)}.",
            f"{owner} có trách nhiệm:\n"
            "1. Nộp lại Giấy chứng nhận ngay sau khi nhận được Quyết định này.\n"
            "2. Ngừng sử dụng biểu trưng, nhãn hiệu OCOP và thông tin về hạng sao trên sản phẩm, bao bì, tài liệu quảng bá của "
            "sản phẩm tại Điều 1.",
            f"Giao {office_of(unit)} chủ trì, phối hợp với Ủy ban nhân dân {place.area} thu lại Giấy chứng nhận, công bố việc "
            "thu hồi và cập nhật cơ sở dữ liệu sản phẩm OCOP.",
            "Quyết định này có hiệu lực kể từ ngày ký ban hành.\n"
            f"{chief}; {owner} và các cơ quan, đơn vị, cá nhân có liên quan chịu trách nhiệm thi hành Quyết định này./.",
        ),
        recipients=(
            "Như Điều 4",
            f"{_ministry() if unit.is_province else 'UBND tỉnh'} (để báo cáo)",
            f"Lưu: VT, {archive_of(unit, committee=True)}",
        ),
    )  # fmt: skip


def _ministry() -> str:
    """The Ministry, as lists of recipients write it."""
    return ministry_on(today()).replace("Phát triển nông thôn", "PTNT")


def _build_decision(document: Document) -> Doc:
    symbol, number, day = document.source.get("proposal") or ("", None, None)
    date = PaperDate.of(dt.date.fromisoformat(day)) if day else None
    return build_decision(document, values=proposal_clause(symbol, number, date))


def draft_decision(*, case: RevocationCase, actor: Any) -> Document:
    """Draft the decision of the competent body. Raises Denied."""
    if case.competent_unit is None:
        raise Denied("Bộ quyết định thu hồi sản phẩm 5 sao. Ghi quyết định của Bộ khi có.", obj=case)
    if not rules.plans_at(actor, case.competent_unit):
        raise Denied("Cán bộ của cơ quan có thẩm quyền soạn quyết định thu hồi.", obj=case)
    if case.state != CaseState.PROPOSED:
        raise Denied("Đề nghị thu hồi chưa gửi hoặc đã được giải quyết.", obj=case)
    return draft_once(
        kind=DECISION, unit=case.competent_unit, words=_decision_texts(case), source=case_source(case),
        ref=f"{CASE_REF}{case.pk}", actor=actor,
    )  # fmt: skip


def _carry_out(document: Document, actor: Any) -> None:
    """The issued decision ends the recognition: the register, the public list and the producer follow at once."""
    revocations.take(
        case=case_of(document), step="decide", actor=actor, number=document.notation, on=document.issued_on
    )


def _collect(document: Document) -> Mapping[str, Any]:
    return case_source(case_of(document))


def register_kinds() -> None:
    """Make the papers known to the registry of documents."""
    ubnd = ("ubnd-chu-tich", "ubnd-pho-chu-tich")
    for code, label, symbol, body, forms in (
        (PROPOSAL_PROVINCE, "Tờ trình đề nghị thu hồi giấy chứng nhận", "TTr-SNN", "chuyen-mon", OFFICE_FORMS),
        (PROPOSAL_DISTRICT, "Tờ trình đề nghị thu hồi giấy chứng nhận", "TTr-PNN", "chuyen-mon", DIVISION_FORMS),
        (MINISTRY_LETTER, "Công văn đề nghị Bộ thu hồi giấy chứng nhận", "UBND-NN", "ubnd", ubnd),
    ):
        register(
            DocumentKind(
                code=code, label=label, symbol=symbol, body=body, builder=_build_proposal, collect=_collect,
                editable_fields=LETTER_FIELDS, signing_forms=forms,
            )
        )  # fmt: skip
    register(
        DocumentKind(
            code=DECISION, label="Quyết định thu hồi giấy chứng nhận", symbol="QĐ-UBND", builder=_build_decision,
            collect=_collect, editable_fields=DECISION_FIELDS, signing_forms=ubnd, on_issue=_carry_out,
        )
    )  # fmt: skip
