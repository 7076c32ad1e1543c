"""Two people of a team write on one sheet: whoever comes second is told, nobody's words are replaced unseen (TRUST F4).

A page carries, beside each row, a mark: the fingerprint of what it showed, and the key of the page. A row that the same
page saved last may be saved again, so an answer that got lost on a poor line is no conflict with oneself.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from enum import Enum

MOST_SHOWN = 600


class Fate(Enum):
    """What becomes of a row that was sent."""

    WRITE = "write"
    KEEP = "keep"  # the sender changed nothing here; what somebody else wrote stays
    OVERTAKEN = "overtaken"


@dataclass(frozen=True, slots=True)
class Seen:
    """What a page showed of a row, and which page it is. Empty where no page is asked."""

    shown: str = ""
    page: str = ""

    @classmethod
    def read(cls, text: str) -> Seen:
        """The mark as a page sends it back."""
        shown, _, page = text.partition(".")
        return cls(shown[:16], page[:12])


@dataclass(frozen=True, slots=True)
class Overtaken:
    """A row that somebody else wrote meanwhile: where, who, when, and what stands there."""

    field: str
    place: str
    who: str
    at: str
    theirs: str
    mark: str  # with this mark the sender, who has now read it, may write over it

    @property
    def sentence(self) -> str:
        """What the person reads at the row."""
        theirs = f"{self.theirs[:MOST_SHOWN]}…" if len(self.theirs) > MOST_SHOWN else self.theirs
        return (
            f"{self.who} đã ghi ở đây lúc {self.at}: “{theirs or '(để trống)'}”. Phần bạn vừa ghi chưa lưu: sửa tiếp để thay "
            "nội dung trên, hoặc tải lại trang để giữ nội dung trên."
        )


def new_page() -> str:
    """The key of a page that is opened now."""
    return secrets.token_hex(6)


def fingerprint(*words: str) -> str:
    """What a row holds, in sixteen signs."""
    return hashlib.sha256("\x1f".join(words).encode()).hexdigest()[:16]


def mark_of(*words: str, page: str) -> str:
    """The mark that a page carries beside a row."""
    return f"{fingerprint(*words)}.{page}"


def fate(*, stored: str, sent: str, seen: Seen, last_page: str) -> Fate:
    """Weigh the fingerprints of what is stored and what was sent against what the page showed."""
    own = bool(seen.page) and seen.page == last_page
    if sent == stored or not seen.shown or seen.shown == stored or own:
        return Fate.WRITE
    return Fate.KEEP if sent == seen.shown else Fate.OVERTAKEN
