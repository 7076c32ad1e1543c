"""manage.py load_demo: the demonstration year with its accounts."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from demo import aftermath, people, story


class Command(BaseCommand):
    """Tells the story once per database; a second run changes nothing."""

    help = "Nạp dữ liệu và tài khoản trình diễn. Chỉ chạy khi OCOP_DEMO hoặc DEBUG được bật; chạy lại không tạo trùng."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, or say why not."""
        if story.refused():
            raise CommandError("Đây không phải bản trình diễn (OCOP_DEMO chưa bật) nên không tạo tài khoản trình diễn.")
        if story.is_loaded():
            self.stdout.write("Dữ liệu trình diễn đã có.")
            return
        began = time.monotonic()
        story.tell()
        aftermath.settle_messages()
        seconds = time.monotonic() - began
        self.stdout.write(f"Đã lập {len(people.PEOPLE)} tài khoản và một năm trình diễn trong {seconds:.0f} giây.")
