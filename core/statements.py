"""Queries that every request asks: compiled once. Compiled by the ORM each time, such a query costs ten times its run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, cached_property, partial
from typing import Any, TypeVar

from django.db import connection
from django.db.models import JSONField, Model, QuerySet
from django.db.models.expressions import Col

M = TypeVar("M", bound=Model)


@cache
def columns_of(model: type[Model], path: str = "") -> tuple[str, ...]:
    """The names of a model's columns for `values_list`, behind `path` when the model is reached over a relation."""
    return tuple(f"{path}{column.attname}" for column in model._meta.concrete_fields)


class Statement:
    """A query with marks in place of values: `build` makes it, and `rows` puts the values of the moment in.

    A mark is a value that stands nowhere else in the query. Only `values_list` says which column comes where.
    """

    def __init__(self, build: Callable[[], QuerySet[Any, Any]]) -> None:
        self._build = build

    @cached_property
    def _compiled(self) -> tuple[str, tuple[Any, ...]]:
        return self._build().query.sql_with_params()

    def rows(self, values: Mapping[Any, Any]) -> list[tuple[Any, ...]]:
        """What the query gives when each mark is the value that `values` has for it."""
        sql, marks = self._compiled
        with connection.cursor() as cursor:
            cursor.execute(sql, [values.get(mark, mark) for mark in marks])
            return cursor.fetchall()


@cache
def _readers(model: type[Model]) -> tuple[tuple[int, Callable[[Any], Any]], ...]:
    """Which columns of a model the ORM reads by a function of their own (JSON), by place."""
    return tuple(
        (place, partial(column.from_db_value, expression=Col("", column), connection=connection))
        for place, column in enumerate(model._meta.concrete_fields)
        if isinstance(column, JSONField)
    )


@cache
def _key_place(model: type[Model]) -> int:
    return model._meta.concrete_fields.index(model._meta.pk)


def instance(model: type[M], values: Sequence[Any]) -> M:
    """A row of a model from all its columns in their order, as the ORM would give it."""
    if readers := _readers(model):
        read = list(values)
        for place, reader in readers:
            read[place] = reader(read[place])
        values = read
    return model.from_db(connection.alias, columns_of(model), values)


class Joined(Statement):
    """A statement whose rows are a model's with related rows beside it: `paths` as for `select_related`, parents first.

    A relation that leads nowhere stays empty, and so does what lies behind it.

    `beside` names annotations of the query; they become attributes of the row.
    """

    def __init__(
        self,
        model: type[Model],
        paths: Sequence[str],
        build: Callable[[], QuerySet[Any, Any]],
        beside: Sequence[str] = (),
    ) -> None:
        super().__init__(lambda: build().values_list(*self._columns, *beside))
        self._model, self._paths, self._beside = model, paths, beside

    @cached_property
    def _models(self) -> dict[str, type[Model]]:
        """The model at each path; the row's own stands under the empty one."""
        models = {"": self._model}
        for path in self._paths:
            parent, _, name = path.rpartition("__")
            models[path] = models[parent]._meta.get_field(name).related_model  # type: ignore[assignment]
        return models

    @property
    def _columns(self) -> list[str]:
        return [name for path, model in self._models.items() for name in columns_of(model, f"{path}__" if path else "")]

    def instances(self, values: Mapping[Any, Any]) -> list[Any]:
        """What the query gives, each row with its related rows in place."""
        return [self._row(row) for row in self.rows(values)]

    def _row(self, row: Sequence[Any]) -> Model:
        made: dict[str, Model] = {}
        start = 0
        for path, model in self._models.items():
            values = row[start : start + len(columns_of(model))]
            start += len(values)
            if values[_key_place(model)] is None:
                continue
            made[path] = instance(model, values)
            if path:
                parent, _, name = path.rpartition("__")
                setattr(made[parent], name, made[path])
        for name, value in zip(self._beside, row[start:], strict=True):
            setattr(made[""], name, value)
        return made[""]
