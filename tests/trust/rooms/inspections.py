"""Inspections in the matrix: a plan, a team, visits in each state, a repair, a revocation, a complaint."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.enums import Role
from accounts.models import User
from core.formats import today
from inspections.actions import complaints, findings, photos, plans, revocations, teams, uploads, visits
from inspections.enums import Duty, Severity, Topic
from inspections.models import Inspection
from inspections.papers.minutes import conclude_with_minutes
from products import codes
from products.enums import BudgetSource
from products.models import Producer, ProducerAccount, Product, Recognition
from tests.products import world as makers


def furnish(side: Any, province: dict[str, User]) -> None:
    """Everything that an inspection has, named with the side's words."""
    officer, leader = side.people[Role.DISTRICT_OFFICER], side.people[Role.DISTRICT_LEADER]
    advisor, word = side.people[Role.ADVISORY], side.words
    draft = _plan(side, officer, "đang lập")
    plans.draw_plan(plan=draft, actor=officer)
    side.things |= {"draft_plan": draft, "plan_item": draft.items.first()}
    side.things["submitted_plan"] = _submitted(side, officer, "chờ duyệt")
    approved = _submitted(side, officer, "đã duyệt")
    side.things["approved_plan"] = plans.take(plan=approved, step="approve", actor=leader)
    team = teams.create_team(unit=side.unit, name=f"Đoàn {word['council']}", actor=officer)
    teams.add_member(team=team, values={"duty": Duty.LEADER}, user=leader, actor=officer)
    teams.add_member(team=team, values={"duty": Duty.SECRETARY}, user=advisor, actor=officer)
    spare = teams.create_team(unit=side.unit, name=f"Đoàn dự bị {word['council']}", actor=officer)
    side.things |= {"inspection_team": spare, "team_member": _member(spare, side, officer)}
    side.things["planned_visit"] = _visit(side, officer, f"Sữa {word['product']}")
    cost = {"source": BudgetSource.DISTRICT, "content": f"Xăng {word['note']}", "planned": 100_000, "spent": 90_000}
    side.things["visit_cost"] = visits.save_cost(inspection=side.planned_visit, values=cost, actor=officer)
    _under_way(side, officer, advisor, team)
    _final(side, officer, advisor, team)
    _revocation(side, officer)
    _complaint(side)


def _plan(side: Any, officer: User, name: str) -> Any:
    year = today().year
    values = {"name": f"Kế hoạch {name} {side.words['session']}", "year": year, "from_on": dt.date(year, 1, 1),
              "to_on": dt.date(year, 12, 31), "wanted": 3}  # fmt: skip
    return plans.create_plan(unit=side.unit, values=values, actor=officer)


def _submitted(side: Any, officer: User, name: str) -> Any:
    plan = _plan(side, officer, name)
    plans.draw_plan(plan=plan, actor=officer)
    return plans.take(plan=plan, step="submit", actor=officer)


def _member(team: Any, side: Any, officer: User) -> Any:
    return teams.add_member(team=team, values={"full_name": f"Người {side.words['person']}"}, actor=officer)


def _recognition(side: Any, name: str, producer: Producer | None = None) -> Recognition:
    owner = producer or side.open_producer
    product = Product.objects.create(name=name, producer=owner, district=side.unit, commune=side.commune)
    return Recognition.objects.create(
        product=product, product_name=name, producer_name=owner.name, district=side.unit, stars=3,
        verify_code=codes.new_verify_code(), decided_on=today(), valid_until=today() + dt.timedelta(days=900),
        issued_by="UBND", decision_number="77/QĐ-UBND",
    )  # fmt: skip


def _visit(side: Any, officer: User, product: str, producer: Producer | None = None) -> Inspection:
    """Of a product that the public may see: its name carries no mark, the reason does."""
    name = f"Sản phẩm kiểm tra {Recognition.objects.count()}"
    made = visits.create_unplanned(
        unit=side.unit, recognitions=[_recognition(side, name, producer)], reason=f"Lý do {side.words['note']}",
        actor=officer,
    )  # fmt: skip
    Inspection.objects.filter(pk=made.pk).update(address=f"Thôn {side.words['note']}")
    made.refresh_from_db()
    return made


def _begun(side: Any, officer: User, advisor: User, team: Any, producer: Producer | None = None) -> Inspection:
    visit = _visit(side, officer, "x", producer)
    visits.schedule(inspection=visit, starts_at=None, team=team, address=visit.address, actor=officer)
    return visits.begin(inspection=visit, actor=advisor)


def _finding(side: Any, visit: Inspection, advisor: User) -> Any:
    values = {"severity": Severity.MAJOR, "text": f"Phát hiện {side.words['note']}",
              "demand": f"Yêu cầu {side.words['note']}", "due_on": today() + dt.timedelta(days=9)}  # fmt: skip
    return findings.add_finding(
        inspection=visit, values=values, product=visit.products.first(), line=visit.lines.get(code="NM2"), actor=advisor
    )


