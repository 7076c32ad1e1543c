"""Events: list, page, recording, steps, outcome, costs, papers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.db.models import F, QuerySet, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import workflow
from core.formats import today
from core.forms import posted_version
from core.lists import Column, ListPage, Order
from products.rules import producer_ids_of
from promotion import queries, rules
from promotion.actions import events as actions
from promotion.actions.papers import can_draft, draft_paper, papers_of
from promotion.course import history_of
from promotion.enums import OPEN_FOR_PEOPLE, EventState, ParticipationState
from promotion.event_papers import CALL, REPORT, with_items
from promotion.filters import EventFilter
from promotion.forms import CostForm, EventForm, OutcomeForm, ReasonForm
from promotion.models import EventCost, Participation, ParticipationProduct, PromotionEvent
from promotion.sections import tabs
from promotion.showing import Showing, verdict
from promotion.views.common import event_or_404, form_page, own_event_or_404
from promotion.visibility import visible_events, visible_participations

# Steps that lead on: only these are the page's green button; reopening and cancelling stand beside it.
FORWARD = ("open_call", "close_call", "start", "hold", "report")
# What a step brings about, for the page that asks before it is taken; and what cannot be undone.
STEP_WORDS: dict[str, tuple[tuple[str, ...], str]] = {
    "open_call": (("Gửi thông báo tới mọi chủ thể có tài khoản và cán bộ các huyện trong phạm vi mời.",
                   "Chủ thể tự đăng ký, cán bộ xã, huyện đăng ký thay được đến hết hạn."), ""),
    "choose_directly": (("Sự kiện không mở đăng ký rộng rãi; đơn vị chủ trì tự ghi chủ thể tham gia rồi xét chọn.",), ""),
    "close_call": (("Chủ thể không đăng ký thêm được.", "Chuyển sang xét chọn: chọn, để dự bị hoặc không chọn."), ""),
    "reopen_call": (("Chủ thể lại đăng ký được đến hết hạn đăng ký.", "Các lượt đã xét vẫn giữ kết quả."), ""),
    "start": (("Chốt danh sách chủ thể tham gia.", "Chủ thể được chọn bắt đầu ghi được kết quả."), ""),
    "hold": (("Nhắc chủ thể được chọn ghi doanh thu, hợp đồng, khách hàng mới.",), ""),
    "report": (("Khoá kết quả của mọi chủ thể; số liệu đi vào báo cáo năm.",),
               "Sau bước này không sửa được sự kiện và kết quả."),
    "cancel": (("Báo cho mọi chủ thể đã đăng ký, kèm lý do.",), "Sự kiện đã huỷ không mở lại được."),
}  # fmt: skip


class EventList(ListPage):
    """Events that the person may see."""

    template_name = "promotion/events.html"
    filterset_class = EventFilter
    orders = (
        Order("moi", "Mới nhất", ("-starts_on", "-id")),
        Order("han", "Hạn đăng ký", (F("registration_closes_on").desc(nulls_last=True), "-id")),
        Order("ten", "Tên", ("name_sort", "id")),
    )
    columns = (
        Column("Tên sự kiện", lambda row: row.name, 44),
        Column("Loại", lambda row: row.get_kind_display(), 22),
        Column("Phạm vi", lambda row: row.get_place_display(), 12),
        Column("Đơn vị chủ trì", lambda row: row.unit.name, 22),
        Column("Đơn vị tổ chức", lambda row: row.organiser, 30),
        Column("Địa phương đăng cai", lambda row: row.host, 20),
        Column("Từ ngày", lambda row: row.starts_on, 12),
        Column("Đến ngày", lambda row: row.ends_on, 12),
        Column("Trạng thái", lambda row: row.get_state_display(), 20),
        Column("Gian hàng", lambda row: row.booths, 10),
        Column("Lượt khách", lambda row: row.visitors, 10),
        Column("Đăng ký", lambda row: row.registered, 10),
        Column("Được chọn", lambda row: row.chosen, 10),
        Column("Doanh thu (đồng)", lambda row: row.sold, 16),
    )
    export_name = "su-kien-xuc-tien"

    def rows(self) -> QuerySet[PromotionEvent]:
        """What the person may see."""
        return visible_events(self.request.user)

    def decorate(self, rows: QuerySet[PromotionEvent]) -> QuerySet[PromotionEvent]:
        """Unit and counts."""
        return queries.event_rows(rows, self.request.user)

    def extra(self) -> dict[str, Any]:
        """Tabs, and may the person record one?"""
        can_add = rules.can_hold(self.request.user)
        return {
            "noun": "sự kiện",
            "tabs": tabs(self.request.user, "promotion:events"),
            "can_add": can_add,
            "own": bool(producer_ids_of(self.request.user)),
            "add_url": reverse("promotion:event_add") if can_add else "",
        }


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """One event: what it is, who takes part, what it cost, what came of it."""
    event, user = event_or_404(request, pk), request.user
    seen = visible_participations(user).filter(event=event)
    manages, sees_all = rules.manages(user, event), rules.sees_all_of(user, event)
    registrable = rules.registrable(user, event) if event.state in OPEN_FOR_PEOPLE else None
    papers = papers_of(event) if sees_all else []
    context = {
        "event": event,
        "sees_all": sees_all,
        "own": bool(producer_ids_of(user)),
        "manages": manages,
        "can_edit": rules.can_edit_event(user, event),
        "choosing": manages and _choosing(event),
        "steps": (steps := workflow.available(event, user) if manages else []),
        "primary": next((step for step in steps if step.name in FORWARD), None),
        "rows": _with_goods(event, with_items(seen).order_by("registered_at")[:12]),
        "total": seen.count(),
        "figures": queries.event_figures(seen),
        "shows_results": rules.shows_results(event),
        "costs": list(event.costs.all()) if sees_all else [],
        "cost_sums": event.costs.aggregate(planned=Sum("planned"), spent=Sum("spent")) if sees_all else {},
        "can_register": registrable is not None and registrable.exists() and _takes(user, event),
        "papers": papers,
        "can_call": can_draft(user, event, CALL) and not any(paper.kind == CALL for paper in papers),
        "can_report": can_draft(user, event, REPORT) and not any(paper.kind == REPORT for paper in papers),
        "call_kind": CALL,
        "report_kind": REPORT,
        "file_count": event.files.count() if sees_all else 0,
        "events": history_of(event) if sees_all else [],
    }
    return render(request, "promotion/event.html", context)


def _with_goods(event: PromotionEvent, rows: Iterable[Participation]) -> list[tuple[Participation, list[Any]]]:
    """Rows with their products, and what bars each from being shown as OCOP at an event that is not over."""
    ahead = not rules.shows_results(event)

    def bar(item: ParticipationProduct) -> Showing | None:
        if not (ahead and item.as_ocop):
            return None
        said = verdict(item.product, event.ends_on)
        return None if said.allowed else said.showing

    return [(row, [(item.product.name, bar(item)) for item in row.items.all()]) for row in rows]


def _choosing(event: PromotionEvent) -> bool:
    """Selection comes first: somebody waits for an answer, or the event's day has not come."""
    waiting = event.participations.filter(state=ParticipationState.REGISTERED)
    return event.state == EventState.SELECTION and (event.starts_on > today() or waiting.exists())


