"""The sheet's page reads its rows by statements compiled once: they give what the ORM gives, to whom it is due."""

from __future__ import annotations

from typing import Any

from django.db.models import Model

from evaluations import actions
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
