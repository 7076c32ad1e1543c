"""What an action raises when it may not go on. Each carries a Vietnamese sentence for the person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


class Denied(Exception):
    """The person may not do this, or not in this state. Nothing was changed."""

    def __init__(self, sentence: str, *, obj: Any = None, action: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.obj = obj
        self.action = action


@dataclass(frozen=True)
class FieldConflict:
    """One field whose stored text differs from what was sent."""

    label: str
    mine: str
    theirs: str


class Stale(Exception):
    """The row changed since the person opened it (409). Carries both texts so that nothing is lost."""

    def __init__(self, obj: Any, fields: Sequence[FieldConflict] = (), changed_by: str = "") -> None:
        super().__init__("Dữ liệu đã được người khác sửa sau khi bạn mở trang.")
        self.obj = obj
        self.fields = list(fields)
        self.changed_by = changed_by
