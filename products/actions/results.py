"""What a council's result leaves on the dossier itself, for lists."""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal

from products.models import Dossier

_PLACES = Decimal("0.000001")


def note_mean(*, dossier: Dossier, mean: Decimal | None) -> None:
    """Show the last closed mean in lists; cut, never rounded, so that it stays in its band. An exclusion has none.

    Called inside the transaction that closes the assessment: before, no mean exists anywhere.
    """
    shown = None if mean is None else mean.quantize(_PLACES, ROUND_DOWN)
    Dossier.objects.filter(pk=dossier.pk).update(final_mean=shown)
    dossier.final_mean = shown
