"""The figures that this app gives to targets and reports, each with the records behind it."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from core.indicators import Indicator, Scope, register
from trainings.coverage import register_of
from trainings.enums import OF_PEOPLE, OF_PRODUCERS, OVER, ClassState, Result, TargetGroup
from trainings.models import Participant, TrainingClass

GROUP = "trainings"


def _classes(scope: Scope) -> QuerySet[TrainingClass]:
    return TrainingClass.objects.filter(**scope.within("last_day", "unit"))


def _planned(scope: Scope) -> QuerySet[Any]:
    return _classes(scope).exclude(state=ClassState.CANCELLED)


def _held(scope: Scope) -> QuerySet[Any]:
    return _classes(scope).filter(state__in=OVER)


def _trained(scope: Scope, groups: frozenset[TargetGroup] | None = None) -> QuerySet[Any]:
    """Participants who completed a class of the scope's units."""
    rows = Participant.objects.filter(training__in=_held(scope), result=Result.COMPLETED)
    return rows.filter(training__group__in=groups) if groups else rows


def _page(query: str = "") -> Any:
    return lambda scope: f"{reverse('trainings:classes')}?nam={scope.until.year}{query}"


def _coverage_page(scope: Scope) -> str:
    return f"{reverse('trainings:coverage')}?nam={scope.until.year}"


def _people(scope: Scope, trained: bool | None) -> QuerySet[Any]:
    """Accounts of both groups of officials, at the scope's units."""
    council = register_of(TargetGroup.COUNCIL, scope.units, scope.until.year)
    officers = register_of(TargetGroup.OFFICERS, scope.units, scope.until.year)
    if trained is not None:
        council, officers = council.filter(is_trained=trained), officers.filter(is_trained=trained)
    model = council.model
    return model.objects.filter(Q(pk__in=council.values("pk")) | Q(pk__in=officers.values("pk")))


def _producers(scope: Scope, trained: bool | None) -> QuerySet[Any]:
    """Producers with a recognised product, in the scope's districts."""
    rows = register_of(TargetGroup.RECOGNISED, scope.units, scope.until.year)
    return rows if trained is None else rows.filter(is_trained=trained)


_KINDS = {"group": "group", "unit": "unit"}
_BY_CLASS = {"group": "training__group", "unit": "training__unit"}

for _indicator in (
    Indicator(code="trainings.classes_planned", label="Lớp tập huấn theo kế hoạch", unit="lớp", records=_planned,
              dimensions=_KINDS, page=_page(), group=GROUP),
    Indicator(code="trainings.classes_held", label="Lớp tập huấn đã tổ chức", unit="lớp", records=_held,
              dimensions=_KINDS, page=_page(), group=GROUP),
    Indicator(code="trainings.classes_held_officers", label="Lớp cho thành viên Hội đồng, cán bộ đã tổ chức", unit="lớp",
              records=lambda scope: _held(scope).filter(group__in=OF_PEOPLE), dimensions=_KINDS, page=_page(), group=GROUP),
    Indicator(code="trainings.classes_held_producers", label="Lớp cho chủ thể đã tổ chức", unit="lớp",
              records=lambda scope: _held(scope).filter(group__in=OF_PRODUCERS), dimensions=_KINDS, page=_page(), group=GROUP),
    Indicator(code="trainings.people_trained", label="Lượt người hoàn thành tập huấn", unit="lượt người", records=_trained,
              dimensions=_BY_CLASS, page=_page(), group=GROUP),
    Indicator(code="trainings.people_trained_officers", label="Lượt thành viên Hội đồng, cán bộ hoàn thành tập huấn",
              unit="lượt người", records=lambda scope: _trained(scope, OF_PEOPLE), dimensions=_BY_CLASS, page=_page(),
              group=GROUP),
    Indicator(code="trainings.people_trained_producers", label="Lượt người của chủ thể hoàn thành tập huấn",
              unit="lượt người", records=lambda scope: _trained(scope, OF_PRODUCERS), dimensions=_BY_CLASS, page=_page(),
              group=GROUP),
    Indicator(code="trainings.officers_total", label="Thành viên Hội đồng, cán bộ thuộc diện tập huấn", unit="người",
              records=lambda scope: _people(scope, None), page=_coverage_page, group=GROUP),
    Indicator(code="trainings.officers_trained", label="Thành viên Hội đồng, cán bộ đã tập huấn", unit="người",
              records=lambda scope: _people(scope, True), page=_coverage_page, group=GROUP),
    Indicator(code="trainings.producers_total", label="Chủ thể có sản phẩm từ 3 sao thuộc diện tập huấn", unit="chủ thể",
              records=lambda scope: _producers(scope, None), dimensions={"unit": "district"}, page=_coverage_page, group=GROUP),
    Indicator(code="trainings.producers_trained", label="Chủ thể có sản phẩm từ 3 sao đã tập huấn", unit="chủ thể",
              records=lambda scope: _producers(scope, True), dimensions={"unit": "district"}, page=_coverage_page,
              group=GROUP, amount=Count("pk", distinct=True)),
):  # fmt: skip
    register(_indicator)
