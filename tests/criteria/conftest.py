"""Every test of this folder may ask for the law in the database."""

from tests.law import law, law_in_database

__all__ = ["law", "law_in_database"]
