"""A dossier's page leads on: into a session, to the session, to results and papers, for who may see them."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from accounts.enums import Role
from core.formats import points_vn
from evaluations.followup.waiting import Paper
from evaluations.models import AdvisoryTeam, Appraisal
from notifications import todo
from products.actions import content, dossiers
from products.dossier_links import links_of
from products.enums import ItemVerdict
from products.models import Dossier
from tests import factories
from tests.evaluations.council_world import CouncilWorld
from tests.evaluations.test_followup import forwarded, issued, scored
from tests.products.world import pdf_upload

pytestmark = pytest.mark.django_db


def _lines(user: Any, dossier: Dossier) -> list[str]:
    """Labels and details as one reads them; a step is marked."""
    found = links_of(user, Dossier.objects.get(pk=dossier.pk))
    return [f"{'> ' * link.step}{link.label}{': ' * bool(link.detail)}{link.detail}" for link in found]


def test_an_accepted_dossier_offers_the_way_into_a_session_to_who_runs_it(world, district, client_as):
    dossier = world.accepted()
    assert _lines(district.officer, dossier) == ["> Lập phiên họp cho hồ sơ", "> Giao thẩm định"]
    for person in (world.owner, world.commune_officer, district.people[1]):
        assert _lines(person, dossier) == []
    page = client_as(user=district.officer).get(f"/ho-so/{dossier.pk}/").content.decode()
    assert f'/phien-hop/lap-moi/?hoi-dong={district.council.pk}"' in page


def test_the_department_reads_the_districts_result_and_letter_where_it_receives(world, district, province, client_as):
    assessment = scored(district, world.accepted(), 75)
    dossier = assessment.dossier
    assert _lines(world.commune_officer, dossier) == []
    issued(district, Paper.UPPER_LETTER, [assessment])
    told = [f"Kết quả của Hội đồng huyện Yên Mô: {points_vn(assessment.result.mean)} điểm, tiềm năng 4 sao"]
    told.append("Công văn đề nghị cấp trên đánh giá 01/UBND-NN")
    assert _lines(province.officer, dossier) == told
    page = client_as(user=province.officer).get(f"/ho-so/{dossier.pk}/tiep-nhan/").content.decode()
    assert all(line.partition(":")[0] in page for line in told)
    neighbour = factories.person(Role.DISTRICT_OFFICER, world.units["Gia Viễn"])
    assert _lines(neighbour, dossier) == []


def test_the_province_gives_an_appraisal_of_its_own_after_the_districts(world, district, province):
    dossier = forwarded(world, district)
    team = AdvisoryTeam.objects.create(council=district.council, name="Tổ tư vấn")
    Appraisal.objects.create(team=team, dossier=dossier, advisor=district.people[1])
    assert "> Giao thẩm định" in _lines(province.officer, dossier)


def test_while_scoring_goes_on_only_the_session_is_named(council: CouncilWorld):
    item = council.scoring()[0]
    council.submit(item, 2, 73)
    lines = _lines(council.officer, item.dossier)
    assert lines == [f"{item.session.title}: Đang chấm điểm"]


def test_what_the_district_had_completed_is_no_news_to_the_province(world, district, province, client_as):
    dossier = world.returned()
    for item in dossier.items.filter(verdict=ItemVerdict.MISSING):
        content.add_evidence(item=item, actor=world.owner, upload=pdf_upload("Bổ sung.pdf"))
    dossiers.submit(dossier=dossier, actor=world.owner)
    page = reverse("products:dossier_receive", args=[dossier.pk])

    def waiting(officer):
        return [entry.title for entry in todo.items_for(type(officer).objects.get(pk=officer.pk)) if entry.url == page]

    assert waiting(world.leader) == ["Kiểm tra hồ sơ đã bổ sung"]
    assert "so với lần nộp trước" in client_as(user=world.leader).get(page).content.decode()
    dossiers.pass_unchecked_items(dossier=dossier, actor=world.leader)
    accepted = dossiers.accept(dossier=dossier, actor=world.leader)
    issued(district, Paper.UPPER_LETTER, [scored(district, accepted, 75)])
    assert waiting(province.officer) == ["Kiểm tra hồ sơ cấp dưới chuyển"]
    assert "so với lần nộp trước" not in client_as(user=province.officer).get(page).content.decode()
