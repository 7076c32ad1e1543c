"""Classes from the side of those who attend: invited, registered, open for me."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from trainings import queries, rules, visibility
from trainings.actions import participants as actions
from trainings.door import scan_url
from trainings.enums import GONE, LISTED, PlaceState
from trainings.models import Participant, TrainingClass
from trainings.qr import qr_svg


@require_GET
def my_classes(request: HttpRequest) -> HttpResponse:
    """What I am invited to or attend, and what I could join."""
    mine = list(
        visibility.own_participations(request.user)
        .filter(~Q(state__in=GONE))
        .select_related("training__unit")
        .order_by("-training__first_day", "-pk")[:100]
    )
    known = {row.training_id for row in mine}
    joinable = visibility.classes_to_join(request.user).exclude(pk__in=known).select_related("unit")
    context = {"mine": mine, "joinable": list(joinable.order_by("first_day", "pk")[:50])}
    return render(request, "trainings/my_classes.html", context)


def _mine(request: HttpRequest, pk: int) -> tuple[TrainingClass, Participant | None]:
    """A class that I am on the list of, or may join; else 404."""
    rows = visibility.own_participations(request.user).filter(training=pk).select_related("training__unit")
    place = rows.order_by("-pk").first()
    if place is not None:
        return place.training, place
    joinable = visibility.classes_to_join(request.user).select_related("unit")
    return get_object_or_404(joinable, pk=pk), None


@require_GET
def my_class(request: HttpRequest, pk: int) -> HttpResponse:
    """One class as its participant sees it."""
    training, place = _mine(request, pk)
    listed = place is not None and place.state in LISTED
    sessions = list(training.sessions.all())
    present = set(place.marks.values_list("session_id", flat=True)) if place else set()
    context = {
        "training": training,
        "place": place,
        "listed": listed,
        "queue": queries.place_in_queue(place) if place and place.state == PlaceState.WAITING else 0,
        "sessions": [(session, session.pk in present) for session in sessions],
        "attended": bool(present),
        "lecturers": list(training.lecturers.all()),
        "materials": list(training.materials.select_related("file")) if listed else [],
        "may_register": not listed
        and visibility.classes_to_join(request.user).filter(pk=pk).exists()
        and training.receives_now,
        "may_answer": listed and training.state in {"planned", "open", "running"},
        "evaluate_url": reverse("catalogue:class_evaluate", args=[place.token]) if place else "",
        "may_evaluate": place is not None and rules.may_give_feedback(place),
        "qr": qr_svg(scan_url(place), label="Mã QR của tôi") if place and listed else "",
    }
    return render(request, "trainings/my_class.html", context)


@require_POST
def my_register(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a place."""
    training, _ = _mine(request, pk)
    place = actions.register_account(training=training, user=request.user)
    if place.state == PlaceState.WAITING:
        messages.success(request, "Lớp đã đủ chỗ. Bạn ở danh sách chờ và được báo khi có chỗ.")
    else:
        messages.success(request, "Đã đăng ký. Bạn có chỗ ở lớp này.")
    return redirect("trainings:my_class", pk=pk)


@require_POST
def my_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that one comes, or give the place back."""
    training, place = _mine(request, pk)
    if place is None:
        raise Http404
    if request.POST.get("tra-loi") == "co":
        actions.accept(participant=place, actor=request.user)
        messages.success(request, "Đã xác nhận tham dự.")
    else:
        actions.decline(participant=place, actor=request.user)
        messages.success(request, "Đã báo không tham dự. Chỗ của bạn được xếp cho người khác.")
    return redirect("trainings:my_class", pk=training.pk) if place.state in LISTED else redirect("trainings:my_classes")
