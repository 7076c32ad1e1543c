"""`manage.py verify_audit`: walk the audit chain and say whether it holds."""

from __future__ import annotations

import re
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core import audit


def noted_head(text: str) -> audit.Head:
    """Read `SEQ:HASH` as this command prints it."""
    if found := re.fullmatch(r"(\d{1,18}):([0-9a-f]{64})", text.strip()):
        return audit.Head(int(found[1]), found[2])
    raise ArgumentTypeError("viết SỐ:MÃ_BĂM như dòng «Bản ghi cuối» đã in")


class Command(BaseCommand):
    """Verify the hash chain of the audit trail."""

    help = "Kiểm tra chuỗi nhật ký"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """An end noted off the host."""
        parser.add_argument(
            "--head", type=noted_head, metavar="SỐ:MÃ_BĂM", help="so với bản ghi cuối đã ghi lại ở máy khác"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print every break and the end of the trail; exit 1 when there is a break."""
        verdict = audit.verify(options["head"])
        for place in verdict.breaks:
            self.stderr.write(place.problem)
        if verdict.breaks:
            raise CommandError(f"Nhật ký không nguyên vẹn: {len(verdict.breaks)} chỗ.")
        self.stdout.write(f"Nhật ký nguyên vẹn: {verdict.head.seq} bản ghi.\nBản ghi cuối: {verdict.head}")
