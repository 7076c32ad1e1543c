"""What becomes of one row."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db import models

from products.enums import RowVerdict


@dataclass(frozen=True)
class Change:
    """One field, as it was and as it becomes."""

    label: str
    old: str
    new: str

    def as_json(self) -> dict[str, str]:
        """For storing."""
        return {"label": self.label, "old": self.old, "new": self.new}


@dataclass
class Touched:
    """A record that the row makes or changes. `before` holds the columns of a changed one, for the undo."""

    obj: models.Model
    created: bool
    before: dict[str, Any] = field(default_factory=dict)


@dataclass
class Outcome:
    """The verdict on one row, with everything that a person asks about it."""

    number: int
    label: str = ""
    verdict: RowVerdict = RowVerdict.UNCHANGED
    reasons: list[str] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    touched: list[Touched] = field(default_factory=list)

    def refuse(self, *reasons: str) -> None:
        """Say why the row is not taken; nothing of it is written."""
        self.verdict = RowVerdict.REFUSED
        self.reasons += [reason for reason in reasons if reason not in self.reasons]
        self.changes, self.touched = [], []

    @property
    def is_refused(self) -> bool:
        """Say whether nothing of the row is written."""
        return self.verdict == RowVerdict.REFUSED
