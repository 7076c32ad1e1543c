"""Hộp thư thử: what the demonstration would have mailed."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.enums import Role
from accounts.seats import has_role
from notifications.trialbox import trial_mails


@require_GET
def trial_box(request: HttpRequest) -> HttpResponse:
    """Mails to this person; an administrator sees all. Exists in the demonstration only."""
    if not settings.DEMO:
        raise Http404
    everything = has_role(request.user, Role.ADMIN)
    mails = trial_mails(None if everything else request.user.email or "\0")
    return render(request, "notifications/trial_box.html", {"mails": mails, "everything": everything})
