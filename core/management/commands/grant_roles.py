"""manage.py grant_roles: rights of the database roles, after every migration."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from core.database_roles import Roles, grant


class Command(BaseCommand):
    """Reads the roles' names from the settings; without names it does nothing."""

    help = (
        "Cấp quyền cho các vai trò cơ sở dữ liệu nêu trong OCOP_DB_APP_ROLE, OCOP_DB_BACKUP_ROLE, OCOP_DB_REPORT_ROLE."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Grant."""
        grant(Roles(**settings.DATABASE_ROLES), settings.REPORTED_APPS, settings.UNREPORTED_COLUMNS)
