"""Pages of a list: a first page that is not full is not counted, and no page shows a row too many."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Unit
from core.lists import PagedPaginator

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("units")]  # six of them


def page(number, per_page, rows=None):
    """A page of units by key, and the statements it took."""
    rows = Unit.objects.order_by("pk") if rows is None else rows
    with CaptureQueriesContext(connection) as asked:
        found = PagedPaginator(rows, per_page, lambda kept: kept.select_related("parent")).get_page(number)
        shown = [unit.pk for unit in found]
        told = (found.number, found.paginator.count, found.paginator.num_pages, found.has_next())
    return shown, told, len(asked)


@pytest.mark.parametrize(("per_page", "statements"), [(5, 2), (6, 1), (7, 1)])
@pytest.mark.parametrize("number", [None, "", "1"])
def test_the_first_page(number, per_page, statements):
    keys = list(Unit.objects.order_by("pk").values_list("pk", flat=True))
    shown, told, asked = page(number, per_page)
    assert shown == keys[:per_page]
    assert told == (1, 6, -(-6 // per_page), per_page < 6)
    assert asked == statements


@pytest.mark.parametrize(("number", "is_page"), [("2", 2), ("3", 3), ("99", 3), ("0", 3), ("abc", 1)])
def test_other_pages_and_what_is_no_page(number, is_page):
    keys = list(Unit.objects.order_by("pk").values_list("pk", flat=True))
    shown, told, _ = page(number, 2)
    assert shown == keys[2 * (is_page - 1) : 2 * is_page]
    assert told == (is_page, 6, 3, is_page < 3)


def test_nothing_found_is_one_empty_page():
    assert page(None, 3, Unit.objects.filter(name="không có").order_by("pk")) == ([], (1, 0, 1, False), 1)
