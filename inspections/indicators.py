"""The figures that inspections give to targets and reports."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from core.indicators import Indicator, Scope, register
from inspections.enums import FINAL, ActionState, CaseState, PlanState, Severity
from inspections.models import Complaint, CorrectiveAction, Finding, Inspection, PlanItem, RevocationCase

GROUP = "Kiểm tra, giám sát"


def _list(name: str) -> Any:
    return lambda scope: reverse(f"inspections:{name}") + f"?nam={scope.until.year}"


def _days(path: str, scope: Scope) -> dict[str, Any]:
    return {f"{path}__gte": scope.begins_at, f"{path}__lt": scope.ends_before}


def _units(path: str, scope: Scope) -> dict[str, Any]:
    return {} if scope.units is None else {f"{path}__in": scope.units}


def _planned(scope: Scope) -> QuerySet[PlanItem]:
    """Places of approved plans whose time begins within the period."""
    return PlanItem.objects.filter(
        plan__state__in=[PlanState.APPROVED, PlanState.CLOSED], plan__from_on__gte=scope.since,
        plan__from_on__lte=scope.until, **_units("district", scope),
    )  # fmt: skip


def _held(scope: Scope) -> QuerySet[Inspection]:
    return Inspection.objects.filter(state__in=FINAL, **_days("concluded_at", scope), **_units("district", scope))


def _findings(scope: Scope) -> QuerySet[Finding]:
    return Finding.objects.filter(
        inspection__state__in=FINAL, **_days("inspection__concluded_at", scope), **_units("inspection__district", scope)
    )


def _repaired(scope: Scope) -> QuerySet[CorrectiveAction]:
    return CorrectiveAction.objects.filter(
        state=ActionState.ACCEPTED, **_days("rechecked_at", scope), **_units("finding__inspection__district", scope)
    )


def _revoked(scope: Scope) -> QuerySet[RevocationCase]:
    return RevocationCase.objects.filter(
        state__in=[CaseState.DECIDED, CaseState.COLLECTED, CaseState.PUBLISHED],
        decision_on__gte=scope.since, decision_on__lte=scope.until, **_units("district", scope),
    )  # fmt: skip


def _complaints(scope: Scope) -> QuerySet[Complaint]:
    return Complaint.objects.filter(**_days("received_at", scope), **_units("unit", scope))


register(Indicator(
    code="inspections.planned", label="Cơ sở kiểm tra theo kế hoạch", unit="cơ sở", records=_planned, group=GROUP,
    dimensions={"unit": "district"}, page=_list("plans"),
))  # fmt: skip
register(Indicator(
    code="inspections.held", label="Cuộc kiểm tra đã thực hiện", unit="cuộc", records=_held, group=GROUP,
    dimensions={"unit": "district", "kind": "kind"}, page=_list("inspections"),
))  # fmt: skip
register(Indicator(
    code="inspections.findings", label="Phát hiện qua kiểm tra", unit="phát hiện", records=_findings, group=GROUP,
    dimensions={"unit": "inspection__district", "severity": "severity"}, page=_list("inspections"),
))  # fmt: skip


def _of_grade(grade: Severity) -> Callable[[Scope], QuerySet[Finding]]:
    return lambda scope: _findings(scope).filter(severity=grade)


for _grade in Severity:
    register(Indicator(
        code=f"inspections.findings_{_grade.value}", label=_grade.label, unit="phát hiện", records=_of_grade(_grade),
        group=GROUP, dimensions={"unit": "inspection__district"}, page=_list("inspections"),
    ))  # fmt: skip
register(Indicator(
    code="inspections.repaired", label="Yêu cầu đã khắc phục", unit="nội dung", records=_repaired, group=GROUP,
    dimensions={"unit": "finding__inspection__district"}, page=_list("actions"),
))  # fmt: skip
register(Indicator(
    code="inspections.revoked", label="Giấy chứng nhận bị thu hồi", unit="giấy", records=_revoked, group=GROUP,
    dimensions={"unit": "district", "stars": "recognition__stars"}, page=_list("cases"),
))  # fmt: skip
register(Indicator(
    code="inspections.complaints", label="Phản ánh về sản phẩm OCOP", unit="phản ánh", records=_complaints, group=GROUP,
    dimensions={"unit": "unit", "topic": "topic"}, page=_list("complaints"),
))  # fmt: skip
