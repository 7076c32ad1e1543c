"""The only pages that a visitor without an account reaches, besides signing in."""

from __future__ import annotations

from accounts.access import PUBLIC, Access

_EVERYBODY = Access(GET=PUBLIC, scope="sản phẩm đã được công nhận")

ACCESS: dict[str, Access] = {
    "catalogue:lookup": _EVERYBODY,
    "catalogue:product": _EVERYBODY,
    "catalogue:photo": _EVERYBODY,
    "catalogue:csv": _EVERYBODY,
    "catalogue:json": _EVERYBODY,
    "catalogue:ask": _EVERYBODY,
    "catalogue:verify": _EVERYBODY,
    "catalogue:qr": _EVERYBODY,
}
