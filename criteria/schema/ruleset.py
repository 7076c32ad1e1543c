"""A ruleset as typed, immutable values: levels, bands, council defaults, deadlines, documents. No Django.

Every threshold that the portal applies is one of these values; none stands in code.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction


class Duty(StrEnum):
    """What a level does with a dossier."""

    PROPOSES = "proposes"  # checks and proposes, gives no points
    SCORES = "scores"  # its council scores in the portal
    RECORDS = "records"  # scores outside the portal; the result is entered with its document


class BelowAction(StrEnum):
    """What follows when a level recognises nothing and forwards nothing."""

    NOT_RECOGNISED = "not_recognised"
    RETURN_DOWN = "return_down"


class Need(StrEnum):
    """Whether an item of a dossier must, may or does not stand in it."""

    MANDATORY = "mandatory"
    APPLICABLE = "applicable"
    ABSENT = "absent"


class Kind(StrEnum):
    """Kinds of dossier, as rulesets name them."""

    NEW = "new"
    UPGRADE = "upgrade"
    RENEWAL = "renewal"


@dataclass(frozen=True, slots=True)
class Basis:
    """A legal document on which the ruleset rests."""

    document: str
    issued_on: date
    issuer: str
    title: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that people may decide when a dossier comes back."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Forward:
    """From this mean (and this rank) on, the level sends the dossier up.

    `approves`: by a decision approving the scoring result, not by a letter only.
    """

    at: Decimal
    stars: int
    to: str
    approves: bool


@dataclass(frozen=True, slots=True)
class Below:
    """What follows when a level neither recognises nor forwards."""

    action: BelowAction
    to: str = ""
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Level:
    """One level of administration and what it does."""

    code: str
    name: str
    body: str
    duty: Duty
    receives_from: str
    council: str = ""
    answer_within_working_days: int | None = None
    proposes_to: str = ""
    recognises: tuple[int, ...] = ()
    forward: Forward | None = None
    below: Below | None = None
    holds_four_star_while_ministry_decides: bool = False

    @property
    def scores(self) -> bool:
        """Whether its council scores in the portal."""
        return self.duty is Duty.SCORES

    @property
    def held_stars(self) -> int | None:
        """Stars that the level itself grants while the level above decides."""
        if self.holds_four_star_while_ministry_decides and self.recognises:
            return max(self.recognises)
        return None


@dataclass(frozen=True, slots=True)
class StarBand:
    """The means that make a rank: from `minimum` to below `maximum` (the top band includes it)."""

    stars: int
    minimum: Decimal
    maximum: Decimal
    maximum_inclusive: bool
    name: str
    description: str
    certificate: bool


@dataclass(frozen=True, slots=True)
class PartRule:
    """A part of every criteria set and its points."""

    code: str
    name: str
    max_points: Decimal


@dataclass(frozen=True, slots=True)
class StarMinimums:
    """A star minimum is met when MORE than this share of the counted sheets meets it."""

    majority: Fraction


@dataclass(frozen=True, slots=True)
class CouncilDefaults:
    """What a new council starts with; the council's own record may differ."""

    quorum: Fraction
    chair_must_attend: bool
    vice_chair_may_replace: bool
    spread_warning_over: Decimal
    spread_blocks_closing: bool
    documents_before_working_days: int
    usual_sizes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Renewal:
    """Evaluation before a certificate expires: how, when, and when people are reminded."""

    mode: str
    notice_before_days: int
    reminders_before_days: tuple[int, ...]
    earliest_days_before: int | None = None
    latest_days_before: int | None = None
    finish_within_days: int | None = None
    extension_days: int | None = None


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Working days for checking what was handed in and for completing it."""

    receipt_check_working_days: int
    supplement_working_days: int


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A day of every year."""

    month: int
    day: int

    def in_year(self, year: int) -> date:
        """The day in a year."""
        return date(year, self.month, self.day)


@dataclass(frozen=True, slots=True)
class Round:
    """A round of evaluation in a year."""

    code: str
    name: str
    level: str
    proposed_before: MonthDay
    finished_before: MonthDay


@dataclass(frozen=True, slots=True)
class Samples:
    """Units of the product handed in with the dossier."""

    count: int
    exempt_sets: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground on which a certificate is withdrawn."""

    code: str
    name: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class RevocationRules:
    """Grounds, competent level for each rank, and the time allowed."""

    grounds: tuple[Ground, ...]
    competent: Mapping[int, str]
    within_days: int | None = None


@dataclass(frozen=True, slots=True)
class Transition:
    """Dossiers submitted before a day finish under this ruleset until a day, though a newer one is in force."""

    kinds: tuple[Kind, ...]
    submitted_before: date
    complete_within_days: int
    complete_by: date
    source: str


@dataclass(frozen=True, slots=True)
class RequirementRule:
    """One item of a dossier, as the ruleset lists it."""

    code: str
    name: str
    guidance: str
    needs: Mapping[Kind, Need]
    accepts: tuple[str, ...]
    form: str = ""
    portal_form: str = ""
    prepared_by: str = "producer"
    physical: bool = False
    only_sets: tuple[int, ...] = ()
    except_sets: tuple[int, ...] = ()
    evidence: tuple[str, ...] = ()
    criteria_named: tuple[str, ...] = ()

    def concerns(self, number: int) -> bool:
        """Whether the item is asked of products of this criteria set."""
        return number not in self.except_sets and (not self.only_sets or number in self.only_sets)


@dataclass(frozen=True)
class RulesetRules:
    """A whole ruleset."""

    code: str
    name: str
    short_name: str
    collection: str
    summary: str
    basis: tuple[Basis, ...]
    valid_from: date
    valid_to: date | None
    levels: tuple[Level, ...]
    bands: tuple[StarBand, ...]
    total: Decimal
    parts: tuple[PartRule, ...]
    star_minimums: StarMinimums
    validity_months: int
    council: CouncilDefaults
    renewal: Renewal
    deadlines: Deadlines
    rounds: tuple[Round, ...]
    samples: Samples
    product_code: str
    dossier_code: str
    revocation: RevocationRules
    transitions: tuple[Transition, ...]
    requirements: tuple[RequirementRule, ...]
    sources: Mapping[str, str] = field(default_factory=dict)
    version: int = 1
    checksum: str = ""

    def level(self, code: str) -> Level:
        """A level by its code. Raises KeyError."""
        for level in self.levels:
            if level.code == code:
                return level
        raise KeyError(f"{self.code} has no level {code}")

    def has_level(self, code: str) -> bool:
        """Whether the ruleset knows this level."""
        return any(level.code == code for level in self.levels)

    @property
    def first_scoring_level(self) -> Level:
        """The lowest level whose council scores."""
        return next(level for level in self.levels if level.scores)

    @property
    def entry_level(self) -> Level:
        """The level to which a producer hands the dossier."""
        return next(level for level in self.levels if level.receives_from == "producer")

    @property
    def top_stars(self) -> int:
        """The highest rank that there is."""
        return max(band.stars for band in self.bands)

    def band(self, stars: int) -> StarBand:
        """The band of a rank. Raises KeyError."""
        for band in self.bands:
            if band.stars == stars:
                return band
        raise KeyError(f"{self.code} has no band of {stars} stars")

    def recogniser(self, stars: int) -> Level | None:
        """The level that recognises this rank, None for ranks without a certificate."""
        return next((level for level in self.levels if stars in level.recognises), None)

    def transition_for(self, kind: str) -> Transition | None:
        """What holds for dossiers of this kind that were submitted before a newer ruleset."""
        return next((transition for transition in self.transitions if kind in transition.kinds), None)
