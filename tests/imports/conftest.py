"""The world of products' tests, and the short way through an import."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from core import jobs
from products.actions import imports
from products.enums import ImportMode
from products.models import ImportBatch
from tests.imports.sheets import upload
from tests.products.world import World, build


@pytest.fixture
def world(law: None, settings: Any) -> World:
    """Yên Mô with its officers and a product, Gia Viễn as the other unit."""
    return build()


@pytest.fixture
def checked(world: World) -> Callable[..., ImportBatch]:
    """Open a batch of these rows and judge them: `checked("producers", rows, merged=[…])`."""

    def make(kind: str, rows: Any, *, actor: Any = None, **more: Any) -> ImportBatch:
        who = actor or world.officer
        batch = imports.open_batch(actor=who, kind=kind, upload=upload(rows, **more))
        return check(batch, who)

    return make


def check(batch: ImportBatch, actor: Any) -> ImportBatch:
    """The dry run."""
    job = imports.check(batch=batch, actor=actor)
    jobs.run(str(job.pk))
    job.refresh_from_db()
    assert not job.error, job.error
    batch.refresh_from_db()
    return batch


def take_in(batch: ImportBatch, actor: Any, mode: str = ImportMode.ALL) -> ImportBatch:
    """The import."""
    job = imports.confirm(batch=batch, actor=actor, mode=mode)
    jobs.run(str(job.pk))
    batch.refresh_from_db()
    return batch


def verdicts(batch: ImportBatch) -> dict[int, tuple[str, list[str]]]:
    """Verdict and reasons by row number."""
    return {row.number: (row.verdict, row.reasons) for row in batch.rows.all()}


def changes(batch: ImportBatch, number: int) -> dict[str, tuple[str, str]]:
    """What a row changes, by label."""
    return {c["label"]: (c["old"], c["new"]) for c in batch.rows.get(number=number).changes}
