"""Báo cáo kết quả kiểm tra of a plan: figures from the records, words by the officer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from core.errors import Denied
from core.formats import date_vn
from documents.kinds import LETTER_FIELDS, DocumentKind, register
from documents.model import Align, Annex, Block, Column, Doc, P, Row, Table, TotalRow, bold, joined
from documents.model.typeset import count_text
from documents.models import Document
from documents.papers_common import Texts, framed, paragraph_blocks
from documents.printing import issue_of, words_of
from inspections import rules
from inspections.enums import PlanState
from inspections.models import InspectionPlan
from inspections.papers.common import (
    DIVISION_FORMS,
    OFFICE_FORMS,
    archive_of,
    draft_once,
)
from inspections.tallies import rows_of, tally

REPORT_PROVINCE = "bao-cao-kiem-tra-so"
REPORT_DISTRICT = "bao-cao-kiem-tra-huyen"
PLAN_REF = "inspection-plan:"
C = Align.CENTER
_HEAD = re.compile(r"[IVX]+\. ")


def report_source(plan: InspectionPlan) -> dict[str, Any]:
    """Figures and places as plain data."""
    figures = tally(plan)
    return {
        "plan": plan.name,
        "year": plan.year,
        "area": plan.unit.area,
        "figures": figures.plain(),
        "units": [[name, row.plain()] for name, row in figures.by_unit],
        "rows": [
            {
                "site": row.site_name,
                "unit": row.district.as_district_short,
                "on": date_vn(row.concluded_at),
                "state": row.get_state_display(),
                "findings": str(row.finding_count),
                "open": str(row.open_count),
            }
            for row in rows_of(plan)
        ],
    }


def _texts(plan: InspectionPlan, source: Mapping[str, Any]) -> Texts:
    above = f"Ủy ban nhân dân {source['area']}"
    return Texts(
        subject=f"Kết quả kiểm tra, giám sát việc duy trì, phát triển sản phẩm OCOP năm {plan.year}",
        addressees=(above,),
        paragraphs=(
            f"Thực hiện {plan.name}, {{don_vi}} báo cáo kết quả như sau:",
            "I. KẾT QUẢ KIỂM TRA",
            "Theo kế hoạch kiểm tra {so_planned} cơ sở, đã kiểm tra {so_held} cơ sở với "
            "{so_products} sản phẩm; huỷ {so_cancelled} cuộc.",
            "{bang}",
            "II. PHÁT HIỆN VÀ XỬ LÝ",
            "Phát hiện {so_minor} tồn tại, {so_major} vi phạm phải khắc phục và "
            "{so_critical} vi phạm nghiêm trọng. Đã yêu cầu {so_demanded} nội dung khắc "
            "phục, trong đó {so_repaired} nội dung đã khắc phục, {so_late} nội dung quá hạn.",
            "Thu hồi giấy chứng nhận {so_revoked} sản phẩm; đang đề nghị thu hồi {so_proposed} sản phẩm.",
            "III. ĐÁNH GIÁ, KIẾN NGHỊ",
            "Phần lớn chủ thể duy trì sản xuất và các tiêu chí đã được công nhận. Đề nghị các địa phương tiếp tục đôn đốc cơ sở "
            "khắc phục đúng thời hạn, hỗ trợ áp dụng quy trình sản xuất tiên tiến để nâng hạng sản phẩm./.",
        ),
        recipients=("Như trên", f"Lưu: VT, {archive_of(plan.unit)}"),
    )


def _unit_table(source: Mapping[str, Any]) -> Table:
    columns = (
        Column("TT", 9, C), Column("Huyện, thành phố", 40), Column("Kế hoạch", 18, C), Column("Đã kiểm tra", 18, C),
        Column("Tồn tại", 16, C), Column("Vi phạm", 17, C), Column("Nghiêm trọng", 17, C), Column("Đã khắc phục", 15, C),
        Column("Thu hồi", 15, C),
    )  # fmt: skip
    keys = ("planned", "held", "minor", "major", "critical", "repaired", "revoked")
    rows: list[Row | TotalRow] = [
        Row((str(n), name, *(str(row[key]) for key in keys))) for n, (name, row) in enumerate(source["units"], 1)
    ]
    rows.append(TotalRow(("", "Tổng số", *(str(source["figures"][key]) for key in keys))))
    return Table(columns, tuple(rows), size_pt=11)


def _annex(source: Mapping[str, Any], issue: Any) -> Annex:
    columns = (
        Column("TT", 10, C), Column("Cơ sở", 54), Column("Địa bàn", 26), Column("Ngày kết luận", 25, C),
        Column("Trạng thái", 29), Column("Phát hiện / còn mở", 21, C),
    )  # fmt: skip
    rows = tuple(
        Row((
            str(n), row["site"], row["unit"], row["on"], row["state"],
            f"{row['findings']} / {row['open']}" if row["on"] else "",
        ))
        for n, row in enumerate(source["rows"], 1)
    )  # fmt: skip
    title = f"DANH SÁCH CƠ SỞ KIỂM TRA NĂM {source['year']}"
    attached = joined("Báo cáo ", issue.reference, f" của {issue.body.name}")
    return Annex(title, (Table(columns, rows, size_pt=11),), attached_to=attached)


def _figures(source: Mapping[str, Any]) -> dict[str, str]:
    """The figures under the names that the wording holds: they follow the records until the report is issued."""
    return {f"so_{key}": count_text(value) if value else "0" for key, value in source["figures"].items()}


def _bold_heads(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Lines that begin with a Roman figure are headings."""
    return tuple(
        P(bold(block.text))
        if isinstance(block, P) and isinstance(block.text, str) and _HEAD.match(block.text)
        else block
        for block in blocks
    )


