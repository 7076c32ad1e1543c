"""The procedures, readable top to bottom: plan, visit, repair, revocation, complaint."""

from __future__ import annotations

from core.workflow import Workflow, step, system
from inspections import messages, rules, transitions
from inspections.enums import ActionState as A
from inspections.enums import CaseState as C
from inspections.enums import ComplaintState as P
from inspections.enums import InspectionState as S
from inspections.enums import PlanState as L
from inspections.models import Complaint, CorrectiveAction, Inspection, InspectionPlan, RevocationCase

PLAN: Workflow[InspectionPlan] = Workflow(
    label="inspections.InspectionPlan",
    states=L,
    steps=(
        step("submit", L.DRAFT, L.SUBMITTED, label="Trình lãnh đạo duyệt", by=rules.planner,
             when=(transitions.plan_has_items,), stamps=(transitions.stamp_plan_submitted,),
             effects=(messages.tell_plan_leaders,)),
        step("return", L.SUBMITTED, L.DRAFT, label="Trả lại để sửa", by=rules.plan_leader, needs_reason=True,
             stamps=(transitions.clear_plan_submitted,), effects=(messages.tell_planners,)),
        step("approve", L.SUBMITTED, L.APPROVED, label="Duyệt kế hoạch", by=rules.plan_leader,
             when=(transitions.plan_by_another,), stamps=(transitions.stamp_plan_approved,),
             effects=(transitions.plan_inspections, messages.tell_planners)),
        step("close", L.APPROVED, L.CLOSED, label="Kết thúc kế hoạch", by=rules.planner,
             when=(transitions.no_visit_left,)),
    ),
)  # fmt: skip

INSPECTION: Workflow[Inspection] = Workflow(
    label="inspections.Inspection",
    states=S,
    steps=(
        step("begin", S.PLANNED, S.UNDER_WAY, label="Bắt đầu kiểm tra", by=rules.inspector,
             when=(transitions.has_products, transitions.has_team), stamps=(transitions.stamp_begun,),
             effects=(transitions.lay_out_sheet,)),
        step("conclude", S.UNDER_WAY, S.CONCLUDED, label="Kết luận, lập biên bản", by=rules.inspector,
             when=(transitions.sheet_complete, transitions.grave_findings_have_terms, transitions.conclusion_written),
             stamps=(transitions.stamp_concluded,), effects=(messages.tell_result,)),
        step("close", S.CONCLUDED, S.CLOSED, label="Đóng cuộc kiểm tra", by=(rules.inspector, system),
             when=(transitions.nothing_to_repair,)),
        step("cancel", S.PLANNED, S.CANCELLED, label="Huỷ cuộc kiểm tra", by=rules.inspection_officer,
             needs_reason=True),
    ),
)  # fmt: skip

CORRECTIVE: Workflow[CorrectiveAction] = Workflow(
    label="inspections.CorrectiveAction",
    states=A,
    steps=(
        step("report", A.OPEN, A.REPORTED, label="Báo cáo đã khắc phục", by=rules.repairer,
             when=(transitions.minutes_final, transitions.report_given), stamps=(transitions.stamp_report,),
             effects=(messages.tell_reported,)),
        step("accept", {A.OPEN, A.REPORTED}, A.ACCEPTED, label="Kiểm tra lại: đã khắc phục", by=rules.rechecker,
             when=(transitions.minutes_final, transitions.not_own_report), stamps=(transitions.stamp_recheck,),
             effects=(messages.tell_rechecked,)),
        step("send_back", A.REPORTED, A.OPEN, label="Kiểm tra lại: chưa đạt, làm lại", by=rules.rechecker,
             needs_reason=True, when=(transitions.not_own_report,), stamps=(transitions.new_term,),
             effects=(messages.tell_rechecked,)),
        step("fail", {A.OPEN, A.REPORTED}, A.FAILED, label="Kết luận không khắc phục", by=rules.rechecker,
             needs_reason=True, when=(transitions.minutes_final, transitions.not_own_report),
             stamps=(transitions.stamp_recheck,), effects=(messages.tell_rechecked,)),
    ),
)  # fmt: skip

# 26/2026/QĐ-TTg, Điều 8 khoản 3; Kế hoạch 55/KH-UBND năm 2024, mục II.6
REVOCATION: Workflow[RevocationCase] = Workflow(
    label="inspections.RevocationCase",
    states=C,
    steps=(
        step("propose", C.DRAFT, C.PROPOSED, label="Gửi đề nghị thu hồi", by=rules.proposer,
             when=(transitions.case_explained, transitions.still_revocable), stamps=(transitions.stamp_proposed,),
             effects=(messages.tell_proposed,)),
        step("withdraw", {C.DRAFT, C.PROPOSED}, C.DISMISSED, label="Rút đề nghị", by=rules.proposer, needs_reason=True,
             stamps=(transitions.stamp_dismissed,)),
        step("decide", C.PROPOSED, C.DECIDED, label="Quyết định thu hồi", by=rules.decider,
             when=(transitions.not_the_proposer, transitions.still_revocable), stamps=(transitions.stamp_decided,),
             effects=(transitions.end_recognition, messages.tell_revoked)),
        step("record_ministry", C.PROPOSED, C.DECIDED, label="Ghi quyết định của Bộ", by=rules.recorder,
             when=(transitions.not_the_proposer, transitions.still_revocable), stamps=(transitions.stamp_decided,),
             effects=(transitions.end_recognition, messages.tell_revoked)),
        step("dismiss", C.PROPOSED, C.DISMISSED, label="Không thu hồi", by=rules.dismisser, needs_reason=True,
             when=(transitions.not_the_proposer,), stamps=(transitions.stamp_dismissed,),
             effects=(messages.tell_dismissed,)),
        step("collect", C.DECIDED, C.COLLECTED, label="Ghi đã thu giấy chứng nhận", by=rules.carrier,
             stamps=(transitions.stamp_collected,)),
        step("publish", C.COLLECTED, C.PUBLISHED, label="Ghi đã công bố", by=rules.carrier,
             stamps=(transitions.stamp_published,)),
    ),
)  # fmt: skip

COMPLAINT: Workflow[Complaint] = Workflow(
    label="inspections.Complaint",
    states=P,
    steps=(
        step("inspect", P.RECEIVED, P.INSPECTING, label="Chuyển kiểm tra đột xuất", by=rules.handler,
             stamps=(transitions.names_inspection,)),
        step("answer", {P.RECEIVED, P.INSPECTING}, P.ANSWERED, label="Trả lời, kết thúc", by=rules.handler,
             stamps=(transitions.stamp_settled,)),
        step("refuse", P.RECEIVED, P.REFUSED, label="Không thụ lý", by=rules.handler, needs_reason=True,
             stamps=(transitions.stamp_settled,)),
    ),
)  # fmt: skip
