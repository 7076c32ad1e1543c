"""Everybody who signed in may read the law; nobody changes it in the browser."""

from __future__ import annotations

from accounts.access import SIGNED_IN, Access

_READ = Access(GET=SIGNED_IN, scope="văn bản pháp luật, như nhau với mọi người")

ACCESS: dict[str, Access] = {
    "criteria:sets": _READ,
    "criteria:set": _READ,
    "criteria:set_pdf": _READ,
    "criteria:compare": _READ,
    "criteria:ruleset_today": _READ,
    "criteria:ruleset": _READ,
}
