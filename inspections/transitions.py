"""Guards, stamps and consequences of the steps in `inspections.workflow`. A guard raises Denied."""

from __future__ import annotations

import datetime as dt
from typing import Any

from core import audit
from core.errors import Denied
from core.formats import date_vn, now, today
from inspections.checklists import terms
from inspections.enums import ActionState, InspectionKind, InspectionState, Severity, Verdict
from inspections.models import (
    Complaint,
    CorrectiveAction,
    Finding,
    InspectedProduct,
    Inspection,
    InspectionPlan,
    PlanItem,
    RevocationCase,
)
from inspections.sheet import build_lines
from products.actions.recognitions import revoke
from products.codes import draw
from products.enums import RecognitionState


def _deny(step: Any, sentence: str) -> Denied:
    return Denied(sentence, obj=step.obj, action=f"{step.obj._meta.model_name}.{step.step.name}")


def next_code(prefix: str) -> str:
    """KT-2024-0012; the year is Vietnam's calendar year at this moment."""
    year = now().year
    return f"{prefix}-{year}-{draw(f'{prefix} {year}'):04d}"


# --- plans ---------------------------------------------------------------------------------------------------------


def plan_has_items(step: Any) -> None:
    """An empty plan goes nowhere."""
    if not step.obj.items.exists():
        raise _deny(step, "Kế hoạch chưa có cơ sở nào. Chọn theo rủi ro hoặc thêm từng cơ sở.")


def plan_by_another(step: Any) -> None:
    """Who entered or submitted does not approve."""
    plan: InspectionPlan = step.obj
    if step.actor.pk in {plan.created_by_id, plan.submitted_by_id}:
        raise _deny(step, "Người lập hoặc trình kế hoạch không tự duyệt được.")


def stamp_plan_submitted(step: Any) -> None:
    """Who and when."""
    step.obj.submitted_at, step.obj.submitted_by = now(), step.actor


def clear_plan_submitted(step: Any) -> None:
    """Back in the officer's hand."""
    step.obj.submitted_at = step.obj.submitted_by = None


def stamp_plan_approved(step: Any) -> None:
    """Who and when."""
    step.obj.approved_at, step.obj.approved_by = now(), step.actor


def plan_inspections(step: Any) -> None:
    """Each place of an approved plan becomes an inspection that waits for its date."""
    plan: InspectionPlan = step.obj
    for item in plan.items.select_related("producer__commune", "producer__district", "district", "commune"):
        inspection_of(item, plan, step.actor)


