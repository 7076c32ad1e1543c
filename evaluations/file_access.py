"""Whoever follows a dossier at the Ministry may open the scan of its answer; who opens printed sheets is told."""

from __future__ import annotations

from typing import Any

from core.files import register_access
from core.files.openings import watch_openings
from core.models import StoredFile
from evaluations.followup.rules import follow_up_units
from evaluations.models import MinistryCase

watch_openings("sheets")


@register_access
def answers_of_the_ministry(user: Any, file: StoredFile) -> bool:
    """Say whether the file is the answer to a dossier that the person's unit holds."""
    return MinistryCase.objects.filter(answer_file=file, dossier__holder__in=follow_up_units(user)).exists()
