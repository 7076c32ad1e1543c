"""Messages that the steps write, inside the step's own transaction. None names who complained."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from accounts.enums import Role
from accounts.models import Membership, Unit, User
from core.formats import date_vn, today
from core.workflow import Transition
from inspections.models import Complaint, CorrectiveAction, Inspection, InspectionPlan, RevocationCase
from notifications.actions import notify

OFFICERS = (Role.DISTRICT_OFFICER, Role.DEPARTMENT_OFFICER)
LEADERS = (Role.DISTRICT_LEADER, Role.DEPARTMENT_LEADER)


def people_at(unit: Unit | None, roles: Iterable[str], but: Any = None) -> list[User]:
    """People who hold one of the roles at exactly this unit."""
    if unit is None:
        return []
    seats = Membership.objects.on(today()).filter(unit=unit, role__in=list(roles))
    people = User.objects.filter(pk__in=seats.values("user"), is_active=True)
    return [person for person in people if but is None or person.pk != but.pk]


def producers_people(producer_id: int | None) -> list[User]:
    """Whoever acts for the producer."""
    if producer_id is None:
        return []
    return list(User.objects.filter(producer_accounts__producer=producer_id, is_active=True).distinct())


def tell_plan_leaders(step: Transition[InspectionPlan]) -> None:
    """A plan waits for approval."""
    plan = step.obj
    notify(
        recipients=people_at(plan.unit, LEADERS, step.actor),
        kind="inspections.plan_submitted",
        title=f"Kế hoạch kiểm tra chờ duyệt: {plan.name}",
        body=f"{plan.items.count()} cơ sở, từ {date_vn(plan.from_on)} đến {date_vn(plan.to_on)}.",
        url=reverse("inspections:plan", args=[plan.pk]),
        obj=plan,
    )


def tell_planners(step: Transition[InspectionPlan]) -> None:
    """The leader answered."""
    plan = step.obj
    notify(
        recipients=people_at(plan.unit, OFFICERS, step.actor),
        kind=f"inspections.plan_{step.step.name}",
        title=f"Kế hoạch kiểm tra: {plan.get_state_display().lower()}",
        body="\n".join(part for part in (plan.name, step.reason) if part),
        url=reverse("inspections:plan", args=[plan.pk]),
        obj=plan,
    )


def tell_result(step: Transition[Inspection]) -> None:
    """The minutes are final: the producer may read them, with what is to be repaired until when."""
    inspection = step.obj
    actions = CorrectiveAction.objects.filter(finding__inspection=inspection).order_by("due_on")
    lines = [f"- {action.text}: trước hết ngày {date_vn(action.due_on)}" for action in actions]
    notify(
        recipients=producers_people(inspection.producer_id),
        kind="inspections.concluded",
        title=f"Kết quả kiểm tra {inspection.code}",
        body="\n".join(["Biên bản đã lập xong.", *(["Cần khắc phục:", *lines] if lines else [])]),
        url=reverse("inspections:inspection", args=[inspection.pk]),
        obj=inspection,
    )


def tell_reported(step: Transition[CorrectiveAction]) -> None:
    """A repair waits for the re-check."""
    action = step.obj
    inspection = action.finding.inspection
    recipients = people_at(inspection.unit, OFFICERS, step.actor)
    if inspection.team is not None:
        recipients += [row.user for row in inspection.team.members.select_related("user") if row.user is not None]
    notify(
        recipients=[person for person in recipients if person.pk != step.actor.pk],
        kind="inspections.repair_reported",
        title=f"Đã báo cáo khắc phục: {inspection.site_name}",
        body=action.text,
        url=reverse("inspections:action", args=[action.pk]),
        obj=action,
    )


def tell_rechecked(step: Transition[CorrectiveAction]) -> None:
    """What the re-check said."""
    action = step.obj
    notify(
        recipients=producers_people(action.finding.inspection.producer_id),
        kind=f"inspections.repair_{step.step.name}",
        title=f"Kiểm tra lại: {action.get_state_display().lower()}",
        body="\n".join(part for part in (action.text, step.reason, f"Hạn: {date_vn(action.due_on)}.") if part),
        url=reverse("inspections:action", args=[action.pk]),
        obj=action,
    )


def tell_proposed(step: Transition[RevocationCase]) -> None:
    """A proposal of revocation waits for whoever decides."""
    case = step.obj
    unit = case.competent_unit
    recipients = people_at(unit, (*LEADERS, *OFFICERS), step.actor)
    if unit is None:
        recipients = list(User.objects.filter(pk__in=Membership.objects.on(today()).filter(
            role__in=(Role.DEPARTMENT_LEADER, Role.DEPARTMENT_OFFICER)).values("user")).exclude(pk=step.actor.pk))  # fmt: skip
    due = f" Hạn thu hồi: {date_vn(case.due_on)}." if case.due_on else ""
    notify(
        recipients=recipients,
        kind="inspections.revocation_proposed",
        title=f"Đề nghị thu hồi giấy chứng nhận: {case.product_name}",
        body=f"{case.ground_name}.{due}",
        url=reverse("inspections:case", args=[case.pk]),
        obj=case,
    )


def tell_revoked(step: Transition[RevocationCase]) -> None:
    """The producer learns of the decision (26/2026/QĐ-TTg, Điều 8 khoản 3 điểm c); the proposer's officers too."""
    case = step.obj
    notify(
        recipients=producers_people(case.recognition.product.producer_id),
        kind="inspections.revoked",
        title=f"Giấy chứng nhận OCOP bị thu hồi: {case.product_name}",
        body=f"Quyết định số {case.decision_number} ngày {date_vn(case.decision_on)}. Căn cứ: {case.ground_name}. "
        "Nộp lại giấy chứng nhận và ngừng sử dụng biểu trưng OCOP trên sản phẩm này.",
        url=reverse("inspections:case", args=[case.pk]),
        obj=case,
    )
    notify(
        recipients=people_at(case.proposing_unit, OFFICERS, step.actor),
        kind="inspections.revocation_decided",
        title=f"Đã quyết định thu hồi: {case.product_name}",
        body="Thu lại giấy chứng nhận, rồi công bố.",
        url=reverse("inspections:case", args=[case.pk]),
        obj=case,
    )


def tell_dismissed(step: Transition[RevocationCase]) -> None:
    """The proposing unit learns why nothing is revoked."""
    case = step.obj
    notify(
        recipients=people_at(case.proposing_unit, OFFICERS, step.actor),
        kind="inspections.revocation_dismissed",
        title=f"Không thu hồi: {case.product_name}",
        body=step.reason,
        url=reverse("inspections:case", args=[case.pk]),
        obj=case,
    )


def tell_complaint(complaint: Complaint) -> None:
    """A complaint came in. The sender's own words stay on its page, where they can be erased."""
    notify(
        recipients=people_at(complaint.unit, OFFICERS, complaint.entered_by),
        kind="inspections.complaint",
        title=f"Phản ánh mới {complaint.code}: {complaint.get_topic_display().lower()}",
        body=f"Hạn xử lý: {date_vn(complaint.due_on)}.",
        url=reverse("inspections:complaint", args=[complaint.pk]),
        obj=complaint,
    )
