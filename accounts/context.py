"""What the pages of one's own account need in every template that django-allauth renders."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from accounts import second_factor


def own_account(request: HttpRequest) -> dict[str, Any]:
    """Breadcrumb of the security pages, and whether a second factor is required. Asks nothing until it is used."""
    user = getattr(request, "user", None)
    return {
        "own_crumbs": [("Bảo mật", reverse("accounts:security"))],
        "factor_required": SimpleLazyObject(lambda: bool(user) and second_factor.is_required(user)),
    }
