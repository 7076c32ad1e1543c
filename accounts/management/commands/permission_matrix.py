"""manage.py permission_matrix: writes docs/quyen-truy-cap.md."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from accounts import matrix


class Command(BaseCommand):
    """Prints the matrix role × page × method from the access map into the documentation."""

    help = "Ghi bảng quyền truy cập vào docs/quyen-truy-cap.md."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--print` prints instead of writing; `--stdout` would take the place of Django's own option."""
        parser.add_argument("--print", action="store_true", dest="only_print")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write or print."""
        if options["only_print"]:
            self.stdout.write(matrix.markdown())
            return
        target = settings.BASE_DIR / "docs" / "quyen-truy-cap.md"
        target.parent.mkdir(exist_ok=True)
        target.write_text(matrix.markdown(), encoding="utf-8")
        self.stdout.write(f"Đã ghi {target.relative_to(settings.BASE_DIR)}.")
