"""What results say, in the shape that the forms of paper take, and as plain data for `Document.source`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from accounts.enums import UnitLevel
from accounts.models import Unit
from core import audit
from core.formats import date_vn, points_vn, today
from core.text import lower_first
from criteria.queries import typed_ruleset
from documents.forms_of_paper.common import ProductGroup, ProductLine
from documents.papers_common import BASES_2024, STARS, agriculture_on
from evaluations import queries
from evaluations.enums import AssessmentState, Outcome
from evaluations.followup.waiting import ministry_result, recognised_stars
from evaluations.models import Assessment, CouncilSession, MinistryCase
from evaluations.scoring import cut

# Which legal bases a paper cites, by the ruleset under which the dossiers were scored.
BASES_OF: Mapping[str, tuple[str, ...]] = {
    "qd148-2023": BASES_2024,
    "qd1489-2025": ("luat-tccqdp-2025", "qd-919", "qd-148", "qd-1489"),
    "qd26-2026": ("luat-tccqdp-2025", "qd-26-2026"),
}


def upper_of(unit: Unit) -> Unit:
    """The unit above, or the unit itself at the top."""
    return unit.parent or unit


def specialist(unit: Unit) -> tuple[str, str, str, str]:
    """Head, office, symbol of its proposals and archive mark of the unit's specialised body."""
    words = agriculture_on(today())
    if unit.is_province:
        return f"Giám đốc Sở {words}", f"Sở {words}", "TTr-SNN", "VP3"
    return f"Trưởng phòng {words} {unit.area}", f"Phòng {words}", "TTr-PNN", "PNN"


def has_districts(assessments: Sequence[Assessment]) -> bool:
    """Whether districts take part under the ruleset of these results."""
    return typed_ruleset(assessments[0].dossier.ruleset).has_level(UnitLevel.DISTRICT)


def outcome_words(assessment: Assessment, *, marked: bool = True) -> str:
    """The result in the words of a table; papers mark the rank with asterisks besides."""
    result = assessment.result
    marks = f" ({STARS[result.stars]})" if marked and result.stars else ""
    stars = f"{result.stars} sao{marks}" if result.stars else "Bị loại"
    if result.outcome in {Outcome.FORWARD, Outcome.APPROVE_AND_FORWARD}:
        return f"Tiềm năng {stars}"
    return stars if result.outcome == Outcome.RECOGNISE else f"{stars}, không công nhận"


def decided(assessment: Assessment) -> tuple[Decimal | None, str]:
    """Mean and words of the result on which the product is decided: the Ministry's after its "no", else the own one."""
    above = ministry_result(assessment)
    if above is None:
        return assessment.result.mean, outcome_words(assessment, marked=False)
    mean, stars = above
    return mean, f"{stars} sao theo kết quả của Bộ"


def product_line(assessment: Assessment) -> ProductLine:
    """One product as papers list it."""
    result, dossier = assessment.result, assessment.dossier
    return ProductLine(
        name=dossier.product_name,
        producer=dossier.producer_name,
        address=dossier.producer.unit.path_name,
        mean=result.mean,
        parts=tuple(cut(Fraction(str(result.part_means[code]))) for code in sorted(result.part_means)),
        counted=result.sheets,
        spread=result.spread,
        outcome=outcome_words(assessment),
    )


def decided_line(assessment: Assessment) -> ProductLine:
    """The product with the figures on which it is decided: after the Ministry's "no" its mean, without parts or sheets."""
    line, above = product_line(assessment), ministry_result(assessment)
    if above is None:
        return line
    mean, stars = above
    return replace(line, mean=mean, parts=(), counted=0, spread=None, outcome=f"{stars} sao ({STARS[stars]})")


def ministry_reason(assessment: Assessment) -> list[str]:
    """What the Ministry answered, when its points leave the product without recognition."""
    above = ministry_result(assessment)
    if above is None:
        return []
    case: MinistryCase = assessment.dossier.ministry_case
    on = f" ngày {date_vn(case.answered_on)}" if case.answered_on else ""
    return [f"Hội đồng cấp trung ương chấm {points_vn(above[0])} điểm (văn bản số {case.answer_number}{on})"]


