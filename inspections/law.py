"""What the law says of revocation, read from the ruleset in force: grounds, competent body, term. No number stands here."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from accounts.models import Unit
from accounts.queries import current_units
from core.formats import today
from criteria.models import Ruleset
from criteria.queries import current_rulesets, ruleset_on, typed_ruleset
from criteria.schema.ruleset import RulesetRules
from products.models import Recognition
from products.places import unit_above


@dataclass(frozen=True)
class Competence:
    """Who revokes: a level, its unit in the portal, or None when the Ministry decides outside the portal."""

    level: str
    body: str
    unit: Unit | None


def ruleset_for(day: dt.date) -> Ruleset:
    """The ruleset in force on the day of the conclusion; before the first one, the first (results of 1048 and 781/QĐ-TTg)."""
    try:
        return ruleset_on(day)
    except Ruleset.DoesNotExist:
        first = current_rulesets().first()
        if first is None:
            raise
        return first


def grounds_on(day: dt.date) -> list[tuple[str, str]]:
    """Grounds as choices."""
    return grounds_of(typed_ruleset(ruleset_for(day)))


def grounds_of(rules: RulesetRules) -> list[tuple[str, str]]:
    """Code and words of each ground; the law's own place is named where it is known."""
    return [
        (ground.code, f"{ground.name} ({ground.source})" if ground.source else ground.name)
        for ground in rules.revocation.grounds
    ]


def competence(recognition: Recognition, rules: RulesetRules) -> Competence:
    """The body that revokes these stars under this ruleset (26/2026/QĐ-TTg, Điều 8 khoản 2; 148/QĐ-TTg: who recognised)."""
    level = rules.level(rules.revocation.competent[recognition.stars])
    unit = unit_above(recognition.district, level.code)
    if unit is not None and not unit.in_force(today()):
        unit = next(iter(current_units(unit)), unit)
    return Competence(level.code, level.body, unit)


def due_on(concluded_on: dt.date, rules: RulesetRules) -> dt.date | None:
    """The last day for revoking (26/2026/QĐ-TTg, Điều 8 khoản 4): days are counted from the day after (Bộ luật Dân sự, Điều 147)."""
    days = rules.revocation.within_days
    return None if days is None else concluded_on + dt.timedelta(days=days)
