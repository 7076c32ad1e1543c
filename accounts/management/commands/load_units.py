"""manage.py load_units: the dated tree of administrative units."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from accounts import units_data


class Command(BaseCommand):
    """Adds the units and successions of accounts/data that are not there yet."""

    help = "Nạp đơn vị hành chính theo thời gian; chạy lại không tạo trùng."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and say how many rows were added."""
        loaded = units_data.load()
        self.stdout.write(f"Đã thêm {loaded.units} đơn vị, {loaded.successions} quan hệ kế thừa.")
