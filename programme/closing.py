"""The end of a year: who is honoured, what moves to the next year, what still keeps the year open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from core.formats import date_vn, number_vn, today
from core.indicators import Scope, indicator
from inspections.enums import FINAL, ActionState
from inspections.models import CorrectiveAction
from products.enums import OPEN_STATES, DossierState, RecognitionState
from products.models import Dossier, Recognition
from programme.enums import PlanState, TargetSource
from programme.kept import to_texts
from programme.measuring import measure_plan, unit_scope
from programme.models import AnnualPlan, Report, ReportObligation
from programme.queries import TaskLine, budget_of, frozen_budget, task_lines
from programme.reporting.states import ReportState

NEW, AGAIN, UPGRADED = "Công nhận mới", "Công nhận lại", "Nâng hạng"
_STILL_OPEN = (ActionState.OPEN, ActionState.REPORTED, ActionState.FAILED)
_ON_THE_WAY = OPEN_STATES - {DossierState.DRAFT}


@dataclass(frozen=True)
class Honoured:
    """One line of the ceremony list: who receives which certificate for what, by which decision."""

    recognition: int
    product: str
    producer: str
    place: str
    stars: int
    manner: str
    decision: str
    decided_on: str
    certificate: str


@dataclass(frozen=True)
class MovedLine:
    """One thing that is not finished."""

    title: str
    detail: str
    url: str


@dataclass(frozen=True)
class Moved:
    """One kind of things that move to the next year."""

    key: str
    title: str
    lines: tuple[MovedLine, ...]


def last_day(year: int) -> dt.date:
    """The day from which a year may be closed."""
    return dt.date(year, 12, 31)


# --- ceremony ----------------------------------------------------------------------------------------------------------


def ceremony(plan: AnnualPlan) -> list[Honoured]:
    """Recognitions that were decided in the year and still stand, five stars first; by name within the stars."""
    scope = Scope.of_year(plan.year, unit_scope(plan.unit))

    def keys(code: str) -> set[int]:
        return set(indicator(code).records(scope).values_list("pk", flat=True))

    renewed, upgraded = keys("products.renewed"), keys("products.upgraded")
    rows: QuerySet[Recognition] = indicator("products.recognised").records(scope)
    rows = rows.exclude(state=RecognitionState.REVOKED).exclude(replaced_by__decided_year=plan.year)
    found = rows.select_related("district", "product__commune").order_by(
        "-stars", "district__name_sort", "name_sort", "pk"
    )
    wide = plan.unit.level == "province"
    return [
        Honoured(
            recognition=row.pk,
            product=row.product_name,
            producer=row.producer_name or "Chưa ghi chủ thể",
            place=row.district.name if wide or row.product.commune is None else row.product.commune.name,
            stars=row.stars,
            manner=UPGRADED if row.pk in upgraded else AGAIN if row.pk in renewed else NEW,
            decision=row.decision_number,
            decided_on=date_vn(row.decided_on) if row.decided_on else str(row.decided_year or ""),
            certificate=row.certificate_number,
        )
        for row in found
    ]


# --- what moves --------------------------------------------------------------------------------------------------------


def unfinished(plan: AnnualPlan) -> list[TaskLine]:
    """Tasks of the plan that some unit has not finished; a group is told by its own tasks."""
    return [line for line in task_lines(plan) if not line.is_group and line.percent < 100]


def _dossiers(plan: AnnualPlan) -> Iterator[MovedLine]:
    scope = Scope.of_year(plan.year, unit_scope(plan.unit))
    rows = Dossier.objects.filter(
        state__in=_ON_THE_WAY, created_at__lt=scope.ends_before, **scope.within("", "district")
    ).select_related("district")
    for row in rows.order_by("district__name_sort", "code"):
        yield MovedLine(
            f"{row.code} {row.product_name}",
            f"{row.get_state_display()} · {row.district.name}",
            reverse("products:dossier", args=[row.pk]),
        )


def _tasks(plan: AnnualPlan) -> Iterator[MovedLine]:
    for line in unfinished(plan):
        yield MovedLine(
            str(line.task), f"đã làm {line.percent}%, hạn {date_vn(line.task.ends_on)}",
            reverse("programme:task", args=[line.task.pk]),
        )  # fmt: skip


def _targets(plan: AnnualPlan) -> Iterator[MovedLine]:
    for one in measure_plan(plan, trend=False):
        if one.is_reached:
            continue
        done = "chưa có số liệu" if one.done is None else f"đạt {number_vn(one.shown)}"
        yield MovedLine(
            one.target.name, f"{done}, kế hoạch {number_vn(one.target.planned)} {one.target.unit_label}".strip(),
            reverse("programme:target", args=[one.target.pk]),
        )  # fmt: skip


def _corrective(plan: AnnualPlan) -> Iterator[MovedLine]:
    scope = Scope.of_year(plan.year, unit_scope(plan.unit))
    rows = CorrectiveAction.objects.filter(
        state__in=_STILL_OPEN, finding__inspection__state__in=FINAL,
        finding__inspection__concluded_at__lt=scope.ends_before,
        **scope.within("", "finding__inspection__district"),
    ).select_related("finding__inspection")  # fmt: skip
    for row in rows.order_by("due_on", "pk"):
        visit = row.finding.inspection
        yield MovedLine(
            f"{visit.code} {visit.site_name}: {row.text}", f"{row.get_state_display()}, hạn {date_vn(row.due_on)}",
            reverse("inspections:inspection", args=[visit.pk]),
        )  # fmt: skip


def _duties(plan: AnnualPlan) -> Iterator[MovedLine]:
    rows = ReportObligation.objects.filter(year=plan.year, first_sent_on=None).select_related("rule", "unit")
    if plan.unit.level != "province":
        rows = rows.filter(unit=plan.unit)
    for row in rows.order_by("due_on", "unit__name_sort"):
        yield MovedLine(
            f"{row.unit}: {row}", f"{row.get_state_display()}, hạn {date_vn(row.due_on)}",
            reverse("programme:obligation", args=[row.pk]),
        )  # fmt: skip


def _money(plan: AnnualPlan) -> Iterator[MovedLine]:
    for source, money in budget_of(plan, on=last_day(plan.year)).by_source.items():
        base = money.allocated or money.planned or Decimal(0)
        left = base - money.disbursed
        if left > 0:
            yield MovedLine(
                f"{source.label}: còn {number_vn(left)} đồng",
                f"đã giải ngân {number_vn(money.disbursed)} trên {number_vn(base)} đồng",
                reverse("programme:budget", args=[plan.pk]),
            )


_KINDS: tuple[tuple[str, str, Callable[[AnnualPlan], Iterator[MovedLine]]], ...] = (
    ("dossiers", "Hồ sơ đánh giá chưa có kết quả", _dossiers),
    ("tasks", "Nhiệm vụ chưa hoàn thành", _tasks),
    ("targets", "Chỉ tiêu chưa đạt", _targets),
    ("corrective", "Yêu cầu khắc phục sau kiểm tra chưa xong", _corrective),
    ("duties", "Nghĩa vụ báo cáo chưa gửi", _duties),
    ("money", "Kinh phí chưa giải ngân", _money),
)


def moving(plan: AnnualPlan) -> list[Moved]:
    """What is not finished, by kind; a kind without anything stays, so that the page can say so."""
    return [Moved(key, title, tuple(lines(plan))) for key, title, lines in _KINDS]


# --- closing -----------------------------------------------------------------------------------------------------------


def prevents(plan: AnnualPlan) -> Iterator[str]:
    """What must be done before the year can be closed, each as a sentence."""
    if plan.state != PlanState.APPROVED:
        yield f"Kế hoạch đang ở trạng thái “{PlanState(plan.state).label}”: phải được duyệt trước khi chốt năm."
    if today() < last_day(plan.year):
        yield f"Năm {plan.year} chưa kết thúc: chốt được từ ngày {date_vn(last_day(plan.year))}."
    last = Report.objects.filter(unit=plan.unit, year=plan.year).order_by("revision").only("state", "revision").last()
    if last is None:
        yield f"Chưa lập và gửi báo cáo năm {plan.year}."
    elif last.state != ReportState.SENT:
        which = f" (bản {last.revision})" if last.revision > 1 else ""
        yield f"Báo cáo năm {plan.year}{which} đang ở trạng thái “{last.get_state_display()}”, chưa gửi."
    for target in plan.targets.filter(source=TargetSource.HAND).exclude(entries__on__year=plan.year):
        yield f"Chỉ tiêu “{target.name}” chưa ghi số đạt được."


def doubts(plan: AnnualPlan, honoured: list[Honoured]) -> Iterator[str]:
    """What does not keep the year open but should be known."""
    without = sum(1 for one in honoured if not one.certificate)
    if without:
        yield f"{without} sản phẩm trong danh sách chưa có số Giấy chứng nhận."
    if plan.unit.level == "province":
        rows = AnnualPlan.objects.filter(parent__unit=plan.unit, year=plan.year).exclude(state=PlanState.CLOSED)
        names = [one.unit.name for one in rows.select_related("unit").order_by("unit__name_sort")]
        if names:
            yield f"Chưa chốt năm: {', '.join(names)}."
    if next_plan(plan) is None:
        yield f"Chưa có kế hoạch năm {plan.year + 1} để chuyển việc chưa xong."


def next_plan(plan: AnnualPlan) -> AnnualPlan | None:
    """The unit's plan of the following year."""
    return AnnualPlan.objects.filter(unit=plan.unit_id, year=plan.year + 1).first()


