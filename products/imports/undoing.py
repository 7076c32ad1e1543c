"""Taking back what a batch made and changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import ProtectedError, RestrictedError

from core import audit
from core.errors import Denied
from core.formats import now
from products.models import CraftVillage, ImportBatch, Producer, Product, ProductAlias, ProductSales, Recognition

_ORDER = (Recognition, ProductSales, ProductAlias, Product, Producer, CraftVillage)  # what hangs on others goes first


def _named(kind: type[models.Model], keys: Collection[int]) -> list[Any]:
    """The records; those of sales with their products, since the audit trail names each of thousands."""
    rows = kind._default_manager.filter(pk__in=keys)
    return list(rows.select_related("product") if kind is ProductSales else rows)


def take_back(batch: ImportBatch, *, actor: Any) -> None:
    """Delete what the batch made and restore what it changed, in the caller's transaction.

    Raises Denied naming the first record that somebody touched since.
    """
    made: dict[type[models.Model], dict[int, int | None]] = defaultdict(dict)
    changed: dict[type[models.Model], dict[int, tuple[int, dict[str, Any]]]] = defaultdict(dict)
    for targets in batch.rows.exclude(targets=[]).order_by("-number").values_list("targets", flat=True):
        for target in reversed(targets):
            kind: type[models.Model] = apps.get_model(target["model"])
            if "replaced" in target:
                raise Denied(
                    "Lô này đã thay công nhận trước bằng công nhận mới hơn nên không hoàn tác được.",
                    obj=batch,
                    action="importbatch.undo",
                )
            if target["created"]:
                made[kind][target["id"]] = target["version"]
            else:
                _, before = changed[kind].setdefault(target["id"], (target["version"], {}))
                before |= target["before"]  # rows are read backwards: the first of them wrote last
    for kind, versions in made.items():
        _check_untouched(batch, kind, versions)
    for kind, rows in changed.items():
        _check_untouched(batch, kind, {pk: version for pk, (version, _) in rows.items() if pk not in made[kind]})
    for kind, rows in changed.items():
        _restore(batch, kind, {pk: before for pk, (_, before) in rows.items()}, actor)
    for kind in _ORDER:
        _remove(batch, kind, set(made.get(kind, ())), actor)


def _check_untouched(batch: ImportBatch, kind: type[models.Model], versions: dict[int, int | None]) -> None:
    rows = {row.pk: row for row in kind._default_manager.select_for_update(of=("self",)).filter(pk__in=versions)}
    for pk, version in versions.items():
        row = rows.get(pk)
        if row is None or (version is not None and row.version != version):  # type: ignore[attr-defined]
            name = f"“{row}”" if row is not None else "một bản ghi"
            raise Denied(f"Không hoàn tác được: {name} đã được sửa sau khi nhập.", obj=batch, action="importbatch.undo")


def _restore(batch: ImportBatch, kind: type[models.Model], befores: dict[int, dict[str, Any]], actor: Any) -> None:
    rows = _named(kind, befores)
    derived = [column for column in kind._meta.concrete_fields if hasattr(column, "derive")]
    names: set[str] = set()
    events = []
    for row in rows:
        for name, value in befores[row.pk].items():
            column = kind._meta.get_field(name)
            setattr(row, column.attname, column.to_python(value))  # type: ignore[union-attr]
            names.add(name)
        for column in derived:
            column.pre_save(row, False)
        row.version += 1
        row.updated_at = now()
        events.append(
            audit.Entry(
                action=f"{kind._meta.model_name}.import_undo", obj=row, after=befores[row.pk] | {"batch": batch.pk}
            )
        )
    if rows:
        every = [*sorted(names), *(column.name for column in derived), "version", "updated_at"]
        kind._default_manager.bulk_update(rows, every, batch_size=500)
        audit.record_many(actor=actor, entries=events)


def _remove(batch: ImportBatch, kind: type[models.Model], keys: set[int], actor: Any) -> None:
    rows = _named(kind, keys)
    if not rows:
        return
    events = [
        audit.Entry(action=f"{kind._meta.model_name}.import_undo", obj=row, before={"batch": batch.pk}) for row in rows
    ]
    try:
        kind._default_manager.filter(pk__in=keys).delete()
    except (ProtectedError, RestrictedError) as error:
        blocked: Any = getattr(error, "protected_objects", None) or getattr(error, "restricted_objects", ())
        first = next(iter(blocked), None)
        what = first._meta.verbose_name if first is not None else "bản ghi khác"
        raise Denied(
            f"Không hoàn tác được: đã có {what} gắn với dữ liệu của lô này.", obj=batch, action="importbatch.undo"
        ) from None
    audit.record_many(actor=actor, entries=events)
