"""Figures of evaluations: dossiers, results, what went to the upper levels."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Count, QuerySet

from core.indicators import Indicator, Scope, register
from evaluations.enums import MinistryAnswer, Outcome, SessionState
from evaluations.models import CouncilSession, MinistryCase, Result
from products.models import Dossier

GROUP = "Đánh giá, phân hạng"
_DOSSIER = {"kind": "kind", "state": "state", "unit": "district"}
_RESULT = {
    "stars": "stars",
    "outcome": "outcome",
    "unit": "assessment__dossier__district",
    "kind": "assessment__dossier__kind",
    "level": "assessment__session__council__unit__level",
}


def submitted(scope: Scope) -> QuerySet[Dossier]:
    """Dossiers handed in within the period."""
    return Dossier.objects.filter(
        submitted_at__gte=scope.begins_at, submitted_at__lt=scope.ends_before, **scope.within("", "district")
    )


def results(scope: Scope) -> QuerySet[Result]:
    """Results closed within the period, at any level."""
    return Result.objects.filter(
        closed_at__gte=scope.begins_at,
        closed_at__lt=scope.ends_before,
        **scope.within("", "assessment__dossier__district"),
    )


def forwarded(scope: Scope) -> QuerySet[Result]:
    """Results of districts by which a dossier goes up to the province."""
    return results(scope).filter(outcome=Outcome.FORWARD)


def potential_five(scope: Scope) -> QuerySet[Result]:
    """Results of the province from 90 points: the dossier goes to the Ministry for five stars."""
    return results(scope).filter(outcome=Outcome.APPROVE_AND_FORWARD)


def not_recognised(scope: Scope) -> QuerySet[Result]:
    """Results below what is recognised."""
    return results(scope).filter(outcome=Outcome.NOT_RECOGNISED)


def five_stars(scope: Scope) -> QuerySet[MinistryCase]:
    """Five stars answered by the Ministry."""
    return MinistryCase.objects.filter(
        answer=MinistryAnswer.FIVE_STARS, **scope.within("answered_on", "dossier__district")
    )


def sessions(scope: Scope) -> QuerySet[CouncilSession]:
    """Sessions that ended within the period."""
    return CouncilSession.objects.filter(
        state=SessionState.CLOSED,
        closed_at__gte=scope.begins_at,
        closed_at__lt=scope.ends_before,
        **scope.within("", "council__unit"),
    )


Records = Callable[[Scope], QuerySet[Any]]
_FIGURES: tuple[tuple[str, str, str, Records, dict[str, str], str], ...] = (
    ("evaluations.dossiers_submitted", "Hồ sơ đánh giá đã nộp", "hồ sơ", submitted, _DOSSIER, "pk"),
    ("evaluations.assessed", "Hồ sơ được hội đồng đánh giá", "hồ sơ", results, _RESULT, "assessment__dossier"),
    ("evaluations.forwarded", "Hồ sơ huyện chuyển tỉnh đánh giá", "hồ sơ", forwarded, _RESULT, "assessment__dossier"),
    ("evaluations.potential_five", "Sản phẩm tiềm năng 5 sao đề nghị Bộ đánh giá", "sản phẩm", potential_five, _RESULT,
     "assessment__dossier"),
    ("evaluations.five_stars", "Sản phẩm được Bộ công nhận 5 sao", "sản phẩm", five_stars,
     {"unit": "dossier__district"}, "dossier"),
    ("evaluations.not_recognised", "Hồ sơ không được công nhận", "hồ sơ", not_recognised, _RESULT,
     "assessment__dossier"),
    ("evaluations.sessions", "Phiên họp hội đồng đã kết thúc", "phiên", sessions,
     {"unit": "council__unit", "mode": "mode"}, "pk"),
)  # fmt: skip
for _code, _label, _unit, _records, _dimensions, _counted in _FIGURES:
    register(
        Indicator(
            code=_code, label=_label, unit=_unit, records=_records, dimensions=_dimensions, group=GROUP,
            amount=Count(_counted, distinct=True),
        )
    )  # fmt: skip
