"""Sales points: list, page, application, checklist, steps, products on show, quarterly revenue."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import allowed
from core import workflow
from core.files import UploadRefused
from core.forms import posted_version
from core.lists import Column, ListPage, Order
from documents.kinds import get_kind, label_of
from documents.rules import may_issue
from documents.visibility import visible_documents
from promotion import queries, rules
from promotion.actions import points as actions
from promotion.actions.papers import draft_point_paper, point_paper_kinds, point_papers_of
from promotion.actions.revenues import save_revenue
from promotion.checklist import checklist
from promotion.course import history_of
from promotion.enums import PointState
from promotion.filters import PointFilter
from promotion.forms import ReasonForm
from promotion.forms_points import (
    AppraisalForm,
    LivePointForm,
    PointForm,
    PointRevenueForm,
    RecogniseForm,
    ShowForm,
)
from promotion.models import ChecklistEvidence, SalesPoint, ShownProduct
from promotion.point_papers import DECISIONS, KINDS
from promotion.sections import tabs
from promotion.showing import register, verdict
from promotion.transitions import unmet
from promotion.views.common import form_page
from promotion.views.revenues import link_of
from promotion.visibility import visible_points

# Steps that lead on: only these are the page's green button; sending back and refusing stand beside it.
FORWARD = ("apply", "appraise", "recognise")
STEP_WORDS: dict[str, tuple[str, str]] = {
    "apply": ("Gửi đề nghị và bảng tiêu chí tới Sở để thẩm định; trong lúc chờ không sửa được.", ""),
    "return": ("Đơn vị quản lý bổ sung rồi đề nghị lại.", ""),
    "appraise": ("Xác nhận đã kiểm tra thực tế và mọi tiêu chí bắt buộc đều đạt; chuyển lãnh đạo Sở xem xét.", ""),
    "send_back": ("Cán bộ thẩm định kiểm tra lại theo lý do ghi dưới đây.", ""),
    "recognise": (
        "Ghi quyết định do cơ quan khác ban hành. Quyết định ban hành trên cổng thì mở ở mục Văn bản của điểm bán. "
        "Điểm bán được công khai trên trang tra cứu cùng các sản phẩm đang trưng bày.",
        "",
    ),
    "refuse": ("Báo cho đơn vị đề nghị, kèm lý do.", "Muốn đề nghị lại phải lập hồ sơ mới."),
    "close": (
        "Điểm bán rời trang tra cứu ngay; mọi sản phẩm được ghi là đã gỡ.",
        "Điểm bán đã đóng không mở lại được.",
    ),
    "revoke": ("Điểm bán rời trang tra cứu ngay; mọi sản phẩm được ghi là đã gỡ.", "Không hoàn tác được."),
}


class PointList(ListPage):
    """Sales points that the person may see."""

    template_name = "promotion/points.html"
    filterset_class = PointFilter
    orders = (Order("ten", "Tên", ("name_sort", "id")), Order("moi", "Mới ghi", ("-created_at", "-id")))
    columns = (
        Column("Tên điểm bán", lambda row: row.name, 40),
        Column("Loại vị trí", lambda row: row.get_kind_display(), 36),
        Column("Huyện, thành phố", lambda row: row.district.name, 22),
        Column("Xã, phường", lambda row: row.commune.name if row.commune else "", 22),
        Column("Địa chỉ", lambda row: row.address, 36),
        Column("Đơn vị quản lý", lambda row: row.operator, 36),
        Column("Trạng thái", lambda row: row.get_state_display(), 20),
        Column("Số quyết định", lambda row: row.decision_number, 18),
        Column("Ngày công nhận", lambda row: row.recognised_on, 14),
        Column("Sản phẩm đang trưng bày", lambda row: row.on_show, 12),
        Column("Sản phẩm phải gỡ", lambda row: row.to_remove, 12),
    )
    export_name = "diem-ban-ocop"

    def rows(self) -> QuerySet[SalesPoint]:
        """What the person may see."""
        return visible_points(self.request.user)

    def decorate(self, rows: QuerySet[SalesPoint]) -> QuerySet[SalesPoint]:
        """Place and counts."""
        return queries.point_rows(rows)

    def extra(self) -> dict[str, Any]:
        """Tabs, and may the person begin one?"""
        can_add = rules.can_add_point(self.request.user)
        return {
            "noun": "điểm bán",
            "tabs": tabs(self.request.user, "promotion:points"),
            "can_add": can_add,
            "may_import": allowed(self.request.user, "promotion:revenue_import", "GET"),
            "may_word": allowed(self.request.user, "promotion:point_criteria", "GET"),
            "add_url": reverse("promotion:point_add") if can_add else "",
        }


def _point(request: HttpRequest, pk: int) -> SalesPoint:
    rows = visible_points(request.user).select_related(
        "district__parent", "commune__parent__parent", "producer", "applied_by", "appraised_by"
    )
    return get_object_or_404(rows, pk=pk)


def _shown(point: SalesPoint) -> list[tuple[ShownProduct, Any]]:
    rows = point.shown.filter(until=None).select_related("product__producer", "product__district")
    return [(row, verdict(row.product)) for row in rows.prefetch_related(register("product__recognitions"))]


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """One sales point."""
    point, user = _point(request, pk), request.user
    shown = _shown(point)
    sheet = checklist(point.criteria)
    context = {
        "point": point,
        "good": [(row, said) for row, said in shown if said.allowed],
        "stale": [(row, said) for row, said in shown if not said.allowed],
        "sheet": sheet,
        "left": unmet(point),
        "answered": point.answers.count(),
        "revenues": point.revenues.all()[:8],
        "steps": (steps := workflow.available(point, user)),
        "primary": next((step for step in steps if step.name in FORWARD), None),
        "can_edit": rules.can_edit_point(user, point),
        "can_answer": rules.can_answer_checklist(user, point),
        "can_stock": rules.can_stock(user, point),
        "events": history_of(point),
        **_papers(request, point),
    }
    return render(request, "promotion/point.html", context)


def _papers(request: HttpRequest, point: SalesPoint) -> dict[str, Any]:
    """Papers that the person may open, and those that it may begin."""
    known = point_papers_of(point)
    readable = set(
        visible_documents(request.user).filter(pk__in=[row.pk for row in known]).values_list("pk", flat=True)
    )
    drafted = {row.kind for row in known if row.is_draft}
    to_sign = [row for row in known if row.is_draft and row.kind in DECISIONS.values() and may_issue(request.user, row)]
    begin = [
        (kind, get_kind(kind).plain_label) for kind in point_paper_kinds(request.user, point) if kind not in drafted
    ]
    papers = [(row, label_of(row.kind)) for row in known if row.pk in readable]
    return {"papers": papers, "paper_kinds": begin, "to_sign": to_sign[0] if to_sign else None}


@require_POST
def paper(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Begin a paper, or open the draft that stands."""
    if kind not in KINDS:
        raise Http404
    document = draft_point_paper(point=_point(request, pk), kind=kind, actor=request.user)
    messages.success(request, "Đã soạn dự thảo. Sửa lời văn nếu cần, rồi lãnh đạo Sở ban hành.")
    return redirect("documents:document", pk=document.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Begin an application."""
    form = PointForm(request.POST or None, user=request.user)
    if form.is_valid():
        point = actions.create_point(actor=request.user, values=form.changes())
        messages.success(request, f"Đã ghi điểm bán “{point.name}”. Tiếp theo: đánh giá từng tiêu chí.")
        return redirect("promotion:point_checklist", pk=point.pk)
    back = reverse("promotion:points")
    context = form_page(form, "Đề nghị công nhận điểm bán", "Ghi điểm bán", back, crumbs=[("Điểm bán OCOP", back)])
    return render(request, "promotion/form.html", context)


def _form(point: SalesPoint, form: Any, heading: str, save: str) -> dict[str, Any]:
    back = reverse("promotion:point", args=[point.pk])
    return form_page(form, heading, save, back, page_sub=point.name, crumbs=_crumbs(point))


def _crumbs(point: SalesPoint) -> list[tuple[str, str]]:
    return [
        ("Điểm bán OCOP", reverse("promotion:points")),
        (point.name, reverse("promotion:point", args=[point.pk])),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the application; of a recognised point only contact and hours."""
    point = _point(request, pk)
    rules.check_edit_point(request.user, point)
    form: PointForm | LivePointForm
    if point.state == PointState.RECOGNISED:
        form = LivePointForm(request.POST or None, instance=point)
    else:
        form = PointForm(request.POST or None, instance=point, user=request.user)
    if form.is_valid():
        actions.edit_point(point=point, actor=request.user, values=form.changes(), version=form.opened_version)
        messages.success(request, "Đã lưu thay đổi.")
        return redirect("promotion:point", pk=pk)
    return render(request, "promotion/form.html", _form(point, form, "Sửa điểm bán", "Lưu thay đổi"))


# --- checklist ----------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """The checklist: one form a criterion, each saved on its own."""
    point = _point(request, pk)
    error, error_code = "", ""
    if request.method == "POST":
        error_code = request.POST.get("code", "")
        try:
            _save_criterion(request, point, error_code)
        except UploadRefused as refusal:
            error = refusal.sentence
        except KeyError:
            raise Http404 from None
        else:
            messages.success(request, f"Đã lưu tiêu chí {error_code}.")
            return redirect(
                f"{reverse('promotion:point_checklist', args=[pk])}#tieu-chi-{error_code.replace('.', '-')}"
            )
    sheet = checklist(point.criteria)
    answers = {row.code: row for row in point.answers.all()}
    evidence: dict[str, list[ChecklistEvidence]] = {}
    for row in point.evidence.select_related("file"):
        evidence.setdefault(row.code, []).append(row)
    left = set(unmet(point))
    context = {
        "point": point,
        "sheet": sheet,
        "groups": [
            (group, [(line, answers.get(line.code), evidence.get(line.code, []), line.code in left) for line in group.criteria])
            for group in sheet.groups
        ],
        "left": left,
        "can_answer": rules.can_answer_checklist(request.user, point),
        "can_apply": workflow.can(point, "apply", request.user),
        "error": error,
        "error_code": error_code if error else "",
        "has_errors": bool(error),
        "max_words": f"{settings.UPLOAD_MAX_BYTES // 1_000_000} MB",
    }  # fmt: skip
    return render(request, "promotion/checklist.html", context)


def _save_criterion(request: HttpRequest, point: SalesPoint, code: str) -> None:
    checklist(point.criteria).find(code)
    upload = request.FILES.get("file")
    if upload is not None:
        actions.add_evidence(point=point, actor=request.user, code=code, upload=upload)
    met = request.POST.get("met")
    if met in {"co", "khong"}:
        note = request.POST.get("note", "")[:2_000]
        actions.answer_criterion(
            point=point, actor=request.user, code=code, met=met == "co", note=note, version=posted_version(request)
        )
    elif upload is None:
        raise UploadRefused("Chọn “Đạt” hoặc “Chưa đạt” trước khi lưu.")


@require_POST
def evidence_remove(request: HttpRequest, pk: int, evidence_pk: int) -> HttpResponse:
    """Take a file off a criterion."""
    point = _point(request, pk)
    row = get_object_or_404(ChecklistEvidence.objects.select_related("point", "file"), pk=evidence_pk, point=point)
    code = row.code.replace(".", "-")
    actions.remove_evidence(evidence=row, actor=request.user)
    messages.success(request, "Đã gỡ tệp.")
    return redirect(f"{reverse('promotion:point_checklist', args=[pk])}#tieu-chi-{code}")


# --- steps --------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def take_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Ask before a step is taken, then take it."""
    point = _point(request, pk)
    try:
        found = workflow.workflow_of(point).find(step)
    except KeyError:
        raise Http404 from None
    if request.method != "POST" and not workflow.can(point, step, request.user):
        raise Http404
    form = _step_form(request, point, step, needs_reason=found.needs_reason)
    if request.method == "POST" and (form is None or form.is_valid()):
        data = dict(form.cleaned_data) if form else {}
        data.pop("version", None)
        actions.take_step(
            point=point, step=step, actor=request.user, version=posted_version(request),
            reason=data.pop("reason", ""), data=data,
        )  # fmt: skip
        messages.success(request, f"{point.name}: {PointState(point.state).label.lower()}.")
        return redirect("promotion:point", pk=pk)
    what, undone = STEP_WORDS[step]
    context = {
        "heading": found.label, "page_sub": point.name, "crumbs": _crumbs(point), "what": [what], "undone": undone,
        "action_label": found.label, "back_url": reverse("promotion:point", args=[pk]), "form": form,
        "version": None if form else point.version,
    }  # fmt: skip
    return render(request, "promotion/confirm.html", context)


def _step_form(request: HttpRequest, point: SalesPoint, step: str, *, needs_reason: bool) -> Any:
    data, start = request.POST or None, {"version": point.version}
    if step == "appraise":
        return AppraisalForm(data, initial=start)
    if step == "recognise":
        return RecogniseForm(data, initial=start | {"recognised_by": checklist(point.criteria).asked_body})
    return ReasonForm(data, initial=start) if needs_reason else None


# --- products on show and revenue ---------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def shown(request: HttpRequest, pk: int) -> HttpResponse:
    """What is on show; a form for one more."""
    point = _point(request, pk)
    form = ShowForm(request.POST or None, point=point)
    if form.is_valid():
        row = actions.put_on_show(point=point, actor=request.user, product=form.cleaned_data["product"])
        messages.success(request, f"Đã đưa “{row.product.name}” lên trưng bày.")
        return redirect("promotion:point_shown", pk=pk)
    past = point.shown.exclude(until=None).select_related("product").order_by("-until", "-id")[:20]
    context = {
        "point": point, "form": form, "rows": _shown(point), "past": past, "crumbs": _crumbs(point),
        "can_stock": rules.can_stock(request.user, point),
    }  # fmt: skip
    return render(request, "promotion/shown.html", context)


@require_POST
def take_off(request: HttpRequest, pk: int, shown_pk: int) -> HttpResponse:
    """Note that a product is no longer on show."""
    point = _point(request, pk)
    row = get_object_or_404(ShownProduct.objects.select_related("point", "product"), pk=shown_pk, point=point)
    actions.take_off_show(shown=row, actor=request.user)
    messages.success(request, f"Đã ghi gỡ “{row.product.name}”.")
    return redirect("promotion:point_shown", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def revenue(request: HttpRequest, pk: int) -> HttpResponse:
    """Revenue by quarter; entering a quarter again corrects it."""
    point = _point(request, pk)
    form = PointRevenueForm(request.POST or None)
    if form.is_valid():
        year, quarter = form.when
        save_revenue(point=point, actor=request.user, year=year, quarter=quarter, values=form.changes())
        messages.success(request, "Đã ghi doanh thu quý.")
        return redirect("promotion:point_revenue", pk=pk)
    context = {
        "point": point, "form": form, "rows": point.revenues.select_related("entered_by"), "crumbs": _crumbs(point),
        "can_stock": rules.can_stock(request.user, point),
        "link": link_of(request, point) if rules.can_stock(request.user, point) else "",
        "may_link": point.state == PointState.RECOGNISED and rules.can_stock(request.user, point),
    }  # fmt: skip
    return render(request, "promotion/revenue.html", context)
