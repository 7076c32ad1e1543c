"""A refused form keeps what was typed; where the page itself is closed by now, the words are shown to be copied."""

from __future__ import annotations

import pytest
from django.urls import reverse

from core.models import AuditEvent
from programme import actions
from programme.models import AnnualPlan

pytestmark = pytest.mark.django_db


def test_a_year_that_has_a_plan_is_told_on_the_form(office, client_as):
    address = reverse("programme:plan_new")
    answer = client_as(user=office.officer).post(
        address, {"year": "2024"}, headers={"Referer": f"http://testserver{address}"}
    )
    form = answer.context["form"]
    assert form.non_field_errors() == [f"{office.plan.unit} đã có kế hoạch năm 2024."]
    assert form["year"].value() == "2024"
    assert AnnualPlan.objects.count() == 1


def test_a_plan_handed_over_meanwhile_shows_the_words_that_were_not_saved(office, client_as):
    plan = actions.copy_plan(plan=office.plan, year=2025, actor=office.officer)
    client, address = client_as(user=office.officer), reverse("programme:plan_edit", args=[plan.pk])
    opened = client.get(address).context["form"]
    typed = {name: opened[name].value() or "" for name in opened.fields} | {"goals": "Nâng số sản phẩm\nlên 200."}
    actions.take_plan_step(plan=plan, name="submit", actor=office.officer)
    answer = client.post(address, typed, headers={"Referer": f"http://testserver{address}"})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Nâng số sản phẩm<br>lên 200." in page
    assert "Chép phần đã nhập ở dưới ra nếu còn cần." in page
    plan.refresh_from_db()
    assert "Nâng số" not in plan.goals
    assert AuditEvent.objects.filter(refused=True, object_id=str(plan.pk)).exists()
