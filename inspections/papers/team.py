"""Quyết định thành lập Đoàn kiểm tra, and the letter that announces a visit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from core.errors import Denied
from core.formats import local_date, today
from core.workdays import add_working_days
from documents.actions import replace_document
from documents.actions.draft import draft_document
from documents.enums import DocumentState
from documents.kinds import DECISION_FIELDS, LETTER_FIELDS, DocumentKind, register
from documents.model import Align, Column, Doc, Row, Table
from documents.model.typeset import count_text
from documents.models import Document
from documents.papers_common import Texts, day_words, letter_paper
from documents.printing import issue_of, words_of
from inspections import law, rules
from inspections.checklists import terms
from inspections.messages import producers_people
from inspections.models import Inspection, InspectionTeam
from inspections.papers.common import (
    DIVISION_FORMS,
    OFFICE_FORMS,
    archive_of,
    bases_of,
    build_decision,
    draft_once,
    existing,
    head_of,
    issued,
    moment_words,
    office_of,
)
from notifications.actions import notify

TEAM_PROVINCE = "qd-doan-kiem-tra-so"
TEAM_DISTRICT = "qd-doan-kiem-tra-huyen"
LETTER_PROVINCE = "thong-bao-kiem-tra-so"
LETTER_DISTRICT = "thong-bao-kiem-tra-huyen"
TEAM_KINDS = (TEAM_PROVINCE, TEAM_DISTRICT)
LETTER_KINDS = (LETTER_PROVINCE, LETTER_DISTRICT)
TEAM_REF = "inspection-team:"
REF = "inspection:"


def team_kind(team: InspectionTeam) -> str:
    """Sở decides at the province, the People's Committee in a district."""
    return TEAM_PROVINCE if team.unit.is_province else TEAM_DISTRICT


def letter_kind(inspection: Inspection) -> str:
    """The specialised body writes at either level."""
    return LETTER_PROVINCE if inspection.unit.is_province else LETTER_DISTRICT


# --- decision ------------------------------------------------------------------------------------------------------


def team_source(team: InspectionTeam) -> dict[str, Any]:
    """Who, and which places, as plain data."""
    visits = team.inspections.exclude(state="cancelled").select_related("district").order_by("starts_at", "site_name")
    return {
        "name": team.name,
        "area": team.unit.area,
        "members": [
            {"name": m.full_name, "position": m.position, "duty": m.get_duty_display()} for m in team.members.all()
        ],
        "sites": [
            {
                "name": visit.site_name,
                "address": visit.address or visit.district.name,
                "when": f"{local_date(visit.starts_at):%d/%m/%Y}" if visit.starts_at else "",
            }
            for visit in visits
        ],
    }


def decision_of(team: InspectionTeam) -> Document | None:
    """The issued decision on the team."""
    return issued(team_kind(team), f"{TEAM_REF}{team.pk}")


def is_other_than_decided(team: InspectionTeam, decision: Document) -> bool:
    """Say whether people came, left or changed their duty since the decision was issued."""
    named = {(row["name"], row["duty"]) for row in decision.source.get("members", ())}
    return named != {(member.full_name, str(member.get_duty_display())) for member in team.members.all()}


def _team_texts(team: InspectionTeam, source: Mapping[str, Any], replaced: Document | None = None) -> Texts:
    unit, area = team.unit, source["area"]
    former = (
        f" và thay thế Quyết định số {replaced.notation} {day_words(replaced.issued_on)}"
        if replaced is not None and replaced.issued_on is not None
        else ""
    )
    year = team.plan.year if team.plan else today().year
    plan = [f"Căn cứ {team.plan.name}"] if team.plan else []
    by = "Trưởng phòng chuyên môn phụ trách Chương trình OCOP" if unit.is_province else head_of(unit)
    return Texts(
        subject=f"Thành lập Đoàn kiểm tra, giám sát việc duy trì, phát triển sản phẩm OCOP {area} năm {year}",
        bases=(*bases_of(law.ruleset_for(today()).code), *plan, f"Theo đề nghị của {by}"),
        articles=(
            f"Thành lập {source['name']} gồm {count_text(len(source['members']))} thành viên, có tên sau đây:\n{{bang}}",
            "Nhiệm vụ của Đoàn kiểm tra:\n"
            "1. Kiểm tra tình hình sản xuất, kinh doanh, quản lý chất lượng; việc duy trì các tiêu chí đã được đánh giá, "
            "phân hạng; việc tuân thủ quy định về an toàn thực phẩm, sử dụng tem, bao bì, nhãn hàng hóa, bảo vệ môi trường và "
            "các quy định khác có liên quan của chủ thể có sản phẩm OCOP.\n"
            "2. Lập biên bản, yêu cầu khắc phục, kiểm tra lại; báo cáo và đề nghị cấp có thẩm quyền thu hồi giấy chứng nhận "
            "đối với sản phẩm không đáp ứng các điều kiện theo quy định.\n"
            "3. Danh sách cơ sở được kiểm tra:\n{bang}",
            "Đoàn kiểm tra làm việc theo kế hoạch, tự giải thể sau khi hoàn thành nhiệm vụ. Kinh phí thực hiện theo quy "
            "định hiện hành.",
            f"Quyết định này có hiệu lực kể từ ngày ký ban hành{former}.\n"
            f"{'Chánh Văn phòng Sở' if unit.is_province else 'Chánh Văn phòng HĐND và UBND huyện'}, Thủ trưởng các cơ quan, "
            "đơn vị có liên quan, chủ thể có sản phẩm được kiểm tra và các ông, bà có tên tại Điều 1 chịu trách nhiệm thi "
            "hành Quyết định này./.",
        ),
        recipients=("Như Điều 4", "UBND tỉnh (để báo cáo)", f"Lưu: VT, {archive_of(unit)}"),
    )


