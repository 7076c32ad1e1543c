"""Lớp tập huấn from a phone without an account: register, see one's place, be noted at the door, say what one thinks.

Whoever holds a link sees one class or one place, never the others on the list.
"""

from __future__ import annotations

import re

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from catalogue.class_forms import DoorForm, FeedbackForm, RegistrationForm, VisitorFeedbackForm
from catalogue.limits import limited
from core.errors import Denied
from core.files import file_response
from core.models import ScanState, StoredFile
from trainings import queries, rules
from trainings.actions import attendance, feedback, participants
from trainings.door import class_of_feedback, scan_url, session_at
from trainings.enums import ANNOUNCED, LISTED, ClassState, MarkMethod, PlaceState
from trainings.models import Participant, TrainingClass
from trainings.qr import qr_svg

SESSION_KEY = "class_places"  # tokens of places that this browser registered


def _known_here(request: HttpRequest) -> list[str]:
    return list(request.session.get(SESSION_KEY, []))


@require_http_methods(["GET", "POST"])
@limited("class")
def registration(request: HttpRequest, token: str) -> HttpResponse:
    """Register for a class by its link or QR code."""
    training = get_object_or_404(TrainingClass.objects.select_related("unit"), token=token, state__in=ANNOUNCED)
    mine = Participant.objects.filter(training=training, token__in=_known_here(request), state__in=LISTED).first()
    context = {"training": training, "mine": mine, "left": max(0, training.capacity - queries.seats_taken(training))}
    if not training.receives_now:
        return render(request, "catalogue/class_closed.html", context)
    form = RegistrationForm(request.POST or None, training=training)
    if request.method == "POST" and form.is_valid():
        place, is_new = participants.register_by_link(
            training=training, values=form.person(), tax_code=form.cleaned_data["tax_code"], consented=True
        )
        if is_new or place.token in _known_here(request):
            request.session[SESSION_KEY] = [*_known_here(request), place.token][-20:]
            return redirect("catalogue:class_own", token=place.token)
        return render(request, "catalogue/class_known.html", context)
    return render(request, "catalogue/class_registration.html", {**context, "form": form})


def _place(token: str) -> Participant:
    rows = Participant.objects.select_related("training__unit", "certificate_file")
    return get_object_or_404(rows, token=token, training__state__in=ANNOUNCED | {ClassState.CANCELLED})


@require_http_methods(["GET", "POST"])
@limited("class")
def own(request: HttpRequest, token: str) -> HttpResponse:
    """One's own place: state, code to show at the door, materials, form, certificate."""
    place = _place(token)
    training = place.training
    if request.method == "POST":
        if request.POST.get("tra-loi") == "co":
            participants.accept(participant=place, actor=None)
        elif request.POST.get("tra-loi") == "khong":
            participants.decline(participant=place, actor=None)
        return redirect("catalogue:class_own", token=token)
    listed = place.state in LISTED
    present = set(place.marks.values_list("session_id", flat=True))
    context = {
        "place": place,
        "training": training,
        "listed": listed,
        "queue": queries.place_in_queue(place) if place.state == PlaceState.WAITING else 0,
        "sessions": [(session, session.pk in present) for session in training.sessions.all()],
        "attended": bool(present),
        "materials": list(training.materials.select_related("file")) if listed else [],
        "may_answer": listed and training.state in {ClassState.OPEN, ClassState.RUNNING},
        "may_evaluate": rules.may_give_feedback(place),
        "qr": qr_svg(scan_url(place), label="Mã QR của tôi") if listed else "",
    }
    return render(request, "catalogue/class_own.html", context)


@require_http_methods(["GET", "POST"])
@limited("class")
def evaluate(request: HttpRequest, token: str) -> HttpResponse:
    """The evaluation form, once."""
    place = _place(token)
    context = {"place": place, "training": place.training}
    if not rules.may_give_feedback(place):
        return render(request, "catalogue/class_evaluated.html", context)
    form = FeedbackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        feedback.give_feedback(participant=place, values=form.changes())
        return redirect("catalogue:class_evaluate", token=token)
    return render(request, "catalogue/class_evaluate.html", {**context, "form": form})


