"""One criteria set's file, checked: sums, steps, stars, cases, codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from criteria.schema.reader import Reader
from criteria.schema.sheet import CriterionForm, CriterionGroup, OptionForm, PartForm, SectionForm, SheetForm

CONFIDENCES = ("high", "medium", "low", "")
PROVENANCE_OF_SET = (
    "status", "source", "basis", "transcription", "csv_title", "ministry_source", "classification_source",
    "disqualifiers_source", "min_star_source", "evidence_source", "notes_omitted_in_transcription",
    "corrections", "transcription_corrections", "doubts",
)  # fmt: skip
PROVENANCE_OF_CRITERION = (
    "basis", "same_in", "source_note", "min_star_note", "requirement_26_2026", "knockout_26_2026",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CollectionData:
    """What a collection promises of its sets; every set is checked against it."""

    code: str
    name: str
    decision: str
    issued_on: date
    title: str
    total: Decimal
    parts: Mapping[str, Decimal]
    stars: tuple[int, ...]
    counts: Mapping[str, int]
    trust: str


@dataclass(frozen=True, slots=True)
class SetData:
    """A checked set: its tree and what stands around it."""

    form: SheetForm
    classification: str
    industry: str
    group: str
    subgroup: str
    decision: str
    ministries: tuple[str, ...]
    provenance: Mapping[str, Any]


def read_collection(data: Any, where: str) -> CollectionData:
    """Check a `collection.yaml`."""
    reader = Reader(data, where)
    reader.only(
        "code", "name", "decision", "issued_on", "title", "total", "parts", "stars_with_minimums", "counts", "trust"
    )
    parts = {str(code): Decimal(str(points)) for code, points in reader.mapping("parts").items()}
    total = reader.points("total")
    if sum(parts.values()) != total:
        reader.fail(f"các phần cộng lại là {sum(parts.values())}, khác tổng {total}")
    counts = reader.mapping("counts")
    result = CollectionData(
        code=reader.text("code"),
        name=reader.text("name"),
        decision=reader.text("decision"),
        issued_on=reader.day("issued_on") or date.min,
        title=reader.text("title"),
        total=total,
        parts=parts,
        stars=reader.wholes("stars_with_minimums"),
        counts={name: int(counts.get(name, 0)) for name in ("sets", "criteria", "options", "with_minimums")},
        trust=reader.text("trust"),
    )
    reader.finish()
    return result


def read_set(data: Any, where: str, collection: CollectionData) -> SetData:
    """Check one set's file against its collection. Raises SchemaError with every fault found."""
    reader = Reader(data, where)
    reader.only(
        "number", "code", "classification_code", "name", "industry", "group", "subgroup", "decision", "ministry",
        "disqualifiers", "total", "parts", *PROVENANCE_OF_SET,
    )  # fmt: skip
    parts = tuple(_part(node, collection) for node in reader.children("parts", "Phần"))
    form = SheetForm(
        collection=collection.code,
        number=reader.whole("number"),
        code=reader.text("code"),
        name=reader.text("name"),
        total=reader.points("total"),
        parts=parts,
        disqualifiers=reader.texts("disqualifiers"),
    )
    _check_set(reader, form, collection)
    result = SetData(
        form=form,
        classification=reader.text("classification_code"),
        industry=reader.text("industry"),
        group=reader.text("group"),
        subgroup=reader.text("subgroup", ""),
        decision=reader.text("decision"),
        ministries=reader.texts("ministry"),
        provenance=reader.some(*PROVENANCE_OF_SET),
    )
    reader.finish()
    return result


def _part(reader: Reader, collection: CollectionData) -> PartForm:
    reader.only("code", "name", "max", "sections")
    code, maximum = reader.text("code"), reader.points("max")
    sections = tuple(_section(node, code, collection) for node in reader.children("sections", "mục"))
    _check_sum(reader, "các mục", [section.max_points for section in sections], maximum)
    if collection.parts.get(code) != maximum:
        reader.fail(f"tối đa {maximum} điểm, quy định là {collection.parts.get(code, 'không có phần này')}")
    return PartForm(code=code, name=reader.text("name"), max_points=maximum, sections=sections)


def _section(reader: Reader, part: str, collection: CollectionData) -> SectionForm:
    reader.only("code", "name", "max", "description", "criteria")
    code, maximum = reader.text("code"), reader.points("max")
    criteria = tuple(_criterion(node, part, code, collection) for node in reader.children("criteria", "tiêu chí"))
    _check_sum(reader, "các tiêu chí", [criterion.max_points for criterion in criteria], maximum)
    for group in {criterion.group for criterion in criteria if criterion.group}:
        members = [criterion.max_points for criterion in criteria if criterion.group == group]
        _check_sum(reader, f"nhóm {group.code}", members, group.max_points)
    return SectionForm(
        code=code,
        name=reader.text("name"),
        max_points=maximum,
        criteria=criteria,
        description=reader.text("description", ""),
    )


