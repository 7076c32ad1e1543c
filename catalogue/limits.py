"""So many requests a minute from one address, and no more (TRUST S36)."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from core.middleware import client_address
from core.views.errors import too_many

View = Callable[..., HttpResponse]
# What one address may ask for in a minute. Many visitors may share one (an office, a mobile network).
PER_MINUTE = {
    "lookup": 120,
    "verify": 120,
    "photo": 900,
    "download": 12,
    "class": 120,
    "class_door": 240,
    "point_revenue": 30,
    "complaint_page": 60,
    "complaint": 6,
    "complaint_status": 10,
}


def limited(kind: str) -> Callable[[View], View]:
    """Answer 429 beyond the limit of this kind. Without Redis nobody counts, and everybody is served."""

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def counted(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            most = getattr(settings, "PUBLIC_PER_MINUTE", {}).get(kind, PER_MINUTE[kind])
            key = f"limit:{kind}:{client_address(request)}:{int(time.time() // 60)}"
            cache.add(key, 0, 120)
            if cache.incr(key) > most:
                return too_many(request)
            return view(request, *args, **kwargs)

        return counted

    return decorate
