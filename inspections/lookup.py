"""What somebody who holds the look-up code of a complaint may read: how it stands. No name, no contact, no sent text."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass

from inspections.enums import ComplaintState, Topic
from inspections.models import Complaint

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that is taken for another one
LENGTH = 16  # 80 bits: nobody finds one by trying
_WORDS = {
    ComplaintState.RECEIVED: "Đã nhận, đang xem xét",
    ComplaintState.INSPECTING: "Đã nhận, đang xem xét",  # whoever holds the code must not learn of a visit beforehand
    ComplaintState.ANSWERED: "Đã xử lý xong",
    ComplaintState.REFUSED: "Không thụ lý",
}


@dataclass(frozen=True, slots=True)
class ComplaintStatus:
    """How a complaint stands, in the public's words."""

    code: str
    topic: str
    product: str
    unit: str
    received_at: dt.datetime
    due_on: dt.date
    words: str
    settled_at: dt.datetime | None
    answer: str


def new_lookup_code() -> str:
    """A new code."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def spaced(code: str) -> str:
    """The code in groups of four, as people copy it."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def plain(text: str) -> str:
    """What somebody typed, without spaces and dashes; nothing when it can be no code."""
    code = "".join(char for char in text.upper() if char not in " -–.\t")
    return code if len(code) == LENGTH and set(code) <= set(LETTERS) else ""


def status_of(text: str) -> ComplaintStatus | None:
    """The complaint of a look-up code. The running number of a complaint opens nothing."""
    code = plain(text)
    row = Complaint.objects.select_related("unit", "product").filter(lookup_code=code).first() if code else None
    if row is None:
        return None
    return ComplaintStatus(
        code=row.code,
        topic=Topic(row.topic).label,
        product=row.product.name if row.product else "",
        unit=row.unit.name,
        received_at=row.received_at,
        due_on=row.due_on,
        words=_WORDS[ComplaintState(row.state)],
        settled_at=row.settled_at,
        answer=row.answer,
    )
