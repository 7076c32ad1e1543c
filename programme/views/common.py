"""What several pages need: the plan in the address, its tabs, forms of one piece."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from core.files import ACCEPTED
from core.formats import number_vn
from programme import rules
from programme.models import AnnualPlan
from programme.visibility import visible_plans

TABS = (
    ("plan", "Kế hoạch"),
    ("targets", "Chỉ tiêu"),
    ("tasks", "Nhiệm vụ"),
    ("budget", "Kinh phí"),
    ("closing", "Tổng kết năm"),
)


def plan_of(request: HttpRequest, plan_id: int) -> AnnualPlan:
    """The plan, if the person may see it."""
    return get_object_or_404(visible_plans(request.user).select_related("unit__parent"), pk=plan_id)


def own_plan(request: HttpRequest, plan: AnnualPlan) -> AnnualPlan:
    """The same plan when the person may write in it now. Raises Denied."""
    rules.check_drafts(request.user, plan)
    return plan


def plan_context(request: HttpRequest, plan: AnnualPlan, tab: str) -> dict[str, Any]:
    """What each tab of a plan shows above its content; the end of the year only for those who open its records."""
    opens = rules.opens_records(request.user, plan)
    return {
        "plan": plan,
        "tabs": [
            (reverse(f"programme:{name}", args=[plan.pk]), label, name == tab)
            for name, label in TABS
            if name != "closing" or opens
        ],
        "may_draft": rules.can_draft(request.user, plan),
        "keeps_figures": rules.keeps_figures(request.user, plan),
    }


def form_page(
    request: HttpRequest,
    form: Any,
    *,
    heading: str,
    button: str,
    back: str,
    subheading: str = "",
    note: str = "",
    **more: Any,
) -> HttpResponse:
    """A page with one form."""
    context = {
        "form": form, "heading": heading, "subheading": subheading, "button": button, "back_url": back, "note": note, **more,
    }  # fmt: skip
    return render(request, "programme/form.html", context)


def confirm_page(
    request: HttpRequest, *, heading: str, what: list[str], button: str, back: str, undone: str = "", form: Any = None,
    version: int | None = None,
) -> HttpResponse:  # fmt: skip
    """A page that says what a step will do before it is taken."""
    context = {
        "heading": heading, "what": what, "undone": undone, "action_label": button, "back_url": back, "form": form,
        "version": version,
    }  # fmt: skip
    return render(request, "components/confirm.html", context)


def upload_context(error: str = "") -> dict[str, Any]:
    """What the upload component asks for."""
    return {
        "accept": ",".join(sorted(f".{name.lstrip('.')}" for name in ACCEPTED)),
        "accept_words": "PDF, ảnh, Word, Excel",
        "max_words": f"{number_vn(settings.UPLOAD_MAX_BYTES // 1_000_000)} MB",
        "max_bytes": settings.UPLOAD_MAX_BYTES,
        "upload_error": error,
    }
