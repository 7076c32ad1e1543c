"""What a dossier held each time that it was handed in, and what changed between two times. Shown, never used to decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from core.formats import number_vn
from core.workflow import Transition
from criteria.queries import sheet_of
from products import point_seven
from products.models import Dossier, DossierReport, DossierSubmission, Evidence, SelfAssessmentLine
from products.reporting import LABELS

SELF_SHEET = "Tự đánh giá theo tiêu chí"
REPORT = "Báo cáo tự đánh giá"


def taken(dossier: Dossier) -> dict[str, Any]:
    """The content of a dossier now, as plain values."""
    files: dict[int, list[dict[str, Any]]] = {}
    live = Evidence.objects.filter(item__dossier=dossier, removed_at=None).select_related("file").order_by("pk")
    for row in live.prefetch_related("criteria"):
        files.setdefault(row.item_id, []).append(
            {
                "id": row.pk,
                "title": row.title,
                "sha256": row.file.sha256,
                "replaces": row.replaces_id,
                "criteria": sorted(criterion.code for criterion in row.criteria.all()),
            }
        )
    report = DossierReport.objects.filter(dossier=dossier).first()
    lines = SelfAssessmentLine.objects.filter(dossier=dossier).select_related("criterion")
    return {
        "items": {
            item.code: {
                "name": item.name,
                "answer": item.answer,
                "not_applicable": item.not_applicable,
                "files": files.get(item.pk, []),
            }
            for item in dossier.items.all()
        },
        "lines": {line.criterion.code: [line.option_index, str(line.points), line.note] for line in lines},
        "ticks": point_seven.answers(dossier),
        "report": {name: getattr(report, name) for name in LABELS} if report else {},
    }


def keep(step: Transition[Dossier]) -> None:
    """Effect of handing in: the content of this time stays readable."""
    dossier = step.obj
    DossierSubmission.objects.update_or_create(
        dossier=dossier, number=dossier.submissions, defaults={"by": step.actor, "content": taken(dossier)}
    )


@dataclass(frozen=True)
class FieldChange:
    """One text or value before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class FileChange:
    """A file that came, went, or took another's place."""

    before: Evidence | None
    after: Evidence | None

    @property
    def shown(self) -> Evidence | None:
        """By which file the change is named: the one that is there now, else the one that went."""
        return self.after or self.before

    @property
    def words(self) -> str:
        """What happened to it."""
        if self.before is None:
            return "Tệp mới"
        return "Đã gỡ" if self.after is None else "Thay tệp"


@dataclass(frozen=True)
class SectionChange:
    """What changed in one section."""

    code: str
    name: str
    fields: Sequence[FieldChange]
    files: Sequence[FileChange]


@dataclass(frozen=True)
class Comparison:
    """Two handings-in side by side."""

    earlier: DossierSubmission
    later: DossierSubmission
    sections: Sequence[SectionChange]

    @property
    def count(self) -> int:
        """How many texts and files changed."""
        return sum(len(section.fields) + len(section.files) for section in self.sections)

    @property
    def codes(self) -> frozenset[str]:
        """Items that changed."""
        return frozenset(section.code for section in self.sections if section.code)


def last_comparison(dossier: Dossier) -> Comparison | None:
    """The last handing-in beside the one before; None while there is only one."""
    rows = list(dossier.handed_in.select_related("by").order_by("-number")[:2])
    return compare(dossier, rows[1], rows[0]) if len(rows) == 2 else None


def compare(dossier: Dossier, earlier: DossierSubmission, later: DossierSubmission) -> Comparison:
    """Every text and file that differs, section by section."""
    known = {row.pk: row for row in Evidence.objects.filter(item__dossier=dossier).select_related("file", "added_by")}
    old, new = earlier.content, later.content
    sections = [
        SectionChange(code, after["name"], _item_fields(old["items"].get(code, {}), after), files)
        for code, after in new["items"].items()
        if (files := _files(old["items"].get(code, {}).get("files", []), after["files"], known))
        or _item_fields(old["items"].get(code, {}), after)
    ]
    words = [
        FieldChange(LABELS[name], old["report"].get(name, ""), text)
        for name, text in new["report"].items()
        if name in LABELS and old["report"].get(name, "") != text
    ]
    words += _ticks(old.get("ticks"), new.get("ticks"))
    lines = list(_lines(dossier, old["lines"], new["lines"]))
    if lines:
        sections.append(SectionChange("", SELF_SHEET, lines, ()))
    if words:
        sections.append(SectionChange("", REPORT, words, ()))
    return Comparison(earlier, later, sections)


def _ticks(before: Mapping[str, bool] | None, after: Mapping[str, bool] | None) -> list[FieldChange]:
    """What was ticked or not; a handing-in of before the ticks were kept tells nothing."""
    if before is None or after is None:
        return []
    words = {True: "Có", False: "Không"}
    return [
        FieldChange(label, words[before.get(code, False)], words[after.get(code, False)])
        for code, label in point_seven.LABELS.items()
        if before.get(code, False) != after.get(code, False)
    ]


def _item_fields(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[FieldChange]:
    found = []
    if before.get("answer", "") != after["answer"]:
        found.append(FieldChange("Nội dung khai", before.get("answer", ""), after["answer"]))
    if before.get("not_applicable", False) != after["not_applicable"]:
        words = {True: "Không áp dụng", False: "Có áp dụng"}
        found.append(FieldChange("Áp dụng", words[before.get("not_applicable", False)], words[after["not_applicable"]]))
    return found


def _files(
    before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]], known: Mapping[int, Evidence]
) -> list[FileChange]:
    old = {row["id"] for row in before}
    new = {row["id"] for row in after}
    found, replaced = [], set()
    for row in after:
        if row["id"] in old:
            continue
        origin = _origin(row["id"], old, known)
        if origin is not None:
            replaced.add(origin)
        found.append(FileChange(known.get(origin) if origin else None, known.get(row["id"])))
    found += [FileChange(known.get(gone), None) for gone in sorted(old - new - replaced)]
    return found


def _origin(pk: int, old: set[int], known: Mapping[int, Evidence]) -> int | None:
    """The file of the earlier time whose place this one took, perhaps over several replacements."""
    row = known.get(pk)
    while row is not None and row.replaces_id is not None:
        if row.replaces_id in old:
            return row.replaces_id
        row = known.get(row.replaces_id)
    return None


def _lines(dossier: Dossier, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[FieldChange]:
    found = []
    for criterion in sheet_of(dossier.criteria_set).criteria:
        old, new = before.get(criterion.code), after.get(criterion.code)
        if old != new:
            found.append(FieldChange(f"{criterion.code} {criterion.name}", _line_words(old), _line_words(new)))
    return found


def _line_words(line: Sequence[Any] | None) -> str:
    if not line:
        return ""
    points = f"{number_vn(Decimal(line[1]))} điểm"
    return f"{points}. {line[2]}" if line[2] else points
