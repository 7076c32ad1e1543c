"""manage.py load_products: the known products of the province."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from products import reference_data


class Command(BaseCommand):
    """Adds the products, producers and old recognitions of products/data that are not there yet."""

    help = "Nạp sản phẩm OCOP đã biết; chạy lại không tạo trùng. Cần chạy load_units và load_criteria trước."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and say how many rows were added."""
        done = reference_data.load()
        self.stdout.write(f"Đã thêm {done.producers} chủ thể, {done.products} sản phẩm, {done.recognitions} công nhận.")
