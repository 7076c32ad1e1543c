"""Open data: the register as files."""

from __future__ import annotations

from collections.abc import Callable

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from catalogue import opendata
from catalogue.limits import limited
from core.formats import today

KEPT_SECONDS = 300


def _file(kind: str, content_type: str, make: Callable[[], str]) -> HttpResponse:
    """The file, made at most every five minutes."""
    key = f"catalogue:data:{kind}:{today():%Y%m%d}"
    body = cache.get(key)
    if body is None:
        body = make()
        cache.set(key, body, KEPT_SECONDS)
    response = HttpResponse(body, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="san-pham-ocop-{today():%Y-%m-%d}.{kind}"'
    return response


@require_GET
@limited("download")
def as_csv(request: HttpRequest) -> HttpResponse:
    """For spreadsheets."""
    return _file("csv", "text/csv; charset=utf-8", opendata.as_csv)


@require_GET
@limited("download")
def as_json(request: HttpRequest) -> HttpResponse:
    """For programs."""
    return _file("json", "application/json; charset=utf-8", opendata.as_json)
