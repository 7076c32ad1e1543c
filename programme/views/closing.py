"""Tổng kết năm: the ceremony list, what moves to the next year, what still keeps the year open."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods

from core import audit, workflow
from core.errors import Denied
from core.spreadsheets import XLSX
from documents.render.pdf import RenderFailed, to_pdf
from programme import actions, ceremony_paper, closing, rules
from programme.forms import AwardForm
from programme.models import AnnualPlan, Award
from programme.views.common import confirm_page, form_page, plan_context, plan_of
from programme.visibility import visible_plans

MOST_LINES = 20


def _plan(request: HttpRequest, plan_id: int) -> AnnualPlan:
    """The plan, for its own unit and the Department: the year of others is not told."""
    plan = plan_of(request, plan_id)
    if not rules.opens_records(request.user, plan):
        raise Http404
    return plan


@require_GET
def year(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The end of one plan's year; as it was kept, once it is closed."""
    plan = _plan(request, plan_id)
    honoured, moved, (reached, of) = closing.year_of(plan)
    fresh = closing.next_plan(plan)
    steps = {step.name for step in workflow.available(plan, request.user)}
    context = plan_context(request, plan, "closing") | {
        "ranks": ceremony_paper.by_stars(honoured),
        "honoured": honoured,
        "awards": plan.awards.all(),
        "moved": [(one, one.lines[:MOST_LINES], len(one.lines) - MOST_LINES) for one in moved],
        "moving": sum(len(one.lines) for one in moved),
        "reached": reached,
        "of": of,
        "stops": [] if plan.is_closed else list(closing.prevents(plan)),
        "doubts": [] if plan.is_closed else list(closing.doubts(plan, honoured)),
        "may_close": "close" in steps,
        "may_reopen": "reopen" in steps,
        "fresh": fresh,
        "may_copy": fresh is None and rules.drafts(request.user, plan),
        "may_carry": fresh is not None and rules.can_draft(request.user, fresh),
    }
    return render(request, "programme/closing.html", context)


@require_GET
def ceremony_file(request: HttpRequest, plan_id: int, form: str) -> HttpResponse:
    """The ceremony list as an official PDF or a spreadsheet."""
    plan = _plan(request, plan_id)
    honoured, awards = closing.year_of(plan)[0], list(plan.awards.all())
    if form == "pdf":
        try:
            data, mime = to_pdf(ceremony_paper.paper(plan, honoured, awards)), "application/pdf"
        except RenderFailed as error:
            raise Denied(error.sentence) from error
    elif form == "xlsx":
        data, mime = ceremony_paper.workbook(plan, honoured, awards), XLSX
    else:
        raise Http404
    audit.record(actor=request.user, action="plan.ceremony", obj=plan, after={"form": form, "lines": len(honoured)})
    response = HttpResponse(data, content_type=mime)
    name = f"Danh sach trao Giay chung nhan OCOP {plan.unit.short_name} {plan.year}.{form}"
    response["Content-Disposition"] = content_disposition_header(form != "pdf", name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_http_methods(["GET", "POST"])
def award_new(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Add somebody who is praised."""
    return _award(request, _plan(request, plan_id), None)


def _award_of(request: HttpRequest, award_id: int) -> Award:
    rows = Award.objects.filter(plan__in=visible_plans(request.user)).select_related("plan__unit")
    award = get_object_or_404(rows, pk=award_id)
    if not rules.opens_records(request.user, award.plan):
        raise Http404
    return award


@require_http_methods(["GET", "POST"])
def award_edit(request: HttpRequest, award_id: int) -> HttpResponse:
    """Change a line of the praised."""
    award = _award_of(request, award_id)
    return _award(request, award.plan, award)


def _award(request: HttpRequest, plan: AnnualPlan, award: Award | None) -> HttpResponse:
    rules.check_keeps_figures(request.user, plan, "Danh sách khen thưởng do cán bộ của chính đơn vị ghi.")
    form = AwardForm(request.POST or None, instance=award)
    back = reverse("programme:closing", args=[plan.pk])
    if request.method == "POST" and form.is_valid():
        actions.save_award(
            plan=plan, award=award, values=form.changes(), actor=request.user, version=form.opened_version
        )
        messages.success(request, "Đã lưu khen thưởng.")
        return redirect(f"{back}#khen-thuong")
    heading = "Sửa khen thưởng" if award else "Thêm khen thưởng"
    return form_page(
        request, form, heading=heading, subheading=f"Năm {plan.year}, {plan.unit.area}", button="Lưu", back=back
    )


@require_http_methods(["GET", "POST"])
def award_remove(request: HttpRequest, award_id: int) -> HttpResponse:
    """Take a line off the list."""
    award = _award_of(request, award_id)
    back = reverse("programme:closing", args=[award.plan_id])
    if request.method == "POST":
        actions.remove_award(award=award, actor=request.user)
        messages.success(request, "Đã bỏ khỏi danh sách khen thưởng.")
        return redirect(f"{back}#khen-thuong")
    rules.check_keeps_figures(request.user, award.plan, "Danh sách khen thưởng do cán bộ của chính đơn vị ghi.")
    return confirm_page(request, heading="Bỏ khen thưởng", what=[str(award)], button="Bỏ khỏi danh sách", back=back)


@require_http_methods(["GET", "POST"])
def carry_over(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Put unfinished tasks into the next year's draft."""
    plan = _plan(request, plan_id)
    back = reverse("programme:closing", args=[plan.pk])
    if request.method == "POST":
        moved = actions.carry_over(plan=plan, actor=request.user)
        messages.success(request, f"Đã chuyển {moved} nhiệm vụ sang kế hoạch năm {plan.year + 1}.")
        fresh = closing.next_plan(plan)
        return redirect("programme:tasks", plan_id=fresh.pk if fresh else plan.pk)
    if not rules.drafts(request.user, plan):
        raise Denied("Việc chưa xong do cán bộ của chính đơn vị chuyển sang năm sau.", obj=plan)
    what = [
        "Nhiệm vụ chưa hoàn thành được đánh dấu chuyển tiếp trong kế hoạch năm sau; nhiệm vụ năm sau chưa có thì được thêm "
        f"vào mục “Nhiệm vụ chuyển tiếp từ năm {plan.year}”.",
        f"Chỉ tiêu cùng tên được ghi chú kết quả năm {plan.year}; dòng kinh phí cùng nguồn được ghi chú số chưa giải ngân.",
        "Mỗi nhiệm vụ chỉ chuyển một lần; bấm lại không sinh thêm.",
    ]
    return confirm_page(
        request, heading=f"Chuyển việc chưa xong sang năm {plan.year + 1}", what=what, button="Chuyển sang năm sau",
        back=back,
    )  # fmt: skip
