"""What a recognition is worth on a day. Said from its dates, not only from its state: the nightly task may be late.

Old recognitions may bear a year and no date. Nobody is told that such a one is valid, as the register does not say it
either (Recognition.standing_words); it has ended where every possible signing day of that year gives an end.
"""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q

from products.enums import RecognitionState
from products.models import Recognition
from products.validity import YearBounds, year_bounds

__all__ = ["Standing", "YearBounds", "standing", "standing_q", "year_bounds"]


class Standing(models.TextChoices):
    """The public's answer."""

    VALID = "valid", "Còn hiệu lực"
    UNCERTAIN = "uncertain", "Chưa rõ thời hạn"
    EXPIRED = "expired", "Hết hạn"
    REVOKED = "revoked", "Đã thu hồi"
    REPLACED = "replaced", "Được thay thế"

    @property
    def tone(self) -> str:
        """Tone of the tag."""
        return {
            "valid": "done",
            "uncertain": "waiting",
            "expired": "sent_back",
            "revoked": "red",
            "replaced": "waiting",
        }[self.value]


def standing(recognition: Recognition, day: dt.date, bounds: YearBounds) -> Standing:
    """Say what it is worth on that day; a stored end always counts, a stored "valid" only as far as its dates go."""
    if recognition.state in {RecognitionState.REVOKED, RecognitionState.REPLACED, RecognitionState.EXPIRED}:
        return Standing(recognition.state)
    if recognition.valid_until is not None:
        return Standing.VALID if recognition.valid_until >= day else Standing.EXPIRED
    year = recognition.decided_year
    if year is not None and year <= bounds.over_until:
        return Standing.EXPIRED
    return Standing.UNCERTAIN


def standing_q(wanted: Standing, day: dt.date, bounds: YearBounds) -> Q:
    """The same as a condition on Recognition."""
    live = Q(state=RecognitionState.VALID)
    undated = live & Q(valid_until__isnull=True)
    over = Q(decided_year__lte=bounds.over_until)
    if wanted == Standing.VALID:
        return live & Q(valid_until__gte=day)
    if wanted == Standing.EXPIRED:
        return Q(state=RecognitionState.EXPIRED) | (live & Q(valid_until__lt=day)) | (undated & over)
    if wanted == Standing.UNCERTAIN:
        return undated & (Q(decided_year__isnull=True) | Q(decided_year__gt=bounds.over_until))
    return Q(state=wanted.value)
