"""What several pages need."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from core import audit
from promotion import rules
from promotion.models import Participation, PromotionEvent
from promotion.visibility import visible_events, visible_participations


def event_or_404(request: HttpRequest, pk: int) -> PromotionEvent:
    """An event that this person may see."""
    rows = visible_events(request.user).select_related("unit__parent", "created_by")
    return get_object_or_404(rows, pk=pk)


def own_event_or_404(request: HttpRequest, pk: int) -> PromotionEvent:
    """An event of which this person may read every participant's record."""
    event = event_or_404(request, pk)
    if not rules.sees_all_of(request.user, event):
        raise Http404
    return event


def participation_or_404(request: HttpRequest, pk: int) -> Participation:
    """A registration that this person may see."""
    rows = visible_participations(request.user).select_related(
        "event__unit__parent", "producer__commune__parent", "producer__district__parent", "registered_by", "result_by"
    )
    return get_object_or_404(rows, pk=pk)


def form_page(form: Any, heading: str, save: str, back: str, **more: Any) -> dict[str, Any]:
    """Context of `promotion/form.html`."""
    return {"form": form, "page_heading": heading, "save_label": save, "back_url": back, **more}


def note_export(request: HttpRequest, name: str) -> None:
    """Tell the trail that a list with people's names and figures left the portal, as every list does."""
    audit.record(actor=request.user, action="list.export", obj=request.user, after={"list": name})
