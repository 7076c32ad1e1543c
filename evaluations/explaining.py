"""A result in sentences: what the figures are, why the rank is what it is, and what follows."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from core.formats import number_vn, points_vn
from core.text import lower_first
from criteria.schema.ruleset import Level, RulesetRules
from criteria.schema.sheet import heading
from evaluations.scoring import Cap, Knockout, Outcome, Result, cut


def explain(result: Result) -> list[str]:
    """Sentences for the result page and the minutes, in the order in which a person asks."""
    if result.knockout:
        return [*(_knockout(item) for item in result.knockout), conclusion(result)]
    lines = [_mean(result), _parts(result), *_caps(result), _spread(result)]
    lines += [_disputed(item) for item in result.disputed]
    return [*(line for line in lines if line), conclusion(result)]


def shortfalls(result: Result) -> list[str]:
    """What kept a product from being recognised at this level: too few points, each minimum missed, each exclusion."""
    if result.knockout:
        return [_knockout(item) for item in result.knockout]
    least = min(result.level.recognises)
    share = _majority(result.rules.star_minimums.majority)
    missed = [_cap(cap, share) for cap in _lowest(result.caps) if cap.star <= least]
    return [_mean(result), *missed] if result.band < least else missed


def conclusion(result: Result) -> str:
    """What follows from the result at this level, in one sentence."""
    level, routing, rules = result.level, result.routing, result.rules
    if result.knockout:
        return "Sản phẩm bị loại, không đánh giá các bước tiếp theo và không được công nhận."
    match routing.outcome:
        case Outcome.RECOGNISE:
            return f"{level.body} công nhận sản phẩm đạt hạng {result.rank} sao.{_kept_here(result)}"
        case Outcome.FORWARD:
            return f"Chuyển hồ sơ đề nghị {_body(rules, routing.to)} đánh giá, phân hạng."
        case Outcome.APPROVE_AND_FORWARD:
            held = _held(level, routing.recognised_stars)
            return f"{level.body} phê duyệt kết quả, đề nghị {_body(rules, routing.to)} đánh giá, phân hạng.{held}"
        case Outcome.RETURN_DOWN:
            return f"Chưa đủ điều kiện công nhận ở {lower_first(level.name)}, trả hồ sơ về {lower_first(_name(rules, routing.to))}."
        case _:
            return f"Không công nhận: kết quả là hạng {result.rank} sao, chưa đến hạng được cấp giấy chứng nhận."


def _kept_here(result: Result) -> str:
    """Why enough points do not send the product up: a criterion below its minimum holds its rank."""
    forward = result.level.forward
    if forward is None or result.mean is None or result.mean < forward.at:
        return ""
    return f" Không chuyển cấp trên, vì hạng chưa đến {forward.stars} sao."


def _held(level: Level, stars: int) -> str:
    if stars:
        return f" Trong thời gian chờ, sản phẩm giữ hạng {stars} sao do {level.body} công nhận."
    return f" {level.body} chỉ công nhận sau khi có kết quả của cấp trên."


def _mean(result: Result) -> str:
    if result.mean is None:
        return ""
    band = result.rules.band(result.band)
    return (
        f"Điểm trung bình của {result.count} phiếu là {figure(result.mean, result.rules)} điểm, "
        f"thuộc khung {lower_first(band.name)} ({_range(band.minimum, band.maximum, band.maximum_inclusive)})."
    )


def _range(minimum: Decimal, maximum: Decimal, inclusive: bool) -> str:
    if minimum == 0:
        return f"dưới {number_vn(maximum)} điểm"
    return f"từ {number_vn(minimum)} đến {'' if inclusive else 'dưới '}{number_vn(maximum)} điểm"


def _parts(result: Result) -> str:
    maxima = {part.code: part.max_points for part in result.form.parts}
    shown = (f"phần {code} {figure(mean)}/{number_vn(maxima[code])}" for code, mean in result.part_means.items())
    return f"Trung bình từng phần: {_join(shown)} điểm."


def _lowest(caps: Iterable[Cap]) -> list[Cap]:
    """A criterion that misses several ranks counts once, for the lowest of them."""
    lowest: dict[str, Cap] = {}
    for cap in caps:
        lowest.setdefault(cap.code, cap)
    return list(lowest.values())


def _caps(result: Result) -> list[str]:
    """One sentence for the cap, one for each criterion."""
    if not result.caps:
        return []
    lowest = _lowest(result.caps)
    head = (
        f"Điểm đạt khung {result.band} sao nhưng hạng chỉ là {result.rank} sao, "
        f"vì {len(lowest)} tiêu chí chưa đạt mức tối thiểu:"
    )
    share = _majority(result.rules.star_minimums.majority)
    return [head, *(_cap(cap, share) for cap in lowest)]


def _cap(cap: Cap, share: str) -> str:
    return (
        f"Tiêu chí {cap.code} “{heading(cap.name)}”: hạng {cap.star} sao cần ít nhất {number_vn(cap.required)} điểm, "
        f"{cap.met}/{cap.counted} phiếu đạt, phải {share} số phiếu đạt."
    )


def _majority(share: Fraction) -> str:
    return "quá nửa" if share == Fraction(1, 2) else f"quá {share.numerator}/{share.denominator}"


def _spread(result: Result) -> str:
    if not result.spread_warning:
        return ""
    limit = number_vn(result.rules.council.spread_warning_over)
    return (
        f"Phiếu cao nhất và thấp nhất chênh nhau {number_vn(result.spread)} điểm, quá mức cảnh báo {limit} điểm; "
        "biên bản nêu ý kiến trao đổi của Hội đồng."
    )


def _knockout(item: Knockout) -> str:
    return f"{item.stated}/{item.counted} phiếu xác định trường hợp bị loại: {item.text.rstrip('.')}."


def _disputed(item: Knockout) -> str:
    return f"{item.stated}/{item.counted} phiếu nêu trường hợp bị loại nhưng chưa đủ đa số: {item.text.rstrip('.')}."


def figure(value: Fraction, rules: RulesetRules | None = None) -> str:
    """Two decimals that never contradict the band: 69.996 is shown as 69,99."""
    edges: Iterable[Decimal] = (band.minimum for band in rules.bands) if rules else ()
    return points_vn(cut(value), tuple(edge for edge in edges if edge))


def _body(rules: RulesetRules, code: str) -> str:
    return rules.level(code).body


def _name(rules: RulesetRules, code: str) -> str:
    return rules.level(code).name


def _join(parts: Iterable[str]) -> str:
    return ", ".join(parts)