def _takes(user: Any, event: PromotionEvent) -> bool:
    return event.receives_on(today()) or (event.state == EventState.SELECTION and rules.manages(user, event))


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Record an event."""
    form = EventForm(request.POST or None, user=request.user)
    if form.is_valid():
        event = actions.create_event(actor=request.user, values=form.changes())
        messages.success(request, f"Đã ghi sự kiện “{event.name}”.")
        return redirect("promotion:event", pk=event.pk)
    context = form_page(form, "Ghi sự kiện", "Ghi sự kiện", reverse("promotion:events"))
    return render(request, "promotion/form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an event's record."""
    event = own_event_or_404(request, pk)
    rules.check_edit_event(request.user, event)
    form = EventForm(request.POST or None, instance=event, user=request.user)
    if form.is_valid():
        actions.edit_event(event=event, actor=request.user, values=form.changes(), version=form.opened_version)
        messages.success(request, "Đã lưu thay đổi.")
        return redirect("promotion:event", pk=event.pk)
    return render(request, "promotion/form.html", _event_form(event, form, "Sửa sự kiện", "Lưu thay đổi"))


def _event_form(event: PromotionEvent, form: Any, heading: str, save: str) -> dict[str, Any]:
    back = reverse("promotion:event", args=[event.pk])
    crumbs = [(event.name, back)]
    return form_page(form, heading, save, back, page_sub=event.name, crumbs=crumbs)


