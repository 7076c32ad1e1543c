"""The year as planned: the province's plan as it was issued, two district plans, money and progress plainly invented."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal
from typing import Any

from accounts.models import Unit, User
from core.formats import today
from demo.clock import days_ago
from demo.people import Cast
from notifications.actions import send_due_reminders
from products.actions import sales
from products.models import Recognition
from programme import actions, loading
from programme.enums import TargetSource
from programme.models import AnnualPlan, BudgetEntry, BudgetLine, PlanTask, ReportObligation

NOTE = "Số trình diễn"
SEED = 5524
_MILLION = Decimal(1_000_000)
_MONEY = {"new_rural": (2_400, 2_400, 610), "integrated": (1_150, 900, 240), "district": (1_800, 1_650, 520)}
_PROVINCE_PROGRESS = {
    "1.1": ((160, 30, "Đã đăng 12 tin, bài; phát 04 phóng sự."), (40, 70, "Đã đăng 31 tin, bài; in 02 ấn phẩm.")),
    "1.2": ((120, 35, "Đã mở các lớp cho Hội đồng và tổ giúp việc."), (20, 85, "Còn lớp cho chủ thể tiềm năng.")),
    "2.2": ((30, 55, "Đã họp Hội đồng cấp tỉnh đợt 1; đợt 2 dự kiến tháng 11."),),
    "2.3": ((60, 60, "Đang hướng dẫn huyện hoàn thiện hồ sơ đánh giá lại."),),
    "3": ((90, 40, "Đã tham gia các hội chợ quý II, III."), (15, 75, "Đang chuẩn bị tuần lễ OCOP tháng 11.")),
    "4": ((45, 60, "Cổng quản lý OCOP chạy thử tại hai huyện."),),
    "5": ((25, 15, "Đã ban hành quyết định thành lập đoàn kiểm tra."),),
}
_DISTRICTS = {
    "huyen-yenmo": ("Huyện Yên Mô", "62/KH-UBND", 4, 60),
    "huyen-giavien": ("Huyện Gia Viễn", "58/KH-UBND", 5, 45),
}


def tell(cast: Cast) -> None:
    """Load the plan, let the districts make theirs, and tell the year up to now."""
    plan = loading.load_plan()
    if plan is None:
        return
    _money(plan)
    _progress(plan, cast)
    system = plan.targets.get(source=TargetSource.HAND)
    with days_ago(35) as day:
        actions.enter_figure(
            target=system, on=day, value=Decimal(60), actor=cast["so-canbo"],
            note=f"{NOTE}: chạy thử cổng tại hai huyện, còn kết nối cơ sở dữ liệu quốc gia.",
        )  # fmt: skip
    for username, (name, notation, products, percent) in _DISTRICTS.items():
        _district(cast, username, cast.units[name], notation=notation, products=products, percent=percent)
    _duties(cast)
    _sales(cast)
    with days_ago(1):
        send_due_reminders()


def _sales(cast: Cast) -> None:
    """Revenue of the year before and of this year for what was recognised this year, unless the register told it."""
    year, dice = today().year, random.Random(SEED)  # noqa: S311 - repeatable, not secret
    named = Recognition.objects.filter(decided_year=year, product__sales=None).select_related("product").order_by("pk")
    for row in named.filter(state="valid")[:8]:
        before = Decimal(dice.randrange(180, 900)) * _MILLION
        for when, revenue in ((year - 1, before), (year, before * dice.randrange(105, 160) / 100)):
            sales.record_sales(
                product=row.product, year=when, actor=cast["so-canbo"], values={"revenue": revenue, "source": NOTE}
            )


def _money(plan: AnnualPlan) -> None:
    """The paper names no amounts: these are invented, and say so."""
    for line in plan.budget.all():
        planned, allocated, spent = (Decimal(value) * _MILLION for value in _MONEY[line.source])
        BudgetLine.objects.filter(pk=line.pk).update(
            planned=planned, allocated=allocated, disbursed=spent, note=f"{NOTE}: kế hoạch không nêu số tiền"
        )
        for days, share in ((120, Decimal("0.4")), (20, Decimal(1))):
            BudgetEntry.objects.create(
                line=line, on=today() - dt.timedelta(days=days), allocated=allocated, disbursed=spent * share
            )


def _report(task: PlanTask, unit: Unit, actor: User, *, days: int, percent: int, text: str) -> None:
    with days_ago(days):
        actions.report_progress(task=task, unit=unit, percent=percent, text=f"{text} ({NOTE.lower()})", actor=actor)


def _progress(plan: AnnualPlan, cast: Cast) -> None:
    tasks = {task.number: task for task in plan.tasks.select_related("plan")}
    province = plan.unit
    for number, reports in _PROVINCE_PROGRESS.items():
        for days, percent, text in reports:
            _report(tasks[number], province, cast["so-canbo"], days=days, percent=percent, text=text)
    for username, (name, _, _, percent) in _DISTRICTS.items():
        for number in ("2.1", "2.3"):
            _report(
                tasks[number], cast.units[name], cast[username], days=22, percent=percent,
                text="Hội đồng huyện đã họp đợt 1.",
            )  # fmt: skip


def _district(cast: Cast, username: str, unit: Unit, *, notation: str, products: int, percent: int) -> None:
    officer, leader = cast[username], cast[f"{username}-lanhdao"]
    area, year = unit.area, 2024
    with days_ago(195):
        plan = actions.create_plan(
            unit=unit, year=year, actor=officer,
            values={
                "title": f"Kế hoạch thực hiện Chương trình mỗi xã một sản phẩm trên địa bàn {area} năm {year}",
                "bases": "Căn cứ Kế hoạch số 55/KH-UBND ngày 15/3/2024 của UBND tỉnh Ninh Bình",
                "goals": f"- Có thêm {products} sản phẩm được công nhận từ 3 sao trở lên ({NOTE.lower()}).",
                "contents": "1. Tuyên truyền, hướng dẫn chủ thể đăng ký tham gia.\n2. Đánh giá, phân hạng cấp huyện.",
                "recipients": "Sở Nông nghiệp và PTNT\nUBND các xã, thị trấn\nLưu: VT, NN",
            },
        )  # fmt: skip
        for values in _targets(products):
            actions.save_target(plan=plan, values=values, actor=officer)
        tasks = [
            actions.save_task(plan=plan, values=values, units=[unit], actor=officer) for values in _tasks(area, year)
        ]
        actions.save_line(
            plan=plan, actor=officer,
            values={"source": "district", "content": "Ngân sách huyện bố trí cho Chương trình OCOP", "task": None,
                    "planned": 220 * _MILLION, "allocated": 200 * _MILLION, "disbursed": 65 * _MILLION, "note": NOTE},
        )  # fmt: skip
        actions.take_plan_step(plan=plan, name="submit", actor=officer)
    with days_ago(190) as day:
        actions.take_plan_step(plan=plan, name="approve", actor=leader)
        AnnualPlan.objects.filter(pk=plan.pk).update(notation=f"{notation} (trình diễn)", issued_on=day)
    for task, done in zip(tasks, (80, percent, 20), strict=True):
        task.plan.refresh_from_db()
        _report(task, unit, officer, days=18, percent=done, text="Theo tiến độ đợt 1.")


def _targets(products: int) -> list[dict[str, Any]]:
    shared: dict[str, Any] = {"source": TargetSource.LIVE, "unit_label": "sản phẩm"}
    return [
        {**shared, "name": "Sản phẩm được công nhận mới từ 3 sao", "indicator": "products.recognised_new",
         "planned": Decimal(products)},
        {**shared, "name": "Sản phẩm còn hiệu lực công nhận", "indicator": "products.valid", "planned": Decimal(20)},
        {**shared, "name": "Hồ sơ chuyển tỉnh đánh giá", "indicator": "evaluations.forwarded", "planned": Decimal(2),
         "unit_label": "hồ sơ"},
    ]  # fmt: skip


def _tasks(area: str, year: int) -> list[dict[str, Any]]:
    lead = f"Phòng Nông nghiệp và PTNT {area}"
    rows = (
        ("1", "Tuyên truyền, hướng dẫn đăng ký sản phẩm", dt.date(year, 4, 1), dt.date(year, 10, 31), "Quý II, III"),
        ("2", "Đánh giá, phân hạng sản phẩm cấp huyện", dt.date(year, 5, 1), dt.date(year, 12, 15), "Theo các đợt"),
        ("3", "Kiểm tra việc duy trì tiêu chí", dt.date(year, 8, 1), dt.date(year, 12, 31), "Quý III, IV"),
    )
    return [
        {"number": number, "title": title, "lead": lead, "starts_on": first, "ends_on": last, "time_text": words}
        for number, title, first, last, words in rows
    ]


def _duties(cast: Cast) -> None:
    """Quarterly updates went in time; one district did its review, one is late, one named who writes its report."""
    played = [cast.units[name] for name, *_ in _DISTRICTS.values()]
    rows = ReportObligation.objects.filter(year=today().year).select_related("rule", "unit")
    # Only two districts have accounts here: the review of the others would stand late for ever.
    rows.filter(rule__code="ra-soat-danh-gia-lai").exclude(unit__in=played).delete()
    for row in rows.filter(rule__code="csdl-quoc-gia", due_on__lt=today()):
        _send(row, cast["so-canbo"], cast["so-lanhdao"])
    _send(
        rows.get(rule__code="ra-soat-danh-gia-lai", unit=cast.units["Huyện Yên Mô"]),
        cast["huyen-yenmo"],
        cast["huyen-yenmo-lanhdao"],
    )
    with days_ago(3):
        row = rows.get(rule__code="bao-cao-nam-huyen", unit=cast.units["Huyện Gia Viễn"])
        actions.assign_officers(obligation=row, officers=[cast["huyen-giavien"]], actor=cast["huyen-giavien-lanhdao"])


def _send(row: ReportObligation, officer: User, leader: User) -> None:
    with days_ago((today() - row.due_on).days + 2):
        for name, actor in (("start", officer), ("submit", officer), ("send", leader)):
            actions.take_duty_step(obligation=row, name=name, actor=actor)
