"""Pages of docs/ that are generated from the code say what the code says."""

from pathlib import Path

from django.conf import settings

from core.management.commands.state_diagrams import diagrams


def test_the_state_diagrams_are_those_of_the_workflow_tables():
    kept = Path(settings.BASE_DIR, "docs", "trang-thai.md").read_text(encoding="utf-8")
    assert kept == diagrams(), "Run: manage.py state_diagrams > docs/trang-thai.md"
