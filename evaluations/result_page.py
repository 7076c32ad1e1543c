"""A stored result, read again for a page: recomputed from what was stored, never from live rows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from core import audit
from core.formats import number_vn
from criteria.queries import sheet_of, typed_ruleset
from criteria.wording import sentence_case
from evaluations import charts, queries, scoring
from evaluations.enums import Outcome
from evaluations.explaining import explain, figure
from evaluations.models import Result
from evaluations.remarks import office, remarks_of
from evaluations.sheet_page import short_name

_AGAINST = ("Tiêu chí ", "Điểm đạt khung", "Phiếu cao nhất")  # beginnings of sentences that tell what stood against it


def recomputed(result: Result) -> scoring.Result:
    """The computation again, from the inputs stored with the result."""
    dossier = result.assessment.dossier
    return scoring.recompute(sheet_of(dossier.criteria_set), typed_ruleset(dossier.ruleset), result.computation)


@dataclass(frozen=True)
class PartLine:
    """One part's mean."""

    code: str
    name: str
    mean: str
    raw: Decimal
    max: Decimal


@dataclass(frozen=True)
class PointsRow:
    """One criterion with what each member gave."""

    code: str
    name: str
    max: str
    points: tuple[str, ...]
    mean: str


def headline(result: Result, computed: scoring.Result) -> str:
    """The outcome in three or four words."""
    match result.outcome:
        case Outcome.RECOGNISE:
            return f"Đạt {result.stars} sao."
        case Outcome.FORWARD:
            return "Đủ điểm chuyển cấp trên."
        case Outcome.APPROVE_AND_FORWARD:
            return "Đủ điểm đề nghị 5 sao."
        case Outcome.RETURN_DOWN:
            return "Chưa đủ điểm ở cấp này."
        case _:
            return "Bị loại." if computed.knockout else f"Chưa được công nhận, đạt {result.stars} sao."


def potential_words(result: Result) -> str:
    """The rank in words where another level has the say: whoever is sent up or down has no stars of this one."""
    if result.outcome in {Outcome.FORWARD, Outcome.APPROVE_AND_FORWARD}:
        return f"Tiềm năng {result.stars} sao"
    if result.outcome == Outcome.RETURN_DOWN:
        return f"Mức điểm {result.stars} sao"
    return ""


def outcome_words(result: Result, computed: scoring.Result) -> str:
    """What follows, as the page says it under the headline."""
    unit = result.assessment.session.council.unit
    body = f"UBND {unit.area}"
    rules = computed.rules
    match result.outcome:
        case Outcome.RECOGNISE:
            return (
                f"{body} ban hành quyết định công nhận. Giấy chứng nhận có hiệu lực {rules.validity_months} tháng "
                "từ ngày ký quyết định."
            )
        case Outcome.FORWARD:
            return f"{body} chuyển hồ sơ đề nghị {rules.level(computed.routing.to).body} đánh giá, phân hạng."
        case Outcome.APPROVE_AND_FORWARD:
            held = computed.routing.recognised_stars
            kept = f" Trong thời gian chờ, sản phẩm được công nhận {held} sao." if held else ""
            return f"{body} phê duyệt kết quả và đề nghị {rules.level(computed.routing.to).body} đánh giá 5 sao.{kept}"
        case Outcome.RETURN_DOWN:
            return "Hồ sơ trả về cấp dưới; cán bộ thường trực chọn cách xử lý theo quy định."
        case _:
            return "Kết quả và lý do được thông báo cho chủ thể. Chủ thể hoàn thiện sản phẩm rồi có thể đăng ký lại."


def plain_words(result: Result, computed: scoring.Result) -> str:
    """The same for the producer, in plain words."""
    match result.outcome:
        case Outcome.RECOGNISE:
            return f"Sản phẩm của bạn đạt {result.stars} sao. Cơ quan nhà nước đang làm quyết định và giấy chứng nhận."
        case Outcome.FORWARD | Outcome.APPROVE_AND_FORWARD:
            return "Sản phẩm của bạn đủ điểm để cấp trên xét hạng cao hơn. Bạn không phải nộp lại hồ sơ."
        case Outcome.RETURN_DOWN:
            return "Sản phẩm chưa đủ điểm ở cấp trên. Hồ sơ được trả về cấp huyện để xử lý tiếp; cán bộ sẽ báo cho bạn."
        case _:
            return (
                "Sản phẩm chưa được công nhận lần này. Hoàn thiện theo góp ý ở dưới rồi có thể đăng ký lại ở đợt sau."
            )


@dataclass(frozen=True)
class Settled:
    """What staff chose for a dossier that this level sends down, why, and when."""

    choice: str
    reason: tuple[str, ...]
    at: dt.datetime


def settled(result: Result) -> Settled | None:
    """The choice made with a dossier to be sent down; None as long as nobody chose."""
    if result.outcome != Outcome.RETURN_DOWN:
        return None
    event = audit.timeline(result.assessment).filter(action="assessment.settle_return").first()
    if event is None:
        return None
    below = queries.level_of(result.assessment).below
    labels = {choice.code: choice.label for choice in below.choices} if below else {}
    lines = tuple(line.strip() for line in event.reason.splitlines() if line.strip())
    return Settled(labels.get(event.after.get("choice"), ""), lines, event.at)


def _members(result: Result, computed: scoring.Result) -> list[tuple[str, Decimal]]:
    labels = result.computation["members"]
    return [(office(labels[item.member]["label"]), item.total) for item in computed.members]


def _rows(computed: scoring.Result) -> list[PointsRow]:
    rows = []
    for criterion in computed.form.criteria:
        points = [
            scoring.points_of(criterion, sheet.answers[criterion.code]) if criterion.code in sheet.answers else None
            for sheet in computed.sheets
        ]
        known = [value for value in points if value is not None]
        mean = figure(scoring.mean_of(known)) if known else "–"
        shown = tuple("–" if value is None else number_vn(value) for value in points)
        rows.append(
            PointsRow(criterion.code, sentence_case(criterion.name), number_vn(criterion.max_points), shown, mean)
        )
    return rows


def page(result: Result, *, with_members: bool) -> dict[str, Any]:
    """Everything that the result page shows; without members, nothing that tells who gave what."""
    computed = recomputed(result)
    context: dict[str, Any] = {
        "computed": computed,
        "headline": headline(result, computed),
        "potential": potential_words(result),
        "words": outcome_words(result, computed),
        "plain": plain_words(result, computed),
        "why": [(sentence, sentence.startswith(_AGAINST)) for sentence in explain(computed)[:-1]],
        "advice": [line for line in result.advice.splitlines() if line.strip()],
        "parts": [
            PartLine(part.code, short_name(part.name), figure(computed.part_means[part.code]),
                     scoring.cut(computed.part_means[part.code]), part.max_points)
            for part in computed.form.parts
            if part.code in computed.part_means
        ],
        "with_members": with_members,
        "settled": settled(result),
    }  # fmt: skip
    if computed.mean is None:
        return context
    bands = computed.rules.bands
    context |= {
        "mean": figure(computed.mean, computed.rules),
        "ruler": charts.ruler(computed.mean, bands, computed.band),
    }
    if with_members:
        members = _members(result, computed)
        edges = [band.minimum for band in bands if band.minimum]
        context |= {
            "chart": charts.deviations(members, computed.mean, edges),
            "members": members,
            "rows": _rows(computed),
            "remarks": remarks_of(result, computed.form),
            "recused": result.computation.get("recused", []),
            "absent": result.computation.get("absent", []),
            "limit": computed.rules.council.spread_warning_over,
        }
    return context
