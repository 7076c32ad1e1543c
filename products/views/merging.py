"""Producers that may be one: the pairs, the merge, the second person's word."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import workflow
from core.forms import posted_version
from products import duplicates, rules
from products.actions import merging as actions
from products.enums import MergeState
from products.forms import ReasonForm
from products.handover import needs_second_person, obstacle_to_undoing
from products.models import Producer, ProducerMerge
from products.visibility import visible_merges, visible_producers


def _merges(request: HttpRequest) -> QuerySet[ProducerMerge]:
    return visible_merges(request.user).select_related(
        "kept__commune", "kept__district", "gone__commune", "gone__district", "asked_by", "settled_by"
    )


def _pair(request: HttpRequest, kept: int, gone: int) -> tuple[Producer, Producer]:
    rows = visible_producers(request.user).select_related("commune__parent", "district__parent", "craft_village")
    first, second = get_object_or_404(rows, pk=kept), get_object_or_404(rows, pk=gone)
    rules.check_merge(request.user, first, second)
    return first, second


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Pairs that may be one, and merges that wait for a second person."""
    merges = _merges(request)
    context = {
        "pairs": duplicates.find(visible_producers(request.user)),
        "waiting": list(merges.filter(state=MergeState.ASKED)),
        "done": list(merges.exclude(state=MergeState.ASKED)[:20]),
        "limit": duplicates.LIMIT,
        "can_merge": rules.can_enter(request.user),
    }
    return render(request, "products/duplicates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, kept: int, gone: int) -> HttpResponse:
    """Both records beside each other, what will move, and the reason."""
    first, second = _pair(request, kept, gone)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        made = actions.ask_merge(kept=first, gone=second, actor=request.user, reason=form.cleaned_data["reason"])
        if made.state == MergeState.DONE:
            messages.success(request, f"Đã gộp vào “{first.name}”.")
            return redirect("products:producer", pk=first.pk)
        messages.success(request, "Đã gửi đề nghị gộp. Một người khác của đơn vị xác nhận thì mới gộp.")
        return redirect("products:duplicates")
    context = {
        "kept": first,
        "gone": second,
        "form": form,
        "rows": _compared(first, second),
        "second_person": needs_second_person(second),
        "products": list(second.products.order_by("name_sort")),
        "dossiers": second.dossiers.count(),
    }
    return render(request, "products/merge.html", context)


def _compared(first: Producer, second: Producer) -> list[tuple[str, str, str]]:
    """Label and both values of what people compare by."""
    names = ("name", "kind", "tax_code", "registration_number", "representative", "phone", "email", "workers")
    rows = [("Nơi sản xuất", first.full_address, second.full_address)]
    for name in names:
        column = Producer._meta.get_field(name)
        label = str(getattr(column, "verbose_name", name))
        rows.append((f"{label[:1].upper()}{label[1:]}", _shown(first, name), _shown(second, name)))
    return rows


def _shown(producer: Producer, name: str) -> str:
    display = getattr(producer, f"get_{name}_display", None)
    return str((display() if display else getattr(producer, name)) or "–")


@require_POST
def apart(request: HttpRequest, kept: int, gone: int) -> HttpResponse:
    """They are two."""
    first, second = _pair(request, kept, gone)
    actions.mark_apart(first=first, second=second, actor=request.user)
    messages.success(request, "Đã ghi là hai chủ thể khác nhau, cổng không nêu cặp này nữa.")
    return redirect("products:duplicates")


@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """The second person's yes or no; of a merge that was done, what it moved and the way back."""
    row = get_object_or_404(_merges(request), pk=pk)
    if request.method == "POST":
        version = posted_version(request)
        if request.POST.get("answer") == "merge":
            actions.confirm_merge(merge=row, actor=request.user, version=version)
            messages.success(request, f"Đã gộp vào “{row.kept.name}”.")
        elif request.POST.get("answer") == "undo":
            reason = request.POST.get("reason", "")[:300]
            actions.undo_merge(merge=row, actor=request.user, reason=reason, version=version)
            messages.success(request, f"Đã tách lại “{row.gone.name}” và “{row.kept.name}”.")
        else:
            reason = request.POST.get("reason", "")[:300]
            actions.decline_merge(merge=row, actor=request.user, reason=reason, version=version)
            messages.success(request, "Đã từ chối gộp.")
        return redirect("products:duplicates")
    context = {
        "merge": row,
        "rows": _compared(row.kept, row.gone),
        "open": workflow.can(row, "merge", request.user),
        "obstacle": obstacle_to_undoing(row) if row.state == MergeState.DONE else "",
        "can_undo": row.state == MergeState.DONE and rules.can_settle_merge(request.user, row.kept, row.gone),
        "moved": row.moved.get("moved", {}),
        "own": row.asked_by_id == request.user.pk and needs_second_person(row.gone),
        "products": list(row.gone.products.order_by("name_sort")),
    }
    return render(request, "products/merge_settle.html", context)
