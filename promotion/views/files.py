"""Files of an event: plans, pictures, other papers."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from core.files import UploadRefused
from promotion import rules
from promotion.actions.files import add_event_file, remove_event_file
from promotion.forms_records import EventFileForm
from promotion.models import EventFile
from promotion.views.common import own_event_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def files(request: HttpRequest, pk: int) -> HttpResponse:
    """The event's files, and a form for one more."""
    event = own_event_or_404(request, pk)
    form = EventFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_event_file(
                event=event, actor=request.user, upload=form.cleaned_data["upload"], kind=form.cleaned_data["kind"],
                caption=form.cleaned_data["caption"],
            )  # fmt: skip
        except UploadRefused as refusal:
            form.add_error("upload", refusal.sentence)
        else:
            messages.success(request, "Đã thêm tệp.")
            return redirect("promotion:event_files", pk=pk)
    rows = list(event.files.select_related("file", "added_by"))
    context = {
        "event": event,
        "form": form,
        "pictures": [row for row in rows if row.file.is_image],
        "papers": [row for row in rows if not row.file.is_image],
        "manages": rules.manages(request.user, event),
        "crumbs": [(event.name, reverse("promotion:event", args=[pk]))],
    }
    return render(request, "promotion/event_files.html", context)


@require_POST
def file_remove(request: HttpRequest, pk: int, file_pk: int) -> HttpResponse:
    """Take a file off the event."""
    event = own_event_or_404(request, pk)
    row = get_object_or_404(EventFile.objects.select_related("event__unit", "file"), pk=file_pk, event=event)
    remove_event_file(row=row, actor=request.user)
    messages.success(request, "Đã gỡ tệp.")
    return redirect("promotion:event_files", pk=pk)
