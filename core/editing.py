"""Optimistic editing: a save names the version it started from."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, TypeVar

from django.db import models, transaction

from core import audit
from core.errors import FieldConflict, Stale
from core.formats import date_vn, number_vn

V = TypeVar("V", bound=models.Model)


def shown(value: Any) -> str:
    """A field's value as a person reads it."""
    if value is None or value == "":
        return "(để trống)"
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, dt.datetime | dt.date):
        return date_vn(value)
    return number_vn(value) if isinstance(value, Decimal | int | float) else str(value)


def _differences(stored: models.Model, values: dict[str, Any]) -> list[FieldConflict]:
    found = []
    for name, mine in values.items():
        column = stored._meta.get_field(name)
        theirs = getattr(stored, name)
        if theirs != mine:
            choices = dict(getattr(column, "flatchoices", None) or [])
            found.append(
                FieldConflict(
                    str(getattr(column, "verbose_name", name)).capitalize(),
                    str(choices.get(mine, shown(mine))),
                    str(choices.get(theirs, shown(theirs))),
                )
            )
    return found


@transaction.atomic
def save_edit(
    obj: V, values: dict[str, Any], *, actor: Any, version: int | None, action: str = "", reason: str = ""
) -> V:
    """Write `values` to a versioned row and tell the audit trail what changed.

    Raises Stale with both texts when another person saved since `version`; nothing is written then.
    """
    stored = type(obj)._base_manager.select_for_update(of=("self",)).get(pk=obj.pk)
    if version is not None and stored.version != version:  # type: ignore[attr-defined]
        last = audit.timeline(stored).first()
        raise Stale(stored, _differences(stored, values), last.actor_label if last else "")
    changed = {name: value for name, value in values.items() if getattr(stored, name) != value}
    if not changed:
        return stored
    before = {name: _plain_value(getattr(stored, name)) for name in changed}
    for name, value in changed.items():
        setattr(stored, name, value)
    stored.version += 1  # type: ignore[attr-defined]
    stored.full_clean(validate_unique=True, validate_constraints=False)
    stored.save()
    audit.record(
        actor=actor,
        action=action or f"{stored._meta.model_name}.edit",
        obj=stored,
        before=before,
        after={name: _plain_value(value) for name, value in changed.items()},
        reason=reason,
    )
    for column in stored._meta.concrete_fields:
        setattr(obj, column.attname, getattr(stored, column.attname))
    return stored


def _plain_value(value: Any) -> Any:
    return value.pk if isinstance(value, models.Model) else value