def quarter_end(plan: InspectionPlan, quarter: int) -> dt.date:
    """The last day of a quarter within the plan."""
    month = quarter * 3
    first_of_next = dt.date(plan.year + month // 12, month % 12 + 1, 1)
    return min(plan.to_on, first_of_next - dt.timedelta(days=1))


def inspection_of(item: PlanItem, plan: InspectionPlan, actor: Any) -> Inspection:
    """The inspection of one place."""
    inspection = Inspection.objects.create(
        code=next_code("KT"),
        kind=InspectionKind.PLANNED,
        unit=plan.unit,
        plan=plan,
        item=item,
        producer=item.producer,
        site_name=item.name,
        address=item.producer.full_address if item.producer else (item.commune or item.district).path_name,
        district=item.district,
        commune=item.commune,
        due_on=quarter_end(plan, item.quarter),
        created_by=plan.created_by,
    )
    InspectedProduct.objects.bulk_create(
        InspectedProduct(inspection=inspection, recognition=recognition) for recognition in item.recognitions.all()
    )
    audit.record(actor=actor, action="inspection.create", obj=inspection, after={"plan": plan.pk})
    return inspection


def no_visit_left(step: Any) -> None:
    """A plan ends when each visit was held or cancelled."""
    left = step.obj.inspections.filter(state__in=[InspectionState.PLANNED, InspectionState.UNDER_WAY]).count()
    if left:
        raise _deny(step, f"Còn {left} cuộc kiểm tra chưa kết luận. Kết luận hoặc huỷ trước khi kết thúc kế hoạch.")


# --- visits --------------------------------------------------------------------------------------------------------


def has_products(step: Any) -> None:
    """Something must be inspected."""
    if not step.obj.products.exists():
        raise _deny(step, "Chọn ít nhất một sản phẩm để kiểm tra.")


def has_team(step: Any) -> None:
    """Nobody comes alone: a team with a leader."""
    if step.obj.team is None or not step.obj.team.members.filter(duty="leader").exists():
        raise _deny(step, "Giao đoàn kiểm tra có trưởng đoàn trước khi bắt đầu.")


def stamp_begun(step: Any) -> None:
    """Who and when."""
    step.obj.begun_at, step.obj.begun_by = now(), step.actor


def lay_out_sheet(step: Any) -> None:
    """Copy the criteria of each product and the fixed groups into the sheet."""
    step.obj.checklist = build_lines(step.obj)


def sheet_complete(step: Any) -> None:
    """A blank is no verdict: each criterion and check is answered; what fails says why."""
    lines = list(step.obj.lines.all())
    blank = [line for line in lines if line.kind != "fact" and not line.verdict]
    if blank:
        raise _deny(step, f"Còn {len(blank)} nội dung chưa đánh giá, trước hết: “{blank[0].text[:80]}”.")
    silent = [line for line in lines if line.verdict in {Verdict.FAILS, Verdict.PARTLY} and not line.note.strip()]
    if silent:
        raise _deny(step, f"Ghi rõ điều thấy được ở “{silent[0].text[:80]}” (mức {silent[0].judged.lower()}).")


def grave_findings_have_terms(step: Any) -> None:
    """What must be repaired has a date."""
    without = Finding.objects.filter(inspection=step.obj, severity=Severity.MAJOR, actions=None).first()
    if without is not None:
        raise _deny(step, f"Phát hiện “{without.text[:80]}” phải kèm yêu cầu khắc phục và thời hạn.")


def conclusion_written(step: Any) -> None:
    """The team concludes in words, and the site's person is named."""
    if not step.obj.host_name.strip():
        raise _deny(step, "Ghi họ tên đại diện cơ sở làm việc với đoàn.")
    if not step.obj.conclusion.strip():
        raise _deny(step, "Ghi kết luận của đoàn.")


def stamp_concluded(step: Any) -> None:
    """Who and when."""
    step.obj.concluded_at, step.obj.concluded_by = now(), step.actor


def nothing_to_repair(step: Any) -> None:
    """Closed only when nothing waits any more."""
    open_ = CorrectiveAction.objects.filter(
        finding__inspection=step.obj, state__in=[ActionState.OPEN, ActionState.REPORTED]
    )
    if open_.exists():
        raise _deny(step, f"Còn {open_.count()} yêu cầu khắc phục chưa xong.")


# --- repairs -------------------------------------------------------------------------------------------------------


def minutes_final(step: Any) -> None:
    """Nothing is reported or checked again before the minutes are final."""
    if step.obj.finding.inspection.state not in {InspectionState.CONCLUDED, InspectionState.CLOSED}:
        raise _deny(step, "Biên bản kiểm tra chưa lập xong.")


def report_given(step: Any) -> None:
    """A report says what was done."""
    if not str(step.data.get("report", "")).strip():
        raise _deny(step, "Ghi đã khắc phục thế nào.")


def stamp_report(step: Any) -> None:
    """What, who, when; the re-check is due after the installation's days."""
    action: CorrectiveAction = step.obj
    action.report, action.reported_at, action.reported_by = str(step.data["report"]).strip(), now(), step.actor
    action.recheck_on = today() + dt.timedelta(days=terms()["recheck_within_days"])
    action.rechecked_at = action.rechecked_by = None


def not_own_report(step: Any) -> None:
    """Who reported does not check."""
    if step.obj.reported_by_id == step.actor.pk:
        raise _deny(step, "Bạn đã báo cáo thay chủ thể nên người khác phải kiểm tra lại.")


def stamp_recheck(step: Any) -> None:
    """Who, when, what."""
    action: CorrectiveAction = step.obj
    action.rechecked_at, action.rechecked_by = now(), step.actor
    action.recheck_note = step.reason or str(step.data.get("note", "")).strip()


def new_term(step: Any) -> None:
    """Sent back with a new date, which lies ahead."""
    action: CorrectiveAction = step.obj
    due = step.data.get("due_on")
    if due is None or due <= today():
        raise _deny(step, f"Đặt hạn khắc phục mới sau ngày {date_vn(today())}.")
    action.due_on, action.recheck_note = due, step.reason
    action.times_returned += 1
    action.reported_at = action.reported_by = action.recheck_on = None


# --- revocation ----------------------------------------------------------------------------------------------------


def still_revocable(step: Any) -> None:
    """A recognition that was replaced or revoked cannot be revoked again."""
    case: RevocationCase = step.obj
    if case.recognition.state not in {RecognitionState.VALID, RecognitionState.EXPIRED}:
        state = case.recognition.get_state_display().lower()
        raise _deny(step, f"Công nhận này {state} nên không thu hồi được nữa.")


def case_explained(step: Any) -> None:
    """A proposal names the facts."""
    if not step.obj.explanation.strip():
        raise _deny(step, "Ghi rõ hành vi, sự việc làm căn cứ thu hồi.")


def stamp_proposed(step: Any) -> None:
    """Who and when."""
    step.obj.proposed_at, step.obj.proposed_by = now(), step.actor


def not_the_proposer(step: Any) -> None:
    """Who proposes, who decides: different people."""
    if step.actor.pk in {step.obj.proposed_by_id, step.obj.created_by_id}:
        raise _deny(step, "Người đề nghị thu hồi không được quyết định thu hồi.")


def stamp_decided(step: Any) -> None:
    """Number and day of the decision, and who issued or entered it."""
    case: RevocationCase = step.obj
    case.decision_number = str(step.data.get("number", "")).strip()
    case.decision_on = step.data.get("on")
    if not case.decision_number or case.decision_on is None:
        raise _deny(step, "Ghi số và ngày của quyết định thu hồi.")
    if case.decision_on > today():
        raise _deny(step, "Ngày quyết định không được sau hôm nay.")
    if case.decision_on < case.concluded_on:
        raise _deny(step, "Ngày quyết định không được trước ngày có kết luận.")
    case.decision_file = step.data.get("file")
    case.decided_at, case.decided_by = now(), step.actor


def end_recognition(step: Any) -> None:
    """The register: revoked at once, so that the public list no longer counts it as valid."""
    case: RevocationCase = step.obj
    revoke(
        recognition=case.recognition,
        actor=step.actor,
        reason=f"Quyết định số {case.decision_number} ngày {date_vn(case.decision_on)}: {case.ground_name}",
    )


def stamp_dismissed(step: Any) -> None:
    """Why not."""
    step.obj.outcome_note = step.reason


def _day(step: Any, name: str, sentence: str) -> dt.date:
    day = step.data.get("on")
    if day is None or day > today() or (step.obj.decision_on and day < step.obj.decision_on):
        raise _deny(step, sentence)
    return day


def stamp_collected(step: Any) -> None:
    """The day on which the certificate came back."""
    step.obj.collected_on = _day(step, "on", "Ngày thu giấy từ ngày quyết định đến hôm nay.")
    step.obj.collected_note = str(step.data.get("note", "")).strip()


def stamp_published(step: Any) -> None:
    """The day and the place of publication."""
    step.obj.published_on = _day(step, "on", "Ngày công bố từ ngày quyết định đến hôm nay.")
    step.obj.published_where = str(step.data.get("where", "")).strip()


# --- complaints ----------------------------------------------------------------------------------------------------


def names_inspection(step: Any) -> None:
    """Inspecting needs an inspection."""
    complaint: Complaint = step.obj
    complaint.inspection = step.data.get("inspection")
    if complaint.inspection is None:
        raise _deny(step, "Lập cuộc kiểm tra đột xuất trước.")


def stamp_settled(step: Any) -> None:
    """What was answered, by whom, when."""
    complaint: Complaint = step.obj
    complaint.answer = (str(step.data.get("answer", "")) or step.reason).strip()
    if not complaint.answer:
        raise _deny(step, "Ghi nội dung trả lời.")
    complaint.settled_at, complaint.settled_by = now(), step.actor
