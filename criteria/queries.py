"""Reading the law: which ruleset holds on a day, its typed form, a set's sheet, a dossier's items.

A loaded version never changes under its id, so typed forms are kept in the process by id and checksum.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from django.db.models import Q, QuerySet

from criteria.models import CriteriaCollection, CriteriaSet, Criterion, Option, Ruleset, Subgroup
from criteria.schema.ruleset import Kind, Need, RequirementRule, RulesetRules
from criteria.schema.rulesets import read_ruleset
from criteria.schema.sheet import CriterionForm, CriterionGroup, OptionForm, PartForm, SectionForm, SheetForm

CACHED_FORMS = 128


def ruleset_on(day: date) -> Ruleset:
    """The ruleset in force on a day. Raises Ruleset.DoesNotExist before the first one."""
    return Ruleset.objects.select_related("collection").get(
        Q(valid_to__isnull=True) | Q(valid_to__gte=day), is_current=True, valid_from__lte=day
    )


def ruleset(code: str) -> Ruleset:
    """The current version of a ruleset by its code."""
    return Ruleset.objects.select_related("collection").get(code=code, is_current=True)


def current_rulesets() -> QuerySet[Ruleset]:
    """The current version of every ruleset, oldest first."""
    return Ruleset.objects.filter(is_current=True).select_related("collection").order_by("valid_from")


def typed_ruleset(row: Ruleset) -> RulesetRules:
    """The row's content as typed values. No SQL: the row carries its content."""
    return _typed(_Content(row))


class _Content:
    """A cache key that carries the content along without hashing it."""

    def __init__(self, row: Ruleset) -> None:
        self.key = (row.code, row.version, row.checksum)
        self.content = row.content

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Content) and self.key == other.key


@lru_cache(maxsize=32)
def _typed(source: _Content) -> RulesetRules:
    code, version, checksum = source.key
    return read_ruleset(source.content, code, version=version, checksum=checksum)


def criteria_set(collection: CriteriaCollection | str, number: int) -> CriteriaSet:
    """The current version of a set, e.g. `criteria_set("qd148-2023", 6)`."""
    code = collection if isinstance(collection, str) else collection.code
    return CriteriaSet.objects.select_related("collection").get(collection__code=code, number=number, is_current=True)


def set_for(subgroup: Subgroup, row: Ruleset) -> CriteriaSet:
    """The set on which products of this subgroup are scored under this ruleset."""
    return CriteriaSet.objects.select_related("collection").get(
        collection_id=row.collection_id, number=subgroup.set_number, is_current=True
    )


def sheet_of(row: CriteriaSet) -> SheetForm:
    """The set as an immutable tree: two statements the first time in a process, none afterwards."""
    return _sheet(_SetKey(row))


class _SetKey:
    """A cache key that carries the row along."""

    def __init__(self, row: CriteriaSet) -> None:
        self.key = (row.pk, row.checksum)
        self.row = row

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _SetKey) and self.key == other.key


@lru_cache(maxsize=CACHED_FORMS)
def _sheet(source: _SetKey) -> SheetForm:
    row = source.row
    options: dict[int, list[OptionForm]] = {}
    for option in Option.objects.filter(criteria_set=row).order_by("criterion_id", "index"):
        options.setdefault(option.criterion_id, []).append(_option_form(option))
    criteria = list(Criterion.objects.filter(criteria_set=row).select_related("section__part").order_by("order"))
    return SheetForm(
        collection=row.collection.code,
        number=row.number,
        code=row.code,
        name=row.name,
        total=_trim(row.total),
        parts=tuple(_part_forms(criteria, options)),
        disqualifiers=tuple(row.disqualifiers),
        checksum=row.checksum,
        version=row.version,
        id=row.pk,
    )


def clear_caches() -> None:
    """Forget typed forms (after loading inside a long-lived process, and in tests that rebuild rows)."""
    _sheet.cache_clear()
    _typed.cache_clear()


def _trim(points: Decimal) -> Decimal:
    """5.00 from the column as 5: the same value, and the same text as in the file."""
    whole = points.to_integral_value()
    return whole if whole == points else points.normalize()


