"""The spreadsheet of a class: template, upload, verdicts, taking it over."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from core.errors import Denied
from core.files import UploadRefused
from core.lists import Column
from core.models import StoredFile
from core.spreadsheets import workbook_response
from trainings import rules
from trainings.actions import sheets as actions
from trainings.enums import SEATED, ClassState
from trainings.forms import SheetForm
from trainings.models import TrainingClass
from trainings.views.common import run_class


@require_GET
def template(request: HttpRequest, pk: int) -> HttpResponse:
    """The class's own list with a column a session, to fill in and bring back."""
    training = run_class(request, pk)
    rows = training.participants.filter(state__in=SEATED).prefetch_related("marks").order_by("name_sort", "pk")
    columns = [
        Column("Mã học viên", lambda row: row.code, 14),
        Column("Họ và tên", lambda row: row.name, 28),
        Column("Chức vụ", lambda row: row.position, 22),
        Column("Cơ quan, cơ sở", lambda row: row.organisation, 36),
        Column("Điện thoại", lambda row: row.phone, 14),
        Column("Thư điện tử", lambda row: row.email, 24),
        *(
            _session_column(session.pk, f"Buổi {session.number} ({session.label})")
            for session in training.sessions.all()
        ),
    ]
    return workbook_response(f"diem-danh-{training.code.lower()}", columns, rows)


def _session_column(session_pk: int, heading: str) -> Column:
    def value(row: object) -> str:
        return "x" if any(mark.session_id == session_pk for mark in row.marks.all()) else ""  # type: ignore[attr-defined]

    return Column(heading, value, 14)


@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the file; nothing is written yet."""
    training = run_class(request, pk)
    _check_open(training)
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            kept = actions.keep_sheet(training=training, upload=form.cleaned_data["file"], actor=request.user)
        except (UploadRefused, Denied) as refusal:
            form.add_error("file", refusal.sentence)
        else:
            return redirect("trainings:sheet_check", pk=pk, file_id=kept.pk)
    context = {"form": form, "training": training, "back_url": reverse("trainings:attendance", args=[pk])}
    return render(request, "trainings/sheet.html", context)


def _check_open(training: TrainingClass) -> None:
    if training.state == ClassState.HELD:
        return
    rules.check_takes_people(training)


@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, pk: int, file_id: UUID) -> HttpResponse:
    """Every row with its verdict; then take the good ones over."""
    training = run_class(request, pk)
    files = StoredFile.objects.filter(owner=request.user, purpose=actions.purpose_of(training))
    file = get_object_or_404(files, pk=file_id)
    if request.method == "POST":
        taken = actions.take_sheet(training=training, file=file, actor=request.user)
        messages.success(
            request,
            f"Đã thêm {taken.added} người, ghi {taken.marks} lượt có mặt"
            + (f"; bỏ qua {taken.skipped} dòng có lỗi." if taken.skipped else "."),
        )
        return redirect("trainings:attendance", pk=pk)
    plan = actions.plan_of(training, file)
    only_bad = request.GET.get("loc") == "loi"
    rows = [row for row in plan.rows if row.problems] if only_bad else plan.rows
    context = {"training": training, "file": file, "plan": plan, "rows": rows, "only_bad": only_bad,
               "back_url": reverse("trainings:sheet", args=[pk])}  # fmt: skip
    return render(request, "trainings/sheet_check.html", context)
