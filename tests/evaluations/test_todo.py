"""What the to-do list says of councils: what comes first, and what each line is about."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.formats import now, today
from documents.actions.issue import issue_document
from evaluations import actions
from evaluations.actions.draft_paper import draft_paper
from evaluations.actions.session_paper import draft_session_paper
from evaluations.followup.certificates import certificate_of
from evaluations.followup.session_papers import INVITATION, MINUTES
from evaluations.followup.waiting import Paper
from evaluations.models import Assessment, CouncilSession
from notifications import todo
from products.models import Recognition
from tests.evaluations.council_world import CouncilWorld


def _fresh(user: Any) -> Any:
    """The person as the next request finds them."""
    return type(user).objects.get(pk=user.pk)


def _meets_today(item: Assessment) -> None:
    CouncilSession.objects.filter(pk=item.session_id).update(starts_at=now())


def test_a_request_to_reopen_comes_first_today_because_closing_waits_for_it(council: CouncilWorld) -> None:
    item = council.scoring(2)[0]
    _meets_today(item)
    sheet = council.submit(item, 3)
    actions.ask_reopen(sheet=sheet, reason="Bấm nhầm tiêu chí 1.3.", actor=council.people[3])
    found = todo.items_for(_fresh(council.people[0]))
    assert {entry.kind for entry in found} == {"reopen", "scoring", "session"}
    assert {entry.due_on for entry in found} == {today()}
    assert found[0].kind == "reopen"


def test_sheets_wait_in_the_order_of_the_agenda(council: CouncilWorld) -> None:
    first, second = council.scoring(2), council.scoring(1)
    _meets_today(first[0])
    _meets_today(second[0])
    names = ("Yến sào", "Mật ong", "An xoa")
    for item, name in zip([*first, *second], names, strict=True):
        type(item.dossier).objects.filter(pk=item.dossier_id).update(product_name=name)
    found = [entry for entry in todo.items_for(_fresh(council.people[3])) if entry.kind == "scoring"]
    assert [entry.about.partition(" · ")[0] for entry in found] == list(names)


def _papers(user: Any) -> list[str]:
    return [entry.about for entry in todo.items_for(_fresh(user)) if entry.kind == "document"]


def test_decisions_with_one_subject_are_told_apart_by_their_products(world: Any, district: Any) -> None:
    names = ("Ớt bột", "Mật ong vải", "Cơm cháy", "Nem chua")
    dossiers = [world.accepted(world.fresh_product(name)) for name in names]
    session = district.score(dossiers, [62] * 4)
    first, *others = session.assessments.order_by("order").values_list("pk", flat=True)

    def draft(*assessments: int) -> str:
        paper = draft_paper(
            paper=Paper.RECOGNITION, unit=district.unit, assessment_ids=assessments, actor=district.officer
        )
        return paper.subject

    def statements() -> int:
        leader = _fresh(district.leader)
        with CaptureQueriesContext(connection) as counted:
            todo.items_for(leader)
        return len(counted)

    subject = draft(first)
    statements()
    one = statements()
    assert draft(*others) == subject
    assert _papers(district.leader) == [
        f"{subject} · 1 sản phẩm: Ớt bột",
        f"{subject} · 3 sản phẩm: Mật ong vải, Cơm cháy và 1 sản phẩm khác",
    ]
    assert statements() == one


def test_an_invitation_waits_until_its_session_is_opened(council: CouncilWorld) -> None:
    session = council.session(1)
    invitation = draft_session_paper(session=session, kind=INVITATION, actor=council.officer)
    assert _papers(council.leader) == [invitation.subject]
    council.attend(session)
    actions.open_session(session=session, presider=council.members[0], actor=council.officer)
    assert _papers(council.leader) == []


def test_certificates_wait_for_the_officer_until_each_is_printed(world: Any, district: Any, province: Any) -> None:
    names = ("Ớt bột", "Mật ong vải", "Cơm cháy")
    session = district.score([world.accepted(world.fresh_product(name)) for name in names], [62] * 3)
    rows = list(session.assessments.order_by("order").values_list("pk", flat=True))
    draft = draft_paper(paper=Paper.RECOGNITION, unit=district.unit, assessment_ids=rows, actor=district.officer)

    def waiting(user: Any) -> list[str]:
        return [entry.about for entry in todo.items_for(_fresh(user)) if entry.kind == "certificate"]

    assert waiting(district.officer) == []
    decision = issue_document(document=draft, issued_on=today(), signer_name="Người Ký", actor=district.leader)
    named = f"Quyết định {decision.notation}"
    assert waiting(district.officer) == [f"{named} · 3 sản phẩm: Ớt bột, Mật ong vải và 1 sản phẩm khác"]
    for nobody_else in (district.leader, province.officer, district.people[0], world.owner):
        assert waiting(nobody_else) == []
    for recognition in Recognition.objects.filter(document_id=decision.pk).exclude(product_name="Cơm cháy"):
        certificate_of(recognition, actor=district.officer)
    assert waiting(district.officer) == [f"{named} · 1 sản phẩm: Cơm cháy"]
    certificate_of(Recognition.objects.get(product_name="Cơm cháy"), actor=world.owner)
    assert waiting(district.officer) == []


def test_minutes_to_issue_cost_the_same_for_one_and_three(world: Any, district: Any) -> None:
    def drafted(*names: str) -> None:
        for name in names:
            session = district.score([world.accepted(world.fresh_product(name))], [62])
            draft_session_paper(session=session, kind=MINUTES, actor=district.officer)

    def statements() -> int:
        chair = _fresh(district.people[0])
        with CaptureQueriesContext(connection) as counted:
            todo.items_for(chair)
        return len(counted)

    drafted("Ớt bột")
    statements()
    one = statements()
    drafted("Mật ong vải", "Cơm cháy")
    assert statements() == one
    titles = CouncilSession.objects.order_by("number").values_list("title", flat=True)
    assert sorted(about.rpartition(" · ")[2] for about in _papers(district.people[0])) == sorted(titles)


def _of_kind(user: Any, kind: str) -> list[tuple[str, str]]:
    return [(entry.about, entry.url) for entry in todo.items_for(_fresh(user)) if entry.kind == kind]


def test_accepted_dossiers_wait_for_a_session_and_results_for_their_minutes(
    world: Any, district: Any, province: Any
) -> None:
    first, second = (world.accepted(world.fresh_product(name)) for name in ("Ớt bột", "Mật ong vải"))
    secretary = district.people[2]
    new = f"{reverse('evaluations:session_new')}?hoi-dong={district.council.pk}"
    for person in (district.officer, secretary):
        assert _of_kind(person, "schedule") == [("2 hồ sơ đã tiếp nhận: Ớt bột, Mật ong vải", new)]
    for nobody_else in (district.leader, district.people[1], province.officer, world.owner):
        assert _of_kind(nobody_else, "schedule") == []
    session = district.score([first], [62])
    assert _of_kind(secretary, "schedule") == [("1 hồ sơ đã tiếp nhận: Mật ong vải", new)]
    waiting = [(session.title, reverse("evaluations:session", args=[session.pk]))]
    assert _of_kind(secretary, "minutes") == _of_kind(district.officer, "minutes") == waiting
    draft_session_paper(session=session, kind=MINUTES, actor=district.officer)
    assert _of_kind(secretary, "minutes") == _of_kind(second.created_by, "minutes") == []


def test_accepted_dossiers_lead_to_the_session_that_is_being_prepared(council: CouncilWorld) -> None:
    session = council.session(1)
    other = council.dossier()
    adding = reverse("evaluations:agenda_add", args=[session.pk])
    assert _of_kind(council.officer, "schedule") == [(f"1 hồ sơ đã tiếp nhận: {other.product_name}", adding)]
