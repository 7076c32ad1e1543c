"""The line of filters above a list: free of accents, one select for each choice, the face's classes."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property, lru_cache
from typing import Any

import django_filters
from django import forms
from django.core.cache import cache
from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.db.models.signals import post_delete, post_save
from django.forms.models import ModelChoiceIterator
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from core.context import year_choices
from core.text import fold


def words(folded: str, *columns: str) -> Q:
    """Every word stands somewhere in one of the folded columns."""
    found = Q()
    for word in folded.split():
        either = Q()
        for column in columns:
            either |= Q(**{f"{column}__contains": word})
        found &= either
    return found


def choice(label: str, choices: Iterable[tuple[Any, str]] = (), **more: Any) -> django_filters.ChoiceFilter:
    """A select that says itself what it chooses, so that the line stays short."""
    return django_filters.ChoiceFilter(label=label, choices=list(choices), **{"empty_label": label} | more)


def years() -> list[tuple[str, str]]:
    """The years of the portal, newest first."""
    return [(str(year), str(year)) for year in year_choices()]


REMEMBERED_SECONDS = 300
SELECTED = mark_safe(" selected")


class FoldedSearch(django_filters.CharFilter):
    """Every typed word stands somewhere in a folded column: "duong" finds "Đường". `also` names further columns."""

    def __init__(self, *args: Any, also: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.also = also

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Compare folded text."""
        return qs.filter(words(fold(value), str(self.field_name), *self.also)) if value else qs


class _PlainIterator(ModelChoiceIterator):
    """Fetches the few choices in one statement; Django's own opens a cursor for them, which costs three."""

    def __iter__(self) -> Any:
        """The empty choice, then every row."""
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        yield from self._choices()

    def _choices(self) -> list[tuple[Any, str]]:
        field: Any = self.field
        if field.known is None:
            field.known = [(row.pk, str(field.label_from_instance(row))) for row in self.queryset.all()]
            if field.remember_as:
                cache.set(field.remember_as, field.known, REMEMBERED_SECONDS)
        return list(field.known)


class _RowField(django_filters.fields.ModelChoiceField):
    iterator = _PlainIterator

    def __init__(self, *args: Any, remember_as: str = "", **kwargs: Any) -> None:
        self.remember_as = remember_as
        self.known: list[tuple[Any, str]] | None = None
        super().__init__(*args, **kwargs)


class RowFilter(django_filters.ModelChoiceFilter):
    """A choice among a few rows of a table; its label stands for "all".

    `remember_as` keeps the choices for some minutes under that name, for rows that everybody sees and few change; a row
    that is written or removed makes them be read anew.
    """

    field_class = _RowField

    def __init__(self, label: str, queryset: Any, *, remember_as: str = "", **more: Any) -> None:
        super().__init__(label=label, queryset=queryset, remember_as=remember_as, **{"empty_label": label} | more)
        if remember_as:
            _forget_with(queryset.model, remember_as)


def _forget_with(model: type[Model], name: str) -> None:
    """Several lists remember the same choices under one name: its `dispatch_uid` connects once."""

    def forget(**_: Any) -> None:
        cache.delete(name)
        transaction.on_commit(lambda: cache.delete(name))  # somebody may have read the old rows in between

    for signal in (post_save, post_delete):
        signal.connect(forget, sender=model, weak=False, dispatch_uid=f"core.filters:{name}")


class _PlainSelect(forms.Select):
    """Writes its few options as one text; a template for each select costs a list a quarter of its time."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The select with the chosen option marked."""
        chosen = "" if value is None else str(value)
        options = _options(tuple((str(key), str(label)) for key, label in self.choices), chosen)
        return format_html(
            "<select{}>{}</select>", flatatt(self.build_attrs(self.attrs, {"name": name} | (attrs or {}))), options
        )


@lru_cache(maxsize=512)
def _options(choices: tuple[tuple[str, str], ...], chosen: str) -> SafeString:
    """The same few texts on every page of every list: written once in a process."""
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((key, SELECTED if key == chosen else "", label) for key, label in choices),
    )


def _recall(fields: Iterable[forms.Field]) -> None:
    """Fetch what is remembered of a form's choices in one call."""
    remembering = {field.remember_as: field for field in fields if isinstance(field, _RowField) and field.remember_as}
    for name, known in cache.get_many(remembering).items():
        remembering[name].known = known


PLACEHOLDER = 18  # letters that the search box shows where it is narrowest


def _that_fits(label: str) -> str:
    """The first things of a label that a search box has room for; the whole label is read out."""
    first, *others = label.split(", ")
    for other in others:
        if len(first) + len(other) + 2 > PLACEHOLDER:
            break
        first = f"{first}, {other}"
    return first


class FacedFilterSet(django_filters.FilterSet):
    """Base of every list's filters: the face's classes on the controls; `nam` without choices offers all years."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        year = self.filters.get("nam")
        if year is not None and not year.extra.get("choices"):
            year.extra["choices"] = years()

    @cached_property
    def form(self) -> forms.Form:
        """The form of the line above the list, made once: validity, chips and template all ask for it."""
        form = super().form
        _recall(form.fields.values())
        for name, field in form.fields.items():
            if type(field.widget) is forms.Select:
                field.widget = _PlainSelect(attrs=field.widget.attrs, choices=field.choices)
            field.widget.attrs |= {"class": "form-control" if name == "q" else "form-select", "id": f"loc-{name}"}
        if "q" in form.fields:
            form.fields["q"].widget.input_type = "search"
            form.fields["q"].widget.attrs["placeholder"] = _that_fits(str(form.fields["q"].label))
        return form
