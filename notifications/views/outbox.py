"""The administrator's view of mail that did not go."""

from __future__ import annotations

import uuid

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from core.lists import CountedPaginator
from notifications import actions, queries
from notifications.enums import MailState
from notifications.models import OutboxMail

PAGE_SIZE = 30
TABS = {
    "loi": ("Không gửi được", MailState.FAILED),
    "cho-gui": ("Chờ gửi", MailState.PENDING),
    "dang-gui": ("Đang gửi", MailState.SENDING),
    "da-gui": ("Đã gửi", MailState.SENT),
}


@require_GET
def outbox(request: HttpRequest) -> HttpResponse:
    """Mails by state, the failed ones first."""
    chosen = request.GET.get("trang-thai", "loi")
    chosen = chosen if chosen in TABS else "loi"
    rows = OutboxMail.objects.filter(state=TABS[chosen][1]).select_related("message", "message__recipient")
    context = {
        "page": CountedPaginator(rows, PAGE_SIZE).get_page(request.GET.get("trang")),
        "tabs": [(code, label, code == chosen) for code, (label, _) in TABS.items()],
        "can_resend": chosen == "loi",
        "stuck": queries.stuck_mails().count(),
    }
    return render(request, "notifications/outbox.html", context)


@require_POST
def resend_mails(request: HttpRequest) -> HttpResponse:
    """Try the chosen failures again, or all of them."""
    rows = queries.failed_mails()
    if request.POST.get("tat-ca") != "1":
        rows = rows.filter(pk__in=_ids(request.POST.getlist("mail")))
    count = actions.resend(mails=rows, actor=request.user)
    flash.success(request, f"Đã đưa {count} thư vào hàng gửi lại.")
    return redirect("notifications:outbox")


def _ids(values: list[str]) -> list[uuid.UUID]:
    found = []
    for value in values:
        try:
            found.append(uuid.UUID(value))
        except ValueError:
            continue
    return found
