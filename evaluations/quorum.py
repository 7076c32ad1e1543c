"""May the council decide on this product? Counting only; no database, no Django.

The law leaves the quorum to each council's regulations: fraction and chair rule come from the ruleset's defaults
or from the council's own record. A recused member counts neither as a member nor as present.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

CHAIR = "chair"
VICE_CHAIR = "vice_chair"


@dataclass(frozen=True, slots=True)
class Seat:
    """One member of the council for one product. In written mode `present` means that the opinion came in time."""

    member: str
    role: str = "member"
    present: bool = False
    recused: bool = False


@dataclass(frozen=True, slots=True)
class Quorum:
    """`present` of `entitled` members (without the recused), `needed` of them; `reasons` say what is missing."""

    entitled: int
    present: int
    needed: int
    recused: int
    chair_ok: bool
    reasons: tuple[str, ...]

    @property
    def met(self) -> bool:
        """Whether the council may decide."""
        return not self.reasons


def quorum_of(
    seats: Sequence[Seat], fraction: Fraction, *, chair_must_attend: bool = True, vice_chair_may_replace: bool = True
) -> Quorum:
    """Quorum for one product: at least `fraction` of the members who are not recused, rounded up."""
    entitled = [seat for seat in seats if not seat.recused]
    present = [seat for seat in entitled if seat.present]
    needed = max(needed_of(len(entitled), fraction), 1)
    heads = {CHAIR, VICE_CHAIR} if vice_chair_may_replace else {CHAIR}
    chair_ok = not chair_must_attend or any(seat.role in heads for seat in present)
    reasons: list[str] = []
    if len(present) < needed:
        reasons.append(f"Mới có {len(present)} thành viên được tính trên {len(entitled)}, cần ít nhất {needed}.")
    if not chair_ok:
        who = "Chủ tịch hoặc Phó Chủ tịch Hội đồng" if vice_chair_may_replace else "Chủ tịch Hội đồng"
        reasons.append(f"Phải có {who} tham gia đánh giá sản phẩm này.")
    return Quorum(
        entitled=len(entitled),
        present=len(present),
        needed=needed,
        recused=len(seats) - len(entitled),
        chair_ok=chair_ok,
        reasons=tuple(reasons),
    )


def needed_of(members: int, fraction: Fraction) -> int:
    """The smallest whole number of members that is at least this share: 2/3 of 7 is 5."""
    share = members * fraction
    return -(-share.numerator // share.denominator)
