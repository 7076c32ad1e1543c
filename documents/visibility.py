"""Which documents may this person see now. Lists, pages, files, search and counts all go through here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat

from accounts.enums import STAFF
from accounts.seats import unit_ids_within
from documents.models import Document

Extra = Callable[[Any], Q | None]
_extras: list[Extra] = []


def also_visible(extra: Extra) -> Extra:
    """A higher app lets more people see some documents: a producer the own certificate, a member the own invitation."""
    if extra not in _extras:
        _extras.append(extra)
    return extra


def refs_of(prefix: str, rows: QuerySet[Any]) -> QuerySet[Any]:
    """The `subject_ref` of each row ("event:12"), as a subquery: asked within the list's own statement."""
    return rows.order_by().values_list(Concat(Value(prefix), Cast("pk", TextField()), output_field=TextField()))


def visible_documents(user: Any) -> QuerySet[Document]:
    """Documents of the units that the person's staff seats cover, and what higher apps add."""
    ids = unit_ids_within(user, STAFF)
    if ids is None:
        return Document.objects.all()
    seen = Q(issuing_unit__in=ids)
    for extra in _extras:
        more = extra(user)
        if more is not None:
            seen |= more
    return Document.objects.filter(seen)
