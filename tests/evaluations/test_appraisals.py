"""The advisory team: assigned, filled, finished, read by members beside the sheet, never part of the mean."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from core.errors import Denied
from core.formats import date_vn, today
from evaluations import actions
from evaluations.enums import AppraisalState
from evaluations.models import Appraisal
from evaluations.visibility import visible_appraisals, visible_results
from notifications import todo
from products.bundles import MEMBERS, MINISTRY, parts_of
from products.visibility import visible_dossiers
from tests import factories
from tests.evaluations.council_world import CouncilWorld
from tests.products.test_dossier_papers import words_of


def test_an_appraisal_reaches_the_members_when_it_is_finished(
    council: CouncilWorld, client_as: Callable[..., Any]
) -> None:
    advisor, stranger = factories.person(Role.ADVISORY), factories.person(Role.ADVISORY)
    actions.save_team(council=council.council, name="Tổ tư vấn", user_ids=[advisor.pk], actor=council.officer)
    item = council.scoring(1)[0]
    row = actions.assign_appraisal(
        dossier=item.dossier, council=council.council, advisor=advisor, due_on=None, actor=council.officer
    )
    assert visible_dossiers(advisor).filter(pk=item.dossier_id).exists()
    assert not visible_dossiers(stranger).filter(pk=item.dossier_id).exists()
    assert client_as(user=stranger).get(reverse("evaluations:appraisal", args=[row.pk])).status_code == 404
    member = council.people[2]
    assert not visible_appraisals(member).exists()
    with pytest.raises(Denied, match="Nêu hồ sơ đầy đủ"):
        actions.finish_appraisal(appraisal=row, actor=advisor)
    client = client_as(user=advisor)
    answer = client.post(
        reverse("evaluations:appraisal", args=[row.pk]),
        {"complete": "1", "visited_on": "", "comment": "Xưởng đạt yêu cầu.", "suggested_points": "71,5", "version": row.version,
         "hoan-thanh": "1"},
    )  # fmt: skip
    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.state, row.suggested_points) == (AppraisalState.DONE, Decimal("71.5"))
    pane = client_as(user=member).get(
        reverse("evaluations:evidence", args=[item.pk, "1.3"]), headers={"HX-Request": "true"}
    )
    assert "Xưởng đạt yêu cầu." in pane.content.decode()
    with pytest.raises(Denied):
        actions.save_appraisal(appraisal=row, values={"comment": "khác"}, actor=advisor, version=None)


def test_only_the_standing_officers_assign(council: CouncilWorld) -> None:
    advisor = factories.person(Role.ADVISORY)
    actions.save_team(council=council.council, name="Tổ tư vấn", user_ids=[advisor.pk], actor=council.officer)
    dossier = council.dossier()
    for stranger in (council.neighbour, council.people[6], council.owner, council.admin):
        with pytest.raises(Denied):
            actions.assign_appraisal(
                dossier=dossier, council=council.council, advisor=advisor, due_on=None, actor=stranger
            )


def test_a_members_bundle_holds_the_finished_appraisal_and_the_ministrys_does_not(council: CouncilWorld) -> None:
    advisor = factories.person(Role.ADVISORY, full_name="Trần Tư Vấn")
    actions.save_team(council=council.council, name="Tổ tư vấn", user_ids=[advisor.pk], actor=council.officer)
    dossier = council.scoring(1)[0].dossier
    row = actions.assign_appraisal(
        dossier=dossier, council=council.council, advisor=advisor, due_on=None, actor=council.officer
    )
    member, mine = council.people[2], "Phiếu thẩm định của Tổ tư vấn"

    def titles(user: Any, audience: str = MEMBERS) -> list[str]:
        return [part.title for part in parts_of(dossier, audience=audience, user=user)]

    assert mine not in titles(council.officer), "an unfinished one is nobody's to read"
    values = {
        "complete": True,
        "comment": "Xưởng đạt yêu cầu.\nNhãn thiếu hạn dùng.",
        "suggested_points": Decimal("71.5"),
    }
    actions.save_appraisal(appraisal=row, values=values, actor=advisor, version=None)
    row.refresh_from_db()
    actions.finish_appraisal(appraisal=row, actor=advisor)
    assert titles(member)[0] == mine
    assert mine not in titles(member, MINISTRY)
    assert mine not in titles(council.owner), "the applicant does not read it"
    text = words_of(parts_of(dossier, audience=MEMBERS, user=member)[0].read())
    assert "PHIẾU THẨM ĐỊNH HỒ SƠ" in text
    assert "Thành phần hồ sơ: đầy đủ theo quy định." in text
    assert "71,5/100 điểm" in text
    assert "Trần Tư Vấn" in text


def test_an_advisor_who_moves_to_another_unit_leaves_the_dossiers_behind(
    council: CouncilWorld, client_as: Callable[..., Any]
) -> None:
    advisor = factories.person(Role.ADVISORY)
    actions.save_team(council=council.council, name="Tổ tư vấn", user_ids=[advisor.pk], actor=council.officer)
    item = council.scoring(1)[0]
    row = actions.assign_appraisal(
        dossier=item.dossier, council=council.council, advisor=advisor, due_on=None, actor=council.officer
    )
    assert [entry.kind for entry in todo.items_for(User.objects.get(pk=advisor.pk))] == ["appraisal"]
    advisor.memberships.update(valid_from=today() - dt.timedelta(days=9), valid_to=today() - dt.timedelta(days=1))
    factories.MembershipFactory(user=advisor, role=Role.ADVISORY, unit=council.units["Gia Viễn"])
    moved = User.objects.get(pk=advisor.pk)
    assert not visible_dossiers(moved).exists()
    assert not visible_appraisals(moved).exists()
    assert todo.items_for(moved) == []
    assert client_as(user=moved).get(reverse("evaluations:appraisal", args=[row.pk])).status_code == 404
    for place in range(7):
        council.submit(item, place, 60)
    result = actions.close_assessment(assessment=item, actor=council.people[0])
    assert not visible_results(User.objects.get(pk=advisor.pk)).filter(pk=result.pk).exists()


def test_a_dossier_is_not_given_with_a_term_that_is_over(council: CouncilWorld, client_as: Callable[..., Any]) -> None:
    advisor, dossier = factories.person(Role.ADVISORY), council.dossier()
    actions.save_team(council=council.council, name="Tổ tư vấn", user_ids=[advisor.pk], actor=council.officer)
    officer, address = (
        client_as(user=council.officer),
        reverse("evaluations:appraisal_assign", args=[council.council.pk]),
    )

    def give(day: dt.date) -> str:
        sent = {"dossier": dossier.pk, "advisor": advisor.pk, "due_on": date_vn(day)}
        return officer.post(address, sent, follow=True).content.decode()

    refused = give(today() - dt.timedelta(days=1))
    assert refused.count("Hạn thẩm định phải từ hôm nay trở đi.") == 2, "in the summary and beside the field"
    assert not Appraisal.objects.exists()
    give(today())
    assert Appraisal.objects.get().dossier == dossier
