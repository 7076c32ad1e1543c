"""Two people of a team on one sheet: nobody's words are replaced unseen (TRUST F4)."""

from __future__ import annotations

import re
from typing import Any

import pytest

from core.errors import Stale
from core.formats import today
from inspections.actions import findings, visits
from inspections.overtaken import Fate, Seen, fate
from tests.inspections.world import World

pytestmark = pytest.mark.django_db
SCRIPT = {"X-Requested-With": "XMLHttpRequest"}


@pytest.mark.parametrize(
    ("stored", "sent", "shown", "page", "last", "expected"),
    [
        ("a", "b", "a", "p1", "", Fate.WRITE),  # nobody wrote meanwhile
        ("x", "b", "a", "p1", "p2", Fate.OVERTAKEN),
        ("x", "a", "a", "p1", "p2", Fate.KEEP),  # the sender changed nothing here
        ("x", "x", "a", "p1", "p2", Fate.WRITE),  # both wrote the same
        ("b", "c", "a", "p1", "p1", Fate.WRITE),  # the answer to one's own save got lost
        ("x", "b", "", "", "p2", Fate.WRITE),  # no page asks
    ],
)
def test_what_becomes_of_a_row(stored: str, sent: str, shown: str, page: str, last: str, expected: Fate) -> None:
    assert fate(stored=stored, sent=sent, seen=Seen(shown, page), last_page=last) is expected


def opened(client: Any, address: str) -> dict[str, str]:
    """The marks that a freshly opened sheet carries."""
    return dict(re.findall(r'name="(was-[^"]+)" value="([^"]+)"', client.get(address).content.decode()))


def test_the_second_to_write_a_row_reads_the_first_ones_words_and_may_then_replace_them(
    world: World, client_as: Any
) -> None:
    inspection = world.begun()
    line = inspection.lines.filter(kind="check").first()
    base = f"/kiem-tra/{inspection.pk}/phieu/"
    first, second = client_as(user=world.advisor), client_as(user=world.leader)
    page, other = opened(first, base), opened(second, base)
    mark = f"was-{line.pk}"

    def send(client: Any, marks: dict[str, str], verdict: str, note: str) -> Any:
        data = {f"v-{line.pk}": verdict, f"n-{line.pk}": note, mark: marks[mark]}
        return client.post(f"{base}dong/{line.pk}/", data, headers=SCRIPT)

    assert send(first, page, "fails", "Không có sổ").status_code == 200
    assert send(first, page, "fails", "Không có sổ theo dõi").status_code == 200  # the same page goes on
    refused = send(second, other, "holds", "")
    assert refused.status_code == 409
    assert "Không có sổ theo dõi" in refused.json()["error"]
    assert world.advisor.full_name in refused.json()["error"]
    line.refresh_from_db()
    assert (line.verdict, line.note) == ("fails", "Không có sổ theo dõi")
    assert send(second, refused.json()["was"], "partly", "Có sổ, ghi thiếu").status_code == 200
    line.refresh_from_db()
    assert (line.note, line.saved_by) == ("Có sổ, ghi thiếu", world.leader)


def test_of_the_words_only_those_that_another_wrote_are_held_back(world: World, client_as: Any) -> None:
    inspection = world.begun()
    base = f"/kiem-tra/{inspection.pk}/phieu/"
    first, second = client_as(user=world.advisor), client_as(user=world.leader)
    page, other = opened(first, base), opened(second, base)
    words = dict.fromkeys(visits.WORDS, "")
    told = words | page | {"conclusion": "Cơ sở duy trì tốt."}
    assert first.post(f"{base}loi/", told, headers=SCRIPT).status_code == 200
    answer = second.post(f"{base}loi/", words | other | {"remarks": "Xưởng sạch."}, headers=SCRIPT)
    assert answer.status_code == 200
    inspection.refresh_from_db()
    assert (inspection.conclusion, inspection.remarks) == ("Cơ sở duy trì tốt.", "Xưởng sạch.")
    answer = second.post(
        f"{base}loi/", words | other | {"remarks": "Xưởng sạch.", "conclusion": "Khác"}, headers=SCRIPT
    )
    assert answer.status_code == 409
    assert "Cơ sở duy trì tốt." in answer.json()["error"]
    inspection.refresh_from_db()
    assert inspection.conclusion == "Cơ sở duy trì tốt."


def test_a_whole_form_that_was_opened_early_takes_nothing_back(world: World, client_as: Any) -> None:
    inspection = world.begun()
    base = f"/kiem-tra/{inspection.pk}/phieu/"
    early = client_as(user=world.leader)
    marks = opened(early, base)
    one, two, three = inspection.lines.filter(kind="check")[:3]
    visits.save_line(line=one, verdict="fails", note="Không có sổ", actor=world.advisor, seen=Seen("x", "p"))
    visits.save_line(line=two, verdict="holds", note="", actor=world.advisor)
    data = {f"n-{line.pk}": "" for line in inspection.lines.all()} | marks | {"ket-luan": "1"}
    data |= {f"v-{two.pk}": "fails", f"n-{two.pk}": "Thiếu biển", f"v-{three.pk}": "holds"}
    page = early.post(base, data, follow=True).content.decode()
    assert "Thiếu biển" in page  # what was not saved is read back
    for line, verdict in ((one, "fails"), (two, "holds"), (three, "holds")):
        line.refresh_from_db()
        assert line.verdict == verdict


def test_two_who_correct_a_finding_see_both_texts(world: World) -> None:
    inspection = world.begun()
    finding = world.finding(inspection)
    values = {"severity": "minor", "text": "Nhãn mờ", "demand": "", "due_on": None}
    findings.edit_finding(finding=finding, values=values, actor=world.advisor, version=1)
    with pytest.raises(Stale) as told:
        findings.edit_finding(finding=finding, values=values | {"text": "Nhãn sai"}, actor=world.leader, version=1)
    assert ("Nội dung phát hiện", "Nhãn sai", "Nhãn mờ") in {
        (field.label, field.mine, field.theirs) for field in told.value.fields
    }
    assert finding.actions.filter(due_on__gt=today()).count() == 0
