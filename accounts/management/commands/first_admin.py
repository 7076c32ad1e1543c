"""manage.py first_admin: the first administrator of a new installation."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts.actions import create_user, first_sign_in_link, give_seat
from accounts.enums import Role, UnitLevel
from accounts.models import Membership, Unit
from core.errors import Denied
from core.formats import today


class Command(BaseCommand):
    """Makes the account that makes all others; refused while somebody administers, so it is also the way back in."""

    help = "Lập người quản trị đầu tiên và in liên kết đặt mật khẩu, dùng một lần."

    def add_arguments(self, parser: CommandParser) -> None:
        """User name and full name."""
        parser.add_argument("username")
        parser.add_argument("full_name")

    def handle(self, *args: Any, **options: Any) -> None:
        """Create account and seat, print the link."""
        if Membership.objects.on(today()).filter(role=Role.ADMIN, user__is_active=True).exists():
            raise CommandError("Đã có người quản trị; các tài khoản khác do người ấy lập trong trang Quản trị.")
        province = Unit.objects.on(today()).filter(level=UnitLevel.PROVINCE).order_by("pk").first()
        if province is None:
            raise CommandError("Chưa có đơn vị cấp tỉnh; hãy nạp dữ liệu tham chiếu trước.")
        try:
            with transaction.atomic():
                user = create_user(actor=None, username=options["username"], full_name=options["full_name"])
                give_seat(actor=None, user=user, role=Role.ADMIN, unit=province)
                link = first_sign_in_link(actor=None, user=user)
        except Denied as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(link)