def _option_form(row: Option) -> OptionForm:
    return OptionForm(
        index=row.index,
        points=_trim(row.points),
        label=row.label,
        min_star=row.min_star,
        case=row.case or None,
        id=row.pk,
    )


def _part_forms(criteria: list[Criterion], options: dict[int, list[OptionForm]]) -> Iterable[PartForm]:
    by_section: dict[int, list[Criterion]] = {}
    for row in criteria:
        by_section.setdefault(row.section_id, []).append(row)
    sections: dict[int, list[SectionForm]] = {}
    parts = {}
    for rows in by_section.values():
        section, part = rows[0].section, rows[0].section.part
        parts[part.pk] = part
        form = SectionForm(
            code=section.code,
            name=section.name,
            max_points=_trim(section.max_points),
            criteria=tuple(_criterion_form(row, part.code, section.code, options) for row in rows),
            description=section.description,
            id=section.pk,
        )
        sections.setdefault(part.pk, []).append(form)
    for pk, part in parts.items():
        yield PartForm(
            code=part.code, name=part.name, max_points=_trim(part.max_points), sections=tuple(sections[pk]), id=pk
        )


def _criterion_form(row: Criterion, part: str, section: str, options: dict[int, list[OptionForm]]) -> CriterionForm:
    group = row.group
    return CriterionForm(
        code=row.code,
        name=row.name,
        max_points=_trim(row.max_points),
        options=tuple(options.get(row.pk, ())),
        part_code=part,
        section_code=section,
        order=row.order,
        letter=row.letter,
        description=row.description,
        requirement=row.requirement,
        mandatory=row.mandatory,
        minimums={int(star): Decimal(points) for star, points in row.minimum_points_for_star.items()},
        min_star=row.min_star,
        knockout=tuple(row.knockout),
        applies_when=row.applies_when,
        depends_on=row.depends_on,
        when_not_required=row.when_not_required,
        cases=dict(row.cases),
        evidence=tuple(row.evidence),
        notes=tuple(row.notes),
        group=CriterionGroup(group["code"], group["name"], Decimal(group["max_points"])) if group else None,
        confidence=row.confidence,
        source=row.source,
        provenance=dict(row.provenance),
        id=row.pk,
    )


@dataclass(frozen=True, slots=True)
class Requirement:
    """One item of a dossier, for its kind and its criteria set."""

    rule: RequirementRule
    mandatory: bool
    criteria: tuple[str, ...]

    @property
    def code(self) -> str:
        """Code of the item."""
        return self.rule.code

    @property
    def name(self) -> str:
        """What the item is called."""
        return self.rule.name

    @property
    def guidance(self) -> str:
        """What to hand in."""
        return self.rule.guidance

    @property
    def accepts(self) -> tuple[str, ...]:
        """Kinds of file: pdf, image, office."""
        return self.rule.accepts


def requirements_for(
    rules: RulesetRules | Ruleset, kind: str, row: CriteriaSet | SheetForm, *, prepared_by: str | None = "producer"
) -> tuple[Requirement, ...]:
    """The items of a dossier of this kind (new, upgrade, renewal) on this set, in the ruleset's order.

    `prepared_by`: producer or commune; None gives both. `criteria` are the codes that the item usually supports.
    """
    typed = rules if isinstance(rules, RulesetRules) else typed_ruleset(rules)
    form = row if isinstance(row, SheetForm) else sheet_of(row)
    wanted = Kind(kind)
    return tuple(
        Requirement(rule=rule, mandatory=rule.needs[wanted] is Need.MANDATORY, criteria=criteria_supported(rule, form))
        for rule in typed.requirements
        if rule.needs[wanted] is not Need.ABSENT
        and rule.concerns(form.number)
        and (prepared_by is None or rule.prepared_by == prepared_by)
    )


def criteria_supported(rule: RequirementRule, form: SheetForm) -> tuple[str, ...]:
    """Codes of the criteria for which a document of this kind is the usual evidence."""
    names = tuple(name.casefold() for name in rule.criteria_named)
    return tuple(
        criterion.code
        for criterion in form.criteria
        if any(text.startswith(title) for text in criterion.evidence for title in rule.evidence)
        or criterion.name.casefold().startswith(names)
    )
