"""Tasks: standing, progress with evidence by the units that do them. Money: by source and task, with activities."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from core.errors import Denied
from core.files import may_open
from products import costs
from products.costs import Cost
from products.enums import BudgetSource
from programme import actions, waiting
from programme.enums import Standing
from programme.queries import budget_of, task_lines
from programme.standing import percent_of, standing
from tests.products.world import pdf_upload
from tests.programme.conftest import noon

pytestmark = pytest.mark.django_db
FIRST, LAST = dt.date(2024, 4, 1), dt.date(2024, 9, 30)


@pytest.mark.parametrize(
    ("percent", "on", "expected"),
    [
        (0, dt.date(2024, 3, 1), Standing.NOT_YET),
        (10, dt.date(2024, 3, 1), Standing.ON_TRACK),
        (20, dt.date(2024, 6, 30), Standing.ON_TRACK),
        (19, dt.date(2024, 7, 1), Standing.AT_RISK),
        (79, dt.date(2024, 9, 20), Standing.AT_RISK),
        (80, dt.date(2024, 9, 20), Standing.ON_TRACK),
        (99, dt.date(2024, 9, 30), Standing.ON_TRACK),
        (99, dt.date(2024, 10, 1), Standing.LATE),
        (100, dt.date(2024, 12, 1), Standing.DONE),
    ],
)
def test_how_a_task_stands(percent, on, expected):
    assert standing(percent, FIRST, LAST, on) == expected


def test_a_silent_unit_counts_as_nothing():
    assert percent_of([1, 2, 3], {1: 100, 2: 50}) == 50
    assert percent_of([], {}) == 0


def _task(office, number):
    return office.plan.tasks.select_related("plan").get(number=number)


def test_each_responsible_unit_reports_its_own_part(office):
    task = _task(office, "2.1")
    with pytest.raises(Denied):
        actions.report_progress(task=task, unit=office.units["Gia Viễn"], percent=1, text="x", actor=office.district)
    actions.report_progress(task=task, unit=office.units["Yên Mô"], percent=30, text="Đợt 1", actor=office.district)
    row = actions.report_progress(
        task=task, unit=office.units["Yên Mô"], percent=60, text="Đợt 2", actor=office.district, files=[pdf_upload()]
    )
    lines = {line.task.number: line for line in task_lines(office.plan)}
    assert lines["2.1"].percent == 30  # 60 of one, nothing of the other
    assert lines["2"].percent == 10  # the mean of 2.1, 2.2, 2.3
    file = row.evidence.get().file
    assert may_open(office.district, file)
    assert may_open(office.officer, file)
    assert not may_open(office.neighbour, file)


def test_progress_waits_in_the_to_do_list_until_it_is_done(office, at):
    at(dt.date(2024, 9, 20))
    assert "2.3" in [task.number for task, _ in waiting.to_report(office.district)]
    actions.report_progress(
        task=_task(office, "2.3"), unit=office.units["Yên Mô"], percent=100, text="Xong", actor=office.district
    )
    office.district.__dict__.pop("_seats", None)
    assert "2.3" not in [task.number for task, _ in waiting.to_report(office.district)]
    assert "2.3" in [task.number for task, _ in waiting.to_report(office.neighbour)]


def test_pages_of_tasks(office, client_as):
    client = client_as(user=office.district)
    task = _task(office, "2.1")
    form = {"unit": office.units["Yên Mô"].pk, "percent": "45", "text": "Đã họp", "evidence": pdf_upload()}
    url = reverse("programme:progress_new", args=[task.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {**form, "percent": "101"}).status_code == 200
    assert client.post(url, {**form, "evidence": pdf_upload()}).status_code == 302
    page = client.get(reverse("programme:task", args=[task.pk])).content.decode()
    assert "Đã họp" in page
    assert "giay-to.pdf" in page
    neighbour = client_as(user=office.neighbour).get(reverse("programme:task", args=[task.pk])).content.decode()
    assert "Đã họp" not in neighbour  # another district's words
    for view in ("bang", "cot", "lich"):
        shown = client.get(reverse("programme:tasks", args=[office.plan.pk]), {"xem": view}).content.decode()
        assert "Công tác đánh giá, phân hạng sản phẩm OCOP cấp huyện" in shown
    wrong = client.post(reverse("programme:progress_new", args=[_task(office, "3").pk]), form)
    assert wrong.status_code in {302, 403}


def test_money_by_source_and_task_with_what_activities_posted(office, monkeypatch):
    lines = {line.source: line for line in office.plan.budget.all()}
    line = actions.save_line(
        plan=office.plan, line=lines["new_rural"], actor=office.officer,
        values={"planned": Decimal(5), "allocated": Decimal(900), "disbursed": Decimal(100), "note": "giao"},
    )  # fmt: skip
    assert line.planned is None  # the plan is approved: what was planned stays
    posted = Cost(
        activity="trainings", title="Lớp 1", unit_id=office.units["Yên Mô"].pk, source=BudgetSource.NEW_RURAL,
        planned=Decimal(300), spent=Decimal(250), url="/",
    )  # fmt: skip
    monkeypatch.setattr(costs, "_providers", {"trainings": lambda year: [posted] if year == 2024 else []})
    budget = budget_of(office.plan)
    money = budget.by_source[BudgetSource.NEW_RURAL]
    assert (money.allocated, money.disbursed, money.by_activity, money.percent) == (900, 350, 250, 38)
    assert budget.task_of(posted).number == "1.2"
    by_task = {task.number if task else None: row.disbursed for task, row in budget.by_task}
    assert by_task == {"1.2": 250, None: 100}
    with pytest.raises(Denied):
        actions.save_line(plan=office.plan, line=line, values={"disbursed": Decimal(1)}, actor=office.district)


def test_the_budget_page(office, client_as):
    page = reverse("programme:budget", args=[office.plan.pk])
    assert "chưa giao số" in client_as(user=office.officer).get(page).content.decode()
    line = office.plan.budget.first()
    edit = reverse("programme:line_edit", args=[line.pk])
    client = client_as(user=office.officer)
    form = {"allocated": "1.250.000.000", "disbursed": "0", "note": "QĐ giao", "version": line.version}
    assert client.post(edit, form).status_code == 302
    assert "1.250.000.000" in client.get(page).content.decode()


def _posted(office, monkeypatch, **more):
    """Two classes of one district as the trainings app posts them."""
    common = {
        "activity": "trainings", "unit_id": office.units["Yên Mô"].pk, "source": BudgetSource.NEW_RURAL, "url": "/",
    }  # fmt: skip
    rows = [
        Cost(title="Lớp 1", key="trainings:1", planned=Decimal(300), spent=Decimal(250), paid_on=dt.date(2024, 11, 20),
             **common),
        Cost(title="Lớp 2", key="trainings:2", planned=Decimal(70), spent=Decimal(60), paid_on=dt.date(2024, 11, 21),
             **common),
    ]  # fmt: skip
    monkeypatch.setattr(costs, "_providers", {"trainings": lambda year: rows if year == 2024 else []})
    return rows


def test_an_activity_is_placed_in_a_task_where_its_kind_does_not_say_it(office, monkeypatch, client_as):
    first, second = _posted(office, monkeypatch)
    client, page = client_as(user=office.officer), reverse("programme:cost_place", args=[office.plan.pk, "trainings:2"])
    assert client.get(page).status_code == 200
    assert client.post(page, {"task": _task(office, "6").pk}).status_code == 302
    budget = budget_of(office.plan)
    assert (budget.task_of(first).number, budget.task_of(second).number) == ("1.2", "6")
    assert {task.number: row.disbursed for task, row in budget.by_task if task} == {"1.2": 250, "6": 60}
    assert budget.total.disbursed == 310
    assert "Xếp lại" in client.get(reverse("programme:budget", args=[office.plan.pk])).content.decode()
    assert client.post(page, {"task": ""}).status_code == 302
    assert budget_of(office.plan).task_of(second).number == "1.2"
    unknown = reverse("programme:cost_place", args=[office.plan.pk, "trainings:99"])
    assert client.get(unknown).status_code == 404
    with pytest.raises(Denied, match="không có chi phí"):
        actions.place_activity(plan=office.plan, key="trainings:99", task=_task(office, "6"), actor=office.officer)
    with pytest.raises(Denied):
        actions.place_activity(plan=office.plan, key="trainings:1", task=_task(office, "6"), actor=office.district)
    other = actions.create_plan(unit=office.units["Yên Mô"], year=2025, values={"title": "Khác"}, actor=office.district)
    foreign = actions.save_task(
        plan=other, units=[other.unit], actor=office.district,
        values={"number": "1", "title": "Khác", "lead": "x", "starts_on": FIRST, "ends_on": LAST},
    )  # fmt: skip
    with pytest.raises(Denied, match="chính kế hoạch này"):
        actions.place_activity(plan=office.plan, key="trainings:1", task=foreign, actor=office.officer)


def test_money_at_a_cut_off_is_what_was_paid_by_then(office, monkeypatch, at):
    _posted(office, monkeypatch)
    line = office.plan.budget.get(source="new_rural")

    def write(disbursed, day, allocated=900, **more):
        return actions.save_line(
            plan=office.plan, line=office.plan.budget.get(pk=line.pk), actor=office.officer, on=day,
            values={"allocated": Decimal(allocated), "disbursed": Decimal(disbursed), "note": ""}, **more,
        )  # fmt: skip

    at(dt.date(2024, 12, 2))
    write(100, dt.date(2024, 11, 20))
    write(180, dt.date(2024, 12, 1), allocated=950)
    found = {day: budget_of(office.plan, on=day).total for day in (
        dt.date(2024, 11, 19), dt.date(2024, 11, 20), dt.date(2024, 11, 21), dt.date(2024, 12, 1),
    )}  # fmt: skip
    assert [(m.allocated, m.by_hand, m.by_activity, m.disbursed) for m in found.values()] == [
        (None, 0, 0, 0), (900, 100, 250, 350), (900, 100, 310, 410), (950, 180, 310, 490),
    ]  # fmt: skip
    assert budget_of(office.plan).total.disbursed == 490
    stored = write(120, dt.date(2024, 11, 25))  # a late word on an earlier day does not undo a later one
    assert (stored.allocated, stored.disbursed) == (950, 180)
    assert budget_of(office.plan, on=dt.date(2024, 11, 30)).total.by_hand == 120
    assert line.entries.count() == 3
    with pytest.raises(Denied, match="không được sau hôm nay"):
        write(500, dt.date(2024, 12, 3))


def test_the_reports_money_is_cut_off_too(office, monkeypatch, at):
    from programme.reporting.figures import draw
    from programme.reporting.table_rows import money_total

    _posted(office, monkeypatch)
    at(dt.date(2024, 12, 2))
    unit = office.units["Yên Mô"]
    figures = draw(unit, 2024, dt.date(2024, 11, 20))
    assert figures["kinh_phi_giai_ngan"]["value"] == "250"
    assert draw(unit, 2024, dt.date(2024, 11, 21))["kinh_phi_giai_ngan"]["value"] == "310"
    assert money_total(unit, 2024, dt.date(2024, 11, 20))[2] == 250
    assert money_total(unit, 2024, dt.date(2024, 11, 21))[2] == 310


def test_a_cost_counts_on_its_day_else_on_the_last_day_of_its_activity(office, at):
    from inspections.models import Inspection, InspectionCost
    from promotion.models import EventCost, PromotionEvent
    from tests.programme.report_world import ReportWorld
    from trainings.models import ClassCost

    world = ReportWorld(**dict.fromkeys(ReportWorld.__dataclass_fields__))
    world.officer = office.district
    training = world.training(office.units["Yên Mô"], "Lớp thử", dt.date(2024, 10, 1))
    at(dt.date(2024, 11, 22))
    common = {"training": training, "source": BudgetSource.NEW_RURAL, "content": "Tài liệu", "planned": 0}
    dated = ClassCost.objects.create(**common, spent=5, spent_on=dt.date(2024, 11, 3))
    undated = ClassCost.objects.create(**common, spent=7)
    empty = ClassCost.objects.create(**common, spent=0)
    assert [one.paid_on for one in (dated, undated, empty)] == [dt.date(2024, 11, 3), training.last_day, None]
    by = {day: budget_of(office.plan, on=day).total.by_activity for day in (training.last_day, dt.date(2024, 11, 3))}
    assert by == {training.last_day: 7, dt.date(2024, 11, 3): 12}
    at(dt.date(2025, 1, 9))
    undated.save()  # a wording put right in January does not move the money out of the year
    assert undated.paid_on == training.last_day

    event = PromotionEvent(starts_on=dt.date(2024, 12, 28), ends_on=dt.date(2025, 1, 3))
    fair = EventCost(event=event, spent=9, updated_at=noon(FIRST))
    assert fair.paid_on == FIRST  # written as paid before the event is over
    fair.updated_at = noon(dt.date(2025, 1, 9))
    assert fair.paid_on == dt.date(2024, 12, 31)  # its money is the old year's, and stands in that year's report
    visit = Inspection(starts_at=noon(dt.date(2024, 6, 3)))
    cost = InspectionCost(inspection=visit, spent=4, updated_at=noon(dt.date(2024, 9, 9)))
    assert cost.paid_on == dt.date(2024, 6, 3)
    visit.begun_at = noon(dt.date(2024, 6, 5))
    assert cost.paid_on == dt.date(2024, 6, 5)
    visit.begun_at = visit.starts_at = None
    assert cost.paid_on == dt.date(2024, 9, 9)
