"""Before a paper goes out: whether the minutes and the proposal that it should cite are issued."""

from __future__ import annotations

import pytest
from django.urls import reverse

from core.formats import today
from documents.actions.issue import issue_document
from evaluations.actions.draft_paper import draft_paper
from evaluations.actions.session_paper import draft_session_paper
from evaluations.followup.resting import lacks
from evaluations.followup.session_papers import MINUTES
from evaluations.followup.waiting import Paper
from tests.evaluations.test_followup import issued, scored

pytestmark = pytest.mark.django_db


def drafted(bench, paper, *rows):
    return draft_paper(paper=paper, unit=bench.unit, assessment_ids=[row.pk for row in rows], actor=bench.officer)


def minutes_out(bench, session):
    minutes = draft_session_paper(session=session, kind=MINUTES, actor=bench.officer)
    return issue_document(document=minutes, issued_on=today(), signer_name="Người Ký", actor=bench.people[0])


def test_a_decision_names_the_minutes_and_the_proposal_that_nobody_issued(world, district, client_as):
    first, second = (
        scored(district, dossier, 62) for dossier in (world.accepted(), world.accepted(world.fresh_product()))
    )
    decision = drafted(district, Paper.RECOGNITION, first, second)
    without_proposal = "Chưa ban hành tờ trình cho {} sản phẩm trong quyết định."
    titles = [row.session.title for row in (first, second)]
    assert lacks(decision) == [
        f"Chưa ban hành biên bản của “{titles[0]}”, “{titles[1]}”.", without_proposal.format(2)
    ]  # fmt: skip
    page = reverse("documents:issue", args=[decision.pk])
    client = client_as(user=district.leader)
    assert without_proposal.format(2) in client.get(page).content.decode()
    minutes_out(district, first.session)
    issued(district, Paper.PROPOSAL, [first])
    assert lacks(decision) == [f"Chưa ban hành biên bản của “{titles[1]}”.", without_proposal.format(1)]
    minutes_out(district, second.session)
    issued(district, Paper.PROPOSAL, [second])
    assert lacks(decision) == []
    assert "Chưa ban hành" not in client.get(page).content.decode()


def test_a_letter_rests_on_the_minutes_alone_and_may_leave_without_them(world, district):
    row = scored(district, world.accepted(), 75)
    letter = drafted(district, Paper.UPPER_LETTER, row)
    assert lacks(letter) == [f"Chưa ban hành biên bản của “{row.session.title}”."]
    assert issue_document(document=letter, issued_on=today(), signer_name="Người Ký", actor=district.leader).number == 1
