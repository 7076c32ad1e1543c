"""Coverage: who of the 100 % is not yet trained, and the plan of the year."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.decorators.http import require_GET, require_http_methods

from accounts.enums import STAFF, UnitLevel
from accounts.models import Unit
from accounts.queries import ids_below
from accounts.seats import units_of
from core.context import work_year
from core.errors import Denied
from core.lists import Column, ListPage, Order
from products.places import territory, unit_above
from trainings import coverage as figures
from trainings import queries, rules
from trainings.actions import classes as actions
from trainings.enums import OF_PEOPLE, TargetGroup
from trainings.filters import CoverageFilter
from trainings.forms import TargetForm
from trainings.models import ClassTarget


def _reach(request: HttpRequest) -> frozenset[int] | None:
    """Units of the person's staff seats; None is the whole province."""
    place = territory(request.user, STAFF)
    return None if place.everything else frozenset(place.units)


def _year(request: HttpRequest) -> int:
    text = request.GET.get("nam", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) == 4 else work_year(request)


@require_GET
def coverage(request: HttpRequest) -> HttpResponse:
    """A table: groups across, districts down; above it the plan of the year."""
    reach, year = _reach(request), _year(request)
    columns = [figures.by_district(group, reach, year) for group in TargetGroup]
    kept = {key for column in columns for key in column if key is not None}
    names = {unit.pk: unit for unit in queries.districts(kept) if unit.pk in kept or reach is None or unit.pk in reach}
    rows: list[tuple[Any, list[figures.Covered]]] = []
    if any(None in column for column in columns):
        rows.append((None, [_at(column, None, group) for column, group in zip(columns, TargetGroup, strict=True)]))
    rows += [
        (unit, [_at(column, pk, group) for column, group in zip(columns, TargetGroup, strict=True)])
        for pk, unit in names.items()
    ]
    totals = [figures.covered(group, reach, year) for group in TargetGroup]
    unit = _planning_unit(request)
    context = {
        "year": year, "years": range(year - 3, year + 2), "groups": list(TargetGroup), "rows": rows, "totals": totals,
        "unit": unit, "wanted": figures.against_plan(unit, year) if unit else [],
        "may_plan": bool(rules.running_units(request.user)),
    }  # fmt: skip
    return render(request, "trainings/coverage.html", context)


def _at(column: dict[int | None, figures.Covered], key: int | None, group: TargetGroup) -> figures.Covered:
    return column.get(key) or figures.Covered(group, 0, 0)


def _planning_unit(request: HttpRequest) -> Unit | None:
    """The unit whose plan the person works on: the province for the Department, else their district."""
    for unit in units_of(request.user, STAFF):
        if unit.level == UnitLevel.COMMUNE:
            unit = unit_above(unit, UnitLevel.DISTRICT) or unit  # noqa: PLW2901 - the unit that plans
        return unit
    return None


class CoverageList(ListPage):
    """People or producers of a group: trained or not."""

    template_name = "trainings/coverage_list.html"
    filterset_class = CoverageFilter
    orders = (Order("ten", "Tên", ("name_sort", "pk")),)
    export_name = "do-phu-tap-huan"

    @cached_property
    def group(self) -> str:
        """The group asked for; council members first."""
        asked = self.request.GET.get("nhom", "")
        return asked if asked in TargetGroup.values else str(TargetGroup.COUNCIL)

    @cached_property
    def year(self) -> int:
        """The year asked for."""
        return _year(self.request)

    @property
    def columns(self) -> tuple[Column, ...]:  # type: ignore[override]
        """Of people or of producers."""
        trained = Column(f"Tập huấn năm {self.year}", lambda row: "đã" if row.is_trained else "chưa", 16)
        if self.group in OF_PEOPLE:
            return (
                Column("Họ và tên", lambda row: row.full_name, 30),
                Column("Chức vụ", lambda row: row.position, 26),
                Column("Cơ quan", lambda row: row.organisation, 40),
                Column("Điện thoại", lambda row: row.phone, 14),
                trained,
            )
        return (
            Column("Chủ thể", lambda row: row.name, 40),
            Column("Người đại diện", lambda row: row.representative, 28),
            Column("Xã, huyện", lambda row: row.unit.path_name, 36),
            Column("Điện thoại", lambda row: row.phone, 14),
            trained,
        )

    def rows(self) -> QuerySet[Any]:
        """The group's register in the person's place."""
        reach = _reach(self.request)
        asked = self.request.GET.get("huyen", "")
        if asked.isascii() and asked.isdigit() and len(asked) < 12:
            chosen = frozenset(ids_below([int(asked)]))
            reach = chosen if reach is None else reach & chosen
        return figures.register_of(self.group, reach, self.year)

    def decorate(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Place of producers."""
        return rows if self.group in OF_PEOPLE else rows.select_related("commune__parent__parent", "district__parent")

    def extra(self) -> dict[str, Any]:
        """The group and the year in words."""
        return {
            "group": TargetGroup(self.group),
            "year": self.year,
            "of_people": self.group in OF_PEOPLE,
            "back_url": f"{reverse('trainings:coverage')}?nam={self.year}",
        }


@require_http_methods(["GET", "POST"])
def targets(request: HttpRequest) -> HttpResponse:
    """What the year's plan wants of one's unit."""
    units = rules.running_units(request.user)
    if not units:
        raise Denied("Bạn không được giao tổ chức lớp tập huấn.")
    unit, year = units[0], _year(request)
    known = {row.group: row for row in ClassTarget.objects.filter(unit=unit, year=year)}
    form = TargetForm(request.POST or None, known=known)
    back = f"{reverse('trainings:coverage')}?nam={year}"
    if request.method == "POST" and form.is_valid():
        actions.set_targets(unit=unit, year=year, wanted=form.wanted(), actor=request.user)
        messages.success(request, f"Đã lưu chỉ tiêu tập huấn năm {year}.")
        return redirect(back)
    context = {"form": form, "heading": f"Chỉ tiêu tập huấn năm {year}", "subheading": unit.name,
               "save_label": "Lưu chỉ tiêu", "back_url": back}  # fmt: skip
    return render(request, "trainings/form.html", context)
