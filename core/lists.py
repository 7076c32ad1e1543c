"""Lists: filters in one line, pages, the same rows on screen, on paper and in a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import django_filters
from django.core.paginator import Page, Paginator
from django.db.models import OrderBy, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.functional import cached_property
from django.views import View

from core.context import work_year
from core.models import SavedView
from core.spreadsheets import csv_response, workbook_response

PAGE_SIZE = 30
EXPORT_LIMIT = 20_000
YEAR = "nam"
COLUMNS = "cot"  # the parameter with which an address names columns, and a kept row the person's own


@dataclass(frozen=True)
class Column:
    """One column of the exported spreadsheet: heading, how to read it off a row, and in which `Shown` it stands."""

    heading: str
    value: Callable[[Any], Any]
    width: int = 20
    within: str = ""


@dataclass(frozen=True)
class Shown:
    """A column on screen that a person may show or hide; `within` of the exported columns names its code.

    The template asks `show.<code>`: one look-up a cell, so that a list with a choice costs what it cost without.
    """

    code: str
    label: str
    at_first: bool = True
    fixed: bool = False


@dataclass(frozen=True)
class Chip:
    """An active filter: what it says and the address of the list without it."""

    label: str
    url: str


@dataclass(frozen=True)
class Order:
    """One order that the person may choose."""

    code: str
    label: str
    columns: tuple[str | OrderBy, ...]


class CountedPaginator(Paginator[Any]):
    """Counts once; pages are cut before related rows are fetched."""

    @cached_property
    def count(self) -> int:
        """Rows after the filters, counted without ORDER BY, joins for display, or annotations."""
        rows: QuerySet[Any] = self.object_list  # type: ignore[assignment]
        return rows.order_by().values("pk").count()


class PagedPaginator(CountedPaginator):
    """Finds a page's keys first and fetches only those rows with what `decorate` joins to them: still one statement.

    Joined and sorted together, every row of the list would be widened by all joins before the page is cut.
    """

    def __init__(self, rows: QuerySet[Any], per_page: int, decorate: Callable[[QuerySet[Any]], QuerySet[Any]]) -> None:
        super().__init__(rows, per_page)
        self.decorate = decorate

    def get_page(self, number: float | str | None) -> Page[Any]:
        """A page; a first page that is not full says itself how many rows there are, without counting them."""
        if number not in (None, "", "1", 1) or "count" in self.__dict__:
            return super().get_page(number)
        rows = list(self._between(0, self.per_page + 1))
        if len(rows) <= self.per_page:
            self.count = len(rows)
        return Page(rows[: self.per_page], 1, self)

    def page(self, number: int | str) -> Page[Any]:
        """One page of decorated rows, in the list's order."""
        found = super().page(number)
        first = (found.number - 1) * self.per_page
        found.object_list = self._between(first, first + self.per_page)
        return found

    def _between(self, first: int, last: int) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.object_list  # type: ignore[assignment]
        if rows.query.distinct:
            return self.decorate(rows)[first:last]
        return self.decorate(rows.filter(pk__in=rows.values("pk")[first:last]))