def _build(document: Document) -> Doc:
    words, issue = words_of(document, _figures(document.source)), issue_of(document)
    lines = tuple(line.replace("{don_vi}", issue.body.name) for line in words.paragraphs)
    return framed(
        issue,
        kind="BÁO CÁO",
        subject=words.subject,
        addressees=words.addressees,
        blocks=_bold_heads(paragraph_blocks(lines, tables=(_unit_table(document.source),))),
        signs=(issue.signer.block(),),
        recipients=words.recipients,
        annexes=(_annex(document.source, issue),),
    )


def draft_report(*, plan: InspectionPlan, actor: Any) -> Document:
    """Draft the report of a plan. Raises Denied."""
    if not rules.planner(actor, plan) or plan.state not in {PlanState.APPROVED, PlanState.CLOSED}:
        raise Denied("Cán bộ của đơn vị lập báo cáo khi kế hoạch đã duyệt.", obj=plan)
    source = report_source(plan)
    return draft_once(
        kind=REPORT_PROVINCE if plan.unit.is_province else REPORT_DISTRICT, unit=plan.unit, words=_texts(plan, source),
        source=source, ref=f"{PLAN_REF}{plan.pk}", actor=actor,
    )  # fmt: skip


def _plan_of(document: Document) -> InspectionPlan:
    rows = InspectionPlan.objects.select_related("unit")
    return rows.get(pk=int(document.subject_ref.removeprefix(PLAN_REF)))


def register_kinds() -> None:
    """Make the report known to the registry of documents."""
    for code, symbol, forms in ((REPORT_PROVINCE, "BC-SNN", OFFICE_FORMS), (REPORT_DISTRICT, "BC-PNN", DIVISION_FORMS)):
        register(
            DocumentKind(
                code=code, label="Báo cáo kết quả kiểm tra", symbol=symbol, body="chuyen-mon", builder=_build,
                collect=lambda document: report_source(_plan_of(document)), editable_fields=LETTER_FIELDS,
                signing_forms=forms,
            )
        )  # fmt: skip
