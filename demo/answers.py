"""Choosing steps of a criteria set so that a sheet comes near a total. Invented, repeatable, and lawful."""

from __future__ import annotations

import random
from decimal import Decimal

from criteria.schema.sheet import CriterionForm, SheetForm


def _floor(criterion: CriterionForm, stars: int) -> Decimal:
    """The points that this rank asks at least."""
    needed = [points for rank, points in criterion.minimums.items() if rank <= stars]
    return max(needed, default=Decimal(0))


def _steps(criterion: CriterionForm, stars: int) -> list[int]:
    """Indexes of the steps that may be chosen, the fewest points first."""
    least = _floor(criterion, stars)
    case = criterion.options[0].case
    fit = [option for option in criterion.options_of_case(case) if option.points >= least]
    fit = fit or [max(criterion.options, key=lambda option: option.points)]
    return [option.index for option in sorted(fit, key=lambda option: option.points)]


def choose(form: SheetForm, *, target: float, stars: int, dice: random.Random) -> dict[str, int]:
    """Steps by criterion code: from the least that `stars` asks, raised here and there until the target is near."""
    ways = {criterion.code: _steps(criterion, stars) for criterion in form.criteria}
    points = {
        criterion.code: {option.index: option.points for option in criterion.options} for criterion in form.criteria
    }
    place = dict.fromkeys(ways, 0)
    total = sum((points[code][way[0]] for code, way in ways.items()), Decimal(0))
    wanted = Decimal(str(target))
    open_codes = [code for code, way in ways.items() if len(way) > 1]
    while open_codes and total < wanted:
        code = dice.choice(open_codes)
        way = ways[code]
        gain = points[code][way[place[code] + 1]] - points[code][way[place[code]]]
        if total + gain <= wanted + Decimal("0.5"):
            total += gain
            place[code] += 1
        else:
            open_codes.remove(code)
            continue
        if place[code] == len(way) - 1:
            open_codes.remove(code)
    return {code: way[place[code]] for code, way in ways.items()}
