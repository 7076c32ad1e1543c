"""Bringing the checked files into the database. Running it twice changes nothing.

What is in use is never touched: a corrected file becomes the next version, dossiers keep theirs.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max, ProtectedError, RestrictedError

from criteria import files
from criteria.files import CollectionFiles, RulesetFile
from criteria.models import (
    CriteriaCollection,
    CriteriaSet,
    Criterion,
    Industry,
    Option,
    Part,
    ProductGroup,
    Ruleset,
    Section,
    Subgroup,
)
from criteria.schema.reader import SchemaError
from criteria.schema.sets import SetData
from criteria.schema.sheet import CriterionForm, SheetForm


@dataclass(slots=True)
class Loaded:
    """What a run did."""

    sets_new: int = 0
    sets_kept: int = 0
    rulesets_new: int = 0
    rulesets_kept: int = 0


@transaction.atomic
def load(
    collections: tuple[CollectionFiles, ...] | None = None, rulesets: tuple[RulesetFile, ...] | None = None
) -> Loaded:
    """Check all files, then load them, all or nothing. Raises SchemaError with every fault."""
    collections = files.all_collections() if collections is None else collections
    rulesets = files.ruleset_files() if rulesets is None else rulesets
    _check_together(collections, rulesets)
    result = Loaded()
    for collection in collections:
        _load_collection(collection, result)
    for ruleset in rulesets:
        _load_ruleset(ruleset, result)
    _load_classification(files.classification())
    return result


def _check_together(collections: tuple[CollectionFiles, ...], rulesets: tuple[RulesetFile, ...]) -> None:
    """What neither file can check alone: the ruleset's parts, named evidence and sets against its collection."""
    known = {item.data.code: item for item in collections}
    problems: list[str] = []
    for ruleset in rulesets:
        rules = ruleset.rules
        collection = known.get(rules.collection)
        if collection is None:
            problems.append(f"{rules.code}: không có bộ sưu tập “{rules.collection}”")
            continue
        if {part.code: part.max_points for part in rules.parts} != dict(collection.data.parts):
            problems.append(f"{rules.code}: các phần không khớp bộ sưu tập {rules.collection}")
        titles = {text for item in collection.sets for c in item.form.criteria for text in c.evidence}
        for requirement in rules.requirements:
            problems += [
                f"{rules.code}: hồ sơ {requirement.code}: không tiêu chí nào cần “{title}”"
                for title in requirement.evidence
                if not any(text.startswith(title) for text in titles)
            ]
    if problems:
        raise SchemaError(problems)


def _load_collection(source: CollectionFiles, result: Loaded) -> None:
    data = source.data
    collection, _ = CriteriaCollection.objects.update_or_create(
        code=data.code,
        defaults={
            "name": data.name,
            "decision": data.decision,
            "issued_on": data.issued_on,
            "title": data.title,
            "trust": data.trust,
            "checksum": source.checksum,
        },
    )
    current = {item.number: item for item in CriteriaSet.objects.filter(collection=collection, is_current=True)}
    for item in source.sets:
        existing = current.get(item.form.number)
        if existing is not None and existing.checksum == item.form.checksum:
            result.sets_kept += 1
            continue
        if existing is not None:
            _retire(existing)
        _create_set(collection, item)
        result.sets_new += 1


def _retire(row: CriteriaSet | Ruleset) -> None:
    """Delete a version that nothing used; keep one that something used, no longer current."""
    if not row.in_use:
        try:
            with transaction.atomic():
                row.delete()
                return
        except (ProtectedError, RestrictedError):
            row.refresh_from_db()
    row.is_current = False
    row.save(update_fields=["is_current"])


def _create_set(collection: CriteriaCollection, item: SetData) -> CriteriaSet:
    form = item.form
    highest = CriteriaSet.objects.filter(collection=collection, number=form.number).aggregate(top=Max("version"))
    row = CriteriaSet.objects.create(
        collection=collection,
        number=form.number,
        version=(highest["top"] or 0) + 1,
        code=form.code,
        name=form.name,
        classification=item.classification,
        industry=item.industry,
        group=item.group,
        subgroup=item.subgroup,
        decision=item.decision,
        ministries=list(item.ministries),
        disqualifiers=list(form.disqualifiers),
        total=form.total,
        provenance=dict(item.provenance),
        checksum=form.checksum,
    )
    _create_tree(row, form)
    return row


