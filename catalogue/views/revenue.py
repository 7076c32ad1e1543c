"""A sales point tells its quarterly revenue by its own link, without an account."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from catalogue.forms_revenue import RevenueForm
from catalogue.limits import limited
from core.errors import Denied
from promotion.actions.revenues import point_of_link, tell_revenue


@require_http_methods(["GET", "POST"])
@limited("point_revenue")
def revenue(request: HttpRequest, token: str) -> HttpResponse:
    """What was told by this link so far, and a form for a quarter."""
    point = point_of_link(token)
    if point is None:
        raise Http404
    form = RevenueForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = tell_revenue(token=token, **form.told())
        except Denied as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"Đã nhận doanh thu {row.get_quarter_display()} năm {row.year}. Cảm ơn đơn vị.")
            return redirect("catalogue:point_revenue", token=token)
    context = {"point": point, "form": form, "rows": point.revenues.all()[:6]}
    return render(request, "catalogue/point_revenue.html", context)
