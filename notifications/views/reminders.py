"""Lịch nhắc việc: what will be sent when, to whom, and what was sent."""

from __future__ import annotations

from typing import Any

from django.contrib import messages as flash
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from core.formats import today
from core.lists import CountedPaginator
from core.models import CalendarDay
from core.ordered_days import order_day as write_order
from core.ordered_days import withdraw_order
from core.workdays import holiday_name
from notifications import actions, reminders, schedule, stages
from notifications.forms import OrderedDayForm
from notifications.visibility import visible_reminders

PAGE_SIZE = 30
TABS = {"sap-gui": "Sắp gửi", "da-gui": "Đã gửi", "ngay-nghi": "Ngày nghỉ, làm bù"}


@require_GET
def schedule_page(request: HttpRequest) -> HttpResponse:
    """One of three tabs; the kind of reminder may be chosen in the first two."""
    return _page(request, request.GET.get("xem", "sap-gui"))


def _page(request: HttpRequest, tab: str, form: OrderedDayForm | None = None) -> HttpResponse:
    tab = tab if tab in TABS else "sap-gui"
    kinds = {kind.code: kind.label for kind in reminders.kinds()}
    chosen = request.GET.get("loai", "")
    chosen = chosen if chosen in kinds else ""
    context: dict[str, Any] = {
        "tab": tab,
        "tabs": TABS.items(),
        "kinds": kinds.items(),
        "kind": chosen,
        "everybody": schedule.sees_everybody(request.user),
        "may_send": schedule.may_order_days(request.user),
    }
    if tab == "sap-gui":
        context["page"] = Paginator(schedule.planned(request.user, chosen), PAGE_SIZE).get_page(
            request.GET.get("trang")
        )
    elif tab == "da-gui":
        rows = visible_reminders(request.user).select_related("recipient", "message__mail")
        rows = rows.filter(kind=chosen) if chosen else rows
        page = CountedPaginator(rows, PAGE_SIZE).get_page(request.GET.get("trang"))
        context |= {
            "page": page,
            "rows": [(row, kinds.get(row.kind, "Lời nhắc"), stages.words(row.stage)) for row in page.object_list],
        }
    else:
        rows_of_days = CalendarDay.objects.filter(day__gte=today().replace(month=1, day=1))
        context |= {
            "days": [(row, holiday_name(row.day)) for row in rows_of_days],
            "form": form or OrderedDayForm(),
            "may_order": schedule.may_order_days(request.user),
        }
    return render(request, "notifications/schedule.html", context)


@require_POST
def remind_now(request: HttpRequest) -> HttpResponse:
    """Look for what has come due now instead of waiting for the next hour."""
    done = actions.send_due_reminders()
    if done.failed:
        flash.warning(
            request, f"Đã gửi {done.sent} lời nhắc; {len(done.failed)} loại chưa đọc được, xem nhật ký hệ thống."
        )
    elif done.sent:
        flash.success(request, f"Đã gửi {done.sent} lời nhắc đến hạn.")
    else:
        flash.info(request, "Không còn lời nhắc nào đến ngày gửi.")
    return redirect("notifications:schedule")


@require_POST
def order_day(request: HttpRequest) -> HttpResponse:
    """Write a day off or a day worked in exchange."""
    form = OrderedDayForm(request.POST)
    if not form.is_valid():
        return _page(request, "ngay-nghi", form)
    row = write_order(**form.cleaned_data, actor=request.user)
    flash.success(request, f"Đã ghi ngày {row.day:%d/%m/%Y}.")
    return redirect(f"{request.path.removesuffix('ngay-nghi/')}?xem=ngay-nghi")


@require_POST
def withdraw_day(request: HttpRequest, day_id: int) -> HttpResponse:
    """Remove such a day."""
    row = get_object_or_404(CalendarDay, pk=day_id)
    withdraw_order(row=row, actor=request.user)
    flash.success(request, f"Đã xoá ngày {row.day:%d/%m/%Y}.")
    return redirect("/thong-bao/lich-nhac/?xem=ngay-nghi")
