"""Reads back the mails that the demonstration writes to files."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from core.formats import VIETNAM

NEWEST_FILES = 200


@dataclass(frozen=True)
class TrialMail:
    """One mail as its reader would see it."""

    to: str
    subject: str
    text: str
    written_at: dt.datetime


def trial_mails(address: str | None = None) -> list[TrialMail]:
    """Mails in the demonstration's box, newest first; with `address` only those to it."""
    folder = Path(settings.EMAIL_FILE_PATH)
    if not folder.is_dir():
        return []
    files = sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime, reverse=True)[:NEWEST_FILES]
    found = [mail for path in files for mail in _read(path)]
    return [mail for mail in found if address is None or address.casefold() in mail.to.casefold()]


def _read(path: Path) -> list[TrialMail]:
    """The backend ends each mail with a line of 79 hyphens."""
    shift = dt.timedelta(days=settings.CLOCK_SHIFT_DAYS)
    moment = dt.datetime.fromtimestamp(path.stat().st_mtime, tz=VIETNAM) + shift
    parts = path.read_bytes().split(b"-" * 79)
    return [_parse(part, moment) for part in parts if part.strip()]


def _parse(raw: bytes, moment: dt.datetime) -> TrialMail:
    letter = email.message_from_bytes(raw.lstrip(), policy=email.policy.default)
    body = letter.get_body(preferencelist=("plain",))
    return TrialMail(
        to=str(letter["to"] or ""),
        subject=str(letter["subject"] or ""),
        text=str(body.get_content()).strip() if body else "",
        written_at=moment,
    )
