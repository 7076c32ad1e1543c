"""The papers that follow results: how each is laid out from its frozen data, and what its issue brings about."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from core.formats import number_vn, today
from core.text import sort_key
from documents.enums import DocumentState
from documents.forms_of_paper import (
    failure_notice,
    forwarding_decision,
    proposal,
    recognition_decision,
    upper_level_letter,
)
from documents.kinds import DECISION_FIELDS, LETTER_FIELDS, DocumentKind, register
from documents.model import Doc, PaperDate
from documents.models import Document
from documents.papers_common import MEETING_MINUTES, Texts, agriculture_on
from documents.printing import issue_of, words_of
from evaluations.actions.carry_out import carry_out
from evaluations.enums import SessionMode
from evaluations.explaining import shortfalls
from evaluations.followup.certificates import all_certificates
from evaluations.followup.computed import recomputed
from evaluations.followup.facts import (
    bases_for,
    decided_line,
    group_from_json,
    group_to_json,
    groups_of,
    has_districts,
    level_words,
    line_from_json,
    line_to_json,
    lowest_recognised,
    ministry_reason,
    product_line,
    settled_reason,
    specialist,
    upper_of,
    validity_months,
)
from evaluations.followup.naming import told_by_products
from evaluations.followup.resting import bound_by, earliest, issued_minutes, lacks
from evaluations.followup.waiting import Paper, held_meanwhile, ministry_result
from evaluations.models import Assessment, DecisionEntry


def _named(source: Mapping[str, Any]) -> str:
    """As collected; papers from before opinions in writing were told apart say that there was a meeting."""
    return str(source.get("minutes_name", MEETING_MINUTES))


def entries_of(document: Document) -> list[Assessment]:
    """The results that a paper names, in its order."""
    order = dict(DecisionEntry.objects.filter(document=document).values_list("assessment_id", "order"))
    rows = (
        Assessment.objects.filter(pk__in=order)
        .select_related("result", "session__council__unit__parent", "dossier__ruleset", "dossier__district")
        .prefetch_related("dossier__producer__commune__parent", "dossier__producer__district")
    )
    return sorted(rows, key=lambda row: (order[row.pk], row.pk))


def _common(assessments: Sequence[Assessment]) -> dict[str, Any]:
    unit = assessments[0].session.council.unit
    head, office, symbol, archive = specialist(unit)
    return {
        "area": unit.area,
        "upper_area": upper_of(unit).area,
        "province": unit.is_province,
        "year": assessments[0].session.year,
        "proposer": head,
        "proposer_unit": office,
        "proposal_symbol": symbol,
        "archive": archive,
        "bases": list(bases_for(assessments)),
        "agriculture": agriculture_on(today()),
        "has_districts": has_districts(assessments),
        "valid_months": validity_months(assessments),
        "proposal": _issued(Paper.PROPOSAL, assessments),
        "minutes": _issued_minutes(assessments),
        "minutes_name": _minutes_name(assessments),
    }


def _minutes_name(assessments: Sequence[Assessment]) -> str:
    """What the minutes are called: of a meeting, of opinions in writing, or of both."""
    modes = {row.session.mode for row in assessments}
    if len(modes) > 1:
        return "Biên bản"
    return "Biên bản tổng hợp ý kiến" if SessionMode.WRITTEN in modes else MEETING_MINUTES


def _issued(paper: Paper, assessments: Sequence[Assessment]) -> dict[str, Any] | None:
    """Number and day of the issued paper that names the first of these results."""
    named = DecisionEntry.objects.filter(
        assessment=assessments[0], document__kind=paper.value, document__state=DocumentState.ISSUED
    ).select_related("document")
    entry = named.order_by("-pk").first()
    return _reference(entry.document) if entry else None


def _issued_minutes(assessments: Sequence[Assessment]) -> dict[str, Any] | None:
    """Number and day of the session's issued minutes."""
    document = issued_minutes([assessments[0].session]).first()
    return _reference(document) if document else None


def _reference(document: Document) -> dict[str, Any]:
    return {"number": document.number, "on": document.issued_on.isoformat() if document.issued_on else None}


def _day(reference: Mapping[str, Any] | None) -> PaperDate | None:
    return PaperDate.of(dt.date.fromisoformat(reference["on"])) if reference and reference["on"] else None


def _number(reference: Mapping[str, Any] | None) -> int | None:
    return reference["number"] if reference else None


# --- what each paper says ----------------------------------------------------------------------------------------


def recognition_source(assessments: Sequence[Assessment], *, said: str = "được công nhận") -> dict[str, Any]:
    """Facts of a recognition decision, or of the proposal for it, as plain data; `said` of each group of products."""
    groups = groups_of(assessments[0].session.council.unit, assessments, said=said)
    return {**_common(assessments), "groups": [group_to_json(group) for group in groups]}


