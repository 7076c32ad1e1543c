"""Kế hoạch năm as a paper: wording from the plan, annexes from its rows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from core.formats import number_vn
from documents.kinds import BASES, PARAGRAPHS, RECIPIENTS, DocumentKind, register
from documents.model import Align, Annex, Block, Column, Doc, Heading, P, Row, Table, TotalRow, joined
from documents.models import Document
from documents.papers_common import Issue, Texts, basis_texts, framed, paragraph_blocks
from documents.printing import issue_of, words_of
from products.enums import BudgetSource
from programme.models import AnnualPlan

KIND = "ke-hoach-nam"
REF = "plan:"
HEADS = (
    ("goals", "I. MỤC TIÊU"),
    ("contents", "II. NỘI DUNG KẾ HOẠCH"),
    ("funding", "III. KINH PHÍ"),
    ("organisation", "IV. TỔ CHỨC THỰC HIỆN"),
)
_PART = re.compile(r"^[IVX]+\. ")
_POINT = re.compile(r"^\d+\. ")
_NUMBERED = re.compile(r"^\d+(\.\d+)?\. ")
_SENTENCE = (".", ";", ":")
_SUBPOINT = re.compile(r"^\d+\.\d+\. ")
C, R = Align.CENTER, Align.RIGHT


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def lines_of(text: str) -> list[tuple[bool, str]]:
    """Lines of a part, each with whether it is a heading: a numbered line that is no sentence."""
    return [(bool(_NUMBERED.match(line)) and not line.endswith(_SENTENCE), line) for line in _lines(text)]


def texts_of(plan: AnnualPlan) -> Texts:
    """The plan's wording as the paper has it."""
    area = plan.unit.area
    words = [
        f"Ủy ban nhân dân {area} ban hành Kế hoạch thực hiện Chương trình mỗi xã một sản phẩm trên địa bàn {area} "
        f"năm {plan.year}, với những nội dung như sau:"
    ]
    for name, head in HEADS:
        lines = _lines(getattr(plan, name))
        if lines:
            words += [head, *lines]
    return Texts(
        subject=f"Thực hiện Chương trình mỗi xã một sản phẩm trên địa bàn {area} năm {plan.year}",
        bases=tuple(_lines(plan.bases)),
        paragraphs=tuple(words),
        recipients=tuple(_lines(plan.recipients)) or ("Lưu: VT",),
    )


def source_of(plan: AnnualPlan) -> dict[str, Any]:
    """Tasks, targets and money as plain data."""
    return {
        "area": plan.unit.area,
        "year": plan.year,
        "tasks": [[task.number, task.title, task.lead, task.partners, task.time_text] for task in plan.tasks.all()],
        "targets": [
            [row.name, str(row.planned), str(row.planned_most) if row.planned_most else "", row.unit_label]
            for row in plan.targets.all()
        ],
        "budget": [
            [BudgetSource(line.source).label, line.content, str(line.planned) if line.planned is not None else ""]
            for line in plan.budget.all()
        ],
    }


def _collect(document: Document) -> Mapping[str, Any]:
    plan = AnnualPlan.objects.filter(pk=document.subject_ref.removeprefix(REF)).first()
    return source_of(plan) if plan else document.source


def _blocks(paragraphs: tuple[str, ...]) -> tuple[Block, ...]:
    """Headings by their numbers; a numbered line that is a sentence stays a paragraph."""
    out: list[Block] = []
    for block in paragraph_blocks(paragraphs):
        text = block.text if isinstance(block, P) else None
        if not isinstance(text, str):
            out.append(block)
        elif _PART.match(text):
            out.append(Heading(text, 1))
        elif _POINT.match(text) and not text.endswith(_SENTENCE):
            out.append(Heading(text, 2))
        elif _SUBPOINT.match(text) and not text.endswith(_SENTENCE):
            out.append(Heading(text, 3))
        else:
            out.append(block)
    return tuple(out)


def _task_table(rows: list[list[str]]) -> Table:
    columns = (
        Column("TT", 11, C),
        Column("Nội dung, nhiệm vụ thực hiện", 60),
        Column("Đơn vị chủ trì thực hiện", 32),
        Column("Đơn vị phối hợp", 38),
        Column("Thời gian hoàn thành", 24, C),
    )
    return Table(columns, tuple(Row(tuple(row)) for row in rows))


def _target_table(rows: list[list[str]]) -> Table:
    columns = (Column("TT", 11, C), Column("Chỉ tiêu", 104), Column("Đơn vị tính", 25, C), Column("Kế hoạch", 25, C))
    cells = []
    for number, (name, planned, most, unit) in enumerate(rows, 1):
        figure = number_vn(Decimal(planned)) + (f" - {number_vn(Decimal(most))}" if most else "")
        cells.append(Row((str(number), name, unit, figure)))
    return Table(columns, tuple(cells))


def _budget_table(rows: list[list[str]]) -> Table:
    columns = (Column("TT", 11, C), Column("Nguồn", 46), Column("Nội dung", 73), Column("Kinh phí", 35, R))
    cells: list[Row | TotalRow] = [
        Row((str(number), source, content, number_vn(Decimal(planned)) if planned else ""))
        for number, (source, content, planned) in enumerate(rows, 1)
    ]
    total = sum((Decimal(planned) for _, _, planned in rows if planned), Decimal(0))
    cells.append(TotalRow(("", "Tổng cộng", "", number_vn(total))))
    return Table(columns, tuple(cells), unit="Đơn vị tính: đồng")


def lay_out(issue: Issue, source: Mapping[str, Any], words: Texts) -> Doc:
    """The paper of one plan."""
    about = f"CHƯƠNG TRÌNH MỖI XÃ MỘT SẢN PHẨM {str(source['area']).upper()} NĂM {source['year']}"
    attached = joined("Kế hoạch ", issue.reference, f" của {issue.body.name}")
    annexes = []
    if source["tasks"]:
        annexes.append(Annex(f"NHIỆM VỤ THỰC HIỆN {about}", (_task_table(source["tasks"]),), attached_to=attached))
    if source["targets"]:
        annexes.append(Annex(f"CHỈ TIÊU {about}", (_target_table(source["targets"]),), attached_to=attached))
    if any(row[2] for row in source["budget"]):
        annexes.append(Annex(f"KINH PHÍ {about}", (_budget_table(source["budget"]),), attached_to=attached))
    return framed(
        issue,
        kind="KẾ HOẠCH",
        subject=words.subject,
        bases=basis_texts(words.bases),
        blocks=_blocks(words.paragraphs),
        signs=(issue.signer.block(),),
        recipients=words.recipients,
        annexes=tuple(annexes),
    )


def _build(document: Document) -> Doc:
    return lay_out(issue_of(document), document.source, words_of(document))


def register_kind() -> None:
    """Make the plan known to the registry of documents."""
    register(
        DocumentKind(
            code=KIND,
            label="Kế hoạch năm",
            symbol="KH-UBND",
            builder=_build,
            editable_fields=(BASES, PARAGRAPHS, RECIPIENTS),
            collect=_collect,
        )
    )
