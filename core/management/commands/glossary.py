"""`manage.py glossary`: print docs/thuat-ngu.md from the records that the portal keeps."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand

HEAD = """# Thuật ngữ · Glossary

One English noun per Vietnamese term: the left column stands in the code, the middle one on the pages. Generated from the
records that the portal keeps by `./portal shell glossary`; the tests compare both, so it is not edited by hand.

| code | trang | what it is |
|---|---|---|
"""


def glossary() -> str:
    """The page: every record of the portal's own apps, by its English name."""
    own = [app for app in apps.get_app_configs() if Path(app.path).parent == Path(settings.BASE_DIR)]
    rows = (
        f"| `{model.__name__}` ({model._meta.app_label}) | {model._meta.verbose_name} | {_first_sentence(model)} |"
        for model in sorted(
            (model for app in own for model in app.get_models()),
            key=lambda model: (model.__name__, model._meta.app_label),
        )
    )
    return HEAD + "\n".join(rows) + "\n"


def _first_sentence(model: type[Any]) -> str:
    return (model.__doc__ or "").strip().split("\n\n")[0].replace("\n    ", " ").replace("|", "/")


class Command(BaseCommand):
    """Print the glossary."""

    help = "In bảng thuật ngữ"

    def handle(self, *args: Any, **options: Any) -> None:
        """Write to standard output."""
        self.stdout.write(glossary(), ending="")
