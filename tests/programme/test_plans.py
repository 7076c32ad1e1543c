"""The plan: loaded whole, two persons, copied to another year, printed, seen by those it concerns."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.enums import Role
from core import workflow
from core.errors import Denied, Stale
from core.models import AuditEvent
from documents.printing import paper_of
from programme import actions, loading
from programme.enums import IN_FORCE, PlanState
from programme.models import AnnualPlan, PlanTask
from programme.visibility import visible_plans
from programme.workflow import PLAN

pytestmark = pytest.mark.django_db

TASK = {
    "number": "1", "title": "Họp hội đồng", "lead": "Phòng NN", "starts_on": dt.date(2025, 3, 1),
    "ends_on": dt.date(2025, 6, 30),
}  # fmt: skip
TARGET = {"name": "Sản phẩm mới", "source": "live", "indicator": "products.recognised_new", "planned": Decimal(5)}


def _draft(office, year=2025) -> AnnualPlan:
    plan = actions.create_plan(
        unit=office.units["Yên Mô"], year=year, values={"title": f"Kế hoạch {year}"}, actor=office.district
    )
    actions.save_target(plan=plan, values=dict(TARGET), actor=office.district)
    actions.save_task(plan=plan, values=dict(TASK), units=[office.units["Yên Mô"]], actor=office.district)
    return plan


def test_the_plan_of_2024_is_loaded_whole_and_once(office):
    plan = office.plan
    assert (plan.notation, plan.issued_on, plan.state) == ("55/KH-UBND", dt.date(2024, 3, 15), PlanState.APPROVED)
    assert [int(target.planned) for target in plan.targets.all()] == [30, 200, 1, 1, 1, 13, 100, 100, 100]
    assert " ".join(task.number for task in plan.tasks.all()) == "1 1.1 1.2 2 2.1 2.2 2.3 3 4 5 6"
    assert {line.source for line in plan.budget.all()} == {"new_rural", "integrated", "district"}
    assert all(line.planned is None for line in plan.budget.all())  # the paper names no amounts
    districts = plan.tasks.get(number="2.1").units.values_list("short_name", flat=True)
    assert set(districts) == {"Gia Viễn", "Yên Mô"}
    for words in ("Năm 2024 có thêm 30 sản phẩm", "trước ngày 20/12/2024", "trước ngày 01/12/2024", "khuyến công"):
        assert words in plan.goals + plan.organisation + plan.funding + plan.contents
    assert loading.load_plan() is None
    assert AnnualPlan.objects.count() == 1


def test_who_drafts_does_not_approve(office, user_as):
    plan = _draft(office)
    assert plan.parent is None
    actions.take_plan_step(plan=plan, name="submit", actor=office.district)
    with pytest.raises(Denied):
        actions.take_plan_step(plan=plan, name="approve", actor=office.district)
    with pytest.raises(Denied):
        actions.take_plan_step(plan=plan, name="approve", actor=office.leader)  # of another unit
    actions.take_plan_step(plan=plan, name="approve", actor=office.district_leader)
    assert plan.approved_by == office.district_leader
    assert AuditEvent.objects.filter(action="annualplan.approve").exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        AnnualPlan.objects.filter(pk=plan.pk).update(approved_by=office.district)


def test_an_approved_plan_is_locked_until_it_is_opened_again_with_a_reason(office):
    plan = _draft(office)
    actions.take_plan_step(plan=plan, name="submit", actor=office.district)
    actions.take_plan_step(plan=plan, name="approve", actor=office.district_leader)
    target, task = plan.targets.get(), plan.tasks.get()
    with pytest.raises(Denied, match="Đã duyệt"):
        actions.save_target(plan=plan, target=target, values={**TARGET, "planned": Decimal(1)}, actor=office.district)
    with pytest.raises(Denied):
        actions.remove_task(task=task, actor=office.district)
    with pytest.raises(Denied, match="lý do"):
        actions.take_plan_step(plan=plan, name="amend", actor=office.district_leader)
    actions.take_plan_step(plan=plan, name="amend", actor=office.district_leader, reason="Tỉnh giao thêm chỉ tiêu")
    target.plan.refresh_from_db()
    actions.save_target(
        plan=target.plan, target=target, values={**TARGET, "planned": Decimal(7)}, actor=office.district, version=1
    )
    with pytest.raises(Stale):
        actions.save_target(
            plan=target.plan, target=target, values={**TARGET, "planned": Decimal(8)}, actor=office.district, version=1
        )


def test_every_step_in_every_state_by_every_role(office, user_as):
    """The table says who; everything else is refused and changes nothing."""
    plan = _draft(office)
    own = office.units["Yên Mô"]
    people = {role: user_as(role, own) for role in (Role.DISTRICT_OFFICER, Role.DISTRICT_LEADER, Role.ADVISORY)}
    people |= {role: user_as(role) for role in (Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_LEADER, Role.ADMIN)}
    for state in PlanState:
        stamps = dict.fromkeys(("approved_at", "approved_by", "closed_at", "closed_by"))
        if state in IN_FORCE:
            stamps |= {"approved_at": plan.created_at, "approved_by": office.district_leader}
        if state == PlanState.CLOSED:
            stamps |= {"closed_at": plan.created_at, "closed_by": office.district_leader}
        AnnualPlan.objects.filter(pk=plan.pk).update(state=state, **stamps)
        plan.refresh_from_db()
        for step in PLAN.steps:
            for role, person in people.items():
                person.__dict__.pop("_seats", None)
                wanted = {"submit": Role.DISTRICT_OFFICER}.get(step.name, Role.DISTRICT_LEADER)
                expected = state in step.sources and role == wanted
                assert workflow.can(plan, step.name, person) is expected, (state, step.name, role)


def test_an_empty_plan_is_not_submitted(office):
    plan = actions.create_plan(
        unit=office.units["Yên Mô"], year=2025, values={"title": "Kế hoạch"}, actor=office.district
    )
    with pytest.raises(Denied, match="ít nhất một chỉ tiêu"):
        actions.take_plan_step(plan=plan, name="submit", actor=office.district)
    with pytest.raises(Denied, match="đã có kế hoạch"):
        actions.create_plan(unit=plan.unit, year=2025, values={"title": "x"}, actor=office.district)
    with pytest.raises(Denied):
        actions.create_plan(unit=office.units["Gia Viễn"], year=2025, values={"title": "x"}, actor=office.district)


def test_next_year_begins_as_a_copy_without_what_was_done(office):
    task = office.plan.tasks.select_related("plan").get(number="1.1")
    actions.report_progress(task=task, unit=office.units["Ninh Bình"], percent=40, text="Đã làm", actor=office.officer)
    fresh = actions.copy_plan(plan=office.plan, year=2025, actor=office.officer)
    assert (fresh.state, fresh.notation, fresh.copied_from) == (PlanState.DRAFT, "", office.plan)
    assert "năm 2025" in fresh.title
    assert "Năm 2025 có thêm" in fresh.goals
    assert fresh.targets.count() == office.plan.targets.count()
    copied = fresh.tasks.get(number="1.2")
    assert (copied.starts_on, copied.ends_on) == (dt.date(2025, 4, 1), dt.date(2025, 9, 30))
    assert copied.parent == fresh.tasks.get(number="1")
    assert set(fresh.tasks.get(number="2.1").units.all()) == set(office.plan.tasks.get(number="2.1").units.all())
    assert not PlanTask.objects.filter(plan=fresh, progress__isnull=False).exists()
    assert all(line.planned is None and line.disbursed == 0 for line in fresh.budget.all())


def test_the_plan_prints_with_its_annexes(office):
    document = actions.draft_plan_paper(plan=office.plan, actor=office.officer)
    assert actions.draft_plan_paper(plan=office.plan, actor=office.officer).pk == document.pk
    doc = paper_of(document)
    assert doc.kind == "KẾ HOẠCH"
    assert len(doc.annexes) == 2  # tasks and targets; money is not named
    assert len(doc.annexes[0].blocks[0].rows) == 11
    office.plan.budget.update(planned=1_000_000)
    assert len(paper_of(document).annexes) == 3
    with pytest.raises(Denied):
        actions.draft_plan_paper(plan=_draft(office), actor=office.neighbour)


def test_districts_see_the_approved_plan_of_the_province_and_their_own(office, client_as):
    mine = _draft(office)
    assert set(visible_plans(office.district)) == {office.plan, mine}
    assert set(visible_plans(office.neighbour)) == {office.plan}
    AnnualPlan.objects.filter(pk=office.plan.pk).update(state=PlanState.DRAFT)
    assert set(visible_plans(office.neighbour)) == set()
    stranger = client_as(user=office.neighbour)
    for name in ("plan", "targets", "tasks", "budget", "plan_edit"):
        assert stranger.get(reverse(f"programme:{name}", args=[mine.pk])).status_code == 404


def test_the_whole_way_over_the_pages(office, client_as):
    officer, leader = client_as(user=office.district), client_as(user=office.district_leader)
    officer.post(reverse("programme:plan_new"), {"year": "2025"})
    plan = AnnualPlan.objects.get(year=2025)
    page = reverse("programme:plan", args=[plan.pk])
    words = {"title": plan.title, "goals": "- Có thêm 5 sản phẩm", "version": plan.version}
    assert officer.post(reverse("programme:plan_edit", args=[plan.pk]), words).status_code == 302
    form = {
        "name": "Sản phẩm mới",
        "source": "live",
        "indicator": "products.recognised_new",
        "planned": "5",
        "only_stars": ["4"],
    }
    assert officer.post(reverse("programme:target_new", args=[plan.pk]), form).status_code == 302
    assert plan.targets.get().only == {"stars": [4]}
    wrong = officer.post(reverse("programme:target_new", args=[plan.pk]), {**form, "indicator": "", "planned": "0"})
    assert wrong.content.decode().count("invalid-feedback") >= 2
    task = {
        "number": "1", "title": "Họp", "lead": "Phòng NN", "starts_on": "1/3/2025", "ends_on": "30/6/2025",
        "units": [plan.unit_id],
    }  # fmt: skip
    assert officer.post(reverse("programme:task_new", args=[plan.pk]), task).status_code == 302
    line = {"source": "district", "content": "Ngân sách huyện", "planned": "200.000.000", "disbursed": "0"}
    assert officer.post(reverse("programme:line_new", args=[plan.pk]), line).status_code == 302
    assert plan.budget.get().planned == 200_000_000
    step = reverse("programme:plan_step", args=[plan.pk, "submit"])
    assert "Chờ duyệt" not in officer.get(page).content.decode()
    assert officer.get(step).status_code == 200
    officer.post(step)
    assert "Chờ duyệt" in leader.get(page).content.decode()
    leader.post(reverse("programme:plan_step", args=[plan.pk, "return"]), {"reason": "Thiếu chỉ tiêu tập huấn"})
    assert "Thiếu chỉ tiêu tập huấn" in officer.get(page).content.decode()
    officer.post(step)
    leader.post(reverse("programme:plan_step", args=[plan.pk, "approve"]))
    plan.refresh_from_db()
    assert plan.state == PlanState.APPROVED
    refused = officer.post(reverse("programme:target_new", args=[plan.pk]), form)
    assert plan.targets.count() == 1
    assert refused.status_code in {302, 403}
