"""Keeping a list as it stands under a name, and letting it go; keeping the columns that one wants to see."""

from __future__ import annotations

import re
from contextlib import suppress

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_POST

from core.errors import Denied
from core.lists import COLUMNS
from core.models import SavedView
from core.text import nfc

MOST = 20
MOST_COLUMNS = 40
_CODE = re.compile(r"[a-z][a-z_]{0,29}")


def _list_url(name: str) -> str:
    """The list's address; only lists of the portal, which take no arguments, are kept."""
    try:
        return reverse(name)
    except NoReverseMatch:
        raise Denied("Danh sách này không lưu được.") from None


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep filters and order of a list under a name; the same name is overwritten."""
    list_name = request.POST.get("danh-sach", "")[:80]
    address = _list_url(list_name)
    name, query = nfc(request.POST.get("ten", ""))[:80], nfc(request.POST.get("loc", ""))[:2_000]
    if not name:
        raise Denied("Đặt tên cho danh sách trước khi lưu.")
    own = SavedView.objects.filter(owner_id=request.user.pk, list_name=list_name)
    # Compared here, not in SQL: a database of locale C lowers no accented letter, so "QUÁ HẠN" would be another name.
    known = next((view for view in own if view.name.casefold() == name.casefold()), None)
    if known is None:
        if own.exclude(name="").count() >= MOST:
            raise Denied(f"Mỗi danh sách lưu được tối đa {MOST} tên. Xoá bớt rồi lưu lại.")
        with suppress(IntegrityError), transaction.atomic():
            known = SavedView.objects.create(owner_id=request.user.pk, list_name=list_name, name=name, query=query)
    own.filter(pk=known.pk if known else None).update(query=query)
    messages.success(request, f"Đã lưu danh sách “{name}”.")
    return redirect(f"{address}?{query}" if query else address)


@require_POST
def forget(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete one of one's own names; the list itself stays."""
    view = get_object_or_404(SavedView, pk=pk, owner_id=request.user.pk)
    address = _list_url(view.list_name)
    view.delete()
    messages.success(request, f"Đã xoá tên “{view.name}”.")
    return redirect(address)


@require_POST
def columns(request: HttpRequest) -> HttpResponse:
    """Keep which columns the person sees of a list, or go back to the usual ones. The list itself knows its columns."""
    list_name = request.POST.get("danh-sach", "")[:80]
    address = _list_url(list_name)
    rest = QueryDict(request.POST.get("loc", "")[:2_000], mutable=True)
    rest.pop(COLUMNS, None)
    chosen = QueryDict(mutable=True)
    codes = request.POST.getlist(COLUMNS)[:MOST_COLUMNS]
    chosen.setlist(COLUMNS, [code for code in codes if _CODE.fullmatch(code)])
    mine = {"owner_id": request.user.pk, "list_name": list_name, "name": ""}
    if "mac-dinh" in request.POST or not chosen.urlencode():
        SavedView.objects.filter(**mine).delete()
    else:
        with suppress(IntegrityError), transaction.atomic():
            SavedView.objects.update_or_create(defaults={"query": chosen.urlencode()}, **mine)
    return redirect(f"{address}?{rest.urlencode()}" if rest else address)
