"""Bases of the portal's tables."""

from __future__ import annotations

from django.db import models


class Stamped(models.Model):
    """A row that knows when it was made and last written."""

    created_at = models.DateTimeField("tạo lúc", auto_now_add=True)
    updated_at = models.DateTimeField("sửa lúc", auto_now=True)

    class Meta:
        abstract = True


class Versioned(Stamped):
    """A row that people edit: each edit names the version it started from (see `core.editing`)."""

    version = models.PositiveIntegerField("phiên bản", default=1, editable=False)

    class Meta:
        abstract = True