def _recognition(source: Mapping[str, Any]) -> recognition_decision.Facts:
    return recognition_decision.Facts(
        area=source["area"],
        year=source["year"],
        groups=tuple(group_from_json(group) for group in source["groups"]),
        upper_area=source["upper_area"],
        proposer=source["proposer"],
        proposer_unit=source["proposer_unit"],
        proposal_symbol=source["proposal_symbol"],
        proposal_number=_number(source["proposal"]),
        proposal_date=_day(source["proposal"]),
        minutes_date=_day(source["minutes"]),
        minutes_name=_named(source),
        bases=tuple(source["bases"]),
        valid_months=source["valid_months"],
        archive=source["archive"],
        agriculture=_agriculture(source),
        has_districts=source.get("has_districts", True),
    )


def _agriculture(source: Mapping[str, Any]) -> str:
    """What the specialised bodies were called when the figures were collected."""
    return str(source.get("agriculture") or agriculture_on(dt.date(source["year"], 1, 1)))


def _proposal(source: Mapping[str, Any]) -> proposal.Facts:
    return proposal.Facts(
        area=source["area"],
        year=source["year"],
        groups=tuple(group_from_json(group) for group in source["groups"]),
        addressee=f"Ủy ban nhân dân {source['area']}",
        upper_area=source["upper_area"],
        minutes_number=_number(source["minutes"]),
        minutes_date=_day(source["minutes"]),
        minutes_name=_named(source),
        bases=tuple(source["bases"]),
        archive="PTNT" if source["province"] else source["archive"],  # the Department's own paper, not the committee's
    )


def products_source(assessments: Sequence[Assessment]) -> dict[str, Any]:
    """Facts of a letter or decision that lists products with their part means."""
    return {
        **_common(assessments),
        "products": [line_to_json(product_line(assessment)) for assessment in assessments],
        "potentials": _potentials(assessments),
        "places": _places(assessments),
        "held": [[row.dossier.product_name, stars] for row in assessments if (stars := held_meanwhile(row))],
    }


def _potentials(assessments: Sequence[Assessment]) -> list[list[int]]:
    """How many of the products may reach which stars above, lowest stars first."""
    counted = Counter(assessment.result.stars for assessment in assessments)
    return [[stars, count] for stars, count in sorted(counted.items())]


def _places(assessments: Sequence[Assessment]) -> list[str]:
    """Units whose chairmen carry the decision out: districts, or communes where the ruleset knows no district."""
    if has_districts(assessments):
        return sorted({row.dossier.district.area for row in assessments}, key=sort_key)
    return sorted({(row.dossier.commune or row.dossier.district).area for row in assessments}, key=sort_key)


def _letter(source: Mapping[str, Any]) -> upper_level_letter.Facts:
    return upper_level_letter.Facts(
        area=source["area"],
        year=source["year"],
        products=tuple(line_from_json(line) for line in source["products"]),
        potentials=tuple((stars, count) for stars, count in source["potentials"]),
        minutes_name=_named(source),
        addressees=(f"Ủy ban nhân dân {source['upper_area']}", f"Sở {_agriculture(source)} {source['upper_area']}"),
        archive=source["archive"],
    )


def _forwarding(source: Mapping[str, Any]) -> forwarding_decision.Facts:
    return forwarding_decision.Facts(
        area=source["area"],
        year=source["year"],
        products=tuple(line_from_json(line) for line in source["products"]),
        places=tuple(source["places"]),
        held=tuple(name for name, _ in source.get("held", ())),
        held_stars=max((stars for _, stars in source.get("held", ())), default=0),
        valid_months=source["valid_months"],
        minutes_name=_named(source),
        agriculture=_agriculture(source),
        proposal_symbol=source["proposal_symbol"],
        proposal_number=_number(source["proposal"]),
        proposal_date=_day(source["proposal"]),
        bases=tuple(source["bases"]),
        archive=source["archive"],
    )


def failure_source(assessments: Sequence[Assessment]) -> dict[str, Any]:
    """Facts of a notice about one product that is not recognised."""
    assessment = assessments[0]
    above = ministry_result(assessment)
    return {
        **_common(assessments),
        "product": line_to_json(decided_line(assessment)),
        "stars": above[1] if above else assessment.result.stars,
        "minimum": f"{number_vn(lowest_recognised(assessment))} điểm",
        "level": level_words(assessment),
        "reasons": [*ministry_reason(assessment), *shortfalls(recomputed(assessment)), *settled_reason(assessment)],
        "advice": [line for line in assessment.result.advice.splitlines() if line.strip()],
    }


