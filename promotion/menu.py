"""The section's entry in the rail."""

from django.http import HttpRequest

from accounts.access import allowed
from core import menu


def _visible(request: HttpRequest) -> bool:
    return allowed(request.user, "promotion:events", "GET")


menu.register(menu.MenuEntry(label="Xúc tiến", url_name="promotion:events", icon="shop", order=52, visible=_visible))
