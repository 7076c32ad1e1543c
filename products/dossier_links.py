"""What other rooms hold of a dossier or offer to do with it next: each registers, the dossier's pages show."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from products.models import Dossier


@dataclass(frozen=True)
class DossierLink:
    """One line: a page, and what it says in short. `step` marks what is to be done next."""

    label: str
    url: str
    detail: str = ""
    step: bool = False


Provider = Callable[[Any, Dossier], Iterable[DossierLink]]
_providers: list[Provider] = []


def register(provider: Provider) -> Provider:
    """An app says what it holds of a dossier, for who may see it."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def links_of(user: Any, dossier: Dossier) -> list[DossierLink]:
    """All of them, in the order in which the apps stand."""
    return [link for provider in _providers for link in provider(user, dossier)]
