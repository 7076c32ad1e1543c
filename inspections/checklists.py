"""The fixed groups of a visit and the weights of risk, as versioned data. No Django, no database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class FixedLine:
    """One row: something to check, or a fact to write down. `ground` is the revocation ground that it bears on."""

    group: str
    group_name: str
    code: str
    kind: str
    text: str
    guidance: str = ""
    ground: str = ""


@dataclass(frozen=True, slots=True)
class Checklist:
    """One version of the fixed groups."""

    code: str
    name: str
    valid_from: dt.date
    lines: tuple[FixedLine, ...]


@cache
def _all() -> tuple[Checklist, ...]:
    found = [_read(path) for path in sorted((_DATA / "checklists").glob("*.yaml"))]
    return tuple(sorted(found, key=lambda one: one.valid_from))


def _read(path: Path) -> Checklist:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Checklist(content["code"], content["name"], content["valid_from"], tuple(_lines(content)))


def _lines(content: dict[str, Any]) -> Iterator[FixedLine]:
    for group in content["groups"]:
        for line in group["lines"]:
            yield FixedLine(group=group["code"], group_name=group["name"], **line)


def checklist_on(day: dt.date) -> Checklist:
    """The newest version that holds on a day; before the first one, the first."""
    known = _all()
    return next((one for one in reversed(known) if one.valid_from <= day), known[0])


def checklist(code: str) -> Checklist | None:
    """A version by its code."""
    return next((one for one in _all() if one.code == code), None)


@cache
def risk_defaults() -> dict[str, Any]:
    """The installation's weights, as plain data: a plan keeps a copy."""
    content = yaml.safe_load((_DATA / "risk.yaml").read_text(encoding="utf-8"))
    return dict(content)


@cache
def terms() -> dict[str, int]:
    """Terms of the installation, in days."""
    content = yaml.safe_load((_DATA / "terms.yaml").read_text(encoding="utf-8"))
    return {key: int(value) for key, value in content.items()}
