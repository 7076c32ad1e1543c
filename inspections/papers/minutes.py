"""Biên bản kiểm tra: printed on the spot from the sheet, frozen when the team concludes."""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction

from core.files.store import read_stored
from core.formats import VIETNAM, date_vn, now, number_vn, today
from documents.actions.issue import issue_document
from documents.kinds import DocumentKind, register
from documents.model import Align, Annex, Block, Column, Doc, GroupRow, P, Row, Sign, Table, bold, joined
from documents.model.typeset import count_text
from documents.models import Document
from documents.papers_common import Body, Issue, Texts, body_named, day_words, framed, pen_room, people_committee
from documents.printing import issue_of
from inspections import rules
from inspections.actions import visits
from inspections.enums import LineKind, Verdict, verdict_words
from inspections.models import CorrectiveAction, Inspection, InspectionLine
from inspections.papers.common import draft_once, issued, moment_words, office_of
from inspections.papers.team import REF, TEAM_REF, inspection_of, team_kind
from inspections.sheet import Group, groups_of

MINUTES = "bien-ban-kiem-tra"
C = Align.CENTER


def minutes_source(inspection: Inspection) -> dict[str, Any]:
    """Everything that the minutes say, as plain data."""
    team = inspection.team
    decision = issued(team_kind(team), f"{TEAM_REF}{team.pk}") if team else None
    lines = list(inspection.lines.select_related("product__recognition"))
    return {
        "code": inspection.code,
        "site": inspection.site_name,
        "office": office_of(inspection.unit),
        "superior": _superior(inspection),
        "place": inspection.address or (inspection.commune or inspection.district).path_name,
        "begun": (inspection.begun_at or now()).isoformat(),
        "ended": (inspection.concluded_at or now()).isoformat() if inspection.state != "under_way" else None,
        "basis": _basis(inspection, decision),
        "members": [
            {"name": m.full_name, "position": m.position, "duty": m.get_duty_display()}
            for m in (team.members.all() if team else ())
        ],
        "host": [inspection.host_name, inspection.host_position],
        "products": [_product(row.recognition) for row in inspection.products.select_related("recognition")],
        "groups": [_group(group) for group in groups_of(lines)],
        "findings": [_finding(row) for row in inspection.findings.select_related("product__recognition").prefetch_related("actions")],
        "photos": inspection.photos.filter(removed_at=None).count(),
        "remarks": inspection.remarks,
        "opinion": inspection.site_opinion,
        "conclusion": inspection.conclusion,
        "signatures": {row.side: [row.name, _picture(row)] for row in inspection.signatures.select_related("file")},
    }  # fmt: skip


def _superior(inspection: Inspection) -> list[str]:
    if inspection.unit.is_province:
        first, _, rest = office_of(inspection.unit).upper().partition(" VÀ ")
        return [f"{first} VÀ", rest] if rest else [first]
    return [people_committee(inspection.unit.area).short_name.upper()]


def _basis(inspection: Inspection, decision: Document | None) -> str:
    if decision is not None and decision.issued_on is not None:
        return f"Quyết định số {decision.notation} {day_words(decision.issued_on)} về việc thành lập Đoàn kiểm tra"
    return inspection.plan.name if inspection.plan else "Quyết định thành lập Đoàn kiểm tra"


def _picture(signature: Any) -> str:
    return f"data:image/png;base64,{base64.b64encode(read_stored(signature.file)).decode()}"


def _product(recognition: Any) -> dict[str, Any]:
    return {
        "name": recognition.product_name,
        "stars": recognition.stars,
        "decision": recognition.decision_number,
        "until": date_vn(recognition.valid_until) or "chưa rõ",
    }


def _line(line: InspectionLine) -> dict[str, Any]:
    agreed = ""
    if line.agreed is not None:
        agreed = f"{number_vn(line.agreed)}/{number_vn(line.agreed_max)} điểm"
    return {
        "code": line.code,
        "kind": line.kind,
        "text": line.text,
        "agreed": agreed,
        "verdict": line.verdict,
        "note": line.note,
    }


def _group(group: Group) -> dict[str, Any]:
    return {"name": group.name, "criteria": group.is_criteria, "lines": [_line(line) for line in group.lines]}


def _finding(finding: Any) -> dict[str, Any]:
    action: CorrectiveAction | None = next(iter(finding.actions.all()), None)
    return {
        "text": finding.text,
        "product": finding.product.recognition.product_name if finding.product else "",
        "severity": finding.get_severity_display(),
        "demand": action.text if action else "",
        "due": date_vn(action.due_on) if action else "",
    }


# --- laying out ----------------------------------------------------------------------------------------------------


def _build(document: Document) -> Doc:
    return minutes_paper(issue_of(document), document.source)


