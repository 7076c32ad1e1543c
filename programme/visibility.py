"""What may this person see now: plans and report duties. Everything else of this app hangs on one of them."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from accounts.seats import unit_ids_within
from core.models import StoredFile
from programme.enums import IN_FORCE
from programme.models import AnnualPlan, PlanTask, ReportObligation
from programme.rules import STAFF, supervises


def _units(user: Any) -> set[int]:
    return unit_ids_within(user, STAFF) or set()


def visible_plans(user: Any) -> QuerySet[AnnualPlan]:
    """Every plan for the Department; for a district its own, and the province's once it is approved."""
    if supervises(user):
        return AnnualPlan.objects.all()
    units = _units(user)
    if not units:
        return AnnualPlan.objects.none()
    return AnnualPlan.objects.filter(Q(unit__in=units) | Q(unit__level="province", state__in=IN_FORCE))


def visible_tasks(user: Any) -> QuerySet[PlanTask]:
    """Tasks of visible plans."""
    return PlanTask.objects.filter(plan__in=visible_plans(user))


def visible_obligations(user: Any) -> QuerySet[ReportObligation]:
    """Every duty for the Department; for a district its own."""
    if supervises(user):
        return ReportObligation.objects.all()
    return ReportObligation.objects.filter(unit__in=_units(user))


def may_open_file(user: Any, file: StoredFile) -> bool:
    """Evidence of progress one may see, and papers that were sent."""
    seen = visible_tasks(user).filter(progress__evidence__file=file)
    if not supervises(user):
        seen = seen.filter(progress__unit__in=_units(user))
    return seen.exists() or visible_obligations(user).filter(file=file).exists()