def _build_team(document: Document) -> Doc:
    members = Table(
        (Column("TT", 10, Align.CENTER), Column("Họ và tên", 50), Column("Chức vụ, cơ quan", 70),
         Column("Nhiệm vụ trong Đoàn", 35)),
        tuple(Row((str(n), m["name"], m["position"], m["duty"])) for n, m in enumerate(document.source["members"], 1)),
    )  # fmt: skip
    sites = Table(
        (Column("TT", 10, Align.CENTER), Column("Cơ sở", 62), Column("Địa chỉ", 65),
         Column("Thời gian", 28, Align.CENTER)),
        tuple(Row((str(n), s["name"], s["address"], s["when"])) for n, s in enumerate(document.source["sites"], 1)),
    )  # fmt: skip
    return build_decision(document, tables=(members, sites))


def _team_of(document: Document) -> InspectionTeam:
    rows = InspectionTeam.objects.select_related("unit", "plan")
    return rows.get(pk=int(document.subject_ref.removeprefix(TEAM_REF)))


def draft_team_decision(*, team: InspectionTeam, actor: Any) -> Document:
    """Draft the decision that establishes the team, or the one that replaces it when its people changed. Raises Denied."""
    rules.check_team_editable(actor, team)
    if not team.members.filter(duty="leader").exists() or team.members.count() < 2:
        raise Denied("Đoàn cần trưởng đoàn và ít nhất một thành viên nữa trước khi soạn quyết định.", obj=team)
    source, kind, ref = team_source(team), team_kind(team), f"{TEAM_REF}{team.pk}"
    newest = existing(kind, ref)
    former = newest if newest is not None and not newest.is_draft and is_other_than_decided(team, newest) else None
    words = _team_texts(team, source, former)
    if former is None:
        return draft_once(kind=kind, unit=team.unit, words=words, source=source, ref=ref, actor=actor)
    return draft_document(
        kind=kind, issuing_unit=team.unit, fields=words.to_fields(), source=source, subject_ref=ref, actor=actor
    )


def _replace_former(document: Document, actor: Any) -> None:
    """The decision in force is the newest one: the former is marked as replaced in the same transaction."""
    rows = Document.objects.filter(kind=document.kind, subject_ref=document.subject_ref, state=DocumentState.ISSUED)
    for former in rows.exclude(pk=document.pk):
        replace_document(document=former, by=document, actor=actor)


# --- announcement --------------------------------------------------------------------------------------------------


def letter_source(inspection: Inspection) -> dict[str, Any]:
    """The visit as the letter tells it."""
    products = inspection.products.select_related("recognition")
    team = inspection.team
    return {
        "site": inspection.site_name,
        "when": inspection.starts_at.isoformat() if inspection.starts_at else None,
        "place": inspection.address,
        "products": [
            {"name": row.recognition.product_name, "stars": row.recognition.stars, "decision": row.recognition.decision_number}
            for row in products
        ],
        "members": [
            f"{m.full_name}{f', {m.position}' if m.position else ''}, {m.get_duty_display().lower()}"
            for m in (team.members.all() if team else ())
        ],
    }  # fmt: skip


def _letter_texts(inspection: Inspection, source: Mapping[str, Any]) -> Texts:
    unit = inspection.unit
    when = moment_words(inspection.starts_at) if inspection.starts_at else "__ giờ __ phút, ngày __ tháng __ năm ____"
    basis = (
        f"Thực hiện {inspection.plan.name}" if inspection.plan else "Thực hiện công tác kiểm tra đột xuất sản phẩm OCOP"
    )
    place = inspection.commune or inspection.district
    above = [] if unit.is_province else ["Lãnh đạo UBND huyện (để báo cáo)"]
    addressees = [f"Ủy ban nhân dân {place.area}", inspection.site_name]
    if unit.is_province:
        addressees.insert(0, f"Ủy ban nhân dân {inspection.district.area}")
    return Texts(
        subject=f"kiểm tra việc duy trì, phát triển sản phẩm OCOP tại {inspection.site_name}",
        addressees=tuple(dict.fromkeys(addressees)),
        paragraphs=(
            f"{basis}, {office_of(unit)} thông báo kiểm tra việc duy trì, phát triển sản phẩm OCOP đã được công nhận đối với "
            f"{inspection.site_name}, cụ thể như sau:",
            f"1. Thời gian: {when}.",
            f"2. Địa điểm: {inspection.address or place.path_name}.",
            "3. Sản phẩm được kiểm tra:",
            "{bang}",
            "4. Nội dung: tình hình sản xuất, kinh doanh, quản lý chất lượng; việc duy trì từng tiêu chí đã được đánh giá, "
            "phân hạng; an toàn thực phẩm; tem, bao bì, nhãn hàng hóa và việc sử dụng biểu trưng OCOP; bảo vệ môi trường; lao "
            "động; áp dụng quy trình tiên tiến (ISO, HACCP, VietGAP, hữu cơ) và định hướng nâng hạng.",
            "5. Thành phần Đoàn kiểm tra: " + ("; ".join(source["members"]) or "theo quyết định thành lập Đoàn") + ".",
            f"6. Đề nghị {inspection.site_name} cử người đại diện làm việc với Đoàn; chuẩn bị hồ sơ sản phẩm, giấy tờ về an "
            "toàn thực phẩm, phiếu kiểm nghiệm, hồ sơ truy xuất nguồn gốc, mẫu tem, nhãn, bao bì đang sử dụng.",
            "Đề nghị các cơ quan, đơn vị phối hợp thực hiện./.",
        ),
        recipients=("Như trên", *above, "Thành viên Đoàn kiểm tra", f"Lưu: VT, {archive_of(unit)}"),
    )


