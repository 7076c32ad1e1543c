"""The administrator's browser of units in time."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts import actions, queries
from accounts.forms_admin import DayForm, SucceedForm
from accounts.models import Unit
from core.formats import today

CRUMBS = [("Quản trị", "/quan-tri/"), ("Đơn vị hành chính", "/quan-tri/don-vi/")]


def unit_list(request: HttpRequest) -> HttpResponse:
    """The province on a day, with the units under it."""
    form = DayForm(request.GET or None)
    day = (form.cleaned_data.get("ngay") if form.is_bound and form.is_valid() else None) or today()
    province = queries.units_on(day, "province").first()
    below = queries.units_on(day).filter(parent=province) if province else Unit.objects.none()
    children = Count(
        "children",
        filter=Q(children__valid_from__lte=day) & (Q(children__valid_to__isnull=True) | Q(children__valid_to__gte=day)),
    )
    context = {
        "form": form,
        "day": day,
        "province": province,
        "rows": below.annotate(communes=children).order_by("name_sort"),
        "crumbs": CRUMBS[:1],
    }
    return render(request, "accounts/admin/unit_list.html", context)


def unit_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One unit: since when, until when, where from, where to, what lies under it, who sits there."""
    unit = get_object_or_404(Unit.objects.select_related("parent"), pk=pk)
    day = min(today(), unit.valid_to) if unit.valid_to else max(today(), unit.valid_from)
    context = {
        "unit": unit,
        "children": Unit.objects.on(day).filter(parent=unit),
        "former": queries.former_units(unit),
        "moves": unit.successions.select_related("new").order_by("share"),
        "seats_here": unit.memberships.lasting(today()).select_related("user").order_by("role", "user__name_sort"),
        "ended": unit.valid_to is not None and unit.valid_to < today(),
        "crumbs": CRUMBS,
    }
    return render(request, "accounts/admin/unit.html", context)


def unit_succeed(request: HttpRequest, pk: int) -> HttpResponse:
    """Name the successors of a unit that ends; its seats go over."""
    unit = get_object_or_404(Unit, pk=pk)
    form = SucceedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        moved = actions.succeed_unit(
            actor=request.user,
            old=unit,
            new=form.successors(),
            on=form.cleaned_data["on"],
            source=form.cleaned_data["source"],
        )
        _tell(request, moved, "Đã ghi đơn vị kế thừa; chuyển")
        return redirect("accounts:unit", unit.pk)
    context = {
        "form": form,
        "crumbs": [*CRUMBS, (unit.name, f"/quan-tri/don-vi/{unit.pk}/")],
        "heading": f"Đơn vị kế thừa {unit.area}",
        "label": "Ghi đơn vị kế thừa",
        "back": f"/quan-tri/don-vi/{unit.pk}/",
    }
    return render(request, "accounts/admin/form.html", context)


@require_POST
def unit_move_seats(request: HttpRequest, pk: int) -> HttpResponse:
    """Move the seats of an ended unit to its successor."""
    unit = get_object_or_404(Unit, pk=pk)
    moved = actions.move_seats(actor=request.user, old=unit)
    _tell(request, moved, "Đã chuyển")
    return redirect("accounts:unit", unit.pk)


def _tell(request: HttpRequest, moved: actions.Moved, done: str) -> None:
    """How many seats went over; of those that would unite what must stay apart, whose they are and why."""
    messages.success(request, f"{done} {len(moved.given)} vai trò, còn {len(moved.left)} vai trò cần giao lại.")
    for sentence in moved.clashes:
        messages.warning(request, f"Chưa chuyển vai trò của {sentence} Kết thúc một trong hai vai trò rồi chuyển lại.")
