"""`manage.py verify_audit`: walk the audit chain and say whether it holds."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core import audit
from core.models import AuditEvent


class Command(BaseCommand):
    """Verify the hash chain of the audit trail."""

    help = "Kiểm tra chuỗi nhật ký"

    def handle(self, *args: Any, **options: Any) -> None:
        """Print every break; exit 1 when there is one."""
        found = list(audit.breaks())
        for place in found:
            self.stderr.write(place.problem)
        if found:
            raise CommandError(f"Nhật ký không nguyên vẹn: {len(found)} chỗ.")
        self.stdout.write(f"Nhật ký nguyên vẹn: {AuditEvent.objects.count()} bản ghi.")
