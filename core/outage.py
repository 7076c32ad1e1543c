"""Is it the database that is away, or our own mistake?"""

from __future__ import annotations

from django.db import InterfaceError, OperationalError
from psycopg.errors import ReadOnlySqlTransaction
from psycopg_pool import PoolClosed, PoolTimeout, TooManyRequests

_AWAY = (OperationalError, InterfaceError, ReadOnlySqlTransaction, PoolTimeout, PoolClosed, TooManyRequests)
_DEPTH = 8


def is_outage(error: BaseException | None) -> bool:
    """Say whether this error, or one behind it, tells of a database that is away, read-only, full or too slow.

    The transaction was rolled back in any case: the same request can be sent again later.
    """
    for _ in range(_DEPTH):
        if error is None:
            return False
        if isinstance(error, _AWAY):
            return True
        error = error.__cause__ or error.__context__
    return False