def groups_of(unit: Unit, assessments: Iterable[Assessment], *, said: str) -> tuple[ProductGroup, ...]:
    """Products that this unit recognises, one group a star, highest first; `said` ("được công nhận") opens its title."""
    by_stars: dict[int, list[ProductLine]] = {}
    for assessment in assessments:
        by_stars.setdefault(recognised_stars(assessment), []).append(decided_line(assessment))
    level = "cấp tỉnh" if unit.is_province else "cấp huyện"
    return tuple(
        ProductGroup(f"Sản phẩm {said} hạng {stars} sao ({STARS[stars]}) {level}", tuple(lines), stars)
        for stars, lines in sorted(by_stars.items(), reverse=True)
    )


def bases_for(assessments: Sequence[Assessment]) -> tuple[str, ...]:
    """The legal bases of the ruleset that governed these results."""
    return BASES_OF.get(assessments[0].dossier.ruleset.code, BASES_2024)


def validity_months(assessments: Sequence[Assessment]) -> int:
    """Months of validity by the ruleset (148/QĐ-TTg; 26/2026/QĐ-TTg, Điều 4 khoản 3)."""
    return typed_ruleset(assessments[0].dossier.ruleset).validity_months


def lowest_recognised(assessment: Assessment) -> Decimal:
    """The lowest mean with which the level of this result recognises a product."""
    level = queries.level_of(assessment)
    return typed_ruleset(assessment.dossier.ruleset).band(min(level.recognises)).minimum


def level_words(assessment: Assessment) -> str:
    """The level of this result, when a lower one recognises products of fewer stars: "cấp tỉnh"; else nothing."""
    level, rules = queries.level_of(assessment), typed_ruleset(assessment.dossier.ruleset)
    below = any(stars < min(level.recognises) for other in rules.levels for stars in other.recognises)
    return lower_first(level.name) if below else ""


def settled_reason(assessment: Assessment) -> list[str]:
    """What staff wrote when they concluded that a dossier sent down is not recognised, line by line."""
    settled = audit.timeline(assessment).filter(action="assessment.settle_return").first()
    return [line.strip() for line in settled.reason.splitlines() if line.strip()] if settled else []


def line_to_json(line: ProductLine) -> dict[str, Any]:
    """A product line as plain data."""
    return {
        "name": line.name,
        "producer": line.producer,
        "address": line.address,
        "mean": None if line.mean is None else str(line.mean),
        "parts": [str(part) for part in line.parts],
        "counted": line.counted,
        "spread": None if line.spread is None else str(line.spread),
        "outcome": line.outcome,
    }


def line_from_json(data: Mapping[str, Any]) -> ProductLine:
    """Plain data as a product line."""
    return ProductLine(
        name=data["name"],
        producer=data["producer"],
        address=data["address"],
        mean=None if data["mean"] is None else Decimal(data["mean"]),
        parts=tuple(Decimal(part) for part in data["parts"]),
        counted=data["counted"],
        spread=None if data["spread"] is None else Decimal(data["spread"]),
        outcome=data["outcome"],
    )


def group_to_json(group: ProductGroup) -> dict[str, Any]:
    """A group as plain data."""
    return {
        "title": group.title,
        "stars": group.stars,
        "forwarded": group.forwarded,
        "products": [line_to_json(line) for line in group.products],
    }


def group_from_json(data: Mapping[str, Any]) -> ProductGroup:
    """Plain data as a group."""
    return ProductGroup(
        data["title"], tuple(line_from_json(line) for line in data["products"]), data["stars"], data["forwarded"]
    )


def round_number(session: CouncilSession) -> int:
    """The round (đợt) of the session's dossiers, the latest when there are several; without any, 1."""
    numbers = session.assessments.exclude(state=AssessmentState.REMOVED).values_list(
        "dossier__round__number", flat=True
    )
    return max(numbers, default=1)
