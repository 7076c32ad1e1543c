"""What several pages need."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from core.errors import Denied, Stale
from core.files import UploadRefused
from core.formats import now
from core.forms import whole_number
from products import queries
from products.content import Section, sections_of
from products.models import Dossier
from products.visibility import visible_dossiers

View = Callable[..., HttpResponse]


def dossier_or_404(request: HttpRequest, pk: int) -> Dossier:
    """A dossier that this person may see, with what its page shows; another unit's answers 404."""
    return get_object_or_404(queries.dossier_page(visible_dossiers(request.user)), pk=pk)


def check_page_behind(request: HttpRequest) -> str:
    """The check-answers page from which the person came to change a record ("?hs=7"); empty without one."""
    pk = whole_number(request.GET.get("hs", ""))
    return reverse("products:dossier_check", args=[pk]) if pk else ""


def section_or_404(dossier: Dossier, code: str) -> tuple[Section, Section | None]:
    """One item of the dossier and the one after it."""
    sections = sections_of(dossier)
    for place, section in enumerate(sections):
        if section.item.code == code:
            return section, sections[place + 1] if place + 1 < len(sections) else None
    raise Http404


BOTH_KEPT = "Người khác vừa sửa phần này. Bấm lưu để xem cả hai bản rồi chọn; chưa mất chữ nào."
OTHERS_KEPT = "Tiêu chí này vừa được sửa ở nơi khác. Chép phần của bạn ra nếu cần, rồi tải lại trang."


def answers_scripts(view: View, *, stale: str = BOTH_KEPT) -> View:
    """For requests of scripts: refusals as JSON with the sentence, so that the row can say it."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except (Denied, UploadRefused) as refusal:
            return JsonResponse({"error": refusal.sentence}, status=422)
        except Stale:
            return JsonResponse({"error": stale}, status=409)

    return answer


def saved(**more: Any) -> JsonResponse:
    """The answer that tells a script that its row is stored."""
    return JsonResponse({"saved_at": f"{now():%H:%M}", **more})
