"""manage.py fill_self_stars: the rank of the self-assessment on dossiers of before the column existed.

A command, not a migration: it needs the portal's own arithmetic over today's tables and the loaded law, and a migration
that ran later code on earlier tables would break with the next column. `deploy/prepare.py` calls it once a database.
"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from products.models import Dossier
from products.selfcheck import self_stars_of


class Command(BaseCommand):
    """Any number of times; what is filled stays."""

    help = "Điền hạng sao tự đánh giá cho hồ sơ nộp trước khi có cột này; chạy lại không đổi gì thêm."

    def handle(self, *args: Any, **options: Any) -> None:
        """Fill, and say how many."""
        rows = Dossier.objects.filter(submitted_at__isnull=False, self_stars=None).select_related(
            "criteria_set", "ruleset"
        )
        filled = 0
        for dossier in rows.iterator(chunk_size=200):
            stars = self_stars_of(dossier)
            if stars is not None:
                filled += Dossier.objects.filter(pk=dossier.pk, self_stars=None).update(self_stars=stars)
        self.stdout.write(f"Đã điền hạng sao tự đánh giá cho {filled} hồ sơ.")
