"""What the papers of a sales point say: the decision that recognises it, or the letter that asks another body to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from accounts.enums import UnitLevel
from accounts.models import Unit
from core.errors import Denied
from core.formats import local_date, today
from documents.model import Align, Annex, Column, Doc, GroupRow, Row, Table, joined
from documents.model.doc import ROMAN
from documents.models import Document
from documents.papers_common import BASES, Body, Texts, day_words, decision_paper, letter_paper
from documents.printing import issue_of, words_of
from products.places import unit_above
from promotion.checklist import Checklist, checklist
from promotion.models import SalesPoint
from promotion.models.criteria import DecidedBy

DEPARTMENT_DECISION, PROVINCE_DECISION, REQUEST = "qd-diem-ban-so", "qd-diem-ban-ubnd", "cv-diem-ban"
KINDS = (DEPARTMENT_DECISION, PROVINCE_DECISION, REQUEST)
DECISIONS = {DecidedBy.DEPARTMENT: DEPARTMENT_DECISION, DecidedBy.PROVINCE: PROVINCE_DECISION}
REF = "sales-point:"
_YEARS = re.compile(r"\b(\d{4})-(\d{4})\b")
_DAY = re.compile(r"ngày (\d{1,2})/(\d{1,2})/(\d{4})")


def point_of(document: Document) -> SalesPoint:
    """The sales point that a paper is about."""
    rows = SalesPoint.objects.select_related("district__parent", "commune__parent", "producer")
    return rows.get(pk=int(document.subject_ref.removeprefix(REF)))


def province_of(point: SalesPoint) -> Unit:
    """The province in which it lies. Raises Denied."""
    found = unit_above(point.district, UnitLevel.PROVINCE)
    if found is None:
        raise Denied("Chưa rõ tỉnh của điểm bán.", obj=point, action="salespoint.paper")
    return found


def _days_in_words(text: str) -> str:
    """Days as papers write them: "ngày 18 tháng 4 năm 2023"."""
    return _DAY.sub(lambda found: f"ngày {int(found[1]):02d} tháng {_month(int(found[2]))} năm {found[3]}", text)


def _month(number: int) -> str:
    return f"{number:02d}" if number < 3 else str(number)


def source_of(point: SalesPoint) -> dict[str, Any]:
    """Facts, frozen at issue: the place, who runs it, and the result for each criterion."""
    sheet = checklist(point.criteria)
    answers = {row.code: row for row in point.answers.all()}
    groups = []
    for group in sheet.groups:
        lines = []
        for line in group.criteria:
            answer = answers.get(line.code)
            said = "Đạt" if answer and answer.met else "Chưa đạt" if answer else "Chưa đánh giá"
            if not line.mandatory and said != "Đạt":
                said = f"{said} (khuyến khích)"
            lines.append({"code": line.code, "text": line.text, "said": said})
        groups.append({"name": group.name, "lines": lines})
    return {
        "point": point.name,
        "kind": point.get_kind_display(),
        "address": point.full_address,
        "operator": point.operator,
        "appraised_on": local_date(point.appraised_at).isoformat() if point.appraised_at else None,
        "title": sheet.title,
        "groups": groups,
    }  # fmt: skip


# --- wording ------------------------------------------------------------------------------------------------------


def _appraised(point: SalesPoint) -> str:
    if point.appraised_at is None:
        return ""
    return f" {day_words(local_date(point.appraised_at))}"


def _basis(sheet: Checklist) -> str:
    """The decision that holds the criteria, with its years written as papers write them: "2023 - 2025"."""
    title = _YEARS.sub(r"\1 - \2", sheet.title)
    return f"Căn cứ {_days_in_words(sheet.basis)} ban hành {title}"


def _bases(sheet: Checklist, decided_by: str) -> tuple[str, ...]:
    law = "luat-tccqdp" if today().year < 2025 else "luat-tccqdp-2025"
    return (
        *((BASES[law],) if decided_by == DecidedBy.PROVINCE else ()),
        BASES["qd-919"],
        _basis(sheet),
    )


def decision_texts(point: SalesPoint) -> Texts:
    """Standard wording of the decision."""
    sheet = checklist(point.criteria)
    area = point.district.area
    return Texts(
        subject=f"Công nhận Điểm giới thiệu và bán sản phẩm OCOP “{point.name}”",
        bases=(
            *_bases(sheet, sheet.decided_by),
            f"Theo kết quả thẩm định{_appraised(point)} đối với hồ sơ đề nghị công nhận của {point.operator}",
        ),
        articles=(
            f"Công nhận “{point.name}” đạt tiêu chí Điểm giới thiệu và bán sản phẩm thuộc Chương trình mỗi xã một sản phẩm "
            "(OCOP), gồm các nội dung sau:\n"
            f"1. Địa chỉ: {point.full_address}.\n"
            f"2. Loại vị trí: {point.get_kind_display()}.\n"
            f"3. Đơn vị, cá nhân quản lý: {point.operator}.\n"
            "Kết quả đánh giá theo từng tiêu chí tại Phụ lục kèm theo.",
            f"{point.operator} có trách nhiệm:\n"
            "1. Duy trì các tiêu chí đã được công nhận trong suốt thời gian hoạt động.\n"
            "2. Chỉ giới thiệu là sản phẩm OCOP đối với sản phẩm có giấy chứng nhận còn hiệu lực; gỡ ngay sản phẩm đã hết hiệu "
            "lực hoặc bị thu hồi.\n"
            "3. Báo cáo doanh thu hằng quý và chịu sự kiểm tra của cơ quan quản lý.",
            "Quyết định này có hiệu lực kể từ ngày ký ban hành.\n"
            f"Thủ trưởng các cơ quan, đơn vị có liên quan, Ủy ban nhân dân {area} và {point.operator} chịu trách nhiệm thi hành "
            "Quyết định này./.",
        ),
        recipients=(
            "Như Điều 3", *((f"{sheet.asked_body} (để phối hợp)",) if sheet.asked_body else ()), f"UBND {area}",
            "Lưu: VT, PTNT",
        ),
    )  # fmt: skip


def request_texts(point: SalesPoint) -> Texts:
    """Standard wording of the letter to the body that decides elsewhere."""
    sheet = checklist(point.criteria)
    asked = sheet.asked_body or "Cơ quan có thẩm quyền công nhận"
    return Texts(
        subject=f"đề nghị công nhận Điểm giới thiệu và bán sản phẩm OCOP “{point.name}”",
        addressees=(asked,),
        paragraphs=(
            f"{_basis(sheet)};",
            f"{{don_vi}} đã thẩm định{_appraised(point)} hồ sơ đề nghị công nhận Điểm giới thiệu và bán sản phẩm OCOP, như sau:",
            f"1. Tên điểm: {point.name}.",
            f"2. Địa chỉ: {point.full_address}.",
            f"3. Loại vị trí: {point.get_kind_display()}.",
            f"4. Đơn vị, cá nhân quản lý: {point.operator}.",
            "5. Kết quả: đạt các tiêu chí bắt buộc (Phụ lục kèm theo).",
            f"{{don_vi}} đề nghị {asked} xem xét, công nhận./.",
        ),
        recipients=("Như trên", f"{point.operator}", "Lưu: VT, PTNT"),
    )


# --- layout -------------------------------------------------------------------------------------------------------


def _annex(source: Mapping[str, Any], attached: Any) -> Annex:
    columns = (Column("TT", 14, Align.CENTER), Column("Tiêu chí", 121), Column("Kết quả", 30, Align.CENTER))
    rows: list[Row | GroupRow] = []
    for number, group in enumerate(source["groups"], 1):
        rows.append(GroupRow(ROMAN[number], group["name"]))
        rows += [Row((line["code"], line["text"], line["said"])) for line in group["lines"]]
    return Annex("KẾT QUẢ ĐÁNH GIÁ THEO TIÊU CHÍ", (Table(columns, tuple(rows)),), attached_to=attached)


def build_decision(document: Document) -> Doc:
    """The decision."""
    issue = issue_of(document)
    annex = _annex(document.source, joined("Quyết định ", issue.reference, f" của {issue.body.name}"))
    return decision_paper(issue, words_of(document), authority=_authority(document, issue.body), annexes=(annex,))


def _authority(document: Document, body: Body) -> str:
    """Who decides, as it stands above the bases: the head of a department, the committee as a body."""
    return f"GIÁM ĐỐC {' '.join(body.lines)}" if document.kind == DEPARTMENT_DECISION else body.capitals


def build_request(document: Document) -> Doc:
    """The letter."""
    issue = issue_of(document)
    annex = _annex(document.source, joined("Công văn ", issue.reference, f" của {issue.body.name}"))
    return letter_paper(issue, words_of(document), title="Công văn đề nghị công nhận điểm bán", annexes=(annex,))
