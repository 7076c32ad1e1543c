"""Registrations: whose, with what; the record of one participant; answers; results."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from core import workflow
from core.filters import words
from core.forms import posted_version
from core.text import fold
from products.rules import producer_ids_of, sees_plain_words
from products.visibility import visible_producers
from promotion import rules
from promotion.actions import participations as actions
from promotion.course import history_of
from promotion.event_papers import with_items
from promotion.forms import ReasonForm, RegistrationForm, ResultForm
from promotion.models import Participation
from promotion.showing import verdict
from promotion.views.common import event_or_404, form_page, participation_or_404

_ASKS = {
    "choose": "Chủ thể được tham gia sự kiện; kết quả được báo ngay cho chủ thể.",
    "reserve": "Chủ thể được mời khi có chỗ; kết quả được báo ngay cho chủ thể.",
    "refuse": "Chủ thể không tham gia lần này; lý do được báo cho chủ thể.",
    "withdraw": "Chủ thể không tham gia sự kiện nữa; đơn vị chủ trì được báo để mời chủ thể dự bị.",
    "rejoin": "Đăng ký trở lại danh sách chờ xét chọn.",
}


@require_safe
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Which producer is to be registered? One's own is taken at once when there is only one."""
    event = event_or_404(request, pk)
    q = request.GET.get("q", "")[:100]
    rows = rules.registrable(request.user, event).select_related("commune", "district").order_by("name_sort")
    found = list(rows.filter(words(fold(q), "name_folded"))[:60])
    if len(found) == 1 and not q and producer_ids_of(request.user):
        return redirect("promotion:register", pk=pk, producer_pk=found[0].pk)
    return render(request, "promotion/choose_producer.html", {"event": event, "producers": found, "q": q})


@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, pk: int, producer_pk: int) -> HttpResponse:
    """Products and contact of one producer for one event."""
    event = event_or_404(request, pk)
    rows = visible_producers(request.user).select_related("commune__parent", "district")
    producer = get_object_or_404(rows, pk=producer_pk)
    known = Participation.objects.filter(event=event, producer=producer).first()
    if known is not None:
        return redirect("promotion:participation", pk=known.pk)
    rules.check_register(request.user, event, producer)
    form = RegistrationForm(request.POST or None, event=event, producer=producer)
    if form.is_valid():
        row = actions.register(event=event, producer=producer, actor=request.user, **form.chosen())
        messages.success(request, f"Đã đăng ký {producer.name} tham gia {event.name}.")
        return redirect("promotion:participation", pk=row.pk)
    back = reverse("promotion:event", args=[pk])
    context = form_page(
        form, "Đăng ký tham gia", "Gửi đăng ký", back, page_sub=f"{producer.name} · {event.name}",
        crumbs=[(event.name, back)], lead=event.requirements,
    )  # fmt: skip
    return render(request, "promotion/form.html", context)


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """One participant: products, answer, booth, support, results."""
    row, user = participation_or_404(request, pk), request.user
    items = with_items(Participation.objects.filter(pk=row.pk)).get().items.all()
    context = {
        "row": row,
        "event": row.event,
        "items": [(item, verdict(item.product, row.event.ends_on)) for item in items],
        "plain": sees_plain_words(user),
        "steps": [step for step in workflow.available(row, user) if _fits(row, step.name)],
        "can_edit": rules.can_edit_registration(user, row),
        "can_tell": rules.can_enter_results(user, row),
        "shows_results": rules.shows_results(row.event) and row.state == "chosen",
        "events": history_of(row),
    }
    return render(request, "promotion/participation.html", context)


def _fits(row: Participation, step: str) -> bool:
    """Leave out what the state of the event would refuse anyway."""
    if step == "withdraw":
        return row.event.state not in {"held", "reported", "cancelled"}
    if step == "rejoin":
        return row.event.state == "call_open"
    return row.event.state in {"selection", "running"}


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change products and contact."""
    row = participation_or_404(request, pk)
    rules.check_edit_registration(request.user, row)
    form = RegistrationForm(request.POST or None, event=row.event, producer=row.producer, row=row)
    if form.is_valid():
        actions.edit_registration(row=row, actor=request.user, version=posted_version(request), **form.chosen())
        messages.success(request, "Đã lưu thay đổi.")
        return redirect("promotion:participation", pk=pk)
    return render(request, "promotion/form.html", _row_form(row, form, "Sửa đăng ký", "Lưu thay đổi"))


def _row_form(row: Participation, form: Any, heading: str, save: str) -> dict[str, Any]:
    back = reverse("promotion:participation", args=[row.pk])
    crumbs = [(row.event.name, reverse("promotion:event", args=[row.event_id])), (row.producer.name, back)]
    return form_page(form, heading, save, back, page_sub=f"{row.producer.name} · {row.event.name}", crumbs=crumbs)


@require_http_methods(["GET", "HEAD", "POST"])
def take_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Answer, withdraw, come back. What needs a reason has a page; the rest is one click in the list."""
    row = participation_or_404(request, pk)
    try:
        found = workflow.workflow_of(row).find(step)
    except KeyError:
        raise Http404 from None
    if request.method != "POST" and not workflow.can(row, step, request.user):
        raise Http404
    form = ReasonForm(request.POST or None, initial={"version": row.version}) if found.needs_reason else None
    if request.method == "POST" and (form is None or form.is_valid()):
        reason = form.cleaned_data["reason"] if form else ""
        actions.answer(row=row, step=step, actor=request.user, reason=reason, version=posted_version(request))
        messages.success(request, f"{row.producer.name}: {row.get_state_display().lower()}.")
        if request.POST.get("ve") == "xet-chon" and rules.sees_all_of(request.user, row.event):
            return redirect("promotion:selection", pk=row.event_id)
        return redirect("promotion:participation", pk=pk)
    back = reverse("promotion:participation", args=[pk])
    context = {
        "heading": found.label,
        "page_sub": f"{row.producer.name} · {row.event.name}",
        "crumbs": [(row.event.name, reverse("promotion:event", args=[row.event_id])), (row.producer.name, back)],
        "what": [_ASKS[step]],
        "action_label": found.label,
        "back_url": back,
        "form": form,
        "version": None if form else row.version,
    }
    return render(request, "promotion/confirm.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def results(request: HttpRequest, pk: int) -> HttpResponse:
    """What the participant sold and signed."""
    row = participation_or_404(request, pk)
    rules.check_enter_results(request.user, row)
    form = ResultForm(request.POST or None, instance=row)
    if form.is_valid():
        actions.save_results(row=row, actor=request.user, values=form.changes(), version=form.opened_version)
        messages.success(request, "Đã ghi kết quả tham gia.")
        return redirect("promotion:participation", pk=pk)
    return render(request, "promotion/form.html", _row_form(row, form, "Kết quả tham gia", "Ghi kết quả"))
