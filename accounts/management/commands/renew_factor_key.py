"""manage.py renew_factor_key: after a change of MFA_KEY, encrypt every second factor with the new key."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.actions import renew_factor_key


class Command(BaseCommand):
    """Makes an old key superfluous; with --reset-unreadable also the way back in when a key is lost."""

    help = "Mã hoá lại xác thực hai bước của mọi người bằng khoá đứng đầu MFA_KEY."

    def add_arguments(self, parser: CommandParser) -> None:
        """What to do with secrets that no key reads."""
        parser.add_argument(
            "--reset-unreadable", action="store_true", help="đặt lại cho người mà không khoá nào đọc được mã đã lưu"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Renew, and name whom it could not be done for; exit 1 while they are left."""
        reset = options["reset_unreadable"]
        renewed, lost = renew_factor_key(reset_unreadable=reset)
        self.stdout.write(f"Đã mã hoá lại {renewed} bản ghi.")
        names = ", ".join(sorted(user.username for user in lost))
        if lost and not reset:
            raise CommandError(f"Không khoá nào trong MFA_KEY đọc được mã của: {names}. Thêm khoá cũ vào MFA_KEY.")
        if lost:
            self.stdout.write(f"Đã đặt lại, phải bật lại khi đăng nhập: {names}.")
