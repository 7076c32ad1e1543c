"""The list of a class: from the registers, by hand, by link; places given, taken back, moved up."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts.queries import ids_below
from core import audit, workflow
from core.errors import Denied
from core.formats import today
from core.lists import Column, ListPage, Order
from trainings import candidates as registers
from trainings import queries, rules, visibility
from trainings.actions import participants as actions
from trainings.door import feedback_url, own_url, registration_url, scan_url
from trainings.enums import OF_PEOPLE, OVER, SEATED, ClassState, PlaceState
from trainings.events import in_words
from trainings.filters import ParticipantFilter
from trainings.forms import InviteForm, PersonForm, ReasonForm
from trainings.models import Participant, TrainingClass
from trainings.qr import qr_svg
from trainings.views.common import class_or_404, person_or_404, posted_ids, run_class
from trainings.workflow import PLACE

SHOWN_CANDIDATES = 300


class ParticipantList(ListPage):
    """Everybody on the list of one class, as far as the person may see them."""

    template_name = "trainings/participants.html"
    filterset_class = ParticipantFilter
    page_size = 60
    orders = (
        Order("ten", "Họ tên", ("name_sort", "pk")),
        Order("vao", "Thứ tự vào danh sách", ("queued_at", "pk")),
        Order("co-so", "Cơ quan, cơ sở", ("organisation", "name_sort", "pk")),
    )
    columns = (
        Column("Mã học viên", lambda row: row.code, 12),
        Column("Họ và tên", lambda row: row.name, 28),
        Column("Chức vụ", lambda row: row.position, 24),
        Column("Cơ quan, cơ sở", lambda row: row.organisation, 40),
        Column("Xã, huyện", lambda row: row.unit.name if row.unit else "", 20),
        Column("Điện thoại", lambda row: row.phone, 14),
        Column("Thư điện tử", lambda row: row.email, 24),
        Column("Trạng thái", lambda row: row.get_state_display(), 16),
        Column("Số buổi dự", lambda row: row.present, 10),
        Column("Kết quả", lambda row: row.get_result_display() if row.result else "", 16),
        Column("Số giấy chứng nhận", lambda row: row.certificate_number, 24),
    )
    export_name = "hoc-vien"

    def rows(self) -> QuerySet[Participant]:
        """Visible participants of this class."""
        self.training = class_or_404(self.request, self.kwargs["pk"])
        return visibility.visible_participants(self.request.user, self.training)

    def decorate(self, rows: QuerySet[Participant]) -> QuerySet[Participant]:
        """Place, producer and presence."""
        return queries.participant_rows(rows)

    def extra(self) -> dict[str, Any]:
        """The class and what may be done."""
        training = self.training
        counted = queries.counted(training)
        runs = rules.runs(self.request.user, training)
        return {
            "training": training,
            "counted": counted,
            "free": max(0, training.capacity - counted.taken),
            "sessions_count": training.days * training.sessions_a_day,
            "runs": runs,
            "takes_people": runs and training.state in {ClassState.PLANNED, ClassState.OPEN, ClassState.RUNNING},
            "shows_presence": training.state in OVER | {ClassState.RUNNING},
        }


@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose among those whom the registers name."""
    training = run_class(request, pk)
    rules.check_takes_people(training)
    data = request.GET or {"nhom": training.group, "tu_nam": str(training.year), "sao": "3"}
    form = InviteForm(data, training=training)
    wish = _wish(form, training)
    if request.method == "POST":
        added = actions.invite(training=training, wish=wish, ids=posted_ids(request, "nguoi"), actor=request.user)
        waiting = sum(row.state == PlaceState.WAITING for row in added)
        messages.success(
            request,
            f"Đã đưa {len(added)} người vào danh sách."
            + (f" Lớp đủ chỗ nên {waiting} người ở danh sách chờ." if waiting else ""),
        )
        return redirect("trainings:participants", pk=pk)
    found = registers.candidates(training, wish)
    count = found.count()
    rows = list(found[:SHOWN_CANDIDATES])
    taken = queries.seats_taken(training)
    context = {
        "training": training, "form": form, "rows": rows, "count": count, "free": max(0, training.capacity - taken),
        "of_people": wish.group in OF_PEOPLE, "query": request.GET.urlencode(), "wish": wish,
        "units": registers.seat_units(rows, wish.group) if wish.group in OF_PEOPLE else {},
    }  # fmt: skip
    return render(request, "trainings/invite.html", context)


def _wish(form: InviteForm, training: TrainingClass) -> registers.Wish:
    if not form.is_valid():
        return registers.Wish(group=training.group, since=training.year)
    data = form.cleaned_data
    unit = data["huyen"]
    return registers.Wish(
        group=data["nhom"],
        since=data["tu_nam"],
        unit_ids=frozenset(ids_below([unit.pk])) if unit else None,
        stars=data["sao"] or 3,
    )


