"""Load the provincial plan of 2024 and the periodic duties."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from programme import loading


class Command(BaseCommand):
    """`manage.py load_plan`: may be run again, what is there stays."""

    help = "Nạp Kế hoạch 55/KH-UBND năm 2024 và các nghĩa vụ định kỳ; chạy lại không ghi đè."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and say what was new."""
        plan = loading.load_plan()
        self.stdout.write(f"Đã nạp: {plan}" if plan else "Kế hoạch năm 2024 đã có, giữ nguyên.")
