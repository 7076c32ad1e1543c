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
