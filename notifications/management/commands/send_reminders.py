"""Send the reminders that have come due, as beat does each morning."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from notifications.actions import send_due_reminders


class Command(BaseCommand):
    """`manage.py send_reminders`: safe to run at any time and as often as one likes."""

    help = "Gửi các lời nhắc đã đến ngày; chạy bao nhiêu lần cũng không gửi trùng."

    def handle(self, *args: Any, **options: Any) -> None:
        """Send and say how many."""
        done = send_due_reminders()
        self.stdout.write(f"Đã gửi {done.sent} lời nhắc.")
        if done.failed:
            raise CommandError(f"Không đọc được hạn của: {', '.join(done.failed)}. Xem nhật ký.")
