"""What several pages need."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.access import allowed
from core.errors import Denied, Stale
from core.files import UploadRefused
from core.formats import now
from documents.models import Document
from documents.visibility import visible_documents
from inspections.history import moments

View = Callable[..., HttpResponse]
_TABS = (
    ("inspections:inspections", "Cuộc kiểm tra"),
    ("inspections:plans", "Kế hoạch"),
    ("inspections:actions", "Khắc phục"),
    ("inspections:cases", "Thu hồi"),
    ("inspections:complaints", "Phản ánh"),
)


def tabs(request: HttpRequest, here: str) -> list[tuple[str, str, bool]]:
    """The parts of this app that the person may open."""
    return [(label, reverse(name), name == here) for name, label in _TABS if allowed(request.user, name, "GET")]


def confirm(
    request: HttpRequest,
    *,
    heading: str,
    what: Sequence[str],
    action_label: str,
    back_url: str,
    do: Callable[[Any], Any],
    done: str,
    to: Callable[[Any], str] | str,
    form: Any = None,
    subheading: str = "",
    undone: str = "",
) -> HttpResponse:
    """The page of a step: says what will happen; its POST does it and goes on."""
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            result = do(form)
        except UploadRefused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, done)
            return redirect(to(result) if callable(to) else to)
    context = {
        "form": form, "heading": heading, "subheading": subheading, "what": what, "undone": undone,
        "action_label": action_label, "back_url": back_url,
    }  # fmt: skip
    return render(request, "inspections/confirm.html", context)


def answers_scripts(view: View) -> View:
    """For requests of scripts: refusals as JSON with the sentence, so that the row can say it."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.headers.get("X-Requested-With") != "XMLHttpRequest":
            return view(request, *args, **kwargs)
        try:
            return view(request, *args, **kwargs)
        except (Denied, UploadRefused) as refusal:
            return JsonResponse({"error": refusal.sentence}, status=422)
        except Stale:
            return JsonResponse({"error": "Người khác vừa sửa phần này. Tải lại trang rồi sửa tiếp."}, status=409)

    return answer


def is_script(request: HttpRequest) -> bool:
    """Say whether a script asks."""
    return request.headers.get("X-Requested-With") == "XMLHttpRequest"


def saved(**more: Any) -> JsonResponse:
    """The answer that tells a script that its row is stored."""
    return JsonResponse({"saved_at": f"{now():%H:%M}", **more})


def to_document(request: HttpRequest, document: Document) -> HttpResponse:
    """Open a draft for its wording, an issued paper as it is."""
    if document.is_draft:
        messages.success(request, "Đã soạn dự thảo. Sửa lời văn nếu cần, rồi lãnh đạo ban hành.")
    return redirect("documents:document", pk=document.pk)


def shown(user: Any, document: Document | None) -> Document | None:
    """The paper, when the person may open it: a district's staff read no register of the province."""
    if document is None or not visible_documents(user).filter(pk=document.pk).exists():
        return None
    return document


def history(record: Any) -> list[Any]:
    """What was done with a record, newest first."""
    return moments(record)