def _criterion(reader: Reader, part: str, section: str, collection: CollectionData) -> CriterionForm:
    reader.only(
        "code", "letter", "name", "max", "source", "confidence", "requirement", "description", "mandatory",
        "minimum_points_for_star", "min_star", "knockout", "applies_when", "depends_on", "when_not_required",
        "choose_one_case", "cases", "evidence", "notes", "group", "options", *PROVENANCE_OF_CRITERION,
    )  # fmt: skip
    options = tuple(_option(node, index) for index, node in enumerate(reader.children("options", "mức", "points")))
    criterion = CriterionForm(
        code=reader.text("code"),
        name=reader.text("name"),
        max_points=reader.points("max"),
        options=options,
        part_code=part,
        section_code=section,
        letter=reader.text("letter", ""),
        description=reader.text("description", ""),
        requirement=reader.text("requirement", ""),
        mandatory=reader.flag("mandatory"),
        minimums=reader.points_by_star("minimum_points_for_star"),
        min_star=reader.whole_or_none("min_star"),
        knockout=reader.texts("knockout"),
        applies_when=reader.text("applies_when", ""),
        depends_on=reader.text("depends_on", ""),
        when_not_required=reader.text("when_not_required", ""),
        cases={str(code): str(label) for code, label in reader.mapping("cases").items()},
        evidence=reader.texts("evidence"),
        notes=reader.texts("notes"),
        group=_group(reader),
        confidence=reader.text("confidence", ""),
        source=reader.text("source"),
        provenance=reader.some(*PROVENANCE_OF_CRITERION),
    )
    _check_options(reader, criterion)
    _check_minimums(reader, criterion, collection.stars)
    if reader.flag("choose_one_case", False) != bool(criterion.cases):
        reader.fail("“choose_one_case” và “cases” phải đi cùng nhau")
    if criterion.confidence not in CONFIDENCES:
        reader.fail(f"mức tin cậy không hợp lệ: {criterion.confidence}")
    return criterion


def _group(reader: Reader) -> CriterionGroup | None:
    if not reader.mapping("group"):
        return None
    node = reader.child("group")
    return CriterionGroup(code=node.text("code"), name=node.text("name"), max_points=node.points("max"))


def _option(reader: Reader, index: int) -> OptionForm:
    reader.only("points", "label", "min_star", "case")
    return OptionForm(
        index=index,
        points=reader.points("points"),
        label=reader.text("label"),
        min_star=reader.whole_or_none("min_star"),
        case=reader.text("case", "") or None,
    )


def _check_sum(reader: Reader, what: str, points: list[Decimal], expected: Decimal) -> None:
    if sum(points) != expected:
        reader.fail(f"{what} cộng lại là {sum(points)} điểm, phải là {expected}")


def _check_options(reader: Reader, criterion: CriterionForm) -> None:
    if not criterion.options:
        return
    for case in sorted({option.case or "" for option in criterion.options}):
        points = [option.points for option in criterion.options if (option.case or "") == case]
        if any(later <= earlier for earlier, later in pairwise(points)):
            reader.fail(f"các mức điểm phải tăng dần và khác nhau: {_join(points)}")
        if points[-1] != criterion.max_points:
            reader.fail(f"mức cao nhất là {points[-1]} điểm, phải bằng điểm tối đa {criterion.max_points}")
        if bool(case) != bool(criterion.cases) or (case and case not in criterion.cases):
            reader.fail(f"mức điểm ghi trường hợp “{case}”, các trường hợp là: {_join(criterion.cases) or 'không có'}")


def _check_minimums(reader: Reader, criterion: CriterionForm, stars: tuple[int, ...]) -> None:
    """The summary {star: points} must say what the stars printed beside the steps say."""
    if criterion.mandatory != bool(criterion.minimums):
        reader.fail("“mandatory” phải đúng khi và chỉ khi có điểm tối thiểu theo hạng sao")
    for star in {option.min_star for option in criterion.options} | {criterion.min_star}:
        if star is not None and star not in stars:
            reader.fail(f"dấu sao {star} không thuộc các hạng {_join(stars)}")
    derived = derive_minimums(criterion, stars)
    if derived != criterion.minimums:
        reader.fail(f"điểm tối thiểu {_show(criterion.minimums)} không khớp dấu sao của các mức {_show(derived)}")
    previous = Decimal(0)
    for star in sorted(criterion.minimums):
        if criterion.minimums[star] < previous:
            reader.fail(f"điểm tối thiểu hạng {star} sao thấp hơn hạng dưới")
        previous = criterion.minimums[star]


def derive_minimums(criterion: CriterionForm, stars: tuple[int, ...]) -> dict[int, Decimal]:
    """For rank s: the points of the highest step marked with at most s stars.

    A mark on the criterion itself asks for its lowest step above 0.
    """
    result: dict[int, Decimal] = {}
    for star in stars:
        marked = [o.points for o in criterion.options if o.min_star is not None and o.min_star <= star]
        if criterion.min_star is not None and criterion.min_star <= star:
            marked.append(min((o.points for o in criterion.options if o.points > 0), default=Decimal(0)))
        if marked:
            result[star] = max(marked)
    return result


def _check_set(reader: Reader, form: SheetForm, collection: CollectionData) -> None:
    _check_sum(reader, "các phần", [part.max_points for part in form.parts], form.total)
    if form.total != collection.total:
        reader.fail(f"tổng điểm {form.total}, phải là {collection.total}")
    if [part.code for part in form.parts] != list(collection.parts):
        reader.fail(f"các phần phải là {_join(collection.parts)}")
    seen: set[str] = set()
    for criterion in form.criteria:
        if criterion.code in seen:
            reader.fail(f"mã tiêu chí {criterion.code} bị trùng")
        if criterion.depends_on and criterion.depends_on not in seen:
            reader.fail(f"tiêu chí {criterion.code} phụ thuộc {criterion.depends_on}, phải đứng trước nó")
        seen.add(criterion.code)


def _join(values: Any) -> str:
    return ", ".join(str(value) for value in values)


def _show(minimums: Mapping[int, Decimal]) -> str:
    return "{" + ", ".join(f"{star}★: {minimums[star]}" for star in sorted(minimums)) + "}"
