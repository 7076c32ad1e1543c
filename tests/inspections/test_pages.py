"""Pages: who sees what, the same number of statements for one row and for three, figures and costs."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.formats import today
from core.indicators import Scope, indicator
from inspections.actions import complaints, revocations, visits
from inspections.models import InspectionPlan
from notifications import todo
from products.costs import costs_of_year
from products.enums import BudgetSource

pytestmark = pytest.mark.django_db


def _inspection(world, n):
    world.concluded(world.recognition(f"Sản phẩm {n}"))


def _plan(world, n):
    world.plan(drawn=False)


def _case(world, n):
    values = {"concluded_on": today(), "ground": "stopped", "explanation": "x"}
    recognition = world.recognition(f"Thu hồi {n}")
    revocations.open_case(recognition=recognition, unit=world.units["Yên Mô"], values=values, actor=world.officer)


def _complaint(world, n):
    product = world.recognition(f"Bị phản ánh {n}").product
    complaints.receive_public(values={"topic": "label", "about": product.name, "text": "Sai nhãn", "product": product})


@pytest.mark.parametrize(
    ("path", "make"),
    [
        ("/kiem-tra/", _inspection), ("/kiem-tra/khac-phuc/", _inspection), ("/kiem-tra/ke-hoach/", _plan),
        ("/kiem-tra/thu-hoi/", _case), ("/kiem-tra/phan-anh/", _complaint),
    ],
)  # fmt: skip
def test_lists_cost_the_same_for_one_row_and_three(world, client_as, path, make):
    client = client_as(user=world.leader)  # few tasks of the own, so that the rail's count stands still
    make(world, 1)
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as one:
        assert client.get(path).status_code == 200
    make(world, 2)
    make(world, 3)
    with CaptureQueriesContext(connection) as three:
        client.get(path)
    assert len(three) <= len(one)
    assert len(one) < 45


def test_the_plans_page_costs_the_same_for_one_place_and_four(world, client_as):
    client = client_as(user=world.leader)
    world.recognition("Một")
    plan = world.plan()
    with CaptureQueriesContext(connection) as one:
        client.get(f"/kiem-tra/ke-hoach/{plan.pk}/")
    for n in range(3):
        world.recognition(f"Thêm {n}", producer=world.another(f"Cơ sở {n}"))
    from inspections.actions import plans

    plans.draw_plan(plan=plan, actor=world.officer)
    with CaptureQueriesContext(connection) as four:
        client.get(f"/kiem-tra/ke-hoach/{plan.pk}/")
    assert plan.items.count() == 4
    assert len(four) <= len(one)


def test_the_producer_sees_the_own_result_only_when_the_minutes_are_final(world, client_as):
    inspection = world.begun()
    client = client_as(user=world.owner)
    assert client.get(f"/kiem-tra/{inspection.pk}/").status_code == 404
    world.fill(inspection)
    inspection.refresh_from_db()
    visits.conclude(inspection=inspection, actor=world.advisor)
    assert client.get(f"/kiem-tra/{inspection.pk}/").status_code == 200
    assert client_as(user=world.stranger).get(f"/kiem-tra/{inspection.pk}/").status_code == 404
    assert client_as(user=world.neighbour).get(f"/kiem-tra/{inspection.pk}/").status_code == 404


def test_work_waits_for_whom_it_should(world):
    def titles(person):
        fresh = type(person).objects.get(pk=person.pk)
        return {item.title for item in todo.items_for(fresh)}

    world.recognition()
    from inspections.actions import plans

    plan = plans.take(plan=world.plan(), step="submit", actor=world.officer)
    assert "Duyệt kế hoạch kiểm tra" in titles(world.leader)
    plans.take(plan=plan, step="approve", actor=world.leader)
    assert "Xếp lịch kiểm tra" in titles(world.officer)
    world.demand()
    assert "Khắc phục sau kiểm tra" in titles(world.owner)
    assert "Khắc phục sau kiểm tra" not in titles(world.stranger)


def test_indicators_count_by_unit_and_severity(world):
    world.concluded()
    scope = Scope.of_year(today().year)
    yen_mo = world.units["Yên Mô"].pk
    assert indicator("inspections.held").measure_by(scope, "unit") == {yen_mo: 1}
    assert indicator("inspections.findings").measure_by(scope, "severity") == {"major": 1}
    assert indicator("inspections.findings_major").measure(scope) == 1
    assert indicator("inspections.repaired").measure(scope) == 0
    assert (
        indicator("inspections.held").measure(Scope.of_year(today().year, frozenset({world.units["Gia Viễn"].pk}))) == 0
    )


def test_costs_go_to_the_budget(world):
    inspection = world.planned()
    values = {"source": BudgetSource.DISTRICT, "content": "Xăng xe", "planned": 500_000, "spent": 450_000}
    visits.save_cost(inspection=inspection, values=values, actor=world.officer)
    cost = next(row for row in costs_of_year(today().year) if row.activity == "inspections")
    assert (cost.spent, cost.source, cost.unit_id) == (450_000, "district", world.units["Yên Mô"].pk)


def test_the_way_of_an_officer_through_the_pages(world, client_as):
    world.recognition("Bột rau má")
    officer, leader = client_as(user=world.officer), client_as(user=world.leader)
    year = today().year
    made = officer.post("/kiem-tra/ke-hoach/moi/", {
        "name": "Kế hoạch thử", "year": year, "from_on": f"01/07/{year}", "to_on": f"31/12/{year}", "wanted": "5",
    })  # fmt: skip
    plan = InspectionPlan.objects.get()
    assert made.url == f"/kiem-tra/ke-hoach/{plan.pk}/"
    assert officer.post(f"/kiem-tra/ke-hoach/{plan.pk}/trinh/").status_code == 302
    assert leader.post(f"/kiem-tra/ke-hoach/{plan.pk}/duyet/").status_code == 302
    assert officer.get(f"/kiem-tra/ke-hoach/{plan.pk}/ket-qua.xlsx").status_code == 200
    assert officer.post(f"/kiem-tra/ke-hoach/{plan.pk}/bao-cao/").status_code == 302
    inspection = plan.inspections.get()
    assert officer.post(f"/kiem-tra/{inspection.pk}/lich/", {
        "starts_at_0": f"01/08/{year}", "starts_at_1": "08:30", "team": world.team().pk, "address": "Thôn 2",
        "version": inspection.version,
    }).status_code == 302  # fmt: skip
    assert officer.get(f"/kiem-tra/{inspection.pk}/").status_code == 200
    assert officer.post(f"/kiem-tra/{inspection.pk}/thong-bao/").status_code == 302
