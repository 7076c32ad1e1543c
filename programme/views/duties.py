"""Report duties: who has sent, who is late; the way of each; the periodic duties themselves."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.enums import Role
from accounts.seats import has_role
from core import audit, workflow
from core.context import work_year
from core.errors import Denied
from core.files import UploadRefused
from core.formats import today
from core.forms import posted_version, whole_numbers
from programme import actions, rules
from programme.enums import ObligationState
from programme.events import in_words
from programme.forms import DutyRuleForm, OfficersForm, PaperForm, ReasonForm
from programme.models import DutyRule, ReportObligation
from programme.reporting.states import has_form
from programme.reporting.visibility import visible_reports
from programme.views.common import confirm_page, form_page, upload_context
from programme.visibility import visible_obligations

_WHAT = {
    "submit": ["Báo cáo được trình lãnh đạo đơn vị duyệt."],
    "return": ["Báo cáo trở về cán bộ soạn kèm lý do."],
    "send": ["Báo cáo được ghi là đã gửi, hệ thống thôi nhắc.", "Cơ quan nhận thấy ngay văn bản đính kèm."],
    "send_again": ["Bản sửa thay bản đã gửi; lần gửi đầu vẫn được giữ trong lịch sử."],
    "correct": [
        "Báo cáo đã gửi được mở lại để sửa; bản đã gửi vẫn có trong lịch sử.",
        "Bản sửa phải trình và duyệt lại.",
    ],
}
_NEEDING_REASON = {"return", "correct"}


def _rows(request: HttpRequest) -> Any:
    return visible_obligations(request.user).select_related("rule", "unit__parent").prefetch_related("officers")


def _obligation(request: HttpRequest, obligation_id: int) -> ReportObligation:
    rows = _rows(request).select_related("file", "submitted_by", "sent_by")
    return get_object_or_404(rows, pk=obligation_id)


@require_GET
def obligation_list(request: HttpRequest) -> HttpResponse:
    """Duties of the year in work, grouped by duty and period."""
    year, day = work_year(request), today()
    groups: dict[tuple[Any, ...], list[ReportObligation]] = {}
    for row in _rows(request).filter(year=year).order_by("due_on", "rule__name", "unit__name_sort"):
        groups.setdefault((row.due_on, row.rule_id), []).append(row)
    shown = [
        {
            "rule": rows[0].rule,
            "title": str(rows[0]),
            "due_on": rows[0].due_on,
            "cut_off_on": rows[0].cut_off_on,
            "rows": [(row, not row.is_settled and row.due_on < day) for row in rows],
            "open": not all(row.is_settled for row in rows),
            "sent": sum(row.is_settled for row in rows),
            "late": sum(not row.is_settled and row.due_on < day for row in rows),
            "urge": [row.pk for row in rows if rules.may_urge(request.user, row)],
        }
        for rows in groups.values()
    ]
    context = {"groups": shown, "year": year, "supervises": rules.supervises(request.user)}
    return render(request, "programme/obligations.html", context)


@require_GET
def obligation(request: HttpRequest, obligation_id: int) -> HttpResponse:
    """One duty: dates, people, the paper, and the steps that one may take."""
    row = _obligation(request, obligation_id)
    sending = {"send", "send_again"}
    steps = [
        (step.name, step.label)
        for step in (() if has_form(row) else workflow.available(row, request.user))
        if step.name not in sending or (step.name == "send_again") == row.is_settled
    ]
    context = {
        "row": row,
        "is_late": not row.is_settled and row.due_on < today(),
        "steps": steps,
        "may_assign": rules.prepares(request.user, row) or rules.sends(request.user, row),
        "may_attach": rules.prepares(request.user, row)
        and row.state in {"not_started", "drafting"}
        and not has_form(row),
        "may_urge": rules.may_urge(request.user, row),
        "officers": list(row.officers.all()),
        "events": in_words(audit.timeline(row)[:12]),
        "states": ObligationState,
        "report": visible_reports(request.user).filter(obligation=row).order_by("revision").last(),
        "may_report": rules.prepares(request.user, row) and has_form(row),
        "has_form": has_form(row),
    }
    return render(request, "programme/obligation.html", context)


@require_http_methods(["GET", "POST"])
def assign(request: HttpRequest, obligation_id: int) -> HttpResponse:
    """Name the responsible officers."""
    row = _obligation(request, obligation_id)
    if not (rules.prepares(request.user, row) or rules.sends(request.user, row)):
        raise Denied("Chỉ đơn vị có nghĩa vụ phân công cán bộ phụ trách.", obj=row)
    form = OfficersForm(request.POST or None, obligation=row)
    back = reverse("programme:obligation", args=[row.pk])
    if request.method == "POST" and form.is_valid():
        actions.assign_officers(obligation=row, officers=form.cleaned_data["officers"], actor=request.user)
        messages.success(request, "Đã phân công.")
        return redirect(back)
    return form_page(
        request, form, heading="Phân công cán bộ phụ trách", subheading=str(row), button="Phân công", back=back
    )


@require_http_methods(["GET", "POST"])
def attach(request: HttpRequest, obligation_id: int) -> HttpResponse:
    """Number and file of the signed paper."""
    row = _obligation(request, obligation_id)
    if not rules.prepares(request.user, row) or has_form(row):
        raise Denied("Văn bản do cán bộ của đơn vị có nghĩa vụ đính kèm.", obj=row)
    form = PaperForm(request.POST or None, instance=row)
    back, error = reverse("programme:obligation", args=[row.pk]), ""
    if request.method == "POST" and form.is_valid():
        try:
            actions.attach_paper(
                obligation=row, upload=request.FILES.get("paper"), actor=request.user, version=form.opened_version,
                **form.changes(),
            )  # fmt: skip
        except UploadRefused as refusal:
            error = str(refusal)
        else:
            messages.success(request, "Đã lưu văn bản.")
            return redirect(back)
    return form_page(
        request, form, heading="Đính kèm văn bản", subheading=str(row), button="Lưu văn bản", back=back, has_errors=bool(error),
        upload_name="paper", upload_label="Văn bản đã ký", **upload_context(error),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def take_step(request: HttpRequest, obligation_id: int, step: str) -> HttpResponse:
    """One step of the procedure, after a page that says what it does; beginning to draft needs none."""
    row = _obligation(request, obligation_id)
    labels = {one.name: one.label for one in workflow.available(row, request.user)}
    back = reverse("programme:obligation", args=[row.pk])
    if step not in {*_WHAT, "start"}:
        raise Http404
    form = ReasonForm(request.POST or None) if step in _NEEDING_REASON else None
    if request.method == "POST" and (form is None or form.is_valid()):
        actions.take_duty_step(
            obligation=row, name=step, actor=request.user, reason=form.cleaned_data["reason"] if form else "",
            version=posted_version(request),
        )  # fmt: skip
        messages.success(request, f"{row}: {row.get_state_display().lower()}.")
        return redirect(back)
    if step not in labels:
        raise Denied("Nghĩa vụ không ở bước này, hoặc bạn không được giao việc này.", obj=row)
    what = [f"{row.unit}: {row}", *_WHAT.get(step, [])]
    label = labels[step]
    return confirm_page(request, heading=label, what=what, button=label, back=back, form=form, version=row.version)


@require_POST
def urge(request: HttpRequest) -> HttpResponse:
    """Remind the units that have not sent, once a day each."""
    wanted = whole_numbers(request.POST.getlist("obligation"))
    told = actions.urge(obligations=_rows(request).filter(pk__in=wanted[:200]), actor=request.user)
    messages.success(request, f"Đã nhắc {told} cán bộ của các đơn vị chưa gửi.")
    return redirect("programme:obligations")


@require_GET
def rule_list(request: HttpRequest) -> HttpResponse:
    """The periodic duties."""
    context = {"rules": DutyRule.objects.all(), "may_edit": has_role(request.user, Role.DEPARTMENT_OFFICER)}
    return render(request, "programme/duty_rules.html", context)


@require_http_methods(["GET", "POST"])
def rule_new(request: HttpRequest) -> HttpResponse:
    """Add a periodic duty."""
    return _rule(request, None)


@require_http_methods(["GET", "POST"])
def rule_edit(request: HttpRequest, rule_id: int) -> HttpResponse:
    """Change a periodic duty."""
    return _rule(request, get_object_or_404(DutyRule, pk=rule_id))


def _rule(request: HttpRequest, rule: DutyRule | None) -> HttpResponse:
    form = DutyRuleForm(request.POST or None, instance=rule)
    back = reverse("programme:duty_rules")
    if request.method == "POST" and form.is_valid():
        actions.save_rule(
            values=form.changes(), actor=request.user, rule=rule, version=form.cleaned_data.get("version")
        )
        messages.success(request, "Đã lưu nghĩa vụ định kỳ.")
        return redirect(back)
    heading = "Sửa nghĩa vụ định kỳ" if rule else "Thêm nghĩa vụ định kỳ"
    return form_page(request, form, heading=heading, button="Lưu", back=back, subheading=rule.name if rule else "")
