"""`manage.py load_criteria`: check the law's data files and bring them into the database."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from criteria import files, loading
from criteria.schema.reader import SchemaError


class Command(BaseCommand):
    """Idempotent; with --check nothing is written."""

    help = "Kiểm tra và nạp bộ tiêu chí, bộ quy tắc, danh mục phân loại"

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument("--check", action="store_true", help="chỉ kiểm tra tệp, không ghi")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run."""
        try:
            if options["check"]:
                collections, rulesets = files.all_collections(), files.ruleset_files()
                self.stdout.write(f"Đã kiểm tra {len(collections)} bộ sưu tập, {len(rulesets)} bộ quy tắc.")
                return
            done = loading.load()
        except SchemaError as error:
            raise CommandError("Dữ liệu không hợp lệ, không ghi gì:\n" + "\n".join(error.problems)) from error
        self.stdout.write(
            f"Bộ tiêu chí: {done.sets_new} mới, {done.sets_kept} giữ nguyên. "
            f"Bộ quy tắc: {done.rulesets_new} mới, {done.rulesets_kept} giữ nguyên."
        )
