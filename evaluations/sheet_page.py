"""The score sheet as a page, quickly.

The law's part of the markup is the same for everybody who scores on a set, so it is rendered once per set and process,
with marks where a member's own sheet shows; a request only fills the marks. Marks are filled with fixed words, the
address of the page, and the member's notes, which are escaped here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from core.formats import number_vn
from core.templatetags.ocop import icon
from criteria.models import CriteriaSet
from criteria.queries import sheet_of
from criteria.schema.sheet import CriterionForm, SectionForm, SheetForm
from criteria.wording import sentence_case
from evaluations.tallying import Tally, tally

NONE = "khong"  # the form value of “không đạt mức nào”
_MARK = "\x1e"
_MARKS = re.compile(f"{_MARK}([^{_MARK}]*){_MARK}")
_LONGEST_NAME = 36
_CLAUSES = re.compile(r"\s+(?:để|theo|trong)\s|\s-\s|[,;/:]")


def mark(name: str) -> SafeString:
    """A place in the stored markup."""
    return mark_safe(f"{_MARK}{name}{_MARK}")  # noqa: S308  (names are ours: criterion codes and fixed words)


def short_name(name: str) -> str:
    """A name for the list beside the sheet: its first clause, or as many words as fit and "…"."""
    whole = name.partition("(")[0].rstrip()
    text = sentence_case(whole if len(whole) >= 8 else name)
    if len(text) <= _LONGEST_NAME:
        return text
    cuts = [found.start() for found in _CLAUSES.finditer(text) if 8 <= found.start() <= _LONGEST_NAME]
    return text[: cuts[-1]].rstrip(" -") if cuts else text[:_LONGEST_NAME].rsplit(" ", 1)[0].rstrip(" -") + "…"


@dataclass(frozen=True)
class StoredMarkup:
    """Markup of all criteria of a set, cut at its marks: text, mark, text, mark … text."""

    texts: tuple[str, ...]
    marks: tuple[tuple[str, str, str], ...]

    def fill(
        self, base: str, choices: Mapping[str, str], notes: Mapping[str, str], locked: bool, errors: Mapping[str, str]
    ) -> SafeString:
        """Put one member's sheet into it. `choices`: criterion code → form value; `errors`: → what was not saved, why."""
        out = []
        for text, (kind, code, value) in zip(self.texts, self.marks, strict=False):
            out.append(text)
            chosen = choices.get(code)
            if kind == "option":
                if chosen == value:
                    out.append(" checked")
            elif kind == "base":
                out.append(base)
            elif kind == "note":
                out.append(escape(notes.get(code, "")))
            elif kind == "error":
                out.append(escape(errors.get(code, "")))
            elif (
                (kind == "answered" and chosen is not None)
                or (kind == "open" and (notes.get(code) or chosen == NONE))
                or (kind == "no_error" and code not in errors)
                or (kind == "locked" and locked)
            ):
                out.append(value)
        out.append(self.texts[-1])
        return mark_safe("".join(out))  # noqa: S308  (rendered by the template engine; the rest is escaped above)


def _parse(markup: str) -> StoredMarkup:
    pieces = _MARKS.split(markup)
    marks = []
    for name in pieces[1::2]:
        kind, code, value = [*name.split("|"), "", ""][:3]
        marks.append((kind, code, value))
    return StoredMarkup(tuple(pieces[::2]), tuple(marks))


class _Key:
    def __init__(self, row: CriteriaSet) -> None:
        self.key = (row.pk, row.checksum)
        self.form = sheet_of(row)

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self.key == other.key


def markup_of(row: CriteriaSet) -> StoredMarkup:
    """The set's markup, rendered once in a process."""
    return _markup(_Key(row))


@lru_cache(maxsize=64)
def _markup(source: _Key) -> StoredMarkup:
    form = source.form
    items = [_criterion(criterion) for criterion in form.criteria]
    return _parse(render_to_string("evaluations/_criteria.html", {"items": items, "base": mark("base")}))


