"""manage.py load_reference: everything that an empty portal needs before the first person signs in."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

STEPS = ("load_units", "load_criteria", "load_products")


class Command(BaseCommand):
    """Runs the loaders of the apps in order; each adds only what is not there yet."""

    help = "Nạp đơn vị hành chính, bộ tiêu chí, quy định và sản phẩm đã biết. Chạy lại không tạo trùng."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load."""
        for step in STEPS:
            call_command(step, stdout=self.stdout, stderr=self.stderr)