@require_http_methods(["GET", "HEAD", "POST"])
def outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """Visitors, general results and shortcomings."""
    event = own_event_or_404(request, pk)
    rules.check_edit_event(request.user, event)
    form = OutcomeForm(request.POST or None, instance=event)
    if form.is_valid():
        actions.save_outcome(event=event, actor=request.user, values=form.changes(), version=form.opened_version)
        messages.success(request, "Đã lưu kết quả chung.")
        return redirect("promotion:event", pk=event.pk)
    return render(request, "promotion/form.html", _event_form(event, form, "Kết quả chung của sự kiện", "Lưu kết quả"))


@require_http_methods(["GET", "HEAD", "POST"])
def take_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Ask before a step is taken, then take it."""
    event = own_event_or_404(request, pk)
    try:
        found = workflow.workflow_of(event).find(step)
    except KeyError:
        raise Http404 from None
    if request.method != "POST" and not workflow.can(event, step, request.user):
        raise Http404
    form = ReasonForm(request.POST or None, initial={"version": event.version}) if found.needs_reason else None
    if request.method == "POST" and (form is None or form.is_valid()):
        reason = form.cleaned_data["reason"] if form else ""
        actions.take_step(event=event, step=step, actor=request.user, version=posted_version(request), reason=reason)
        messages.success(request, f"{event.name}: {EventState(event.state).label.lower()}.")
        return redirect("promotion:event", pk=event.pk)
    what, undone = STEP_WORDS[step]
    context = {
        "heading": found.label,
        "page_sub": event.name,
        "crumbs": [(event.name, reverse("promotion:event", args=[event.pk]))],
        "what": what,
        "undone": undone,
        "action_label": found.label,
        "back_url": reverse("promotion:event", args=[event.pk]),
        "form": form,
        "version": None if form else event.version,
    }
    return render(request, "promotion/confirm.html", context)


# --- costs --------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def costs(request: HttpRequest, pk: int) -> HttpResponse:
    """The event's costs by source, and a form for one more."""
    event = own_event_or_404(request, pk)
    form = CostForm(request.POST or None)
    if form.is_valid():
        actions.add_cost(event=event, actor=request.user, values=form.changes())
        messages.success(request, "Đã thêm dòng kinh phí.")
        return redirect("promotion:event_costs", pk=event.pk)
    context = {
        "event": event,
        "form": form,
        "rows": event.costs.all(),
        "sums": event.costs.aggregate(planned=Sum("planned"), spent=Sum("spent")),
        "can_edit": rules.can_edit_event(request.user, event),
    }
    return render(request, "promotion/costs.html", context)


def _cost(request: HttpRequest, pk: int, cost_pk: int) -> EventCost:
    event = own_event_or_404(request, pk)
    return get_object_or_404(EventCost.objects.select_related("event__unit"), pk=cost_pk, event=event)


@require_http_methods(["GET", "HEAD", "POST"])
def cost(request: HttpRequest, pk: int, cost_pk: int) -> HttpResponse:
    """Change one cost row."""
    row = _cost(request, pk, cost_pk)
    rules.check_edit_event(request.user, row.event)
    form = CostForm(request.POST or None, instance=row)
    if form.is_valid():
        actions.edit_cost(cost=row, actor=request.user, values=form.changes())
        messages.success(request, "Đã lưu dòng kinh phí.")
        return redirect("promotion:event_costs", pk=pk)
    context = _event_form(row.event, form, "Sửa dòng kinh phí", "Lưu dòng này")
    return render(request, "promotion/form.html", context | {"back_url": reverse("promotion:event_costs", args=[pk])})


@require_POST
def cost_remove(request: HttpRequest, pk: int, cost_pk: int) -> HttpResponse:
    """Take a cost row away."""
    actions.remove_cost(cost=_cost(request, pk, cost_pk), actor=request.user)
    messages.success(request, "Đã bỏ dòng kinh phí.")
    return redirect("promotion:event_costs", pk=pk)


@require_POST
def paper(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Draft the letter or the report and open it."""
    event = own_event_or_404(request, pk)
    if kind not in {CALL, REPORT}:
        raise Http404
    document = draft_paper(event=event, kind=kind, actor=request.user)
    return redirect("documents:document", document.pk)
