"""A closed result computed again from what was stored at closing."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from criteria.queries import sheet_of, typed_ruleset
from evaluations.models import Assessment
from evaluations.scoring import Result, cut, recompute
from evaluations.tallying import points_of


def recomputed(assessment: Assessment) -> Result:
    """The result from the stored inputs, under the very version of the law that was used.

    Raises CannotScore when the law's data is not the one that was used.
    """
    dossier = assessment.dossier
    return recompute(sheet_of(dossier.criteria_set), typed_ruleset(dossier.ruleset), assessment.result.computation)


def agreed_points(assessment: Assessment) -> dict[str, dict[str, str]]:
    """Mean points of each criterion at closing, for the register: an inspection asks later whether each still holds."""
    result = recomputed(assessment)
    if not result.sheets or result.knockout:
        return {}
    agreed = {}
    for criterion in result.form.criteria:
        given = [points_of(criterion, sheet.answers[criterion.code]) for sheet in result.sheets]
        mean = cut(Fraction(sum(given, Decimal(0))) / len(given), 2)
        agreed[criterion.code] = {"name": criterion.name, "max": str(criterion.max_points), "mean": str(mean)}
    return agreed