def _under_way(side: Any, officer: User, advisor: User, team: Any) -> None:
    visit = _begun(side, officer, advisor, team)
    side.things |= {"visit": visit, "visit_line": visit.lines.first(), "visit_finding": _finding(side, visit, advisor)}
    upload = SimpleUploadedFile(f"{side.words['evidence']}.jpg", makers.jpeg_bytes(), "image/jpeg")
    side.things["visit_photo"] = photos.add_photo(
        inspection=visit, upload=upload, key=uuid.uuid4(), actor=advisor, caption=side.words["evidence"]
    )
    side.things["visit_upload"] = uploads.begin_photo(
        inspection=visit,
        key=uuid.uuid4(),
        name=f"{side.words['evidence']} hai.jpg",
        size=9_000,
        words={},
        actor=advisor,
    )


def _final(side: Any, officer: User, advisor: User, team: Any) -> None:
    # The producer that the public may know; the person of the side's own producer acts for it too.
    ProducerAccount.objects.get_or_create(producer=side.open_producer, user=side.people[Role.PRODUCER])
    visit = _begun(side, officer, advisor, team, side.open_producer)
    action = _finding(side, visit, advisor).actions.get()
    for group in set(visit.lines.values_list("group", flat=True)):
        visits.hold_rest(inspection=visit, group=group, actor=advisor)
    words = {"host_name": side.words["person"], "conclusion": f"Kết luận {side.words['note']}"}
    visits.save_words(inspection=visit, values=words, actor=advisor)
    visit.refresh_from_db()
    conclude_with_minutes(inspection=visit, actor=advisor)
    side.things |= {"final_visit": visit, "repair": action}


def _revocation(side: Any, officer: User) -> None:
    values = {"concluded_on": today(), "ground": "stopped", "explanation": f"Sự việc {side.words['note']}"}
    recognition = _recognition(side, f"Sản phẩm thu hồi {side.unit.short_name}")
    side.things["revocation"] = revocations.open_case(
        recognition=recognition, unit=side.unit, values=values, actor=officer
    )


def _complaint(side: Any) -> None:
    product = _recognition(side, f"Sản phẩm bị phản ánh {side.unit.short_name}").product
    side.things["complaint"] = complaints.receive_public(
        values={
            "topic": Topic.LABEL, "about": f"Phản ánh {side.words['note']}", "text": side.words["message"],
            "product": product, "sender_name": side.words["person"], "sender_contact": side.words["message"],
        }
    )  # fmt: skip


def _of(name: str, **more: Any) -> Any:
    return lambda side: {"pk": getattr(side, name).pk, **{key: make(side) for key, make in more.items()}}


def _each(make: Any, *names: str) -> dict[str, Any]:
    return {f"inspections:{name}": make for name in names}


_LINE = {"line_pk": lambda side: side.visit_line.pk}
OWNED = {
    **_each(_of("draft_plan"), "plan", "plan_edit", "plan_weights", "plan_draw", "item_add", "plan_submit"),
    **_each(_of("draft_plan", item_pk=lambda side: side.plan_item.pk), "item_remove", "item_move"),
    **_each(_of("approved_plan"), "plan_close", "plan_report", "plan_xlsx"),
    **_each(_of("submitted_plan"), "plan_approve", "plan_return"),
    **_each(_of("inspection_team"), "team", "team_decision"),
    "inspections:member_remove": _of("inspection_team", member_pk=lambda side: side.team_member.pk),
    **_each(_of("planned_visit"), "schedule", "cancel", "letter", "costs"),
    **_each(_of("planned_visit"), "begin"),
    "inspections:cost_remove": _of("planned_visit", cost_pk=lambda side: side.visit_cost.pk),
    **_each(_of("visit"), "sheet", "save_words", "photo_add", "photo_begin", "sign", "finding_add", "conclude"),
    "inspections:save_line": _of("visit", **_LINE),
    "inspections:hold_rest": _of("visit", group=lambda side: "label"),
    "inspections:photo_piece": _of("visit", upload=lambda side: side.visit_upload.pk),
    "inspections:photo_remove": _of("visit", photo_pk=lambda side: side.visit_photo.pk),
    **_each(_of("visit", finding_pk=lambda side: side.visit_finding.pk), "finding_edit", "finding_remove"),
    **_each(_of("final_visit"), "inspection", "minutes", "close"),
    **_each(_of("repair"), "action", "action_report", "action_upload", "action_recheck"),
    **_each(_of("revocation"), "case", "case_edit", "case_proposal", "case_decision"),
    "inspections:case_step": _of("revocation", step=lambda side: "propose"),
    "inspections:complaint": _of("complaint"),
    "inspections:complaint_step": _of("complaint", step=lambda side: "tra-loi"),
}  # fmt: skip
SHARED: dict[str, Any] = {}

_LISTS = ["/kiem-tra/", "/kiem-tra/ke-hoach/", "/kiem-tra/khac-phuc/", "/kiem-tra/thu-hoi/", "/kiem-tra/phan-anh/"]
LISTS = {
    Role.DISTRICT_OFFICER: _LISTS,
    Role.DISTRICT_LEADER: _LISTS,
    Role.PRODUCER: ["/kiem-tra/", "/kiem-tra/khac-phuc/"],
}
