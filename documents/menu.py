"""The rail's entry."""

from django.http import HttpRequest

from accounts.enums import STAFF
from accounts.seats import has_role
from core.menu import MenuEntry, register


def _staff(request: HttpRequest) -> bool:
    return has_role(request.user, *STAFF)


register(MenuEntry(label="Văn bản", url_name="documents:list", icon="file-earmark-text", order=60, visible=_staff))
