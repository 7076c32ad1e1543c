"""Where the present request came from, for the audit trail and the logs."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class Origin:
    """Network address, request id and the seat (unit) in which the person acts."""

    address: str = ""
    request_id: str = ""
    unit_label: str = ""


_NOWHERE = Origin()
_origin: ContextVar[Origin] = ContextVar("origin", default=_NOWHERE)


def current() -> Origin:
    """Origin of the work in hand; empty outside a request."""
    return _origin.get()


def bind(origin: Origin) -> None:
    """Set the origin for the rest of this request."""
    _origin.set(origin)