def _create_tree(row: CriteriaSet, form: SheetForm) -> None:
    parts = Part.objects.bulk_create(
        Part(criteria_set=row, order=order, code=part.code, name=part.name, max_points=part.max_points)
        for order, part in enumerate(form.parts, 1)
    )
    part_of = {part.code: part for part in parts}
    pairs = [(part, section) for part in form.parts for section in part.sections]
    sections = Section.objects.bulk_create(
        Section(
            criteria_set=row,
            part=part_of[part.code],
            order=order,
            code=section.code,
            name=section.name,
            description=section.description,
            max_points=section.max_points,
        )
        for order, (part, section) in enumerate(pairs, 1)
    )
    section_of = {section.code: section for section in sections}
    criteria = Criterion.objects.bulk_create(
        _criterion_row(row, section_of[criterion.section_code], order, criterion)
        for order, criterion in enumerate(form.criteria, 1)
    )
    Option.objects.bulk_create(
        Option(
            criteria_set=row,
            criterion=saved,
            index=option.index,
            points=option.points,
            label=option.label,
            min_star=option.min_star,
            case=option.case or "",
        )
        for saved, criterion in zip(criteria, form.criteria, strict=True)
        for option in criterion.options
    )


def _criterion_row(row: CriteriaSet, section: Section, order: int, form: CriterionForm) -> Criterion:
    group = {name: _plain(value) for name, value in asdict(form.group).items()} if form.group else None
    return Criterion(
        criteria_set=row,
        section=section,
        order=order,
        code=form.code,
        letter=form.letter,
        name=form.name,
        requirement=form.requirement,
        description=form.description,
        max_points=form.max_points,
        mandatory=form.mandatory,
        minimum_points_for_star={str(star): _plain(points) for star, points in form.minimums.items()},
        min_star=form.min_star,
        knockout=list(form.knockout),
        applies_when=form.applies_when,
        depends_on=form.depends_on,
        when_not_required=form.when_not_required,
        cases=dict(form.cases),
        evidence=list(form.evidence),
        notes=list(form.notes),
        group=group,
        confidence=form.confidence,
        source=form.source,
        provenance=dict(form.provenance),
    )


def _plain(value: Any) -> Any:
    """Exact in JSON: a Decimal as text."""
    return str(value) if isinstance(value, Decimal) else value


def _load_ruleset(source: RulesetFile, result: Loaded) -> None:
    rules = source.rules
    existing = Ruleset.objects.filter(code=rules.code, is_current=True).first()
    if existing is not None and existing.checksum == source.checksum:
        result.rulesets_kept += 1
        return
    if existing is not None:
        _retire(existing)
    highest = Ruleset.objects.filter(code=rules.code).aggregate(top=Max("version"))["top"] or 0
    Ruleset.objects.create(
        code=rules.code,
        version=highest + 1,
        name=rules.name,
        short_name=rules.short_name,
        basis=", ".join(basis.document for basis in rules.basis),
        collection=CriteriaCollection.objects.get(code=rules.collection),
        valid_from=rules.valid_from,
        valid_to=rules.valid_to,
        content=source.content,
        checksum=source.checksum,
    )
    result.rulesets_new += 1


def _load_classification(data: dict[str, Any]) -> None:
    group_order = subgroup_order = 0
    for industry_order, industry in enumerate(data["industries"], 1):
        industry_row, _ = Industry.objects.update_or_create(
            code=industry["code"], defaults={"name": industry["name"], "order": industry_order}
        )
        for group in industry["groups"]:
            group_order += 1
            group_code = f"{industry['code']}.{group['code']}"
            group_row, _ = ProductGroup.objects.update_or_create(
                code=group_code,
                defaults={"industry": industry_row, "name": group["name"], "order": group_order},
            )
            for subgroup in group["subgroups"]:
                subgroup_order += 1
                code = f"{group_code}.{subgroup['code']}" if subgroup["code"] else group_code
                Subgroup.objects.update_or_create(
                    code=code,
                    defaults={
                        "group": group_row,
                        "name": subgroup["name"],
                        "order": subgroup_order,
                        "set_number": subgroup["set"],
                        "ministries": {
                            "qd148-2023": subgroup["ministry"],
                            "qd26-2026": subgroup["ministry_26_2026"],
                        },
                        "provenance": {"source": subgroup["source"], "ministry_source": subgroup["ministry_source"]},
                    },
                )