def minutes_paper(issue: Issue, source: Mapping[str, Any]) -> Doc:
    """No place-and-date line: minutes say when they began and ended (Decree 30/2020, Appendix III)."""
    body = Body(
        ("ĐOÀN KIỂM TRA", "SẢN PHẨM OCOP"),
        "Đoàn kiểm tra",
        issue.body.area,
        issue.body.place,
        tuple(source["superior"]),
    )
    leader = next((m["name"] for m in source["members"] if m["duty"] == "Trưởng đoàn"), "")
    secretary = next((m["name"] for m in source["members"] if m["duty"] == "Thư ký"), "")
    drawn = source["signatures"]
    site, team = drawn.get("site", ["", ""]), drawn.get("team", ["", ""])
    return framed(
        replace(issue, date=None, body=body),
        kind="BIÊN BẢN",
        subject=f"Kiểm tra việc duy trì, phát triển sản phẩm OCOP đối với {source['site']}",
        blocks=(*_opening(source), *_results(source), *_findings(source), *_ending(source)),
        signs=(
            Sign(("ĐẠI DIỆN CƠ SỞ",), name=site[0] or source["host"][0], caption="(Chữ ký)", picture=site[1]),
            *((Sign(("NGƯỜI GHI BIÊN BẢN",), name=secretary, caption="(Chữ ký)"),) if secretary else ()),
            Sign(("TRƯỞNG ĐOÀN",), name=leader, caption="(Chữ ký)", picture=team[1]),
        ),
        recipients=("Cơ sở được kiểm tra", source["office"], "Lưu: Hồ sơ Đoàn kiểm tra"),
        annexes=(_annex(source),),
    )  # fmt: skip


def _opening(source: Mapping[str, Any]) -> Iterator[Block]:
    begun = dt.datetime.fromisoformat(source["begun"]).astimezone(VIETNAM)
    yield P(f"Thực hiện {source['basis']}; vào hồi {moment_words(begun)}, tại {source['place']}, Đoàn kiểm tra tiến hành "
            f"kiểm tra việc duy trì, phát triển sản phẩm OCOP đã được công nhận đối với {source['site']}.")  # fmt: skip
    yield P(bold("I. THÀNH PHẦN THAM GIA"))
    yield P(bold("1. Đoàn kiểm tra"))
    last = len(source["members"])
    for number, member in enumerate(source["members"], 1):
        end = "." if number == last else ";"
        yield P(f"- {_person(member['name'], member['position'])}: {member['duty'].lower()}{end}")
    yield P(bold("2. Cơ sở được kiểm tra"))
    host = _person(*source["host"]) if source["host"][0] else "……………………………………………"
    yield P(f"- {host}.")


def _person(name: str, position: str) -> str:
    return f"{name}, {position}" if position else name


def _results(source: Mapping[str, Any]) -> Iterator[Block]:
    yield P(bold("II. NỘI DUNG VÀ KẾT QUẢ KIỂM TRA"))
    yield P(bold("1. Sản phẩm được kiểm tra"))
    yield Table(
        (Column("TT", 10, C), Column("Sản phẩm", 62), Column("Hạng sao", 20, C), Column("Quyết định công nhận", 43),
         Column("Hiệu lực đến hết", 30, C)),
        tuple(
            Row((str(n), row["name"], f"{row['stars']} sao", row["decision"] or "chưa ghi trong sổ", row["until"]))
            for n, row in enumerate(source["products"], 1)
        ),
    )  # fmt: skip
    for number, group in enumerate(source["groups"], 2):
        yield P(bold(f"{number}. {group['name']}"))
        yield from list(_group_blocks(group)) or [P("Không có nội dung ghi nhận.")]


def _group_blocks(group: Mapping[str, Any]) -> Iterator[Block]:
    asked = [line for line in group["lines"] if line["kind"] != LineKind.FACT]
    counted = [line for line in asked if line["verdict"] != Verdict.NOT_APPLICABLE]
    holding = sum(line["verdict"] == Verdict.HOLDS for line in counted)
    noun = "tiêu chí còn duy trì như khi công nhận" if group["criteria"] else "nội dung đạt"
    if counted:
        yield P(f"Kết quả: {count_text(holding)}/{count_text(len(counted))} {noun}.")
    for line in counted:
        if line["verdict"] not in {Verdict.HOLDS, ""}:
            agreed = f" (khi công nhận {line['agreed']})" if line["agreed"] else ""
            yield P(pen_room(f"- {line['text']}{agreed}: {_judged(line).lower()}. {line['note']}".rstrip()))
    for line in group["lines"]:
        if line["kind"] == LineKind.FACT and line["note"].strip():
            yield P(f"- {line['text']}: {line['note']}")