@require_http_methods(["GET", "POST"])
@limited("class_door")
def feedback_form(request: HttpRequest, code: str) -> HttpResponse:
    """The evaluation form by the class's own code: say who one is, as at the door, and answer once."""
    training = class_of_feedback(code)
    if training is None or training.state not in ANNOUNCED:
        raise Http404
    context: dict[str, object] = {"training": training, "error": ""}
    if not rules.takes_feedback(training):
        return render(request, "catalogue/class_evaluated.html", context)
    mine = _mine(request, training)
    if mine is not None and rules.may_give_feedback(mine):
        return redirect("catalogue:class_evaluate", token=mine.token)
    form = VisitorFeedbackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        row, context["error"] = _find(training, form.cleaned_data["who"])
        if row is not None:
            try:
                feedback.give_feedback(participant=row, values=form.changes())
            except Denied as refusal:
                context["error"] = refusal.sentence
            else:
                return render(request, "catalogue/class_evaluated.html", {**context, "given": True})
    return render(request, "catalogue/class_evaluate.html", {**context, "form": form})


@require_http_methods(["GET", "POST"])
@limited("class_door")
def door(request: HttpRequest, code: str) -> HttpResponse:
    """The code at the door: say who one is, and be noted as present."""
    session = session_at(code, typed=request.method == "POST")
    if session is None:
        return render(request, "catalogue/class_door_old.html", {"page_status": 410}, status=410)
    mine = _mine(request, session.training)
    form = DoorForm(request.POST if request.method == "POST" and "who" in request.POST else None)
    context = {"session": session, "training": session.training, "form": form, "mine": mine, "error": ""}
    if request.method == "POST":
        row = mine if "toi" in request.POST else None
        if row is None and form.is_valid():
            row, context["error"] = _find(session.training, form.cleaned_data["who"])
        if row is not None:
            try:
                is_new = attendance.mark_present(session=session, participant=row, actor=None, method=MarkMethod.DOOR)
            except Denied as refusal:
                context["error"] = refusal.sentence
            else:
                done = {"session": session, "training": session.training, "row": row, "is_new": is_new}
                return render(request, "catalogue/class_door_done.html", done)
    return render(request, "catalogue/class_door.html", context)


def _mine(request: HttpRequest, training: TrainingClass) -> Participant | None:
    """The place that this browser registered, or that of the signed-in person."""
    rows = training.participants.filter(state__in=LISTED)
    found = rows.filter(token__in=_known_here(request)).first()
    if found is None and request.user.is_authenticated:
        found = rows.filter(user=request.user).first()
    return found


def _find(training: TrainingClass, typed: str) -> tuple[Participant | None, str]:
    """Who typed this: by code, else by telephone number, when it means one person only."""
    rows = training.participants.filter(state__in=LISTED)
    by_code = rows.filter(code=typed.strip().upper()).first()
    if by_code is not None:
        return by_code, ""
    wanted = _digits(typed)
    same = [row for row in rows.exclude(phone="") if wanted and _digits(row.phone) == wanted]
    if len(same) == 1:
        return same[0], ""
    if same:
        return None, "Nhiều người đăng ký cùng số điện thoại này. Nhập mã học viên in trên thẻ."
    return None, "Không thấy số điện thoại hoặc mã này trong danh sách lớp. Gặp cán bộ tại bàn đón tiếp."


def _digits(text: str) -> str:
    """The digits of a number, with or without the country's prefix."""
    digits = re.sub(r"\D", "", text)
    return digits.removeprefix("84") if digits.startswith("84") and len(digits) > 10 else digits.lstrip("0")


@require_GET
@limited("class")
def material(request: HttpRequest, token: str, pk: int) -> FileResponse:
    """A material's file for somebody on the list."""
    place = _place(token)
    if place.state not in LISTED:
        raise Http404
    row = get_object_or_404(place.training.materials.select_related("file"), pk=pk, file__isnull=False)
    return _file(row.file)


@require_GET
@limited("class")
def certificate(request: HttpRequest, token: str) -> FileResponse:
    """One's own certificate once it was made."""
    return _file(_place(token).certificate_file)


def _file(file: StoredFile | None) -> FileResponse:
    if file is None or file.scan != ScanState.CLEAN:
        raise Http404
    try:
        return file_response(file)
    except FileNotFoundError:
        raise Http404 from None
