"""Pages: who may open them, what they cost with one row and with three, what stands on the dashboard."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from core import search
from notifications import figures, todo
from programme import actions
from programme.models import AnnualPlan, DutyRule, PlanTask, ReportObligation, Target

pytestmark = pytest.mark.django_db


def _queries(client, url: str) -> int:
    client.get(url)  # what is kept between requests is kept now
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_lists_cost_the_same_for_one_row_and_for_three(office, client_as):
    client = client_as(user=office.officer)
    plan, province = office.plan, office.units["Ninh Bình"]
    PlanTask.objects.filter(plan=plan).exclude(number="1").delete()
    Target.objects.filter(plan=plan).exclude(source="hand").delete()
    ReportObligation.objects.exclude(rule__code="bao-cao-nam-so").delete()
    soon = dt.date(2024, 11, 8)
    ReportObligation.objects.update(due_on=soon, cut_off_on=soon)  # within the reminders' reach
    PlanTask.objects.update(ends_on=soon)
    plan.budget.exclude(source="district").delete()
    pages = [
        reverse("programme:plans"),
        reverse("programme:tasks", args=[plan.pk]),
        reverse("programme:tasks", args=[plan.pk]) + "?xem=lich",
        reverse("programme:budget", args=[plan.pk]),
        reverse("programme:obligations"),
        reverse("programme:targets", args=[plan.pk]),
        reverse("programme:duty_rules"),
        reverse("notifications:schedule"),
    ]
    one = [_queries(client, page) for page in pages]
    task, hand = plan.tasks.get(), plan.targets.get()
    for number in range(2):
        actions.copy_plan(plan=plan, year=2025 + number, actor=office.officer)
        fresh = PlanTask.objects.create(
            plan=plan, number=f"{7 + number}", title="Thêm", lead="Sở", starts_on=task.starts_on, ends_on=task.ends_on
        )
        fresh.units.set([province])
        Target.objects.create(plan=plan, name=f"Chỉ tiêu {number}", source="hand", planned=hand.planned)
        plan.budget.create(source="integrated", content="Thêm")
        rule = DutyRule.objects.create(code=f"them-{number}", name="Thêm", level="province", months=[11], before_day=9)
        ReportObligation.objects.create(rule=rule, unit=province, year=2024, month=11, due_on=soon, cut_off_on=soon)
    assert [_queries(client, page) for page in pages] == one


def test_the_dashboard_of_the_department_and_of_each_district(office, client_as):
    office.recognition("Trà hoa vàng", stars=4, until=dt.date(2024, 11, 1))
    office.recognition("Mật ong", place="Gia Viễn")
    page = reverse("programme:dashboard")
    client = client_as(user=office.officer)
    shown = client.get(page).content.decode()
    assert "Kế hoạch 55/KH-UBND" in shown
    assert "Trà hoa vàng" in shown  # expires within 30 days
    assert shown.count('<svg class="chart') >= 3
    assert shown.count("Bảng số liệu<span") >= 3  # the table behind each chart
    one = client.get(page, {"don-vi": office.units["Gia Viễn"].pk}).content.decode()
    assert "Tổng quan năm" in one
    assert "Trà hoa vàng" not in one
    district = client_as(user=office.neighbour)
    assert "Trà hoa vàng" not in district.get(page).content.decode()
    assert district.get(page, {"don-vi": office.units["Yên Mô"].pk}).status_code == 404
    assert client.get(page, {"don-vi": "x"}).status_code == 404


def test_others_have_no_business_here(office, client_as):
    for role in (Role.PRODUCER, Role.COUNCIL_MEMBER, Role.ADMIN, Role.COMMUNE_OFFICER):
        client = client_as(role)
        for name in ("dashboard", "plans", "obligations"):
            assert client.get(reverse(f"programme:{name}")).status_code in {403, 404}


def test_an_empty_year_offers_the_first_step(office, client_as):
    AnnualPlan.objects.filter(pk=office.plan.pk).delete()
    shown = client_as(user=office.officer).get(reverse("programme:dashboard")).content.decode()
    assert "Chưa có chỉ tiêu năm này" in shown


def test_the_year_stands_beside_the_work_and_in_the_search(office, at):
    at(dt.date(2024, 11, 20))
    titles = [(item.title, item.about) for item in todo.items_for(office.district)]
    assert any(title == "Chuẩn bị và gửi" and "huyện, thành phố năm 2024" in about for title, about in titles)
    assert [figure.label for figure in figures.figures_of_year(office.officer, 2024)][:1] == ["Sản phẩm mới từ 3 sao"]
    assert figures.figures_of_year(office.neighbour, 2024) == []
    hits = {hit.title for _, found in search.search(office.neighbour, "xuc tien thuong mai") for hit in found}
    assert any(title.startswith("3. Xúc tiến thương mại") for title in hits)
    assert any(date.title.startswith("Báo cáo kết quả") for date in todo.coming_dates(office.district))