def _findings(source: Mapping[str, Any]) -> Iterator[Block]:
    yield P(bold("III. PHÁT HIỆN VÀ YÊU CẦU KHẮC PHỤC"))
    if not source["findings"]:
        yield P("Đoàn không phát hiện tồn tại, vi phạm phải khắc phục.")
        return
    rows = tuple(
        Row((str(n), f"{row['text']}{' (' + row['product'] + ')' if row['product'] else ''}", row["severity"],
             row["demand"] or "Nhắc nhở", row["due"]))
        for n, row in enumerate(source["findings"], 1)
    )  # fmt: skip
    yield Table(
        (Column("TT", 9, C), Column("Phát hiện", 56), Column("Mức độ", 28), Column("Yêu cầu khắc phục", 48),
         Column("Thời hạn", 24, C)),
        rows,
    )  # fmt: skip
    yield P(
        "Cơ sở báo cáo kết quả khắc phục, kèm ảnh hoặc tài liệu minh chứng, về Đoàn kiểm tra đúng thời hạn nêu trên."
    )


def _paragraphs(text: str, blank: str) -> Iterator[Block]:
    lines = [line for line in text.splitlines() if line.strip()]
    yield from (P(line) for line in lines or [blank])


def _ending(source: Mapping[str, Any]) -> Iterator[Block]:
    yield P(bold("IV. Ý KIẾN CỦA CƠ SỞ ĐƯỢC KIỂM TRA"))
    yield from _paragraphs(source["opinion"], "Cơ sở nhất trí với nội dung biên bản.")
    yield P(bold("V. NHẬN XÉT, KẾT LUẬN CỦA ĐOÀN KIỂM TRA"))
    if source["remarks"].strip():
        yield from _paragraphs(source["remarks"], "")
    yield from _paragraphs(source["conclusion"], "……………………………………………………………………")
    end = (
        moment_words(dt.datetime.fromisoformat(source["ended"]))
        if source["ended"]
        else "__ giờ __ phút, ngày __ tháng __ năm ____"
    )
    photos = f"; Đoàn lưu {count_text(source['photos'])} ảnh chụp tại cơ sở" if source["photos"] else ""
    yield P(pen_room(
        f"Phiếu kiểm tra chi tiết tại Phụ lục kèm theo{photos}. Biên bản được lập "
        "thành 02 bản, đã đọc lại cho các bên cùng nghe và nhất trí thông qua, mỗi bên giữ 01 bản. Việc kiểm tra kết thúc "
        f"vào hồi {end}./."
    ))  # fmt: skip


def _judged(line: Mapping[str, Any]) -> str:
    if line["kind"] == LineKind.FACT:
        return ""
    return verdict_words(line["kind"], line["verdict"]) or "Chưa đánh giá"


def _annex(source: Mapping[str, Any]) -> Annex:
    rows: list[Row | GroupRow] = []
    for group in source["groups"]:
        rows.append(GroupRow("", group["name"]))
        rows += [
            Row((line["code"], line["text"], line["agreed"], _judged(line), line["note"]))
            for line in group["lines"]
        ]  # fmt: skip
    columns = (
        Column("Mã", 14, C), Column("Nội dung, tiêu chí", 62), Column("Khi công nhận", 24, C),
        Column("Hiện nay", 28, C), Column("Ghi nhận", 37),
    )  # fmt: skip
    attached = joined("Biên bản kiểm tra ", source["code"])
    return Annex("PHIẾU KIỂM TRA CHI TIẾT", (Table(columns, tuple(rows), size_pt=11),), attached_to=attached)


# --- issuing -------------------------------------------------------------------------------------------------------


@transaction.atomic
def conclude_with_minutes(*, inspection: Inspection, actor: Any) -> Document:
    """End the visit and freeze its minutes, together or not at all. Raises Denied, RenderFailed."""
    concluded = visits.conclude(inspection=inspection, actor=actor)
    document = draft_minutes(inspection=concluded, actor=actor)
    return issue_document(document=document, issued_on=today(), actor=actor)


def draft_minutes(*, inspection: Inspection, actor: Any) -> Document:
    """The minutes as a document of the register."""
    words = Texts(subject=f"Kiểm tra sản phẩm OCOP tại {inspection.site_name}"[:500])
    return draft_once(
        kind=MINUTES, unit=inspection.unit, words=words, source=minutes_source(inspection), ref=f"{REF}{inspection.pk}",
        actor=actor,
    )  # fmt: skip


def draft_preview(inspection: Inspection) -> Doc:
    """The minutes as they stand now, marked DỰ THẢO: to print at the site before they are final."""
    unit = inspection.unit
    issue = Issue(body_named("chuyen-mon", unit.area, unit.level, day=today()), "BB-ĐKT")
    return minutes_paper(issue, minutes_source(inspection)).as_draft()


def _inspects(user: Any, document: Document) -> bool:
    return rules.inspector(user, inspection_of(document))


def register_kinds() -> None:
    """Make the minutes known to the registry of documents."""
    register(
        DocumentKind(
            code=MINUTES, label="Biên bản kiểm tra", symbol="BB-ĐKT", body="chuyen-mon", builder=_build,
            collect=lambda document: minutes_source(inspection_of(document)), signing_forms=("giam-doc",),
            needs_signer=False, two_persons=False, editor_check=_inspects, issuer_check=_inspects,
        )
    )  # fmt: skip
