"""Loading: idempotent, versioned, frozen once used."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from criteria import files, loading, queries
from criteria.actions import mark_in_use
from criteria.files import CollectionFiles
from criteria.models import CriteriaSet, Criterion, Industry, Option, Part, ProductGroup, Ruleset, Section, Subgroup
from criteria.schema.reader import SchemaError

pytestmark = pytest.mark.django_db


def corrected(number: int = 6) -> tuple[CollectionFiles, ...]:
    """The collections with one word of one set changed, as a corrected file would."""
    result = []
    for collection in files.all_collections():
        if collection.data.code == "qd148-2023":
            sets = tuple(
                replace(item, form=replace(item.form, name=f"{item.form.name} (đã sửa)", checksum="0" * 64))
                if item.form.number == number
                else item
                for item in collection.sets
            )
            collection = replace(collection, sets=sets)  # noqa: PLW2901
        result.append(collection)
    return tuple(result)


def test_what_is_loaded_is_what_the_files_say(law: None) -> None:
    assert CriteriaSet.objects.count() == 52
    for code, criteria, options, minimums in [("qd148-2023", 795, 2632, 404), ("qd26-2026", 787, 2579, 389)]:
        inside = Criterion.objects.filter(criteria_set__collection__code=code)
        assert inside.count() == criteria
        assert inside.filter(mandatory=True).count() == minimums
        assert Option.objects.filter(criteria_set__collection__code=code).count() == options
    assert (Industry.objects.count(), ProductGroup.objects.count(), Subgroup.objects.count()) == (6, 17, 26)
    assert list(Ruleset.objects.order_by("valid_from").values_list("code", flat=True)) == [
        "qd148-2023", "qd1489-2025", "qd26-2026",
    ]  # fmt: skip


def test_the_tree_from_the_database_is_the_tree_from_the_file(law: None) -> None:
    for collection in files.all_collections():
        for item in collection.sets:
            assert queries.sheet_of(queries.criteria_set(collection.data.code, item.form.number)) == item.form


def test_loading_twice_changes_nothing(law: None) -> None:
    before = list(CriteriaSet.objects.order_by("pk").values_list("pk", "loaded_at"))
    done = loading.load()
    assert (done.sets_new, done.sets_kept, done.rulesets_new, done.rulesets_kept) == (0, 52, 0, 3)
    assert list(CriteriaSet.objects.order_by("pk").values_list("pk", "loaded_at")) == before


def test_an_unused_set_is_replaced_by_its_correction(law: None) -> None:
    old = queries.criteria_set("qd148-2023", 6)
    done = loading.load(corrected())
    assert (done.sets_new, done.sets_kept) == (1, 51)
    new = queries.criteria_set("qd148-2023", 6)
    assert new.name.endswith("(đã sửa)")
    assert new.version == 1
    assert not CriteriaSet.objects.filter(pk=old.pk).exists()


def test_a_used_set_stays_beside_its_correction(law: None) -> None:
    old = queries.criteria_set("qd148-2023", 6)
    mark_in_use(criteria_set=old)
    loading.load(corrected())
    new = queries.criteria_set("qd148-2023", 6)
    old.refresh_from_db()
    assert (old.version, old.is_current, new.version, new.is_current) == (1, False, 2, True)
    assert queries.sheet_of(old).by_code["1.1"].id != queries.sheet_of(new).by_code["1.1"].id
    assert len(queries.sheet_of(old).criteria) == len(queries.sheet_of(new).criteria) == 32


def test_a_used_ruleset_stays_beside_its_correction(law: None) -> None:
    old = queries.ruleset("qd148-2023")
    mark_in_use(ruleset=old)
    changed = tuple(
        replace(item, checksum="1" * 64) if item.rules.code == "qd148-2023" else item for item in files.ruleset_files()
    )
    loading.load(rulesets=changed)
    assert queries.ruleset("qd148-2023").version == 2
    assert queries.typed_ruleset(old).version == 1
    assert Ruleset.objects.filter(code="qd148-2023").count() == 2


def test_marking_twice_is_harmless(law: None) -> None:
    row = queries.criteria_set("qd148-2023", 1)
    rules = queries.ruleset("qd148-2023")
    mark_in_use(ruleset=rules, criteria_set=row)
    mark_in_use(ruleset=rules, criteria_set=row)
    mark_in_use(ruleset=queries.ruleset("qd148-2023"), criteria_set=queries.criteria_set("qd148-2023", 1))
    assert CriteriaSet.objects.get(pk=row.pk).in_use


def refused(work: Any) -> None:
    with pytest.raises(IntegrityError, match="in use and immutable"), transaction.atomic():
        work()


@pytest.mark.parametrize("model", [Part, Section, Criterion, Option])
def test_the_database_refuses_any_change_to_a_used_tree(law: None, model: Any) -> None:
    row = queries.criteria_set("qd148-2023", 6)
    rows = model.objects.filter(criteria_set=row)
    assert rows.update(criteria_set=row) > 0
    mark_in_use(criteria_set=row)
    refused(lambda: rows.update(criteria_set=row))
    refused(lambda: rows._raw_delete(rows.db))
    other = queries.criteria_set("qd148-2023", 7)
    refused(lambda: model.objects.filter(criteria_set=other).update(criteria_set=row))


def test_the_database_refuses_an_option_added_to_a_used_set(law: None) -> None:
    row = queries.criteria_set("qd148-2023", 6)
    criterion = Criterion.objects.filter(criteria_set=row).first()
    mark_in_use(criteria_set=row)
    refused(lambda: Option.objects.create(criteria_set=row, criterion=criterion, index=99, points=1, label="thêm"))


def test_the_database_refuses_any_change_to_a_used_set_or_ruleset(law: None) -> None:
    row, rules = queries.criteria_set("qd148-2023", 6), queries.ruleset("qd148-2023")
    mark_in_use(ruleset=rules, criteria_set=row)
    refused(lambda: CriteriaSet.objects.filter(pk=row.pk).update(name="khác"))
    refused(lambda: CriteriaSet.objects.filter(pk=row.pk).update(in_use=False))
    refused(lambda: Ruleset.objects.filter(pk=rules.pk).update(content={}))
    refused(lambda: Ruleset.objects.filter(pk=rules.pk)._raw_delete("default"))
    assert Ruleset.objects.filter(pk=rules.pk).update(is_current=False) == 1


def test_faults_between_files_stop_the_whole_load(law: None) -> None:
    rulesets = files.ruleset_files()
    wrong = replace(rulesets[0], rules=replace(rulesets[0].rules, collection="qd-khac"))
    requirement = replace(rulesets[2].rules.requirements[5], evidence=("Giấy không ai hỏi",))
    odd = replace(rulesets[2], rules=replace(rulesets[2].rules, requirements=(requirement,)))
    with pytest.raises(SchemaError) as caught:
        loading.load(corrected(), (wrong, rulesets[1], odd))
    assert "qd148-2023: không có bộ sưu tập “qd-khac”" in caught.value.problems
    assert any("không tiêu chí nào cần “Giấy không ai hỏi”" in problem for problem in caught.value.problems)
    assert not queries.criteria_set("qd148-2023", 6).name.endswith("(đã sửa)")


def test_the_command_says_what_it_did_and_what_is_wrong(law: None, monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.StringIO()
    call_command("load_criteria", stdout=out)
    assert "Bộ tiêu chí: 0 mới, 52 giữ nguyên. Bộ quy tắc: 0 mới, 3 giữ nguyên." in out.getvalue()
    call_command("load_criteria", check=True, stdout=out)
    assert "Đã kiểm tra 2 bộ sưu tập, 3 bộ quy tắc." in out.getvalue()

    def broken() -> None:
        raise SchemaError(["02.yaml › Phần A: sai"])

    monkeypatch.setattr(loading, "load", broken)
    with pytest.raises(CommandError, match=r"không ghi gì:\n02\.yaml › Phần A: sai"):
        call_command("load_criteria", stdout=out)
