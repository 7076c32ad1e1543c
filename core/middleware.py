"""What every request passes: an id, careful headers, one answer to refusals, one result for a form sent twice."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable

import structlog
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from core import origin
from core.errors import Denied, Stale
from core.models import PostedForm
from core.outage import is_outage
from core.refusals import note_refusal, watching_forms

GetResponse = Callable[[HttpRequest], HttpResponse]
log = structlog.get_logger(__name__)


def client_address(request: HttpRequest) -> str:
    """Address of the person. The reverse proxy is trusted to set X-Real-IP, and only when settings say so."""
    from django.conf import settings

    if settings.SECURE_PROXY_SSL_HEADER:
        return request.headers.get("X-Real-IP", "") or request.META.get("REMOTE_ADDR", "")
    return str(request.META.get("REMOTE_ADDR", ""))


class NoNulMiddleware:
    """Nothing that the portal gives out holds a NUL, and PostgreSQL fails on one: such a request cannot be read.

    What people type or paste into a form is another matter: `core.text.nfc` takes it out.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look at the path, the query and the cookies before anything asks the database about them."""
        from core.views.errors import bad_request

        sent = (request.path_info, *request.COOKIES.values())
        if any("\x00" in text for text in sent) or "%00" in request.META.get("QUERY_STRING", ""):
            return bad_request(request)
        return self.get_response(request)


class RequestIdMiddleware:
    """Gives each request an id that the logs, the audit trail and the error page share."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Bind id and address, answer, write one access line."""
        began = time.monotonic()
        request.request_id = uuid.uuid4().hex[:16]  # type: ignore[attr-defined]
        origin.bind(origin.Origin(client_address(request), request.request_id))  # type: ignore[attr-defined]
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request.request_id)  # type: ignore[attr-defined]
        response = self.get_response(request)
        response["X-Request-Id"] = request.request_id  # type: ignore[attr-defined]
        if not request.path.startswith(("/static/", "/healthz", "/readyz")):
            milliseconds = round((time.monotonic() - began) * 1000)
            log.info("request", method=request.method, path=request.path, status=response.status_code, ms=milliseconds)
        return response


class ResponseHeadersMiddleware:
    """Nothing of a signed-in page stays in the browser's cache; no page may use sensors of the device."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the headers that Django's own middleware leaves out."""
        response = self.get_response(request)
        response.setdefault(
            "Permissions-Policy", "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()"
        )
        if not response.has_header("Cache-Control") and not request.path.startswith("/static/"):
            response["Cache-Control"] = "no-store, private" if self._may_be_private(request, response) else "no-cache"
        return response

    @staticmethod
    def _may_be_private(request: HttpRequest, response: HttpResponse) -> bool:
        """After an error nobody is asked who the person is: the database may be away."""
        user = getattr(request, "user", None)
        return response.status_code >= 500 or bool(getattr(user, "is_authenticated", False))


class OutageMiddleware:
    """A database that is away, read-only or too slow: "try again", not "our mistake"."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on. Errors of views come through process_exception; those of the middleware through handler500."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer 503 and leave one line in the log instead of a traceback a request."""
        from core.views.errors import unavailable

        if not is_outage(error):
            return None
        log.error("database.away", error=type(error).__name__, path=request.path)
        return unavailable(request)


class RefusalMiddleware:
    """Turns Denied and Stale raised by an action into a page that says what to do."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; refusals come through process_exception."""
        with watching_forms():
            return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer a refusal: audit it, then the page that was sent, with the sentence."""
        from core.views.errors import denied_page, stale_page

        if isinstance(error, Stale):
            return stale_page(request, error)
        if isinstance(error, Denied):
            note_refusal(request, error)
            return denied_page(request, error)
        return None


class OncePostMiddleware:
    """A form carries a once-token; its second copy is led to where the first one went."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the first copy through and remember where it led."""
        token = self._token(request)
        if token is None:
            return self.get_response(request)
        try:
            with transaction.atomic():
                posted = PostedForm.objects.create(token=token, user_id=request.user.pk or 0, path=request.path[:300])
        except IntegrityError:
            return self._second_copy(request, token)
        response = self.get_response(request)
        if isinstance(response, HttpResponseRedirect):
            PostedForm.objects.filter(pk=posted.pk).update(location=response.url[:500])
        else:
            PostedForm.objects.filter(pk=posted.pk).delete()
        return response

    @staticmethod
    def _token(request: HttpRequest) -> uuid.UUID | None:
        if request.method != "POST" or not getattr(request.user, "is_authenticated", False):
            return None
        try:
            return uuid.UUID(request.POST.get("once", ""))
        except ValueError:
            return None

    @staticmethod
    def _second_copy(request: HttpRequest, token: uuid.UUID) -> HttpResponse:
        """Wait a moment for the first copy, then go where it went."""
        for _ in range(50):
            first = PostedForm.objects.filter(pk=token, user_id=request.user.pk or 0).first()
            if first is None or first.location:
                break
            time.sleep(0.1)
        if first is not None and first.location:
            return HttpResponseRedirect(first.location)
        messages.info(request, "Biểu này đã được gửi. Kiểm tra lại kết quả trước khi gửi lần nữa.")
        return HttpResponseRedirect(request.path)
