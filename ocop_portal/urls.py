"""All addresses of the portal. Each app keeps its own; paths are Vietnamese without accents."""

from __future__ import annotations

from importlib.util import find_spec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, include, path


def home(request: HttpRequest) -> HttpResponse:
    """People who signed in go to their work, everybody else to the public look-up."""
    return redirect("/viec-can-lam/" if request.user.is_authenticated else "/tra-cuu/")


urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("", include("accounts.urls_signin")),
]
_APPS = (
    "core", "accounts", "notifications", "documents", "criteria", "products", "evaluations", "trainings", "promotion",
    "inspections", "programme", "catalogue",
)  # fmt: skip
urlpatterns += [path("", include(f"{app}.urls")) for app in _APPS if find_spec(f"{app}.urls")]

handler400 = "core.views.errors.bad_request"
handler403 = "core.views.errors.forbidden"
handler404 = "core.views.errors.not_found"
handler500 = "core.views.errors.server_error"
handler429 = "core.views.errors.too_many"
