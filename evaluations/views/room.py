"""The council room: who has handed in, no figures; and closing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.errors import Denied
from core.formats import WEEKDAYS, date_vn, now
from core.forms import posted_version
from evaluations import actions, my_work, queries, rules, visibility
from evaluations.enums import AssessmentState, ReopenState
from evaluations.models import Assessment, CouncilSession, ReopenRequest
from evaluations.roll import names
from evaluations.views.sessions import get_session
from products.models import ProductPhoto


def _chosen(request: HttpRequest, items: list[Assessment]) -> Assessment | None:
    """The dossier asked for, else the first that is being scored, else the first."""
    wanted = request.GET.get("hs", "")
    asked = next((item for item in items if str(item.pk) == wanted), None)
    being_scored = next((item for item in items if item.state == AssessmentState.OPEN), None)
    return asked or being_scored or next(iter(items), None)


def _may_see_requests(request: HttpRequest, session: CouncilSession) -> bool:
    """Requests to reopen are for those who settle them and those who run the session."""
    return rules.runs_session(request.user, session) or rules.settles_requests(request.user, session)


def _context(request: HttpRequest, session: CouncilSession) -> dict[str, Any]:
    items = queries.agenda(session)
    for item in items:
        item.session = session
    current = _chosen(request, items)
    roll = queries.roll(current) if current else queries.session_roll(session)
    requests = []
    if current and _may_see_requests(request, session):
        asked = ReopenRequest.objects.filter(sheet__assessment=current, state=ReopenState.ASKED)
        requests = list(asked.select_related("sheet__member", "sheet__assessment__session__council__unit", "asked_by"))
    moment = now()
    expected = {row.member_id for row in roll.expected}
    head = roll.presider
    return {
        "session": session,
        "items": items,
        "place": items.index(current) + 1 if current else 0,
        "current": current,
        "photo": ProductPhoto.objects.filter(product=current.dossier.product_id)
        .values_list("published", flat=True)
        .first()
        if current
        else None,
        "roll": roll,
        "to_score": current is not None and my_work.waits_here(request.user, current, roll),
        "expected": expected,
        "in_count": len(roll.counted),
        "segments": [number < len(roll.counted) for number in range(len(roll.expected))],
        "waiting_for": names(roll.missing),
        "conditions": roll.conditions(),
        "closable": current is not None and current.state == AssessmentState.OPEN and roll.closable,
        "presides": head is not None and head.user_id == request.user.pk,
        "presider": head,
        "runs": rules.runs_session(request.user, session),
        "requests": [(row, rules.may_settle(request.user, row)) for row in requests],
        "clock": moment,
        "today_words": f"{WEEKDAYS[moment.weekday()]}, {date_vn(moment)}",
        "hide_rail": True,
        "wide": request.GET.get("chieu") == "1",
        "live_url": f"{reverse('evaluations:room', args=[session.pk])}?phan=1&hs={current.pk if current else ''}&chieu={request.GET.get('chieu', '')}",
    }


@require_GET
def room(request: HttpRequest, session_id: int) -> HttpResponse:
    """The room; `?chieu=1` is the large picture without controls, `?phan=1` only the moving part."""
    session = get_session(request, session_id)
    context = _context(request, session)
    if request.GET.get("phan"):
        request.background = True  # type: ignore[attr-defined]
        return render(request, "evaluations/_room.html", context)
    return render(request, "evaluations/room_wide.html" if context["wide"] else "evaluations/room.html", context)


@require_http_methods(["GET", "POST"])
def close_assessment(request: HttpRequest, assessment_id: int) -> HttpResponse:
    """Close scoring of one dossier: a page of its own, since it can't be undone."""
    rows = visibility.visible_assessments(request.user).select_related(
        "session__council__unit", "session__presided_by", "dossier__ruleset"
    )
    item = get_object_or_404(rows, pk=assessment_id)
    back = f"{reverse('evaluations:room', args=[item.session_id])}?hs={item.pk}"
    if request.method == "POST":
        actions.close_assessment(assessment=item, actor=request.user, version=posted_version(request))
        messages.success(request, "Đã chốt kết quả.")
        return redirect("evaluations:result", assessment_id=item.pk)
    if item.state == AssessmentState.CLOSED:
        return redirect("evaluations:result", assessment_id=item.pk)
    if not rules.presides_over(request.user, item):
        raise Denied("Người chủ trì phiên chốt kết quả.", obj=item)
    roll = queries.roll(item)
    context = {
        "heading": "Chốt kết quả",
        "subheading": item.dossier.product_name,
        "what": [
            f"Tính điểm trung bình của {len(roll.counted)} phiếu, xếp hạng và nêu kết luận theo quy định.",
            "Từ lúc này thành viên Hội đồng và cán bộ thường trực xem được điểm của từng phiếu.",
            "Hồ sơ chuyển sang bước tiếp theo theo kết luận.",
        ],
        "conditions": roll.conditions(),
        "closable": roll.closable,
        "undone": "Kết quả đã chốt thì không sửa, không chấm lại được.",
        "action_label": "Chốt kết quả",
        "version": item.version,
        "back_url": back,
    }
    return render(request, "evaluations/close.html", context)


@require_POST
def settle_reopen(request: HttpRequest, request_id: int) -> HttpResponse:
    """Approve or refuse a request to reopen a sheet."""
    rows = ReopenRequest.objects.filter(sheet__assessment__in=visibility.visible_assessments(request.user))
    asked = (
        rows.select_related("sheet__member", "sheet__assessment__session__council__unit").filter(pk=request_id).first()
    )
    if asked is None or not _may_see_requests(request, asked.sheet.assessment.session):
        raise Http404
    approve = request.POST.get("dong-y") == "1"
    actions.settle_reopen(request=asked, approve=approve, actor=request.user)
    messages.success(request, "Đã mở lại phiếu." if approve else "Đã từ chối mở lại phiếu.")
    return redirect(
        f"{reverse('evaluations:room', args=[asked.sheet.assessment.session_id])}?hs={asked.sheet.assessment_id}"
    )
