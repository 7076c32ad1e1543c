"""The arithmetic of a council's result: sheets, mean, star minimums, rank, outcome. No database, no Django.

Points are Decimals; means are Fractions, so nothing is rounded before it is compared with a band:
a mean of 69.996 or of 209.999/3 is three stars. Every threshold comes from the ruleset.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from criteria.schema.ruleset import BelowAction, Choice, Level, RulesetRules, StarBand
from criteria.schema.sheet import SheetForm
from evaluations.tallying import (
    ZERO,
    Answers,
    CannotScore,
    LineNote,
    SheetCheck,
    Tally,
    check_sheet,
    knockout_grounds,
    line_fault,
    points_of,
    tally,
)

__all__ = [
    "Answers", "CannotScore", "Cap", "Knockout", "LineNote", "MemberTotal", "Outcome", "Result", "Routing", "Sheet",
    "SheetCheck", "Tally", "band_of", "check_sheet", "cut", "evaluate", "knockout_grounds", "line_fault", "mean_of",
    "outcome", "points_of", "rank_of", "recompute", "spread_of", "stars_after_return", "tally", "unmet_minimums",
]  # fmt: skip

METHOD = "mean-of-totals/1"
MEAN_PLACES = 9


class Outcome(StrEnum):
    """What follows from a result at the level that scored."""

    NOT_RECOGNISED = "not_recognised"
    RECOGNISE = "recognise"
    FORWARD = "forward"
    APPROVE_AND_FORWARD = "approve_and_forward"
    RETURN_DOWN = "return_down"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One counted member's answers. `knockouts`: grounds (see `knockout_grounds`) on which the member stops."""

    member: str
    answers: Answers
    knockouts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class MemberTotal:
    """One member's total and parts; `deviation` is the total against the mean."""

    member: str
    total: Decimal
    parts: Mapping[str, Decimal]
    deviation: Fraction


@dataclass(frozen=True, slots=True)
class Cap:
    """A criterion that keeps the rank below `star`: `met` of `counted` sheets give it the `required` points."""

    code: str
    name: str
    star: int
    required: Decimal
    met: int
    counted: int


@dataclass(frozen=True, slots=True)
class Knockout:
    """A ground of exclusion, stated by `stated` of `counted` sheets."""

    code: str
    text: str
    stated: int
    counted: int


@dataclass(frozen=True, slots=True)
class Routing:
    """Where a result leads.

    `recognised_stars`: what this level itself recognises now (also the four stars held while the Ministry decides);
    `to`: the level that gets the dossier; `choices`: what people may decide when it is returned.
    """

    outcome: Outcome
    recognised_stars: int = 0
    to: str = ""
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Result:
    """Everything that follows from the counted sheets, with what is needed to recompute and explain it.

    Knocked out: no figures, band and rank 0. `caps` name the criteria that keep the rank below the band;
    `disputed` are grounds of exclusion that too few members stated.
    """

    form: SheetForm = field(repr=False)
    rules: RulesetRules = field(repr=False)
    level: Level
    sheets: tuple[Sheet, ...] = field(repr=False)
    case: str | None
    waived: frozenset[str]
    routing: Routing
    members: tuple[MemberTotal, ...] = ()
    mean: Fraction | None = None
    part_means: Mapping[str, Fraction] = field(default_factory=dict)
    spread: Decimal = ZERO
    spread_warning: bool = False
    band: int = 0
    rank: int = 0
    caps: tuple[Cap, ...] = ()
    knockout: tuple[Knockout, ...] = ()
    disputed: tuple[Knockout, ...] = ()

    @property
    def count(self) -> int:
        """Number of counted sheets."""
        return len(self.sheets)

    @property
    def mean_decimal(self) -> Decimal | None:
        """The mean for a numeric column, cut (never rounded) after nine decimals, so it stays in its band."""
        return None if self.mean is None else cut(self.mean)

    def as_json(self) -> dict[str, Any]:
        """Inputs, method and figures as plain data; `recompute` turns it into the same result."""
        return _stored(self)


def mean_of(values: Sequence[Decimal]) -> Fraction:
    """The exact mean. Raises CannotScore without values."""
    if not values:
        raise CannotScore(["Chưa có phiếu nào được tính."])
    return sum((Fraction(value) for value in values), Fraction(0)) / len(values)


def spread_of(totals: Sequence[Decimal]) -> Decimal:
    """Highest minus lowest total."""
    return max(totals) - min(totals) if totals else ZERO


