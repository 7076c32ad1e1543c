"""Messages of one person. Reading is a POST: opening a page changes nothing."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from core.lists import CountedPaginator
from notifications import actions, queries
from notifications.models import MailPreference
from notifications.visibility import visible_messages

PAGE_SIZE = 30
_CHOSEN = {
    "1": "Tin báo mới sẽ được gửi thêm qua thư điện tử.",
    "digest": "Tin báo mới được gộp thành một thư gửi mỗi sáng.",
    "0": "Tin báo mới chỉ hiện trong cổng, không gửi thư.",
}


@require_GET
def message_list(request: HttpRequest) -> HttpResponse:
    """Messages, newest first; only the unread ones with `?loc=chua-doc`."""
    rows = visible_messages(request.user)
    only_unread = request.GET.get("loc") == "chua-doc"
    if only_unread:
        rows = rows.filter(read_at__isnull=True)
    preference = MailPreference.objects.filter(user=request.user).first()
    context = {
        "page": CountedPaginator(rows, PAGE_SIZE).get_page(request.GET.get("trang")),
        "only_unread": only_unread,
        "unread": queries.unread_count(request.user),
        "by_mail": preference.by_mail if preference else True,
        "digest": preference.digest if preference else False,
        "has_address": bool(request.user.email),
        "trial_box": settings.DEMO,
    }
    return render(request, "notifications/messages.html", context)


@require_POST
def open_message(request: HttpRequest, message_id: uuid.UUID) -> HttpResponse:
    """Mark as read and go where the message leads."""
    message = get_object_or_404(visible_messages(request.user), pk=message_id)
    actions.mark_read(message=message, actor=request.user)
    return redirect(message.url or "notifications:messages")


@require_POST
def read(request: HttpRequest, message_id: uuid.UUID) -> HttpResponse:
    """Mark as read and stay on the list."""
    message = get_object_or_404(visible_messages(request.user), pk=message_id)
    actions.mark_read(message=message, actor=request.user)
    return redirect("notifications:messages")


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything as read."""
    count = actions.mark_all_read(actor=request.user)
    flash.success(request, f"Đã đánh dấu {count} tin là đã đọc.")
    return redirect("notifications:messages")


@require_POST
def preference(request: HttpRequest) -> HttpResponse:
    """Choose whether messages also come by mail: each at once, all in one mail a morning, or not."""
    chosen = request.POST.get("by_mail", "")
    actions.set_mail_preference(actor=request.user, by_mail=chosen in {"1", "digest"}, digest=chosen == "digest")
    flash.success(request, _CHOSEN.get(chosen, _CHOSEN["0"]))
    return redirect("notifications:messages")
