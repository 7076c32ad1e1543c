"""Pages of docs/ that are generated from the code say what the code says."""

import re
from pathlib import Path

from django.conf import settings
from django.utils.text import camel_case_to_spaces

from core.management.commands.glossary import glossary
from core.management.commands.state_diagrams import diagrams


def test_the_state_diagrams_are_those_of_the_workflow_tables():
    kept = Path(settings.BASE_DIR, "docs", "trang-thai.md").read_text(encoding="utf-8")
    assert kept == diagrams(), "Run: manage.py state_diagrams > docs/trang-thai.md"


def test_the_glossary_names_every_record_in_both_languages():
    kept = Path(settings.BASE_DIR, "docs", "thuat-ngu.md").read_text(encoding="utf-8")
    assert kept == glossary(), "Run: manage.py glossary > docs/thuat-ngu.md"
    named = re.findall(r"^\| `(\w+)` \(\w+\) \| (.+?) \| (.+) \|$", kept, re.MULTILINE)
    assert len(named) > 100
    assert [code for code, words, what in named if words == camel_case_to_spaces(code) or not what.strip()] == []
