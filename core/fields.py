"""Model fields whose value follows from other fields of the same row."""

from __future__ import annotations

from typing import Any

from django.db import models

from core.text import fold, sort_key


class _DerivedField(models.TextField):
    """A text column computed from other columns each time the row is written through the ORM.

    `QuerySet.update()` of a source column does not pass here: name the derived column there too.
    """

    def __init__(self, *sources: str, **kwargs: Any) -> None:
        self.sources = sources or tuple(kwargs.pop("sources", ()))
        kwargs.pop("sources", None)
        kwargs["editable"] = False
        kwargs.setdefault("default", "")
        super().__init__(**kwargs)

    def deconstruct(self) -> tuple[str, str, Any, dict[str, Any]]:
        """Describe the field to migrations."""
        name, path, args, kwargs = super().deconstruct()
        kwargs["sources"] = tuple(self.sources)
        kwargs.pop("editable", None)
        return name, path, args, kwargs

    def derive(self, text: str) -> str:
        """Compute the column from the joined sources."""
        raise NotImplementedError

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """Compute the value from the sources as they stand."""
        parts = (str(getattr(model_instance, source) or "") for source in self.sources)
        value = self.derive(" ".join(part for part in parts if part))
        setattr(model_instance, self.attname, value)
        return value


class FoldedField(_DerivedField):
    """Accent-free lower-case text of the named fields, for search."""

    def derive(self, text: str) -> str:
        """Fold the joined sources."""
        return fold(text)


class SortKeyField(_DerivedField):
    """Vietnamese alphabetical key of the named field, for ORDER BY."""

    def __init__(self, *sources: str, **kwargs: Any) -> None:
        kwargs.setdefault("db_collation", "C")
        super().__init__(*sources, **kwargs)

    def derive(self, text: str) -> str:
        """Compute the alphabetical key."""
        return sort_key(text)
