"""Chapters told after the main story, one module an app: each has `tell(cast)`."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from demo.people import Cast

CHAPTERS = ("register", "trainings", "promotion", "inspections", "programme", "reports")


def tell_all(cast: Cast) -> None:
    """Each chapter that exists, in order; `programme` and `reports` come last, since they count the others' records."""
    for name in CHAPTERS:
        if find_spec(f"demo.chapters.{name}"):
            import_module(f"demo.chapters.{name}").tell(cast)
