"""Attendance: sessions, tick list, the code at the door, scanning a participant's code."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from core.errors import Denied
from core.formats import today
from trainings import queries, rules, visibility
from trainings.actions import attendance as actions
from trainings.door import door_url
from trainings.enums import SEATED, ClassState, MarkMethod
from trainings.models import ClassSession, Participant
from trainings.qr import qr_svg
from trainings.views.common import class_or_404, posted_ids, run_class, session_or_404


@require_GET
def overview(request: HttpRequest, pk: int) -> HttpResponse:
    """Who was in which session; from here to the tick list and the door's code."""
    training = class_or_404(request, pk)
    rows = visibility.visible_participants(request.user, training).filter(state__in=SEATED)
    sessions = queries.sessions_with_counts(training)
    marks: dict[int, set[int]] = {}
    for participant, session in rows.filter(marks__isnull=False).values_list("pk", "marks__session"):
        marks.setdefault(participant, set()).add(session)
    people = [
        (row, [session.pk in marks.get(row.pk, ()) for session in sessions], len(marks.get(row.pk, ())))
        for row in rows.order_by("name_sort", "pk")
    ]
    runs = rules.runs(request.user, training)
    context = {
        "training": training, "sessions": sessions, "people": people, "today": today(), "runs": runs,
        "open": runs and training.state in {ClassState.RUNNING, ClassState.HELD},
        "running": runs and training.state == ClassState.RUNNING, "total": len(people),
    }  # fmt: skip
    return render(request, "trainings/attendance.html", context)


@require_http_methods(["GET", "POST"])
def ticks(request: HttpRequest, pk: int, session_pk: int) -> HttpResponse:
    """The tick list of one session: whole rows to touch."""
    training = run_class(request, pk)
    session = session_or_404(training, session_pk)
    rules.check_attendance(training)
    if session.day > today():
        raise Denied(f"{session} chưa diễn ra.", obj=training)
    if request.method == "POST":
        added, taken = actions.record_ticks(
            session=session,
            present=posted_ids(request, "co-mat"),
            before=posted_ids(request, "truoc"),
            actor=request.user,
        )
        words = f"thêm {added}" + (f", bỏ {taken}" if taken else "")
        messages.success(request, f"Đã lưu điểm danh {session.label}: {words}.")
        return redirect("trainings:attendance", pk=pk)
    present = set(session.marks.values_list("participant_id", flat=True))
    rows = training.participants.filter(state__in=SEATED).order_by("name_sort", "pk")
    people = [(row, row.pk in present) for row in rows]
    context = {"training": training, "session": session, "people": people, "count": len(present)}
    return render(request, "trainings/ticks.html", context)


@require_GET
def door(request: HttpRequest, pk: int, session_pk: int) -> HttpResponse:
    """The screen at the door: a code that changes, and how many have come."""
    training = run_class(request, pk)
    session = session_or_404(training, session_pk)
    running = training.state == ClassState.RUNNING and session.day == today()
    context = {
        "training": training,
        "session": session,
        "running": running,
        "qr": qr_svg(door_url(session), label="Mã QR điểm danh") if running else "",
        "present": session.marks.count(),
        "total": queries.seats_taken(training),
    }
    template = "trainings/_door.html" if request.headers.get("HX-Request") else "trainings/door.html"
    return render(request, template, context)


@require_http_methods(["GET", "POST"])
def scan(request: HttpRequest, code: str) -> HttpResponse:
    """An officer scanned a participant's code: confirm, and note the person as present now."""
    rows = visibility.visible_participants(request.user).select_related("training__unit", "unit")
    row = get_object_or_404(rows, code=code.upper())
    rules.check_runs(request.user, row.training)
    session = queries.current_session(row.training)
    is_open = session is not None and row.training.state == ClassState.RUNNING and row.state in SEATED
    known = _known(session, row)
    if request.method == "POST":
        if session is None:
            raise Denied("Hôm nay lớp không học.", obj=row.training)
        is_new = actions.mark_present(session=session, participant=row, actor=request.user, method=MarkMethod.SCAN)
        words = "Đã ghi có mặt" if is_new else "Đã điểm danh từ trước"
        messages.success(request, f"{words}: {row.name}, {session.label}.")
        return redirect("trainings:scan", code=row.code)
    context = {"row": row, "training": row.training, "session": session, "is_open": is_open, "known": known,
               "back_url": reverse("trainings:attendance", args=[row.training_id])}  # fmt: skip
    return render(request, "trainings/scan.html", context)


def _known(session: ClassSession | None, row: Participant) -> bool:
    return session is not None and session.marks.filter(participant=row).exists()
