"""Papers of one kind bear one subject all year: lists tell them apart, their pages lead to what they are about."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from core.formats import date_vn
from documents.models import Document
from evaluations.actions.draft_paper import draft_paper
from evaluations.actions.session_paper import draft_session_paper
from evaluations.followup.session_papers import INVITATION, MINUTES
from evaluations.followup.waiting import Paper
from evaluations.models import Assessment, CouncilSession

pytestmark = pytest.mark.django_db


def closed(district, world, target, products=1):
    dossiers = [
        world.accepted(world.fresh_product(f"Bột rau má {number}") if number else None) for number in range(products)
    ]
    session = district.score(dossiers, [target] * products)
    return list(Assessment.objects.filter(session=session).order_by("order"))


def draft(district, paper, rows):
    return draft_paper(paper=paper, unit=district.unit, assessment_ids=[row.pk for row in rows], actor=district.officer)


def told(client):
    return {row.pk: row.told for row in client.get(reverse("documents:list")).context["rows"]}


def test_the_list_of_documents_names_products_and_sessions(world, district, client_as):
    rows = closed(district, world, 62, products=3)
    names = [row.dossier.product_name for row in rows]
    session = CouncilSession.objects.get()
    decision = draft(district, Paper.RECOGNITION, rows)
    minutes = draft_session_paper(session=session, kind=MINUTES, actor=district.officer)
    client = client_as(user=district.officer)
    assert told(client) == {
        decision.pk: f"3 sản phẩm: {names[0]}, {names[1]} và 1 sản phẩm khác",
        minutes.pk: f"{session.title} · {date_vn(session.due)}",
    }
    assert escape(told(client)[decision.pk]) in client.get(reverse("documents:list")).content.decode()


def test_telling_papers_apart_costs_the_same_for_one_and_three(world, district, client_as):
    rows = closed(district, world, 40, products=3)
    client = client_as(user=district.officer)

    def cost():
        told(client)  # what a new draft makes the menu count anew
        with CaptureQueriesContext(connection) as queries:
            names = sorted(told(client).values())
        return names, len(queries)

    draft(district, Paper.FAILURE, rows[:1])
    (_, one), wanted = cost(), sorted(f"1 sản phẩm: {row.dossier.product_name}" for row in rows)
    for row in rows[1:]:
        draft(district, Paper.FAILURE, [row])
    assert cost() == (wanted, one)
    assert one == 6


@pytest.mark.parametrize("kind", [INVITATION, MINUTES])
def test_the_papers_of_a_session_lead_back_to_it(world, district, client_as, kind):
    closed(district, world, 62)
    session = CouncilSession.objects.get()
    if kind == INVITATION:
        CouncilSession.objects.update(state="planned")
        session.refresh_from_db()
    paper = draft_session_paper(session=session, kind=kind, actor=district.officer)
    page = client_as(user=district.officer).get(reverse("documents:document", args=[paper.pk])).content.decode()
    assert f'<a href="{reverse("evaluations:session", args=[session.pk])}">{escape(session.title)}</a>' in page


@pytest.mark.parametrize(
    ("target", "paper", "sentence"),
    [
        (62, Paper.RECOGNITION, "Sản phẩm trong quyết định vào sổ công nhận ngay khi ban hành"),
        (75, Paper.UPPER_LETTER, "Hồ sơ trong công văn chuyển lên cấp trên ngay khi ban hành"),
        (40, Paper.FAILURE, "Chủ thể nhận được tin về kết quả ngay khi ban hành."),
    ],
)
def test_the_page_of_issue_says_what_this_paper_brings_about(world, district, client_as, target, paper, sentence):
    draft(district, paper, closed(district, world, target))
    page = client_as(user=district.leader).get(reverse("documents:issue", args=[Document.objects.get().pk]))
    assert sentence in page.content.decode()
    assert "Kết quả trong văn bản có hiệu lực" not in page.content.decode()
