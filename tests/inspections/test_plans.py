"""The annual plan: drawn, edited with reasons, approved by another, turned into inspections."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from core import audit
from core.errors import Denied
from core.formats import today
from inspections.actions import plans, visits
from inspections.models import Inspection
from inspections.papers.report import report_source
from inspections.tallies import tally

pytestmark = pytest.mark.django_db


def test_the_plan_explains_each_place(world):
    world.recognition(valid_until=today() + dt.timedelta(days=30))
    plan = world.plan()
    item = plan.items.get()
    assert {reason["code"] for reason in item.reasons} == {"expiring", "never_inspected", "food"}
    assert item.score == sum(Decimal(reason["points"]) for reason in item.reasons)


def test_all_products_of_a_producer_are_one_place_and_others_districts_stay_out(world):
    world.recognition("Một")
    world.recognition("Hai")
    world.recognition("Xa", producer=world.another("Cơ sở Gia Viễn", "Gia Viễn"))
    item = world.plan().items.get()
    assert item.producer == world.producer
    assert item.recognitions.count() == 2


def test_a_place_visited_lately_comes_after_one_never_visited(world):
    world.concluded(world.recognition("Đã kiểm tra"), found=False)
    never = world.another("Cơ sở chưa kiểm tra")
    world.recognition("Chưa kiểm tra", producer=never)
    assert [item.producer for item in world.plan(wanted=1).items.all()] == [never]


def test_drawing_again_keeps_what_was_added_by_hand(world):
    world.recognition("Một")
    other = world.another("Cơ sở thêm tay")
    world.recognition("Hai", producer=other)
    plan = world.plan(wanted=1, drawn=False)
    plans.add_item(plan=plan, key=f"p{other.pk}", note="Theo đề nghị của xã", actor=world.officer)
    plans.draw_plan(plan=plan, actor=world.officer)
    assert [item.by_hand for item in plan.items.all()] == [True]


def test_taking_a_place_out_needs_a_reason_that_stays_in_the_trail(world):
    world.recognition()
    plan = world.plan()
    with pytest.raises(Denied):
        plans.remove_item(item=plan.items.get(), reason=" ", actor=world.officer)
    plans.remove_item(item=plan.items.get(), reason="Đã kiểm tra chuyên ngành", actor=world.officer)
    assert not plan.items.exists()
    assert audit.timeline(plan).first().reason == "Đã kiểm tra chuyên ngành"


def test_weights_are_the_plans_own(world):
    world.recognition()
    plan = world.plan()
    before = plan.items.get().score
    plans.set_weights(plan=plan, points={"never_inspected": Decimal(40)}, actor=world.officer)
    plans.draw_plan(plan=plan, actor=world.officer)
    assert plan.items.get().score == before + 15
    with pytest.raises(Denied):
        plans.set_weights(plan=plan, points={"food": Decimal(101)}, actor=world.officer)


def test_who_made_or_submitted_does_not_approve(world):
    from accounts.enums import Role
    from tests import factories

    world.recognition()
    plan = plans.take(plan=world.plan(), step="submit", actor=world.officer)
    factories.MembershipFactory(user=world.officer, role=Role.DISTRICT_LEADER, unit=world.units["Yên Mô"])
    fresh = type(world.officer).objects.get(pk=world.officer.pk)
    with pytest.raises(Denied, match="không tự duyệt"):
        plans.take(plan=plan, step="approve", actor=fresh)


def test_an_approved_plan_becomes_inspections_within_its_quarters(world):
    world.recognition()
    plan = world.approved()
    inspection = Inspection.objects.get(plan=plan)
    assert inspection.state == "planned"
    assert inspection.code.startswith(f"KT-{today().year}-")
    assert plan.from_on <= inspection.due_on <= plan.to_on
    assert inspection.products.count() == 1
    with pytest.raises(Denied):
        plans.draw_plan(plan=plan, actor=world.officer)


def test_an_empty_plan_is_not_submitted_and_an_unfinished_one_not_closed(world):
    with pytest.raises(Denied, match="chưa có cơ sở"):
        plans.take(plan=world.plan(), step="submit", actor=world.officer)
    world.recognition()
    plan = world.approved()
    with pytest.raises(Denied, match="chưa kết luận"):
        plans.take(plan=plan, step="close", actor=world.officer)
    visits.cancel(inspection=plan.inspections.get(), reason="Cơ sở nghỉ mùa", actor=world.officer)
    assert plans.take(plan=plan, step="close", actor=world.officer).state == "closed"


def test_figures_of_a_plan(world):
    world.recognition()
    plan = world.approved()
    inspection = plan.inspections.get()
    visits.schedule(inspection=inspection, starts_at=None, team=world.team(), address="", actor=world.officer)
    inspection = visits.begin(inspection=inspection, actor=world.advisor)
    world.fill(inspection)
    world.finding(inspection)
    inspection.refresh_from_db()
    visits.conclude(inspection=inspection, actor=world.advisor)
    figures = tally(plan)
    assert (figures.planned, figures.held, figures.major, figures.demanded, figures.repaired) == (1, 1, 1, 1, 0)
    assert report_source(plan)["figures"] == figures.plain()


def test_a_plan_stays_within_its_year(world):
    values = {"name": "Lệch năm", "year": today().year, "from_on": dt.date(today().year - 1, 12, 1),
              "to_on": dt.date(today().year, 3, 1), "wanted": 3}  # fmt: skip
    with pytest.raises(Denied, match="trong năm"):
        plans.create_plan(unit=world.units["Yên Mô"], values=values, actor=world.officer)


def test_a_place_whose_district_nobody_knows_stands_last_and_is_no_city(world):
    world.recognition("Một")
    lost = world.another("Cơ sở chưa rõ nơi")
    lost.district = world.units["Yên Mô"].parent
    lost.save()
    world.recognition("Hai", producer=lost)
    plan = world.approved()
    Inspection.objects.create(
        code="KT-0", unit=plan.unit, plan=plan, producer=lost, site_name="A", district=lost.district,
        created_by=world.officer,
    )  # fmt: skip
    assert [name for name, _row in tally(plan).by_unit] == ["Huyện Yên Mô", "Chưa rõ huyện"]
    assert [row["unit"] for row in report_source(plan)["rows"]] == ["Yên Mô", "Chưa rõ huyện"]
