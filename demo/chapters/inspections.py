"""Inspections: a province's plan half done, a district's plan in draft, repairs, a revocation, complaints."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from core.formats import today
from core.text import lower_first
from demo.clock import at, day, days_ago
from demo.people import Cast
from documents.actions.issue import issue_document
from inspections.actions import complaints, findings, plans, revocations, teams, visits
from inspections.enums import Duty, Severity, Topic, Verdict
from inspections.models import CorrectiveAction, Inspection, InspectionPlan, InspectionTeam
from inspections.papers.minutes import conclude_with_minutes
from inspections.papers.revocation import draft_decision, draft_proposal
from inspections.papers.team import draft_letter, draft_team_decision
from products.enums import BudgetSource, RecognitionState
from products.models import Producer, Product, Recognition

HOST = "Người đại diện cơ sở (trình diễn)"
FINDINGS: tuple[dict[str, Any], ...] = (
    {"code": "NM2", "severity": Severity.MAJOR, "text": "Bao bì in 4 sao trong khi sản phẩm được công nhận 3 sao (trình diễn).",
     "demand": "Thay bao bì đúng hạng sao, gửi ảnh bao bì mới.", "days": 20},
    {"code": "CL1", "severity": Severity.MAJOR, "text": "Nhật ký sản xuất bỏ trống từ tháng 6 (trình diễn).",
     "demand": "Ghi lại nhật ký sản xuất, gửi bản chụp một tháng.", "days": 25},
    {"code": "TP2", "severity": Severity.MINOR, "text": "Khu sơ chế chưa tách riêng lối ra của phế phẩm (trình diễn).",
     "demand": "", "days": 0},
    {"code": "SX1", "severity": Severity.CRITICAL, "text": "Xưởng đóng cửa từ tháng 5, không còn sản xuất (trình diễn).",
     "demand": "", "days": 0},
)  # fmt: skip


def tell(cast: Cast) -> None:
    """All of it."""
    plan = _province_plan(cast)
    team = _team(cast, plan)
    _visits(cast, plan, team)
    _district_plan(cast)
    _complaints(cast)
    _revocation(cast)


def _values(unit_words: str) -> dict[str, Any]:
    year = today().year
    return {
        "name": f"Kế hoạch kiểm tra, giám sát sản phẩm OCOP {unit_words} năm {year} (trình diễn)", "year": year,
        "from_on": dt.date(year, 7, 1), "to_on": dt.date(year, 12, 31),
    }  # fmt: skip


def _province_plan(cast: Cast) -> InspectionPlan:
    officer, leader = cast["so-canbo"], cast["so-lanhdao"]
    with days_ago(62):
        plan = plans.create_plan(
            unit=cast.units["Tỉnh Ninh Bình"], values={**_values("tỉnh Ninh Bình"), "wanted": 16}, actor=officer
        )
        plans.draw_plan(plan=plan, actor=officer)
        taken = set(plan.items.values_list("producer", flat=True))
        for producer in _invented().exclude(pk__in=taken)[:6]:
            note = "Địa bàn trọng điểm năm nay (trình diễn)."
            plans.add_item(plan=plan, key=f"p{producer.pk}", note=note, actor=officer)
    with days_ago(60):
        plan = plans.take(plan=plan, step="submit", actor=officer)
    with days_ago(57):
        return plans.take(plan=plan, step="approve", actor=leader)


def _invented() -> QuerySet[Producer]:
    """Invented producers with a recognition: no finding is ever told of a real one."""
    valid = Recognition.objects.filter(state=RecognitionState.VALID, product__producer=OuterRef("pk"))
    return Producer.objects.filter(Exists(valid), name__icontains="trình diễn").order_by("pk")


def _team(cast: Cast, plan: InspectionPlan) -> InspectionTeam:
    officer = cast["so-canbo"]
    with days_ago(55):
        team = teams.create_team(
            unit=plan.unit, name="Đoàn kiểm tra sản phẩm OCOP tỉnh Ninh Bình (trình diễn)", plan=plan, actor=officer
        )
        for user, duty in ((cast["so-lanhdao"], Duty.LEADER), (cast["tuvan-tinh"], Duty.SECRETARY)):
            teams.add_member(team=team, values={"duty": duty}, user=user, actor=officer)
        guest = {"full_name": "Thành viên mời (trình diễn)", "position": "Chi cục Quản lý chất lượng nông lâm sản"}
        teams.add_member(team=team, values=guest, actor=officer)
    return team


def _schedule(inspection: Inspection, team: InspectionTeam, when: dt.datetime, actor: Any) -> None:
    inspection.refresh_from_db()
    visits.schedule(inspection=inspection, starts_at=when, team=team, address=inspection.address, actor=actor)


def _fill(inspection: Inspection, actor: Any, failing: tuple[dict[str, Any], ...]) -> None:
    """Every row of the sheet, the findings, the words."""
    for number, finding in enumerate(failing):
        line = inspection.lines.get(code=finding["code"])
        verdict = Verdict.FAILS if finding["severity"] != Severity.MINOR else Verdict.PARTLY
        visits.save_line(line=line, verdict=verdict, note=finding["text"], actor=actor)
        due = today() + dt.timedelta(days=finding["days"] + number) if finding["demand"] else None
        findings.add_finding(inspection=inspection, values={**finding, "due_on": due}, line=line,
                             product=inspection.products.first(), actor=actor)  # fmt: skip
    for line in inspection.lines.filter(kind="fact"):
        visits.save_line(line=line, verdict="", note="Số liệu do cơ sở cung cấp (trình diễn).", actor=actor)
    for group in set(inspection.lines.values_list("group", flat=True)):
        visits.hold_rest(inspection=inspection, group=group, actor=actor)
    conclusion = "Cơ sở duy trì sản xuất và phần lớn tiêu chí; thực hiện các yêu cầu khắc phục đúng hạn (trình diễn)."
    words = {
        "host_name": HOST,
        "host_position": "Giám đốc",
        "conclusion": conclusion,
        "site_opinion": "Cơ sở nhất trí.",
    }
    visits.save_words(inspection=inspection, values=words, actor=actor)


def _visits(cast: Cast, plan: InspectionPlan, team: InspectionTeam) -> None:
    """Three held, one under way today, two in the coming days; the rest wait for their day."""
    officer, secretary, leader = cast["so-canbo"], cast["tuvan-tinh"], cast["so-lanhdao"]
    rows = list(plan.inspections.filter(producer__in=_invented()).order_by("pk"))
    rows.sort(key=lambda row: not any(one.recognition.points_by_criterion for one in row.products.all()))
    held, now_, soon = rows[:3], rows[3], rows[4:6]
    for row, ago in zip(held, (40, 33, 12), strict=True):
        with days_ago(ago):
            _schedule(row, team, at(today(), 8, 30), officer)
    with days_ago(50):
        decision = draft_team_decision(team=team, actor=officer)
        issue_document(document=decision, issued_on=today(), signer_name="Lãnh đạo Sở (trình diễn)", actor=leader)
    for row, ago, failing in zip(held, (40, 33, 12), (FINDINGS[:1], FINDINGS[1:3], FINDINGS[:2]), strict=True):
        with days_ago(ago):
            row.refresh_from_db()
            _fill(visits.begin(inspection=row, actor=secretary), secretary, failing)
            row.refresh_from_db()
            conclude_with_minutes(inspection=row, actor=secretary)
            cost = {"source": BudgetSource.NEW_RURAL, "content": "Xăng xe, công tác phí (trình diễn)"}
            visits.save_cost(inspection=row, values={**cost, "planned": 1_500_000, "spent": 1_320_000}, actor=officer)
    _repairs(cast, held)
    _schedule(now_, team, at(today(), 8, 0), officer)
    now_.refresh_from_db()
    visits.begin(inspection=now_, actor=secretary)
    for line in now_.lines.exclude(kind="fact").order_by("order")[:9]:
        visits.save_line(line=line, verdict=Verdict.HOLDS, note="", actor=secretary)
    for offset, row in enumerate(soon, 6):
        _schedule(row, team, at(day(offset), 8, 30), officer)
    soon[0].refresh_from_db()
    draft_letter(inspection=soon[0], actor=officer)


def _repairs(cast: Cast, held: list[Inspection]) -> None:
    """The first is repaired and checked, the second waits for the re-check or is late, the third is still in time."""
    officer = cast["so-canbo"]
    place = {"Huyện Yên Mô": cast["huyen-yenmo"], "Huyện Gia Viễn": cast["huyen-giavien"]}
    for inspection, ago in ((held[0], 22), (held[1], 5)):
        keeper = place.get(inspection.district.name)
        for action in CorrectiveAction.objects.filter(finding__inspection=inspection):
            if keeper is None or inspection.producer_id is None:
                continue
            with days_ago(ago):
                findings.take(action=action, step="report", actor=keeper, report="Đã thực hiện xong (trình diễn).")
            if inspection is held[0]:
                with days_ago(ago - 4):
                    action.refresh_from_db()
                    findings.take(action=action, step="accept", actor=officer, note="Đã xem tại cơ sở (trình diễn).")
    if not CorrectiveAction.objects.filter(finding__inspection=held[0], state__in=["open", "reported"]).exists():
        with days_ago(17):
            held[0].refresh_from_db()
            visits.close(inspection=held[0], actor=officer)


def _district_plan(cast: Cast) -> None:
    for name, officer, wanted, submitted in (
        ("Huyện Yên Mô", "huyen-yenmo", 4, False), ("Huyện Gia Viễn", "huyen-giavien", 5, True),
    ):  # fmt: skip
        with days_ago(8):
            values = {**_values(lower_first(name)), "wanted": wanted}
            plan = plans.create_plan(unit=cast.units[name], values=values, actor=cast[officer])
            plans.draw_plan(plan=plan, actor=cast[officer])
            if submitted:
                plans.take(plan=plan, step="submit", actor=cast[officer])


def _recognised(district: str, place: int = 0) -> Product:
    rows = Recognition.objects.filter(state=RecognitionState.VALID, district__name=district, dossier__isnull=False)
    return (
        rows.select_related("product__district", "product__producer", "product__commune").order_by("pk")[place].product
    )


def _complaints(cast: Cast) -> None:
    """One new from the public, one that led to an inspection, one answered."""
    words = "Mua ở chợ, bao bì bong tem, mùi khác mọi lần (trình diễn)."
    sender = {"sender_name": "Người mua hàng (trình diễn)", "sender_contact": "0900000000"}
    product = _recognised("Huyện Gia Viễn")
    common = {"about": product.name, "text": words, "happened_on": None, "product": product, **sender}
    with days_ago(20):
        told = complaints.receive_public(values={**common, "topic": Topic.LABEL})
        complaints.answer(complaint=told, text="Đã hướng dẫn người mua đổi hàng tại cơ sở (trình diễn).",
                          actor=cast["huyen-giavien"])  # fmt: skip
    with days_ago(6):
        told = complaints.receive_public(values={**common, "topic": Topic.QUALITY})
        complaints.inspect(complaint=told, reason="Kiểm tra theo phản ánh về chất lượng sản phẩm.",
                           actor=cast["huyen-giavien"])  # fmt: skip
    mine = _recognised("Huyện Yên Mô")
    with days_ago(3):
        complaints.receive_public(values={**common, "about": mine.name, "product": mine, "topic": Topic.LABEL})


def _revocation(cast: Cast) -> None:
    """A producer stopped: the district proposed; the decision is drafted and waits for its leader."""
    product = _recognised("Huyện Yên Mô")
    recognition = Recognition.objects.get(product=product, state=RecognitionState.VALID)
    proposer, clerk = cast["huyen-yenmo-2"], cast["huyen-yenmo"]
    with days_ago(5):
        case = revocations.open_case(
            recognition=recognition, unit=cast.units["Huyện Yên Mô"], actor=proposer,
            values={
                "concluded_on": today(), "ground": "stopped",
                "explanation": "UBND xã xác nhận chủ thể đã ngừng sản xuất sản phẩm từ tháng 5 (trình diễn).",
            },
        )  # fmt: skip
        draft_proposal(case=case, actor=proposer)
    with days_ago(4):
        case = revocations.take(case=case, step="propose", actor=proposer)
    with days_ago(2):
        draft_decision(case=case, actor=clerk)
