"""Pages for what went wrong: in Vietnamese, saying what happened to the person's data and what to do."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from core.errors import Denied, Stale
from core.outage import is_outage
from core.refusals import page_again

_HIDDEN_FIELDS = {"csrfmiddlewaretoken", "once", "version"}
# On pages that can meet a conflict with nothing to compare, or be closed meanwhile: what is clicked or goes along unseen. Whatever is not named
# here counts as typed: to show a code too many loses nothing, to leave out a word does.
_NOT_TYPED = re.compile(
    r"answer|cot_\d+|fill_down|heading_(row|depth)|mode|money_unit|replaced_by|sheet|signing_form|tep|verdict"
)


def _page(request: HttpRequest, name: str, status: int, **context: Any) -> HttpResponse:
    """An error page without context processors: it must come out even when the database is away."""
    user = getattr(request, "user", None)
    base = {
        "portal_name": settings.PORTAL_NAME,
        "province_name": settings.PROVINCE_NAME,
        "help_desk": settings.HELP_DESK,
        "request_id": getattr(request, "request_id", ""),
        "path": request.get_full_path() if request.method == "GET" else "",
        "signed_in": status < 500 and bool(user and user.is_authenticated),
        "sent_something": request.method == "POST",
    }
    return HttpResponse(render_to_string(f"errors/{name}.html", base | context), status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request cannot be read; 413 when that is because it is too large."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return too_large(request)
    return _page(request, "400", 400)


def forbidden(request: HttpRequest, exception: Exception | None = None, typed: Sequence[str] = ()) -> HttpResponse:
    """403: signed in, and not for this person; or not as things stand, which the sentence of an action tells.

    What was typed for a page that is closed by now is shown to be copied.
    """
    sentence = exception.sentence if isinstance(exception, Denied) else ""
    came_from = _own_page(request) if sentence else ""
    back = "" if came_from.partition("?")[0] == request.path else came_from
    return _page(request, "403", 403, sentence=sentence, back=back, typed=typed)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: nothing here, or nothing of this person's."""
    return _page(request, "404", 404)


def too_large(request: HttpRequest) -> HttpResponse:
    """413: more was sent than the portal takes."""
    return _page(request, "413", 413, most=settings.UPLOAD_MAX_BYTES)


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """429: too many requests in a short time."""
    response = _page(request, "429", 429)
    response["Retry-After"] = "60"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault; the transaction was rolled back. 503 when the database was away, also for the middleware."""
    if is_outage(sys.exc_info()[1]):
        return unavailable(request)
    return _page(request, "500", 500)


def unavailable(request: HttpRequest) -> HttpResponse:
    """503: the portal is busy or being maintained. A script gets JSON, says "not saved" and tries again."""
    if "application/json" in request.headers.get("Accept", ""):
        sentence = "Hệ thống tạm thời chưa phục vụ được. Nội dung chưa được lưu."
        response: HttpResponse = JsonResponse({"error": sentence}, status=503)
    else:
        response = _page(request, "503", 503)
    response["Retry-After"] = "60"
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form from another session, mostly one that was open for too long: nothing was saved."""
    return _page(request, "csrf", 403)


def denied_page(request: HttpRequest, error: Denied) -> HttpResponse:
    """An action refused: the form again with the sentence; else back to where it came from, unless words would be lost."""
    if request.headers.get("HX-Request"):
        return HttpResponse(render_to_string("errors/denied_inline.html", {"sentence": error.sentence}), status=403)
    back = _own_page(request)
    if request.method != "POST" or not back:
        return forbidden(request, error)
    if (page := page_again(request, error.sentence)) is not None:
        return page
    typed = _typed(request)
    if any(" " in text for text in typed):
        return forbidden(request, error, typed)
    messages.error(request, error.sentence)
    return HttpResponseRedirect(back)


def stale_page(request: HttpRequest, error: Stale) -> HttpResponse:
    """409: somebody saved in between. Both texts side by side; the person decides which to keep."""
    context = {
        "obj_label": str(error.obj),
        "fields": [(field.label, field.mine, field.theirs) for field in error.fields],
        "changed_by": error.changed_by,
        "version": getattr(error.obj, "version", ""),
        "posted": _posted(request),
        "typed": _typed(request),
        "back_url": _own_page(request) or request.path,
        "has_errors": True,
    }
    return render(request, "errors/stale.html", context, status=409)


def _posted(request: HttpRequest) -> list[tuple[str, str]]:
    """What the person sent, to send it again on top of the newer version."""
    return [(name, value) for name, values in request.POST.lists() if name not in _HIDDEN_FIELDS for value in values]


def _typed(request: HttpRequest) -> list[str]:
    """Of what the person sent, what cannot be clicked again."""
    return [
        value for name, value in _posted(request) if value.strip() not in {"", "on"} and not _NOT_TYPED.fullmatch(name)
    ]


def _own_page(request: HttpRequest) -> str:
    """The path of the page this request came from, when it is one of the portal's own."""
    try:
        parts = urlsplit(request.headers.get("Referer", ""))
    except ValueError:  # no address at all, such as "http://["
        return ""
    if parts.netloc != request.get_host():
        return ""
    return parts.path + (f"?{parts.query}" if parts.query else "")


handler400, handler403, handler404, handler500 = bad_request, forbidden, not_found, server_error
