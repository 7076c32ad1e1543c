"""The page of a result: the mean beside the criterion, a chart in which nothing covers anything, what staff chose."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.urls import reverse

from evaluations import actions, charts
from evaluations.actions import settle_return
from evaluations.models import Assessment, Result
from evaluations.remarks import remarks_of
from tests.evaluations import papers_world
from tests.evaluations.council_world import CouncilWorld
from tests.evaluations.test_followup import forwarded, scored
from tests.products import world as products_world

pytestmark = pytest.mark.django_db


def test_the_mean_stands_beside_the_criterion_and_members_have_short_names(
    council: CouncilWorld, client_as: Callable[..., Any]
) -> None:
    item = council.scoring(1)[0]
    council.close(item)
    page = client_as(user=council.officer).get(reverse("evaluations:result", args=[item.pk])).content.decode()
    table = page.partition('<table class="points">')[2].partition("</table>")[0]
    heads = re.findall(r"<th scope=\"col\"[^>]*>([^<]*)</th>", table)
    assert heads[:3] == ["Tiêu chí", "Trung bình", "Tối đa"]
    assert "Chủ tịch" in heads
    assert not [head for head in heads if "Hội đồng" in head]
    foot = table.partition("<tfoot>")[2]
    assert foot.index("<b>") < foot.index(">100<")
    figures = re.findall(r"<text x=\"(\d+)\" y=\"\d+\" text-anchor=\"end\"><tspan", page)
    assert figures == [str(charts.CHART_WIDTH)] * len(heads[3:])


def test_remarks_are_put_together_criterion_by_criterion_from_the_counted_sheets(council: CouncilWorld) -> None:
    item = council.scoring(1, absent=(5,))[0]
    for place in (0, 1, 2, 3, 4, 6):
        council.fill(item, place)
    said = {(4, "1.3"): "Cần ảnh vùng trồng.", (1, "1.3"): "Ít minh chứng.", (2, "1.1"): "Đủ."}
    for (place, code), note in said.items():
        actions.save_line(assessment_id=item.pk, code=code, option_index=0, note=note, actor=council.people[place])
    actions.save_comment(assessment_id=item.pk, actor=council.people[3], comment="Sản phẩm tốt.", advice="Sửa nhãn.")
    for place in (0, 1, 2, 3, 4, 6):
        actions.submit_sheet(assessment_id=item.pk, actor=council.people[place])
    actions.close_assessment(assessment=item, actor=council.people[0])
    found = [(row.code, row.said) for row in remarks_of(Result.objects.get(assessment=item), council.form)]
    assert found == [
        ("", (("Ủy viên 2", "Sản phẩm tốt."),)),
        ("1.1", (("Ủy viên 1", "Đủ."),)),
        ("1.3", (("Phó Chủ tịch", "Ít minh chứng."), ("Ủy viên 3", "Cần ảnh vùng trồng."))),
    ]


def test_figures_of_the_chart_stand_in_a_column_that_no_line_enters() -> None:
    members = [("Thư ký", Decimal(12)), ("Chủ tịch", Decimal(100)), ("Ủy viên 3", Decimal(82))]
    drawn = charts.deviations(members, Fraction(194, 3), [Decimal(50), Decimal(70), Decimal(90)])
    edge = charts.CHART_WIDTH - charts.FIGURES
    assert max(x for x, _ in drawn.grid) <= edge
    assert drawn.limit_x is not None
    assert max(drawn.limit_x, drawn.mean_x) <= edge
    assert all(bar.x >= charts.LABELS and bar.x + bar.width <= edge for bar in drawn.bars)


def test_a_product_that_is_only_forwarded_has_no_stars_yet(law: None, client_as: Callable[..., Any]) -> None:
    world = products_world.build()
    district = papers_world.district(world)
    held = scored(district, world.accepted(), 62)
    sent = scored(district, world.accepted(world.fresh_product()), 75)

    def box(item: Assessment, user: Any) -> str:
        page = client_as(user=user).get(reverse("evaluations:result", args=[item.pk])).content.decode()
        return page.partition('<div class="result-mean">')[2].partition("</div>")[0]

    assert "<svg" in box(held, district.officer)
    for reader in (district.officer, world.owner):
        told = box(sent, reader)
        assert "Tiềm năng 4 sao" in told
        assert "<svg" not in told


def test_after_the_choice_the_page_tells_it_and_its_reason(law: None, client_as: Callable[..., Any]) -> None:
    world = products_world.build()
    district, province = papers_world.district(world), papers_world.province(world)
    assessment: Assessment = scored(province, forwarded(world, district), 60)
    address = reverse("evaluations:result", args=[assessment.pk])
    officer = client_as(user=province.officer)
    before = officer.get(address).content.decode()
    box = before.partition('<div class="result-mean">')[2].partition("</div>")[0]
    assert "Mức điểm 3 sao" in box
    assert "<svg" not in box
    assert "cán bộ thường trực chọn cách xử lý" in before
    settle_return(
        assessment=assessment, choice="complete", reason="Bổ sung công bố chất lượng.", actor=province.officer
    )
    page = officer.get(address).content.decode()
    assert "cán bộ thường trực chọn cách xử lý" not in page
    assert "Cách xử lý đã chọn lúc" in page
    assert "hoàn thiện hồ sơ và đề nghị lại" in page
    assert "Lý do, nội dung cần hoàn thiện: Bổ sung công bố chất lượng." in page
