"""Which ruleset holds on a day; the sheet in two statements, then none; a dossier's items."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from criteria import queries
from criteria.models import Ruleset, Subgroup

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("day", "code"),
    [
        ("2023-02-24", "qd148-2023"), ("2024-06-30", "qd148-2023"), ("2025-07-05", "qd148-2023"),
        ("2025-07-06", "qd1489-2025"), ("2026-05-21", "qd1489-2025"), ("2026-05-22", "qd26-2026"),
        ("2030-01-01", "qd26-2026"),
    ],
)  # fmt: skip
def test_the_ruleset_of_a_day(law: None, day: str, code: str) -> None:
    assert queries.ruleset_on(date.fromisoformat(day)).code == code


def test_before_the_first_ruleset_there_is_none(law: None) -> None:
    with pytest.raises(Ruleset.DoesNotExist):
        queries.ruleset_on(date(2023, 2, 23))


def test_the_sheet_costs_two_statements_then_none(law: None, django_assert_num_queries: Any) -> None:
    row = queries.criteria_set("qd148-2023", 6)
    with django_assert_num_queries(2):
        form = queries.sheet_of(row)
    with django_assert_num_queries(0):
        assert queries.sheet_of(row) is form
    again = queries.criteria_set("qd148-2023", 6)
    with django_assert_num_queries(0):
        assert queries.sheet_of(again) is form
    assert all(criterion.id and option.id for criterion in form.criteria for option in criterion.options)


def test_a_typed_ruleset_costs_nothing(law: None, django_assert_num_queries: Any) -> None:
    row = queries.ruleset("qd148-2023")
    with django_assert_num_queries(0):
        rules = queries.typed_ruleset(row)
        assert queries.typed_ruleset(row) is rules
    assert rules.level("district").forward is not None
    assert (rules.code, rules.version, rules.checksum) == (row.code, row.version, row.checksum)


def test_a_subgroup_leads_to_its_set_under_each_ruleset(law: None) -> None:
    subgroup = Subgroup.objects.get(code="II.2.a")
    assert subgroup.set_number == 16
    old = queries.set_for(subgroup, queries.ruleset("qd148-2023"))
    new = queries.set_for(subgroup, queries.ruleset("qd26-2026"))
    assert old.name == "Nước khoáng thiên nhiên, nước uống tinh khiết đóng chai"
    assert new.name == "Nước khoáng thiên nhiên, nước uống đóng chai"


def codes(ruleset: str, kind: str, number: int, **how: Any) -> list[str]:
    row = queries.ruleset(ruleset)
    items = queries.requirements_for(row, kind, queries.criteria_set(row.collection.code, number), **how)
    return [item.code for item in items]


def test_items_of_a_dossier_depend_on_its_kind(law: None) -> None:
    new, renewal = codes("qd148-2023", "new", 6), codes("qd148-2023", "renewal", 6)
    assert new[0] == renewal[0] == "phieu-dang-ky"
    assert "bao-cao-tu-danh-gia" in new
    assert "bao-cao-ra-soat" in renewal
    assert "bao-cao-ra-soat" not in new
    assert "bao-cao-tu-danh-gia" not in renewal
    assert "thay-doi-nang-hang" in codes("qd148-2023", "upgrade", 6)


def test_tourism_hands_in_no_samples(law: None) -> None:
    assert "san-pham-mau" in codes("qd148-2023", "new", 25)
    assert "san-pham-mau" not in codes("qd148-2023", "new", 26)
    assert "san-pham-mau" not in codes("qd26-2026", "new", 26)


@pytest.mark.parametrize("ruleset", ["qd1489-2025", "qd26-2026"])
def test_the_commune_prepares_its_own_items(law: None, ruleset: str) -> None:
    assert codes(ruleset, "new", 6, prepared_by="commune") == ["bao-cao-xa", "de-nghi-xa"]
    assert "bao-cao-xa" not in codes(ruleset, "new", 6)
    assert "bao-cao-xa" in codes(ruleset, "new", 6, prepared_by=None)
    assert "bao-cao-xa" not in codes("qd148-2023", "new", 6, prepared_by=None)


def test_items_know_the_criteria_that_they_support(law: None) -> None:
    items = {
        item.code: item
        for item in queries.requirements_for(
            queries.ruleset("qd148-2023"), "new", queries.criteria_set("qd148-2023", 6)
        )
    }
    assert "3.6" in items["so-huu-tri-tue"].criteria
    assert "3.5" in items["ke-toan"].criteria
    assert {"5.1", "5.2", "5.3"} <= set(items["cau-chuyen"].criteria)
    assert items["phieu-dang-ky"].mandatory
    assert not items["giai-thuong"].mandatory
    assert items["dang-ky-kinh-doanh"].accepts == ("pdf", "image")


@pytest.mark.parametrize("code", ["qd148-2023", "qd26-2026"])
def test_every_criterion_with_usual_evidence_has_an_item_for_it(law: None, code: str) -> None:
    row = queries.ruleset(code)
    for number in range(1, 27):
        form = queries.sheet_of(queries.criteria_set(code, number))
        supported = {c for item in queries.requirements_for(row, "new", form) for c in item.criteria}
        assert {criterion.code for criterion in form.criteria if criterion.evidence} <= supported