def cut(value: Fraction, places: int = MEAN_PLACES) -> Decimal:
    """The value cut after some decimals, towards minus infinity: it never crosses the lower edge of a band."""
    scaled = value * 10**places
    return Decimal(scaled.numerator // scaled.denominator).scaleb(-places)


def band_of(mean: Fraction | Decimal, bands: Sequence[StarBand]) -> StarBand:
    """The band of an unrounded mean (26/2026 Điều 3 khoản 3: “từ 70 đến dưới 90”)."""
    reached = [band for band in bands if mean >= Fraction(band.minimum)]
    if not reached:
        raise CannotScore([f"Điểm trung bình {mean} nằm ngoài các khung hạng."])
    return max(reached, key=lambda band: band.minimum)


def unmet_minimums(
    form: SheetForm, sheets: Sequence[Answers], majority: Fraction, waived: frozenset[str] = frozenset()
) -> tuple[Cap, ...]:
    """Star minimums that NOT more than `majority` of the sheets meet, in the order of the sheet and of the stars.

    `waived`: criteria whose minimum does not bind this product (see `CriterionForm.minimum_conditional`).
    """
    caps: list[Cap] = []
    for criterion in form.criteria:
        if not criterion.minimums or criterion.code in waived:
            continue
        points = [points_of(criterion, answers[criterion.code]) for answers in sheets]
        for star in sorted(criterion.minimums):
            required = criterion.minimums[star]
            met = sum(1 for value in points if value >= required)
            if met <= majority * len(points):
                caps.append(Cap(criterion.code, criterion.name, star, required, met, len(points)))
    return tuple(caps)


def rank_of(band: int, unmet: Sequence[Cap]) -> int:
    """min(band of the mean, highest rank whose minimums are met)."""
    failing = {cap.star for cap in unmet}
    return next((stars for stars in range(band, 1, -1) if stars not in failing), min(band, 1))


def outcome(level: Level, rank: int, mean: Fraction | None) -> Routing:
    """What follows at this level from a rank and an unrounded mean.

    Up it goes only when BOTH the mean reaches the threshold and the rank the stars above this level: a mean of 75
    capped at three stars is recognised here (docs/decisions/0002). Knocked out is rank 0 without a mean.
    """
    if level.below is None:
        raise CannotScore([f"{level.name} không chấm điểm, chỉ kiểm tra và đề nghị."])
    up = level.forward
    if up is not None and mean is not None and mean >= Fraction(up.at) and rank >= up.stars:
        kind = Outcome.APPROVE_AND_FORWARD if up.approves else Outcome.FORWARD
        return Routing(kind, recognised_stars=level.held_stars or 0, to=up.to)
    if rank in level.recognises:
        return Routing(Outcome.RECOGNISE, recognised_stars=rank)
    if rank > 0 and level.below.action is BelowAction.RETURN_DOWN:
        return Routing(Outcome.RETURN_DOWN, to=level.below.to, choices=level.below.choices)
    return Routing(Outcome.NOT_RECOGNISED)


def stars_after_return(level: Level, own_rank: int) -> int:
    """Stars that a lower level may recognise on its own result when the level above sends a dossier back."""
    return max((stars for stars in level.recognises if stars <= own_rank), default=0)


def evaluate(
    form: SheetForm,
    rules: RulesetRules,
    level_code: str,
    sheets: Sequence[Sheet],
    *,
    case: str | None = None,
    waived: frozenset[str] = frozenset(),
) -> Result:
    """The result of the counted sheets at a level. Quorum is the caller's question (`evaluations.quorum`).

    Raises CannotScore when a sheet is incomplete or impossible, unless the product is knocked out anyway.
    """
    level = rules.level(level_code)
    if level.below is None:
        raise CannotScore([f"{level.name} không chấm điểm, chỉ kiểm tra và đề nghị."])
    ordered = tuple(sorted(sheets, key=lambda sheet: sheet.member))
    _check_inputs(form, ordered, waived)
    stated = _stated_knockouts(form, ordered)
    majority = rules.star_minimums.majority
    knockout = tuple(ground for ground in stated if ground.stated > majority * ground.counted)
    if knockout:  # no figures: the law says that the following steps are not evaluated
        return Result(
            form=form,
            rules=rules,
            level=level,
            sheets=ordered,
            case=case,
            waived=waived,
            knockout=knockout,
            routing=outcome(level, 0, None),
        )
    _check_complete(form, ordered, case)
    tallies = [tally(form, sheet.answers) for sheet in ordered]
    totals = [item.total for item in tallies]
    mean = mean_of(totals)
    band = band_of(mean, rules.bands).stars
    unmet = unmet_minimums(form, [sheet.answers for sheet in ordered], majority, waived)
    rank = rank_of(band, unmet)
    spread = spread_of(totals)
    return Result(
        form=form,
        rules=rules,
        level=level,
        sheets=ordered,
        case=case,
        waived=waived,
        members=tuple(
            MemberTotal(sheet.member, item.total, item.parts, Fraction(item.total) - mean)
            for sheet, item in zip(ordered, tallies, strict=True)
        ),
        mean=mean,
        part_means={part.code: mean_of([item.parts[part.code] for item in tallies]) for part in form.parts},
        spread=spread,
        band=band,
        rank=rank,
        caps=tuple(cap for cap in unmet if rank < cap.star <= band),
        disputed=stated,
        spread_warning=spread > rules.council.spread_warning_over,
        routing=outcome(level, rank, mean),
    )


def _check_inputs(form: SheetForm, sheets: Sequence[Sheet], waived: frozenset[str]) -> None:
    problems: list[str] = []
    if not sheets:
        problems.append("Chưa có phiếu nào được tính.")
    if len({sheet.member for sheet in sheets}) != len(sheets):
        problems.append("Mỗi thành viên chỉ có một phiếu được tính.")
    grounds = knockout_grounds(form)
    if any(code not in grounds for sheet in sheets for code in sheet.knockouts):
        problems.append("Có phiếu nêu trường hợp bị loại không có trong bộ tiêu chí.")
    problems += [
        f"Tiêu chí {code}: điểm tối thiểu là bắt buộc với mọi sản phẩm của bộ này."
        for code in sorted(waived)
        if code not in form.by_code or not form.by_code[code].minimum_conditional
    ]
    if problems:
        raise CannotScore(problems)


def _check_complete(form: SheetForm, sheets: Sequence[Sheet], case: str | None) -> None:
    problems: list[str] = []
    for sheet in sheets:
        check = check_sheet(form, sheet.answers, case)
        if check.blanks:
            problems.append(f"Phiếu của {sheet.member}: còn {len(check.blanks)} tiêu chí chưa chấm.")
        problems += [f"Phiếu của {sheet.member}, tiêu chí {note.code}: {note.sentence}" for note in check.faults]
    if problems:
        raise CannotScore(problems)


def _stated_knockouts(form: SheetForm, sheets: Sequence[Sheet]) -> tuple[Knockout, ...]:
    counts = {code: sum(1 for sheet in sheets if code in sheet.knockouts) for code in knockout_grounds(form)}
    texts = knockout_grounds(form)
    return tuple(Knockout(code, texts[code], count, len(sheets)) for code, count in counts.items() if count)


def _stored(result: Result) -> dict[str, Any]:
    form, rules = result.form, result.rules
    return {
        "method": METHOD,
        "ruleset": {"code": rules.code, "version": rules.version, "checksum": rules.checksum},
        "criteria_set": {
            "collection": form.collection,
            "number": form.number,
            "version": form.version,
            "checksum": form.checksum,
        },
        "level": result.level.code,
        "case": result.case,
        "waived": sorted(result.waived),
        "sheets": [
            {"member": sheet.member, "answers": dict(sheet.answers), "knockouts": sorted(sheet.knockouts)}
            for sheet in result.sheets
        ],
        "figures": {
            "mean": None if result.mean is None else str(result.mean),
            "part_means": {code: str(mean) for code, mean in result.part_means.items()},
            "totals": {item.member: str(item.total) for item in result.members},
            "spread": str(result.spread),
            "band": result.band,
            "rank": result.rank,
            "outcome": result.routing.outcome.value,
            "recognised_stars": result.routing.recognised_stars,
            "caps": [[cap.code, cap.star, str(cap.required), cap.met, cap.counted] for cap in result.caps],
            "knockout": [[item.code, item.stated, item.counted] for item in result.knockout],
        },
    }


def recompute(form: SheetForm, rules: RulesetRules, stored: Mapping[str, Any]) -> Result:
    """The result again from what `Result.as_json` stored. Raises CannotScore when the law's data is another one."""
    if stored["method"] != METHOD:
        raise CannotScore([f"Không biết cách tính “{stored['method']}”."])
    if (stored["ruleset"]["checksum"], stored["criteria_set"]["checksum"]) != (rules.checksum, form.checksum):
        raise CannotScore(["Bộ quy tắc hoặc bộ tiêu chí không phải bản đã dùng khi chốt kết quả."])
    return evaluate(
        form,
        rules,
        stored["level"],
        [Sheet(item["member"], item["answers"], frozenset(item["knockouts"])) for item in stored["sheets"]],
        case=stored["case"],
        waived=frozenset(stored["waived"]),
    )
