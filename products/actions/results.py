"""What a council's result leaves on the dossier itself, for lists."""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal

from products.models import Dossier

_PLACES = Decimal("0.000001")


def note_result(*, dossier: Dossier, mean: Decimal | None, stars: int) -> None:
    """Show the last closed mean and rank in lists; the mean is cut, never rounded, so that it stays in its band.

    An exclusion has no mean and rank 0.
    Called inside the transaction that closes the assessment: before, no mean exists anywhere.
    """
    shown = None if mean is None else mean.quantize(_PLACES, ROUND_DOWN)
    Dossier.objects.filter(pk=dossier.pk).update(final_mean=shown, final_stars=stars)
    dossier.final_mean, dossier.final_stars = shown, stars
