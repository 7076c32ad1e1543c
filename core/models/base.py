"""Bases of the portal's tables."""

from __future__ import annotations

from typing import Any

from django.db import models

from core.formats import now


class TouchedField(models.DateTimeField):
    """The time of the last write, by the portal's own clock (`auto_now` would ignore the demonstration's)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.update(default=now, editable=False)
        super().__init__(*args, **kwargs)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Stamp each write."""
        moment = now()
        setattr(model_instance, self.attname, moment)
        return moment


class Stamped(models.Model):
    """A row that knows when it was made and last written."""

    created_at = models.DateTimeField("tạo lúc", default=now, editable=False)
    updated_at = TouchedField("sửa lúc")

    class Meta:
        abstract = True


class Versioned(Stamped):
    """A row that people edit: each edit names the version it started from (see `core.editing`)."""

    version = models.PositiveIntegerField("phiên bản", default=1, editable=False)

    class Meta:
        abstract = True
