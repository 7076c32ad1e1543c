"""The files that come with the project: nothing lost, every sum right, every condition readable."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from itertools import pairwise

import pytest

from criteria import files
from criteria.files import CollectionFiles
from criteria.schema.ruleset import Kind, Need

EXPECTED = {
    # collection: sets, criteria, options, criteria with star minimums, criteria without a listed 0
    "qd148-2023": (26, 795, 2632, 404, 334),
    "qd26-2026": (26, 787, 2579, 389, 377),
}


@pytest.fixture(scope="module")
def collections() -> dict[str, CollectionFiles]:
    return {item.data.code: item for item in files.all_collections()}


@pytest.mark.parametrize("code", EXPECTED)
def test_nothing_is_lost(collections: dict[str, CollectionFiles], code: str) -> None:
    sets = collections[code].sets
    criteria = [criterion for item in sets for criterion in item.form.criteria]
    assert (
        len(sets),
        len(criteria),
        sum(len(criterion.options) for criterion in criteria),
        sum(1 for criterion in criteria if criterion.minimums),
        sum(1 for criterion in criteria if criterion.offers_none),
    ) == EXPECTED[code]


@pytest.mark.parametrize("code", EXPECTED)
def test_every_set_is_forty_twenty_five_thirty_five(collections: dict[str, CollectionFiles], code: str) -> None:
    for item in collections[code].sets:
        assert [(part.code, part.max_points) for part in item.form.parts] == [("A", 40), ("B", 25), ("C", 35)]
        for part in item.form.parts:
            assert sum(section.max_points for section in part.sections) == part.max_points
            for section in part.sections:
                assert sum(criterion.max_points for criterion in section.criteria) == section.max_points


@pytest.mark.parametrize("code", EXPECTED)
def test_no_step_exceeds_its_criterion_and_the_top_step_is_its_maximum(
    collections: dict[str, CollectionFiles], code: str
) -> None:
    for item in collections[code].sets:
        for criterion in item.form.criteria:
            assert max(option.points for option in criterion.options) == criterion.max_points
            assert all(isinstance(option.points, Decimal) for option in criterion.options)
            assert [option.index for option in criterion.options] == list(range(len(criterion.options)))


@pytest.mark.parametrize("code", EXPECTED)
def test_minimums_are_listed_points_and_rise_with_the_stars(collections: dict[str, CollectionFiles], code: str) -> None:
    for item in collections[code].sets:
        for criterion in item.form.criteria:
            points = [criterion.minimums[star] for star in sorted(criterion.minimums)]
            assert points == sorted(points)
            assert set(points) <= {option.points for option in criterion.options}
            if criterion.minimums:
                assert set(criterion.minimums) == set(range(min(criterion.minimums), 6))


def test_conditions_of_148(collections: dict[str, CollectionFiles]) -> None:
    criteria = [
        (item.form.number, criterion) for item in collections["qd148-2023"].sets for criterion in item.form.criteria
    ]
    assert Counter(criterion.depends_on for _, criterion in criteria if criterion.applies_when) == {"5.1": 30}
    assert sum(1 for _, criterion in criteria if criterion.knockout) == 21
    assert [(number, criterion.code) for number, criterion in criteria if criterion.cases] == [
        (26, "8"), (26, "9"), (26, "15"),
    ]  # fmt: skip
    assert [(number, criterion.code) for number, criterion in criteria if criterion.when_not_required] == [(21, "7")]
    assert Counter(criterion.confidence for _, criterion in criteria) == {"high": 390, "medium": 399, "low": 6}
    assert {(number, criterion.code) for number, criterion in criteria if criterion.confidence == "low"} >= {(7, "6.4")}


def test_conditions_of_26_2026(collections: dict[str, CollectionFiles]) -> None:
    criteria = [
        (item.form.number, criterion) for item in collections["qd26-2026"].sets for criterion in item.form.criteria
    ]
    assert [(n, criterion.code) for n, criterion in criteria if criterion.minimum_conditional] == [(21, "7")]
    assert sum(1 for _, criterion in criteria if criterion.depends_on) == 25


def test_provenance_is_kept(collections: dict[str, CollectionFiles]) -> None:
    sets = {item.form.number: item for item in collections["qd148-2023"].sets}
    assert len(sets[20].provenance["corrections"]) == 10
    assert sets[2].provenance["doubts"][0].startswith("1.2: phương án 3 điểm")
    assert all(item.provenance["doubts"] for item in sets.values())
    assert sets[7].form.by_code["6.4"].provenance["source_note"].startswith("Mùi: điểm tối đa 4")
    assert sets[7].form.by_code["6.1"].provenance["knockout_26_2026"]


def test_classification_leads_to_each_set_once() -> None:
    data = files.classification()
    numbers = [
        sub["set"] for industry in data["industries"] for group in industry["groups"] for sub in group["subgroups"]
    ]
    assert sorted(numbers) == list(range(1, 27))
    assert len(data["industries"]) == 6


def test_three_rulesets_follow_each_other_without_a_gap() -> None:
    rules = [item.rules for item in files.ruleset_files()]
    assert [item.code for item in rules] == ["qd148-2023", "qd1489-2025", "qd26-2026"]
    for earlier, later in pairwise(rules):
        assert earlier.valid_to is not None
        assert (later.valid_from - earlier.valid_to).days == 1
    assert rules[-1].valid_to is None


def test_levels_of_the_rulesets() -> None:
    levels = {
        item.rules.code: [
            (level.code, level.duty.value, level.recognises, level.held_stars) for level in item.rules.levels
        ]
        for item in files.ruleset_files()
    }
    assert levels == {
        "qd148-2023": [
            ("district", "scores", (3,), None), ("province", "scores", (4,), 4), ("ministry", "records", (5,), None),
        ],
        "qd1489-2025": [
            ("commune", "proposes", (), None), ("province", "scores", (3, 4), 4), ("ministry", "records", (5,), None),
        ],
        "qd26-2026": [
            ("commune", "proposes", (), None), ("province", "scores", (3, 4), None), ("ministry", "records", (5,), None),
        ],
    }  # fmt: skip


def test_figures_of_26_2026_are_the_ones_of_its_text() -> None:
    rules = files.ruleset_files()[2].rules
    assert rules.level("commune").answer_within_working_days == 15
    renewal = rules.renewal
    assert (renewal.earliest_days_before, renewal.latest_days_before) == (180, 120)
    assert (renewal.finish_within_days, renewal.extension_days, renewal.mode) == (45, 180, "written")
    assert rules.revocation.within_days == 15
    assert dict(rules.revocation.competent) == {3: "province", 4: "province", 5: "ministry"}
    assert len(rules.revocation.grounds) == 6
    assert [(r.proposed_before.month, r.finished_before.month) for r in rules.rounds] == [
        (4, 6),
        (10, 12),
        (7, 9),
        (1, 3),
    ]
    assert (rules.samples.count, rules.samples.exempt_sets) == (5, (26,))
    assert [band.stars for band in rules.bands if band.certificate] == [5, 4, 3]


def test_transition_of_dossiers_from_before_26_2026() -> None:
    rules = files.ruleset_files()[1].rules
    days = {kind: rules.transition_for(kind).complete_by.isoformat() for kind in Kind}  # type: ignore[union-attr]
    assert days == {Kind.NEW: "2026-07-21", Kind.UPGRADE: "2026-07-21", Kind.RENEWAL: "2026-06-21"}


@pytest.mark.parametrize("position", [0, 1, 2])
def test_every_kind_of_dossier_has_its_registration_and_a_report(position: int) -> None:
    rules = files.ruleset_files()[position].rules
    for kind in Kind:
        forms = {item.portal_form for item in rules.requirements if item.needs[kind] is Need.MANDATORY}
        assert {"registration", "self_assessment"} <= forms