def frozen(plan: AnnualPlan) -> dict[str, Any]:
    """The year as it is kept when it is closed: plain data that nothing changes afterwards."""
    measured = measure_plan(plan, trend=False)
    return {
        "ceremony": [asdict(one) for one in ceremony(plan)],
        "moving": [asdict(one) for one in moving(plan)],
        "targets": [sum(one.is_reached for one in measured), len(measured)],
        "budget": frozen_budget(plan),
        "figures": {str(one.target.pk): to_texts((one.done, one.part, one.whole)) for one in measured},
    }


def thawed(data: Mapping[str, Any]) -> tuple[list[Honoured], list[Moved], tuple[int, int]]:
    """Read the kept year back."""
    honoured = [Honoured(**one) for one in data["ceremony"]]
    moved = [
        Moved(one["key"], one["title"], tuple(MovedLine(**line) for line in one["lines"])) for one in data["moving"]
    ]
    reached, of = data["targets"]
    return honoured, moved, (reached, of)


def year_of(plan: AnnualPlan) -> tuple[list[Honoured], list[Moved], tuple[int, int]]:
    """The year of a plan: as it was kept when it is closed, else as the records say now."""
    if plan.is_closed and plan.closing:
        return thawed(plan.closing)
    measured = measure_plan(plan, trend=False)
    return ceremony(plan), moving(plan), (sum(one.is_reached for one in measured), len(measured))


def is_closed(unit_id: int, year: int) -> bool:
    """Whether the unit's year is closed."""
    return AnnualPlan.objects.filter(unit=unit_id, year=year, state=PlanState.CLOSED).exists()
