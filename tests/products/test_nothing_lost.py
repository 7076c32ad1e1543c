"""What a person typed, chose or linked stays, also without scripts and when a colleague was faster."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from criteria.queries import sheet_of
from products.actions import content
from products.models import SelfAssessmentLine
from tests.products.world import World


def test_nothing_typed_in_the_self_assessment_is_dropped_without_scripts(
    world: World, client_as: Callable[..., Client]
) -> None:
    dossier = world.draft()
    first, second, *_ = criteria = sheet_of(dossier.criteria_set).criteria
    client, address = client_as(user=world.owner), reverse("products:self_assessment", args=[dossier.pk])
    opened = {"version": ["0"] * len(criteria)}
    alone = {f"ghi-chu-{first.id}": "Mô tả dài công phu", f"muc-{second.id}": "0"}
    answer = client.post(address, opened | alone)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Đã lưu bản tự đánh giá" not in page
    assert f'rows="2" maxlength="4000">{alone[f"ghi-chu-{first.id}"]}</textarea>' in page
    assert page.count(f"Tiêu chí {first.code}: chọn một mức để lưu phần mô tả.") == 2, "above and beside the criterion"
    assert [line.criterion_id for line in SelfAssessmentLine.objects.filter(dossier=dossier)] == [second.id]
    content.save_self_line(
        dossier=dossier, actor=world.officer, criterion_id=first.id or 0, option_index=0, note="của cán bộ"
    )
    mine = {f"muc-{first.id}": "1", f"ghi-chu-{first.id}": "Bản của tôi rất dài", f"muc-{second.id}": "0"}
    late = client.post(address, opened | mine)
    assert (late.status_code, "Bản của tôi rất dài" in late.content.decode()) == (422, True)
    assert "của cán bộ" in late.content.decode()
    assert SelfAssessmentLine.objects.get(dossier=dossier, criterion_id=first.id).note == "của cán bộ"
