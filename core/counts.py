"""What waits at each entry of the rail, and the unread messages: on every page, asked of every app, so kept a while.

Whoever does something (an audit event) or is told something (a message) has their counts forgotten at once; what other
people do without telling them shows within `MENU_COUNTS_SECONDS`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from django.conf import settings
from django.core.cache import cache
from django.db import transaction


class Kept(NamedTuple):
    """A person's counts, and the moment (seconds since the epoch) at which all of them are counted anew."""

    counts: dict[str, int]
    until: float


def key_of(user_id: int) -> str:
    """Where a person's counts are kept: the address of each entry's view, and its count."""
    return f"menu-counts:{user_id}"


def counts_for(user: Any, counters: Mapping[str, Callable[[], int]]) -> dict[str, int]:
    """The count of each entry that the person sees; what is not known is counted now."""
    known = _known(user)
    unknown = {name: count() for name, count in counters.items() if name not in known}
    if unknown:
        _keep(user, known | unknown)
    return known | unknown


def remember(user: Any, name: str, count: int) -> None:
    """Keep what a page has just counted itself, so that the rail beside it says the same."""
    _keep(user, _known(user) | {name: count})


def _known(user: Any) -> dict[str, int]:
    """What is kept of the person; on the user object, which lives for one request, it is asked for once."""
    if not hasattr(user, "_kept_counts"):
        kept, moment = cache.get(key_of(user.pk)), time.time()
        fresh = kept is not None and 0 < kept.until - moment <= settings.MENU_COUNTS_SECONDS
        user._kept_counts = kept if fresh else Kept({}, moment + settings.MENU_COUNTS_SECONDS)
    return dict(user._kept_counts.counts)


def _keep(user: Any, known: dict[str, int]) -> None:
    """Keep more, not longer: the first count of all says until when."""
    user._kept_counts = kept = Kept(known, user._kept_counts.until)
    cache.set(key_of(user.pk), kept, max(0, kept.until - time.time()))


def forget(user_ids: Iterable[int]) -> None:
    """Count anew for these people, once the work is committed."""
    keys = [key_of(user_id) for user_id in user_ids]
    transaction.on_commit(lambda: cache.delete_many(keys))
