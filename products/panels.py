"""Parts of a dossier's page that apps above fill: the session it is in, its result, its papers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from products.models import Dossier


@dataclass(frozen=True)
class Panel:
    """One part: a template and what it needs. `aside` puts it into the side column."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)
    aside: bool = False


@dataclass(frozen=True)
class PageAction:
    """A button at the head of the page."""

    label: str
    url: str
    icon: str = "arrow-right"
    primary: bool = False


PanelSource = Callable[[Any, Dossier], Iterable[Panel]]
ActionSource = Callable[[Any, Dossier], Iterable[PageAction]]
_panels: list[PanelSource] = []
_actions: list[ActionSource] = []


def register_panels(source: PanelSource) -> PanelSource:
    """Add parts to dossiers' pages: `source(user, dossier)` yields what this person may see of it."""
    if source not in _panels:
        _panels.append(source)
    return source


def register_actions(source: ActionSource) -> ActionSource:
    """Add buttons to dossiers' pages."""
    if source not in _actions:
        _actions.append(source)
    return source


def panels_of(user: Any, dossier: Dossier) -> list[Panel]:
    """All parts for this person."""
    return [panel for source in _panels for panel in source(user, dossier)]


def actions_of(user: Any, dossier: Dossier) -> list[PageAction]:
    """All buttons for this person."""
    return [action for source in _actions for action in source(user, dossier)]
