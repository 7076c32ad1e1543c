"""What each app adds to the two districts: a module with `furnish(side, province)`, OWNED and SHARED addresses.

`furnish` makes its objects for one side, names them with `side.words[…]` where no outsider may read them, and puts them
into `side.things`; OWNED and SHARED name which of them each address is opened with, as in `tests/trust/addresses.py`;
NOT_OPEN_NOW names those that nobody can open in the state that the objects are in; LISTS (role → paths of lists) is searched, filtered and exported by `tests/trust/test_leaks.py`.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType


def rooms() -> list[ModuleType]:
    """The modules beside this one, by name."""
    return [import_module(f"{__name__}.{info.name}") for info in sorted(iter_modules(__path__), key=lambda i: i.name)]
