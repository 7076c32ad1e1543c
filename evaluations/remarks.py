"""What members wrote on their sheets of a closed assessment, put together criterion by criterion."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from criteria.schema.sheet import SheetForm
from criteria.wording import sentence_case
from evaluations.models import Result, ScoreLine, ScoreSheet

GENERAL = "Nhận xét chung"


@dataclass(frozen=True)
class RemarksOn:
    """Who wrote what on one criterion, or in general when there is no code."""

    code: str
    name: str
    said: tuple[tuple[str, str], ...]


def remarks_of(result: Result, form: SheetForm) -> list[RemarksOn]:
    """Of the sheets that were counted, in the members' order: general remarks, then each criterion that has any.

    They tell who wrote them, so they are for the council's side only.
    """
    members = {entry["sheet"]: office(entry["label"]) for entry in result.computation["members"].values()}
    general = ScoreSheet.objects.filter(pk__in=members).exclude(comment="").values_list("pk", "comment")
    found: dict[int | None, list[tuple[int, str]]] = defaultdict(list, {None: list(general)})
    lines = ScoreLine.objects.filter(sheet__in=members).exclude(note="")
    for criterion, sheet, note in lines.values_list("criterion_id", "sheet_id", "note"):
        found[criterion].append((sheet, note))
    order = list(members)
    heads = [(None, "", GENERAL), *((row.id, row.code, sentence_case(row.name)) for row in form.criteria)]
    remarks = []
    for key, code, name in heads:
        said = sorted(found[key], key=lambda one: order.index(one[0]))
        if said:
            remarks.append(RemarksOn(code, name, tuple((members[pk], text) for pk, text in said)))
    return remarks


def office(label: str) -> str:
    """A member's office without the council's name, which everything on the page is about."""
    return label.removesuffix(" Hội đồng")