class ListPage(View):
    """Base of every list view.

    Sub-classes name `template_name`, `filterset_class`, `orders` and implement `rows()` (what this person may see)
    and, for more than plain columns, `decorate()` (select_related, prefetch, annotations of the page's rows). With
    `choices`, people choose columns, and what is shown is what is printed and exported. With `of_work_year`, the
    list is that of the year in work unless the address names another.
    """

    template_name = ""
    filterset_class: type[django_filters.FilterSet]
    orders: Sequence[Order] = ()
    columns: Sequence[Column] = ()
    choices: Sequence[Shown] = ()
    export_name = "danh-sach"
    page_size = PAGE_SIZE
    of_work_year = False

    def rows(self) -> QuerySet[Any]:
        """Rows that this person may see, before filters."""
        raise NotImplementedError

    def decorate(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Fetch what one page of rows shows; called after filter and order, before the cut."""
        return rows

    def complete(self, rows: Sequence[Any]) -> None:
        """Put on the rows of a page what no join brings; called after the cut."""

    def extra(self) -> dict[str, Any]:
        """More context for the template."""
        return {}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """One page of the list, or all of it as a spreadsheet with `?xuat=xlsx` or `?xuat=csv`."""
        if self.of_work_year and YEAR not in request.GET:
            asked = request.GET.copy()
            asked[YEAR] = str(work_year(request))
            request.GET = asked  # type: ignore[assignment]
        filters = self.filterset_class(request.GET or None, queryset=self.rows(), request=request)
        chosen = filters.qs if filters.is_valid() or not filters.is_bound else self.rows().none()
        order = self._order()
        if order is not None:
            chosen = chosen.order_by(*order.columns)
        wanted = request.GET.get("xuat", "")
        if wanted in {"xlsx", "csv"} and self.columns:
            return self._export(self.decorate(chosen), wanted)
        page = PagedPaginator(chosen, self._page_size(), self.decorate).get_page(request.GET.get("trang"))
        page.object_list = list(page.object_list)
        self.complete(page.object_list)
        context = {
            "page": page,
            "rows": page.object_list,
            "count": page.paginator.count,
            "filters": filters,
            "chips": self._chips(filters),
            "orders": self.orders,
            "order": order,
            "query": self._query(),
            "printing": request.GET.get("in") == "1",
            "list_name": self._list_name(),
            "saved_views": self._named_views,
            **self._column_context(),
            **self.extra(),
        }
        return render(request, self.template_name, context)

    def _list_name(self) -> str:
        """The list's view name, under which people keep views of it; "" for one of many, such as a class's people."""
        match = self.request.resolver_match
        return match.view_name if match is not None and not match.kwargs else ""

    @cached_property
    def _kept(self) -> list[SavedView]:
        """What the person kept of this list, in one statement: views by name, and without a name the columns."""
        return list(SavedView.objects.filter(owner_id=self.request.user.pk, list_name=self._list_name()))

    def _named_views(self) -> list[SavedView]:
        """Views by name; asked for only where a template shows them."""
        return [view for view in self._kept if view.name]

    @cached_property
    def show(self) -> dict[str, bool]:
        """Which columns are shown: those of the address, else those that the person kept, else the usual ones."""
        if not self.choices:
            return {}
        kept = next((QueryDict(view.query).getlist(COLUMNS) for view in self._kept if not view.name), [])
        asked = {choice.code for choice in self.choices} & set(self.request.GET.getlist(COLUMNS) or kept)
        return {
            choice.code: choice.fixed or (choice.code in asked if asked else choice.at_first) for choice in self.choices
        }

    def export_columns(self) -> list[Column]:
        """The columns of the spreadsheet: what the columns on screen hold, in their order."""
        return [column for column in self.columns if not column.within or self.show.get(column.within, True)]

    def _column_context(self) -> dict[str, Any]:
        """What template and components ask about columns."""
        query = self._query()
        if not self.choices:
            return {"view_query": query, "show": {}}
        changed = any(self.show[choice.code] != (choice.fixed or choice.at_first) for choice in self.choices)
        rest = QueryDict(query, mutable=True)
        if changed:
            rest.setlist(COLUMNS, [code for code, on in self.show.items() if on])
        return {
            "show": self.show,
            "view_query": rest.urlencode(),
            "wide": sum(self.show.values()) > sum(one.fixed or one.at_first for one in self.choices) + 1,
            "asked_columns": self.request.GET.getlist(COLUMNS),
            "column_choices": [
                {"code": one.code, "label": one.label, "fixed": one.fixed, "on": self.show[one.code]}
                for one in self.choices
            ],
        }

    def _page_size(self) -> int:
        return 2_000 if self.request.GET.get("in") == "1" else self.page_size

    def _order(self) -> Order | None:
        wanted = self.request.GET.get("xep", "")
        return next((o for o in self.orders if o.code == wanted), self.orders[0] if self.orders else None)

    def _query(self) -> str:
        """The filters and order without the page number, for the pager and the export links."""
        kept = self.request.GET.copy()
        for name in ("trang", "xuat", "in"):
            kept.pop(name, None)
        return kept.urlencode()

    def _chips(self, filters: django_filters.FilterSet) -> list[Chip]:
        if not filters.is_bound or not filters.is_valid():
            return []
        chips = []
        for name, field in filters.form.fields.items():
            value = filters.form.cleaned_data.get(name)
            if name == YEAR and self.of_work_year:  # it always holds one, and its own select says which
                continue
            if value in (None, "", [], False) or (hasattr(value, "exists") and not value):
                continue
            rest = self.request.GET.copy()
            rest.pop(name, None)
            rest.pop("trang", None)
            chips.append(Chip(f"{field.label}: {_says(field, value)}", f"?{rest.urlencode()}"))
        return chips

    def _export(self, rows: QuerySet[Any], form: str) -> HttpResponse:
        from core import audit

        audit.record(
            actor=self.request.user,
            action="list.export",
            obj=self.request.user,  # type: ignore[arg-type]
            after={"list": self.export_name, "filters": self._query()},
        )
        answer = csv_response if form == "csv" else workbook_response
        return answer(self.export_name, self.export_columns(), rows[:EXPORT_LIMIT])


def _says(field: Any, value: Any) -> str:
    if value is True:
        return "có"
    choices = dict(getattr(field, "choices", None) or []) if not hasattr(field, "queryset") else {}
    return str(choices.get(value, choices.get(str(value), value)))
