"""What the top bar itself does."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from core.context import SESSION_YEAR, year_choices
from core.forms import whole_number


@require_POST
def change_year(request: HttpRequest) -> HttpResponse:
    """Choose the year in work for this session, and return to the page."""
    year = whole_number(request.POST.get("year", ""))
    if year in year_choices():
        request.session[SESSION_YEAR] = year
    target = request.POST.get("next", "")
    own = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return redirect(target if own else "/viec-can-lam/")
