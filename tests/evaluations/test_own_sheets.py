"""The sheet's page reads its rows by statements compiled once: they give what the ORM gives, to whom it is due."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db.models import Model

from accounts.models import Unit, User
from core.errors import Denied
from core.formats import today
from evaluations import actions, rules
from evaluations.models import Assessment, ScoreLine, ScoreSheet
from evaluations.own_sheets import lines_of, sheet_with_head
from tests.evaluations.council_world import CouncilWorld, near


def columns(row: Model) -> dict[str, Any]:
    return {column.attname: getattr(row, column.attname) for column in row._meta.concrete_fields}


def scored(council: CouncilWorld) -> Assessment:
    item = council.scoring(1)[0]
    choices = {code: (index, f"ghi chú {code}") for code, index in near(council.form, 73).items()}
    actions.save_lines(assessment_id=item.pk, choices=choices, actor=council.people[2])
    return item


def test_each_row_is_as_the_orm_reads_it(council: CouncilWorld, django_assert_num_queries: Any) -> None:
    item = scored(council)
    ScoreSheet.objects.filter(assessment=item, member=council.members[2]).update(knockouts=["khong-an-toan"])
    sheet_with_head(item.pk, council.people[2])  # the offices of the person are kept from now on
    with django_assert_num_queries(1):
        sheet = sheet_with_head(item.pk, council.people[2])
        assert sheet is not None
        dossier, session = sheet.assessment.dossier, sheet.assessment.session
        rows = (sheet, sheet.member, sheet.assessment, session, dossier, dossier.criteria_set)
    assert sheet.knockouts == ["khong-an-toan"]
    for row in rows:
        assert columns(row) == columns(type(row)._base_manager.get(pk=row.pk))
    assert sheet.agenda_size == 1  # type: ignore[attr-defined]
    assert sheet.commune == dossier.commune.name  # type: ignore[attr-defined]
    by_orm = ScoreLine.objects.filter(sheet=sheet).values_list("criterion__code", "option_index", "note", "saved_at")
    assert sorted(lines_of(sheet)) == sorted(by_orm)
    assert len(by_orm) == len(council.form.criteria)


def test_only_the_member_gets_the_sheet(council: CouncilWorld) -> None:
    item = scored(council)
    found = {
        person.pk: sheet_with_head(item.pk, person) for person in (*council.people, council.officer, council.owner)
    }
    for person, member in zip(council.people, council.members, strict=True):
        assert found[person.pk] is not None
        assert found[person.pk].member_id == member.pk  # type: ignore[union-attr]
    assert found[council.officer.pk] is None
    assert found[council.owner.pk] is None


DAY = dt.timedelta(days=1)
OFFICES = {
    "as it is": lambda user, member: None,
    "ended yesterday": lambda user, member: _set(member, valid_to=today() - DAY),
    "ends today": lambda user, member: _set(member, valid_to=today()),
    "from tomorrow": lambda user, member: _set(member, valid_from=today() + DAY),
    "seat ended": lambda user, member: user.memberships.update(valid_to=today() - DAY),
    "seat in another unit": lambda user, member: user.memberships.update(unit=Unit.objects.get(short_name="Gia Viễn")),
    "disabled": lambda user, member: _set(user, is_active=False),
}


def _set(row: Any, **values: Any) -> None:
    type(row)._default_manager.filter(pk=row.pk).update(**values)


@pytest.mark.parametrize("change", OFFICES)
def test_a_choice_is_saved_exactly_by_who_holds_the_office_today(council: CouncilWorld, change: str) -> None:
    """The statement that saves asks for the office itself: it must answer as `offices_of` does."""
    item = council.scoring(1)[0]
    OFFICES[change](council.people[2], council.members[2])
    person = User.objects.get(pk=council.people[2].pk)
    holds = rules.office_in(person, council.council.pk) is not None
    assert holds == (change in {"as it is", "ends today"})
    values = {"assessment_id": item.pk, "code": "1.3", "option_index": 0, "actor": person}
    if holds:
        actions.save_line(**values)
    else:
        with pytest.raises(Denied):
            actions.save_line(**values)
    assert ScoreLine.objects.exists() == holds