def _failure(source: Mapping[str, Any]) -> failure_notice.Facts:
    return failure_notice.Facts(
        area=source["area"],
        year=source["year"],
        product=line_from_json(source["product"]),
        stars=source["stars"],
        minimum=source["minimum"],
        level=source.get("level", ""),
        written=_named(source) != MEETING_MINUTES,
        reasons=tuple(source["reasons"]),
        advice=tuple(source["advice"]),
        archive=source["archive"],
    )


# --- laying out --------------------------------------------------------------------------------------------------


def _build_recognition(document: Document) -> Doc:
    return recognition_decision.paper(issue_of(document), _recognition(document.source), words_of(document))


def _build_proposal(document: Document) -> Doc:
    return proposal.paper(issue_of(document), _proposal(document.source), words_of(document))


def _build_letter(document: Document) -> Doc:
    return upper_level_letter.paper(issue_of(document), _letter(document.source), words_of(document))


def _build_forwarding(document: Document) -> Doc:
    return forwarding_decision.paper(issue_of(document), _forwarding(document.source), words_of(document))


def _build_failure(document: Document) -> Doc:
    return failure_notice.paper(issue_of(document), _failure(document.source), words_of(document))


def standard_texts(paper: Paper, source: Mapping[str, Any]) -> Texts:
    """The wording that a new draft begins with."""
    match paper:
        case Paper.RECOGNITION:
            return recognition_decision.texts(_recognition(source))
        case Paper.PROPOSAL:
            return proposal.texts(_proposal(source))
        case Paper.UPPER_LETTER:
            return upper_level_letter.texts(_letter(source))
        case Paper.FORWARDING:
            return forwarding_decision.texts(_forwarding(source))
        case Paper.FAILURE:
            return failure_notice.texts(_failure(source))


def source_of(paper: Paper, assessments: Sequence[Assessment]) -> dict[str, Any]:
    """The facts of a paper about these results, as plain data."""
    match paper:
        case Paper.RECOGNITION:
            return recognition_source(assessments)
        case Paper.PROPOSAL:
            return recognition_source(assessments, said="đề nghị công nhận")
        case Paper.UPPER_LETTER | Paper.FORWARDING:
            return products_source(assessments)
        case Paper.FAILURE:
            return failure_source(assessments)


def _collect(document: Document) -> dict[str, Any]:
    """Figures of the records as they stand while the paper is a draft."""
    return source_of(Paper(document.kind), entries_of(document))


_AT_ONCE = "ngay khi ban hành; chủ thể nhận được tin."
_PROMISES = {
    Paper.RECOGNITION: f"Sản phẩm trong quyết định vào sổ công nhận {_AT_ONCE}",
    Paper.UPPER_LETTER: f"Hồ sơ trong công văn chuyển lên cấp trên {_AT_ONCE} Chỉ cấp trên trả lại được hồ sơ.",
    Paper.FORWARDING: f"Hồ sơ trong quyết định chuyển sang Bộ {_AT_ONCE} Không rút lại được hồ sơ, không thu hồi, không "
    "thay thế được quyết định. Sản phẩm mà quyết định công nhận vào sổ công nhận trong khi chờ kết quả của Bộ.",
    Paper.FAILURE: "Chủ thể nhận được tin về kết quả ngay khi ban hành.",
}


def register_kinds() -> None:
    """Make the papers known to the registry of documents."""
    of_all: dict[str, Any] = {
        "collect": _collect, "earliest": earliest, "lacks": lacks, "told_apart": told_by_products,
    }  # fmt: skip
    carried_out = of_all | {"on_issue": carry_out, "bound_by": bound_by}
    register(
        DocumentKind(
            code=Paper.PROPOSAL, label="Tờ trình đề nghị công nhận", symbol="TTr-PNN", body="chuyen-mon",
            builder=_build_proposal, editable_fields=LETTER_FIELDS,
            signing_forms=("truong-phong", "pho-truong-phong", "giam-doc", "pho-giam-doc"), **of_all,
        )
    )  # fmt: skip
    for code, label, symbol, builder, fields, follows in (
        (Paper.RECOGNITION, "Quyết định công nhận sản phẩm OCOP", "QĐ-UBND",
         _build_recognition, DECISION_FIELDS, all_certificates),
        (Paper.UPPER_LETTER, "Công văn đề nghị cấp trên đánh giá", "UBND-NN", _build_letter, LETTER_FIELDS, None),
        (Paper.FORWARDING, "Quyết định phê duyệt kết quả, đề nghị Bộ đánh giá", "QĐ-UBND",
         _build_forwarding, DECISION_FIELDS, all_certificates),
        (Paper.FAILURE, "Thông báo kết quả không đạt", "TB-UBND", _build_failure, LETTER_FIELDS, None),
    ):  # fmt: skip
        register(
            DocumentKind(
                code=code, label=label, symbol=symbol, builder=builder, editable_fields=fields, follows=follows,
                promises=_PROMISES[code], **carried_out,
            )
        )  # fmt: skip