def _criterion(criterion: CriterionForm) -> dict[str, Any]:
    code = criterion.code
    heads = criterion.case_heads()
    options = [
        {
            "value": option.index,
            "points": number_vn(option.points),
            "raw": format(option.points, "f"),
            "label": option.label,
            "min_star": option.min_star,
            "heading": heads.get(option.index, ""),
            "checked": mark(f"option|{code}|{option.index}"),
        }
        for option in criterion.options
    ]
    return {
        "code": code,
        "name": sentence_case(criterion.name),
        "max": number_vn(criterion.max_points),
        "part": criterion.part_code,
        "section": criterion.section_code,
        "law": "\n".join(filter(None, (criterion.requirement, criterion.description, criterion.applies_when))),
        "law_notes": criterion.notes,
        "group": criterion.group,
        "min_star": criterion.min_star,
        "options": options,
        "offers_none": criterion.offers_none,
        "none_value": NONE,
        "none_checked": mark(f"option|{code}|{NONE}"),
        "note": mark(f"note|{code}"),
        "error": mark(f"error|{code}"),
        "no_error": mark(f"no_error|{code}| hidden"),
        "note_open": mark(f"open|{code}| open"),
        "answered": mark(f"answered|{code}| hidden"),
        "locked": mark(f"locked|{code}| disabled"),
        "not_locked": mark(f"locked|{code}| hidden"),
    }


@lru_cache(maxsize=1)
def signs() -> SafeString:
    """Tick, half and ring of a section; which one shows is said by the link's class."""
    return icon("check-lg", css="when-done") + icon("circle-half", css="when-half") + icon("circle", css="when-none")


@dataclass(frozen=True)
class NavCriterion:
    """One criterion in the list beside the sheet."""

    code: str
    name: str
    points: str
    max: str


@dataclass(frozen=True)
class NavSection:
    """One section in the list and in the strip."""

    code: str
    name: str
    points: str
    max: str
    state: str
    current: bool
    first: str
    criteria: tuple[NavCriterion, ...]


@dataclass(frozen=True)
class NavPart:
    """One part with its sum so far."""

    code: str
    name: str
    points: str
    max: str
    sections: tuple[NavSection, ...]


def _state(section: SectionForm, answers: Mapping[str, Any]) -> str:
    done = sum(criterion.code in answers for criterion in section.criteria)
    return "done" if done == len(section.criteria) else "half" if done else "none"


def navigation(form: SheetForm, answers: Mapping[str, int | None]) -> tuple[Tally, tuple[NavPart, ...]]:
    """Sums so far and the list of sections; the first unfinished section is the current one."""
    sums = tally(form, answers)
    open_section = next((c.section_code for c in form.criteria if c.code not in answers), form.criteria[0].section_code)
    parts = []
    for part in form.parts:
        sections = tuple(_section(section, answers, sums, section.code == open_section) for section in part.sections)
        parts.append(
            NavPart(
                part.code, short_name(part.name), number_vn(sums.parts[part.code]), number_vn(part.max_points), sections
            )
        )
    return sums, tuple(parts)


def _section(section: SectionForm, answers: Mapping[str, int | None], sums: Tally, current: bool) -> NavSection:
    state = _state(section, answers)
    return NavSection(
        code=section.code,
        name=short_name(section.name),
        points="–" if state == "none" else number_vn(sums.sections[section.code]),
        max=number_vn(section.max_points),
        state=state,
        current=current,
        first=section.criteria[0].code,
        criteria=tuple(_nav_criterion(criterion, answers) for criterion in section.criteria),
    )


def _nav_criterion(criterion: CriterionForm, answers: Mapping[str, int | None]) -> NavCriterion:
    points = ""
    if criterion.code in answers:
        answer = answers[criterion.code]
        option = criterion.option(answer) if answer is not None else None
        points = number_vn(option.points if option else Decimal(0))
    return NavCriterion(criterion.code, short_name(criterion.name), points, number_vn(criterion.max_points))


def form_values(answers: Mapping[str, int | None]) -> dict[str, str]:
    """Stored answers as the radios' values."""
    return {code: NONE if index is None else str(index) for code, index in answers.items()}


def read_value(value: str) -> int | None:
    """A radio's value as an answer. Raises ValueError for anything else."""
    if value == NONE:
        return None
    if not (value.isascii() and value.isdigit() and len(value) < 4):
        raise ValueError(value)
    return int(value)
