"""Việc cần làm: everybody's first page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from core import counts, formats
from core.context import work_year
from notifications import figures, todo

SHOWN_FIRST = 8
_FILTERS = {
    "qua-han": ("Việc quá hạn", lambda item: item.is_late),
    "tuan-nay": ("Việc đến hạn tuần này", lambda item: item.due_this_week),
}


@require_GET
def todo_page(request: HttpRequest) -> HttpResponse:
    """Four figures, then the work by deadline; beside it the year's progress and the next dates."""
    items = todo.items_for(request.user)
    counts.remember(request.user, "notifications:todo", len(items))
    title, wanted = _FILTERS.get(request.GET.get("loc", ""), ("Theo hạn xử lý", None))
    chosen = [item for item in items if wanted is None or wanted(item)]
    all_shown = wanted is not None or request.GET.get("xem") == "tat-ca" or len(chosen) <= SHOWN_FIRST
    today = formats.today()
    context = {
        "today": today,
        "weekday": formats.WEEKDAYS[today.weekday()],
        "figures": todo.figures_for(request.user),
        "list_title": title,
        "filtered": wanted is not None,
        "items": chosen if all_shown else chosen[:SHOWN_FIRST],
        "hidden": 0 if all_shown else len(chosen) - SHOWN_FIRST,
        "count": len(chosen),
        "primary": todo.primary_action(request.user),
        "dates": todo.coming_dates(request.user),
        "year_figures": figures.figures_of_year(request.user, work_year(request)),
    }
    return render(request, "notifications/todo.html", context)