@require_http_methods(["GET", "POST"])
def person_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Write somebody down by hand."""
    training = run_class(request, pk)
    rules.check_takes_people(training)
    form = PersonForm(request.POST or None, training=training, actor=request.user)
    if request.method == "POST" and form.is_valid():
        added = actions.add_person(training=training, values=form.changes(), actor=request.user)
        words = "vào danh sách chờ, lớp đã đủ chỗ" if added.state == PlaceState.WAITING else "vào danh sách lớp"
        messages.success(request, f"Đã thêm {added.name} {words}.")
        return redirect("trainings:participants", pk=pk)
    context = {"form": form, "training": training, "heading": "Thêm học viên", "subheading": training.name,
               "save_label": "Thêm học viên", "back_url": reverse("trainings:participants", args=[pk])}  # fmt: skip
    return render(request, "trainings/form.html", context)


@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, pk: int, person_pk: int) -> HttpResponse:
    """One participant: correct, give or take the place, certificate."""
    training = run_class(request, pk)
    row = person_or_404(request, training, person_pk)
    can_edit = training.state not in {ClassState.CLOSED, ClassState.CANCELLED}
    form = PersonForm(request.POST or None, instance=row, training=training, actor=request.user) if can_edit else None
    if request.method == "POST" and form is not None and form.is_valid():
        actions.edit_person(participant=row, values=form.changes(), actor=request.user, version=form.opened_version)
        messages.success(request, f"Đã lưu {row.name}.")
        return redirect("trainings:participants", pk=pk)
    present = set(row.marks.values_list("session_id", flat=True))
    context = {
        "form": form, "training": training, "row": row,
        "sessions": [(session, session.pk in present) for session in training.sessions.all()],
        "shows_presence": training.state in OVER | {ClassState.RUNNING},
        "steps": workflow.available(row, request.user) if _list_is_open(training) and not present else [],
        "today": today(),
        "queue": queries.place_in_queue(row) if row.state == PlaceState.WAITING else 0,
        "own_url": own_url(row), "qr": qr_svg(scan_url(row), label="Mã QR của học viên"),
        "may_certify": training.state == ClassState.CLOSED and row.result == "completed",
        "events": in_words(audit.timeline(row)[:10]),
    }  # fmt: skip
    return render(request, "trainings/person.html", context)


def _list_is_open(training: TrainingClass) -> bool:
    """Whether the list can still change."""
    return training.state in {ClassState.PLANNED, ClassState.OPEN, ClassState.RUNNING}


@require_http_methods(["GET", "POST"])
def person_step(request: HttpRequest, pk: int, person_pk: int, step: str) -> HttpResponse:
    """Confirm, seat, note as not coming, take off the list."""
    training = run_class(request, pk)
    row = person_or_404(request, training, person_pk)
    if step not in {one.name for one in PLACE.steps}:
        raise Http404
    if not workflow.can(row, step, request.user):
        raise Denied(f"{row.name}: {row.get_state_display().lower()}, không làm được bước này.", obj=row)
    form = ReasonForm(request.POST or None) if step == "remove" else None
    if request.method == "POST" and (form is None or form.is_valid()):
        _apply(step, row, request.user, form.cleaned_data["reason"] if form else "")
        messages.success(request, f"{row.name}: {row.get_state_display().lower()}.")
        return redirect("trainings:participants", pk=pk)
    what = {
        "accept": "Ghi nhận người này sẽ tham dự.",
        "seat": "Xếp chỗ cho người này trước những người khác trong danh sách chờ.",
        "decline": "Chỗ của người này được xếp cho người tiếp theo trong danh sách chờ.",
        "remove": "Chỗ của người này được xếp cho người tiếp theo trong danh sách chờ.",
    }
    label = PLACE.find(step).label
    context = {"form": form, "heading": label, "subheading": f"{row.name} · {training.name}", "what": [what[step]],
               "action_label": label, "training": training,
               "back_url": reverse("trainings:person", args=[pk, person_pk])}  # fmt: skip
    return render(request, "trainings/confirm.html", context)


def _apply(step: str, row: Participant, user: Any, reason: str) -> None:
    if step == "accept":
        actions.accept(participant=row, actor=user)
    elif step == "seat":
        actions.seat(participant=row, actor=user)
    elif step == "decline":
        actions.decline(participant=row, actor=user, reason=reason)
    else:
        actions.remove(participant=row, actor=user, reason=reason)


@require_GET
def registration(request: HttpRequest, pk: int) -> HttpResponse:
    """The link and QR code for self-registration, to send or to print."""
    training = run_class(request, pk)
    url = registration_url(training)
    context = {"training": training, "url": url, "qr": qr_svg(url, label="Mã QR đăng ký lớp")}
    return render(request, "trainings/registration.html", context)


@require_GET
def feedback(request: HttpRequest, pk: int) -> HttpResponse:
    """The class's code for the evaluation form, to show on the screen or to print."""
    training = run_class(request, pk)
    url = feedback_url(training)
    context = {
        "training": training, "url": url, "qr": qr_svg(url, label="Mã QR phiếu đánh giá"),
        "open": rules.takes_feedback(training), "given": training.feedback.count(),
        "total": queries.seats_taken(training),
    }  # fmt: skip
    return render(request, "trainings/feedback.html", context)


@require_GET
def cards(request: HttpRequest, pk: int) -> HttpResponse:
    """Participants' codes to print and cut: for those without a phone, an officer scans the card."""
    training = run_class(request, pk)
    rows = list(training.participants.filter(state__in=SEATED).order_by("name_sort", "pk")[:400])
    shown = [(row, qr_svg(scan_url(row), label=f"Mã QR {row.code}")) for row in rows]
    return render(request, "trainings/cards.html", {"training": training, "cards": shown})
