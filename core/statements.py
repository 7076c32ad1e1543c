"""Queries that every request asks: compiled once. Compiled by the ORM each time, such a query costs ten times its run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, cached_property
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet

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


def instance(model: type[M], values: Sequence[Any]) -> M:
    """A row of a model from all its columns in their order, as the ORM would give it."""
    return model.from_db(connection.alias, columns_of(model), values)
