"""The applicant's own assessment: what is answered, what it adds up to, which star it would reach. Advice only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from criteria.queries import sheet_of, typed_ruleset
from criteria.schema.sheet import CriterionForm, SheetForm
from products.models import Dossier, Evidence, SelfAssessmentLine


@dataclass(frozen=True)
class PartSum:
    """One part's points so far."""

    code: str
    name: str
    points: Decimal
    max_points: Decimal
    answered: int
    count: int


@dataclass(frozen=True)
class StarAdvice:
    """What keeps the dossier from a rank: points, criteria below their minimum."""

    stars: int
    points_needed: Decimal
    criteria: tuple[CriterionForm, ...]

    @property
    def reached(self) -> bool:
        """Nothing stands in the way."""
        return not self.points_needed and not self.criteria


@dataclass(frozen=True)
class SelfSheet:
    """The self-assessment at this moment."""

    form: SheetForm
    lines: Mapping[int, SelfAssessmentLine]
    total: Decimal
    parts: tuple[PartSum, ...]
    left: tuple[CriterionForm, ...]
    advice: tuple[StarAdvice, ...]
    without_evidence: tuple[CriterionForm, ...]

    @property
    def answered(self) -> int:
        """How many criteria have an answer."""
        return len(self.form.criteria) - len(self.left)

    @property
    def complete(self) -> bool:
        """No criterion is blank."""
        return not self.left

    @property
    def predicted(self) -> int:
        """The highest rank with a certificate that the whole sheet would reach; 0 below, or while it is incomplete."""
        reached = [row.stars for row in self.advice if row.reached]
        return max(reached, default=0) if self.complete else 0

    @property
    def of_other_cases(self) -> tuple[str, ...]:
        """Codes of criteria answered by another case than the first, where the law has two and a product one."""
        codes = {criterion.id: criterion.code for criterion in self.form.criteria}
        return self.form.of_other_cases({codes[key]: line.option_index for key, line in self.lines.items()})

    @property
    def capped(self) -> StarAdvice | None:
        """The rank that the points suffice for and a star minimum forbids."""
        held_back = [row for row in self.advice if not row.points_needed and row.criteria]
        return held_back[-1] if self.complete and held_back else None


def unanswered_count(dossier: Dossier) -> int:
    """Criteria without an answer."""
    return unanswered_counts([dossier])[dossier.pk]


def unanswered_counts(dossiers: Sequence[Dossier]) -> dict[int, int]:
    """Criteria without an answer, of each dossier: one statement."""
    left = {dossier.pk: {criterion.id for criterion in sheet_of(dossier.criteria_set).criteria} for dossier in dossiers}
    lines = SelfAssessmentLine.objects.filter(dossier__in=dossiers)
    for pk, criterion in lines.values_list("dossier", "criterion"):
        left[pk].discard(criterion)
    return {pk: len(criteria) for pk, criteria in left.items()}


def self_sheet(dossier: Dossier) -> SelfSheet:
    """The self-assessment with its sums and advice, in a fixed number of statements."""
    lines = {line.criterion_id: line for line in SelfAssessmentLine.objects.filter(dossier=dossier)}
    return _sheet(dossier, lines)


def self_stars_of(dossier: Dossier) -> int | None:
    """The rank that the sheet reached when it was handed in last, for dossiers of before this was kept on them.

    Lines may have changed since then, in a dossier that was returned: what was kept of the handing-in counts. Only a
    dossier of before that, too, is read from its lines. None where there are no lines.
    """
    kept = dossier.handed_in.order_by("-number").first()
    if kept is None:
        return self_sheet(dossier).predicted if dossier.self_lines.exists() else None
    points = {code: Decimal(line[1]) for code, line in kept.content["lines"].items()}
    lines = {
        criterion.id: SelfAssessmentLine(criterion_id=criterion.id, points=points[criterion.code])
        for criterion in sheet_of(dossier.criteria_set).criteria
        if criterion.id is not None and criterion.code in points
    }
    return _sheet(dossier, lines).predicted if lines else None


def _sheet(dossier: Dossier, lines: Mapping[int, SelfAssessmentLine]) -> SelfSheet:
    form = sheet_of(dossier.criteria_set)
    supported = set(
        Evidence.criteria.through.objects.filter(
            evidence__item__dossier=dossier, evidence__removed_at=None
        ).values_list("criterion_id", flat=True)
    )
    total = sum((line.points for line in lines.values()), Decimal(0))
    return SelfSheet(
        form=form,
        lines=lines,
        total=total,
        parts=tuple(_part_sums(form, lines)),
        left=tuple(criterion for criterion in form.criteria if criterion.id not in lines),
        advice=tuple(_advice(dossier, form, lines, total)),
        without_evidence=tuple(
            criterion
            for criterion in form.criteria
            if criterion.evidence and criterion.id not in supported and _points(lines, criterion) > 0
        ),
    )


def _points(lines: Mapping[int, SelfAssessmentLine], criterion: CriterionForm) -> Decimal:
    line = lines.get(criterion.id or 0)
    return line.points if line else Decimal(0)


def _part_sums(form: SheetForm, lines: Mapping[int, SelfAssessmentLine]) -> list[PartSum]:
    sums = []
    for part in form.parts:
        own = [criterion for section in part.sections for criterion in section.criteria]
        sums.append(
            PartSum(
                code=part.code,
                name=part.name,
                points=sum((_points(lines, criterion) for criterion in own), Decimal(0)),
                max_points=part.max_points,
                answered=sum(criterion.id in lines for criterion in own),
                count=len(own),
            )
        )
    return sums


def _advice(
    dossier: Dossier, form: SheetForm, lines: Mapping[int, SelfAssessmentLine], total: Decimal
) -> list[StarAdvice]:
    """For each rank with a certificate: how many points are lacking and which answered criteria lie below its minimum.

    A minimum that binds only some products is named too: the text beside it says when it applies.
    """
    found = []
    for band in sorted(typed_ruleset(dossier.ruleset).bands, key=lambda band: band.stars):
        if not band.certificate:
            continue
        below = tuple(
            criterion
            for criterion in form.criteria
            if criterion.id in lines
            and band.stars in criterion.minimums
            and _points(lines, criterion) < criterion.minimums[band.stars]
        )
        found.append(StarAdvice(band.stars, max(Decimal(0), band.minimum - total), below))
    return found
