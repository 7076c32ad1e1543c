"""Asking for a dossier's bundle."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.enums import STAFF
from accounts.seats import has_role
from core import jobs
from core.errors import Denied
from products.bundles import AUDIENCES, FORMS, KIND, MEMBERS, MINISTRY, parts_of
from products.views.common import dossier_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """What the bundle will hold; the button starts the job."""
    dossier = dossier_or_404(request, pk)
    allowed = AUDIENCES if has_role(request.user, *STAFF) else {MEMBERS: AUDIENCES[MEMBERS]}
    asked = request.POST if request.method == "POST" else request.GET
    audience = asked.get("cho", MEMBERS)
    if audience not in allowed:
        raise Denied("Chọn nơi nhận bộ hồ sơ.", obj=dossier, action="dossier.bundle")
    if request.method == "POST":
        form = request.POST.get("dang", "pdf")
        if form not in FORMS:
            raise Denied("Chọn dạng tệp của bộ hồ sơ.", obj=dossier, action="dossier.bundle")
        job = jobs.start(
            KIND,
            owner=request.user,
            params={"dossier": dossier.pk, "audience": audience, "form": form, "back": request.get_full_path()},
            label=f"Ghép bộ hồ sơ {dossier.code or dossier.product_name}",
        )
        return redirect("core:job", job_id=job.pk)
    context = {
        "dossier": dossier,
        "parts": parts_of(dossier, audience=audience, user=request.user),
        "audiences": allowed,
        "audience": audience,
        "forms": FORMS,
        "for_ministry": audience == MINISTRY,
    }
    return render(request, "products/bundle.html", context)
