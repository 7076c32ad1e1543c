"""What the to-do list says of councils: what comes first, and what each line is about."""

from __future__ import annotations

from typing import Any

from core.formats import now, today
from evaluations import actions
from evaluations.models import Assessment, CouncilSession
from notifications import todo
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
