"""Revocations: list, proposal, decision, certificate, publication."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import workflow
from core.errors import Denied
from core.formats import parse_date, today
from core.forms import whole_number
from core.lists import Column, ListPage, Order
from criteria.queries import typed_ruleset
from inspections import law, rules
from inspections.actions import revocations as actions
from inspections.enums import CaseState
from inspections.filters import CaseFilter
from inspections.forms import CaseForm, CollectForm, MinistryForm, PublishForm, ReasonForm, standing_for
from inspections.models import RevocationCase
from inspections.papers.common import existing
from inspections.papers.revocation import CASE_REF, DECISION, draft_decision, draft_proposal, proposal_kind
from inspections.views.common import confirm, history, shown, tabs, to_document
from inspections.visibility import is_producer_only, visible_cases, visible_inspections


class CaseList(ListPage):
    """Revocations that the person sees."""

    template_name = "inspections/cases.html"
    filterset_class = CaseFilter
    orders = (Order("moi", "Mới nhất", ("-id",)), Order("han", "Hạn gần nhất", ("due_on", "id")))
    columns = (
        Column("Sản phẩm", lambda row: row.product_name, 40),
        Column("Hạng sao", lambda row: row.recognition.stars, 8),
        Column("Chủ thể", lambda row: row.recognition.producer_name, 40),
        Column("Huyện, thành phố", lambda row: row.district.as_district, 22),
        Column("Căn cứ", lambda row: row.ground_name, 60),
        Column("Ngày kết luận", lambda row: row.concluded_on, 14),
        Column("Hạn thu hồi", lambda row: row.due_on, 14),
        Column("Trạng thái", lambda row: row.get_state_display(), 30),
        Column("Số quyết định", lambda row: row.decision_number, 20),
        Column("Ngày quyết định", lambda row: row.decision_on, 14),
    )
    export_name = "thu-hoi"

    def rows(self) -> QuerySet[RevocationCase]:
        """Visible cases."""
        return visible_cases(self.request.user)

    def decorate(self, rows: QuerySet[RevocationCase]) -> QuerySet[RevocationCase]:
        """Recognition, place."""
        return rows.select_related("recognition", "district", "competent_unit")

    def extra(self) -> dict[str, Any]:
        """Whether the person may propose."""
        return {
            "tabs": tabs(self.request, "inspections:cases"),
            "may_add": bool(rules.planning_units(self.request.user)),
        }


def _case(request: HttpRequest, pk: int) -> RevocationCase:
    rows = visible_cases(request.user).select_related(
        "recognition__product__producer", "recognition__product__commune", "district", "ruleset", "competent_unit",
        "proposing_unit__parent", "inspection", "proposed_by", "decided_by", "decision_file",
    )  # fmt: skip
    return get_object_or_404(rows, pk=pk)


def _number(request: HttpRequest, name: str) -> int | None:
    return whole_number(request.GET.get(name, ""))


@require_http_methods(["GET", "POST"])
def case_new(request: HttpRequest) -> HttpResponse:
    """Begin a proposal; `?cong-nhan=` names the recognition, `?cuoc=` the inspection."""
    units = rules.planning_units(request.user)
    if not units:
        raise Denied("Chỉ cán bộ cấp huyện và cán bộ Sở lập đề nghị thu hồi.")
    wanted = _number(request, "cong-nhan")
    recognition = standing_for(request.user).filter(pk=wanted).first() if wanted else None
    visit = visible_inspections(request.user).filter(pk=_number(request, "cuoc") or 0).first()
    day = _day(request.POST.get("concluded_on", "")) or today()
    findings = list(visit.findings.all()) if visit else []
    initial: dict[str, Any] = {"concluded_on": today(), "explanation": "\n".join(f.text for f in findings)}
    grounds = [finding.ground for finding in findings if finding.ground]
    if grounds:
        initial["ground"] = grounds[0]
    form = CaseForm(request.POST or None, user=request.user, day=day, recognition=recognition, initial=initial)
    if request.method == "POST" and form.is_valid():
        case = actions.open_case(
            recognition=recognition or form.cleaned_data["recognition"], unit=units[0], values=form.cleaned_data,
            actor=request.user, inspection=visit, findings=findings,
        )  # fmt: skip
        messages.success(request, "Đã lập đề nghị. Soạn tờ trình rồi gửi cơ quan có thẩm quyền.")
        return redirect("inspections:case", pk=case.pk)
    context = {
        "form": form, "heading": "Đề nghị thu hồi giấy chứng nhận", "button": "Lập đề nghị",
        "subheading": recognition.product_name if recognition else "", "back_url": reverse("inspections:cases"),
        "law": typed_ruleset(law.ruleset_for(day)).short_name,
    }  # fmt: skip
    return render(request, "inspections/case_form.html", context)


def _day(text: str) -> Any:
    try:
        return parse_date(text)
    except ValueError:
        return None


@require_safe
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """One case: ground, body, term, papers, what is to be done next."""
    row = _case(request, pk)
    user = request.user
    staff = not is_producer_only(user)
    proposes = rules.proposer(user, row)
    context = {
        "case": row,
        "recognition": row.recognition,
        "staff": staff,
        "competence": law.competence(row.recognition, typed_ruleset(row.ruleset)),
        "law": typed_ruleset(row.ruleset),
        "findings": row.findings.select_related("inspection") if staff else [],
        "steps": {step.name for step in workflow.available(row, user)},
        "editable": proposes and row.state == CaseState.DRAFT,
        "proposal": shown(user, existing(proposal_kind(row), f"{CASE_REF}{row.pk}")) if staff else None,
        "may_propose_paper": proposes and row.state in {CaseState.DRAFT, CaseState.PROPOSED},
        "decision": shown(user, existing(DECISION, f"{CASE_REF}{row.pk}")) if staff or row.decided_at else None,
        "may_draft_decision": row.state == CaseState.PROPOSED
        and row.competent_unit is not None
        and rules.plans_at(user, row.competent_unit),
        "own": user.pk in {row.created_by_id, row.proposed_by_id},
        "events": history(row) if staff else [],
    }
    return render(request, "inspections/case.html", context)


@require_http_methods(["GET", "POST"])
def case_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change day, ground or facts while it is a draft."""
    row = _case(request, pk)
    rules.check_case_editable(request.user, row)
    initial = {
        "concluded_on": row.concluded_on, "ground": row.ground, "explanation": row.explanation, "version": row.version,
    }  # fmt: skip
    day = _day(request.POST.get("concluded_on", "")) or row.concluded_on
    form = CaseForm(request.POST or None, user=request.user, day=day, recognition=row.recognition, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        actions.edit_case(case=row, values=values, actor=request.user, version=values.pop("version"))
        messages.success(request, "Đã lưu đề nghị.")
        return redirect("inspections:case", pk=row.pk)
    context = {
        "form": form, "heading": "Sửa đề nghị thu hồi", "subheading": row.product_name, "button": "Lưu",
        "back_url": reverse("inspections:case", args=[row.pk]), "law": typed_ruleset(law.ruleset_for(day)).short_name,
    }  # fmt: skip
    return render(request, "inspections/case_form.html", context)


_PAGES: dict[str, dict[str, Any]] = {
    "propose": {
        "heading": "Gửi đề nghị thu hồi", "label": "Gửi đề nghị", "done": "Đã gửi đề nghị thu hồi.",
        "what": ["Cơ quan có thẩm quyền nhận thông báo.", "Nội dung đề nghị không sửa được nữa; chỉ rút được, có lý do."],
    },
    "withdraw": {
        "heading": "Rút đề nghị thu hồi", "label": "Rút đề nghị", "done": "Đã rút đề nghị.",
        "what": ["Công nhận vẫn còn hiệu lực.", "Đề nghị và lý do rút được lưu lại."],
    },
    "dismiss": {
        "heading": "Không thu hồi", "label": "Kết luận không thu hồi", "done": "Đã kết luận không thu hồi.",
        "what": ["Công nhận vẫn còn hiệu lực.", "Đơn vị đề nghị nhận lý do."],
    },
    "collect": {
        "heading": "Ghi đã thu giấy chứng nhận", "label": "Ghi đã thu", "done": "Đã ghi thu giấy chứng nhận.",
        "what": ["Giấy chứng nhận bản giấy đã được thu lại, hoặc có xác nhận không thu được."],
    },
    "publish": {
        "heading": "Ghi đã công bố việc thu hồi", "label": "Ghi đã công bố", "done": "Đã ghi công bố.",
        "what": ["Trang tra cứu công khai đã đổi thành “Đã thu hồi” từ lúc ban hành quyết định.",
                 "Ghi lại nơi đã công bố theo quyết định."],
    },
    "record_ministry": {
        "heading": "Ghi quyết định thu hồi của Bộ", "label": "Ghi quyết định", "done": "Đã ghi quyết định của Bộ.",
        "what": ["Công nhận bị thu hồi ngay trong sổ và trên trang tra cứu.", "Chủ thể nhận thông báo."],
        "undone": "Việc thu hồi không rút lại được.",
    },
}  # fmt: skip


def _form(step: str, request: HttpRequest) -> Any:
    data = request.POST or None
    if step in {"withdraw", "dismiss"}:
        return ReasonForm(data)
    if step == "collect":
        return CollectForm(data)
    if step == "publish":
        return PublishForm(data)
    return MinistryForm(data, request.FILES or None) if step == "record_ministry" else None


@require_http_methods(["GET", "POST"])
def case_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """The page of one step."""
    row = _case(request, pk)
    page = _PAGES.get(step)
    if page is None:
        raise Http404
    if not workflow.can(row, step, request.user):
        raise Denied(f"Không làm được việc này khi hồ sơ ở trạng thái “{row.get_state_display()}”.", obj=row)

    def do(form: Any) -> Any:
        data = dict(form.cleaned_data) if form else {}
        if step == "record_ministry":
            return actions.record_ministry(
                case=row, number=data["number"], on=data["on"], upload=data["file"], actor=request.user
            )
        return actions.take(case=row, step=step, actor=request.user, reason=data.pop("reason", ""), **data)

    back = reverse("inspections:case", args=[row.pk])
    return confirm(
        request, heading=page["heading"], subheading=row.product_name, what=page["what"], undone=page.get("undone", ""),
        form=_form(step, request), action_label=page["label"], back_url=back, do=do, done=page["done"], to=back,
    )  # fmt: skip


@require_POST
def case_proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft the proposal's paper."""
    return to_document(request, draft_proposal(case=_case(request, pk), actor=request.user))


@require_POST
def case_decision(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft the decision."""
    return to_document(request, draft_decision(case=_case(request, pk), actor=request.user))