def _build_letter(document: Document) -> Doc:
    table = Table(
        (Column("TT", 10, Align.CENTER), Column("Sản phẩm", 80), Column("Hạng sao", 25, Align.CENTER),
         Column("Quyết định công nhận", 50)),
        tuple(
            Row((str(n), row["name"], f"{row['stars']} sao", row["decision"] or "chưa ghi trong sổ"))
            for n, row in enumerate(document.source["products"], 1)
        ),
    )  # fmt: skip
    return letter_paper(issue_of(document), words_of(document), tables=(table,), title=f"Công văn {document.subject}")


def inspection_of(document: Document) -> Inspection:
    """The visit of which a paper speaks."""
    rows = Inspection.objects.select_related("unit", "team", "plan", "district", "commune", "producer")
    return rows.get(pk=int(document.subject_ref.removeprefix(REF)))


def draft_letter(*, inspection: Inspection, actor: Any) -> Document:
    """Draft the letter that announces a visit. Raises Denied."""
    rules.check_schedules(actor, inspection)
    if inspection.starts_at is None or inspection.team is None:
        raise Denied("Xếp thời gian và giao đoàn trước khi soạn thông báo.", obj=inspection)
    source = letter_source(inspection)
    return draft_once(
        kind=letter_kind(inspection), unit=inspection.unit, words=_letter_texts(inspection, source), source=source,
        ref=f"{REF}{inspection.pk}", actor=actor,
    )  # fmt: skip


def late_warning(inspection: Inspection) -> str:
    """A sentence when the letter leaves the site fewer working days than the installation wants."""
    if inspection.starts_at is None or inspection.state != "planned":
        return ""
    earliest = add_working_days(today(), terms()["announce_before_days"])
    if local_date(inspection.starts_at) >= earliest or inspection.kind == "unplanned":
        return ""
    return f"Thông báo nên gửi trước ngày kiểm tra ít nhất {terms()['announce_before_days']} ngày làm việc."


def _tell_producer(document: Document, actor: Any) -> None:
    """The issued letter reaches the producer's account too."""
    inspection = inspection_of(document)
    when = day_words(local_date(inspection.starts_at)) if inspection.starts_at else ""
    notify(
        recipients=producers_people(inspection.producer_id),
        kind="inspections.announced",
        title=f"Thông báo kiểm tra sản phẩm OCOP {when}",
        body=f"Công văn số {document.notation}. Cử người làm việc với đoàn và chuẩn bị hồ sơ sản phẩm.",
        url=reverse("documents:document", args=[document.pk]),
        obj=inspection,
    )


def register_kinds() -> None:
    """Make the papers known to the registry of documents."""
    for code, symbol, body, forms in (
        (TEAM_PROVINCE, "QĐ-SNN", "chuyen-mon", OFFICE_FORMS),
        (TEAM_DISTRICT, "QĐ-UBND", "ubnd", ("ubnd-chu-tich", "ubnd-pho-chu-tich")),
    ):
        register(
            DocumentKind(
                code=code, label="Quyết định thành lập Đoàn kiểm tra", symbol=symbol, body=body, builder=_build_team,
                collect=lambda document: team_source(_team_of(document)), editable_fields=DECISION_FIELDS,
                signing_forms=forms, on_issue=_replace_former,
            )
        )  # fmt: skip
    for code, symbol, forms in ((LETTER_PROVINCE, "SNN-PTNT", OFFICE_FORMS), (LETTER_DISTRICT, "PNN", DIVISION_FORMS)):
        register(
            DocumentKind(
                code=code, label="Thông báo kiểm tra", symbol=symbol, body="chuyen-mon", builder=_build_letter,
                collect=lambda document: letter_source(inspection_of(document)), editable_fields=LETTER_FIELDS,
                signing_forms=forms, on_issue=_tell_producer,
            )
        )  # fmt: skip
