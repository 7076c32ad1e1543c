"""E-commerce: products on channels, checked by hand; sales by quarter; the common list of channels."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from core.filters import words
from core.formats import today
from core.forms import posted_version
from core.lists import Column, ListPage, Order
from core.text import fold
from products.queries import standing
from products.rules import can_edit_product, can_enter, producer_ids_of
from products.visibility import visible_products
from promotion import queries, rules
from promotion.actions import records as actions
from promotion.course import history_of
from promotion.filters import ListingFilter
from promotion.forms_records import ChannelForm, CheckForm, ListingForm, ListingSalesForm
from promotion.models import Channel, Listing
from promotion.sections import tabs
from promotion.showing import verdict
from promotion.views.common import form_page
from promotion.visibility import visible_listings


class ListingList(ListPage):
    """Products on channels that the person may see."""

    template_name = "promotion/listings.html"
    filterset_class = ListingFilter
    orders = (
        Order("moi", "Mới ghi", ("-listed_on", "-id")),
        Order("kiem-tra", "Lâu chưa kiểm tra", (F("checked_on").asc(nulls_first=True), "listed_on", "id")),
    )
    columns = (
        Column("Sản phẩm", lambda row: row.product.name, 36),
        Column("Chủ thể", lambda row: row.product.producer.name if row.product.producer else "", 36),
        Column("Huyện, thành phố", lambda row: row.product.district.name, 22),
        Column("Kênh", lambda row: row.channel.name, 24),
        Column("Loại kênh", lambda row: row.channel.get_kind_display(), 22),
        Column("Liên kết", lambda row: row.link, 50),
        Column("Lên kênh từ", lambda row: row.listed_on, 12),
        Column("Tình trạng", lambda row: row.get_link_state_display(), 16),
        Column("Kiểm tra gần nhất", lambda row: row.checked_on, 14),
        Column("Doanh thu đã ghi (đồng)", lambda row: row.sold, 18),
    )
    export_name = "ban-truc-tuyen"

    def rows(self) -> QuerySet[Listing]:
        """What the person may see."""
        return visible_listings(self.request.user)

    def decorate(self, rows: QuerySet[Listing]) -> QuerySet[Listing]:
        """Product, channel, sales."""
        return queries.listing_rows(rows)

    def extra(self) -> dict[str, Any]:
        """Tabs, and may the person record one?"""
        user = self.request.user
        can_add = can_enter(user) or bool(producer_ids_of(user))
        return {
            "noun": "liên kết",
            "tabs": tabs(user, "promotion:listings"),
            "can_add": can_add,
            "add_url": reverse("promotion:listing_new") if can_add else "",
            "can_channels": rules.can_hold(user),
            "stale": self.rows().filter(queries.check_is_due(today())).count(),
        }


def _listing(request: HttpRequest, pk: int) -> Listing:
    rows = visible_listings(request.user).select_related(
        "product__producer", "product__district", "product__commune", "channel", "checked_by"
    )
    return get_object_or_404(rows, pk=pk)


def _crumbs() -> list[tuple[str, str]]:
    return [("Bán trực tuyến", reverse("promotion:listings"))]


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Which product is sold online?"""
    q = request.GET.get("q", "")[:100]
    rows = visible_products(request.user).filter(words(fold(q), "name_folded")).prefetch_related(standing())
    products = list(rows.select_related("producer", "district", "commune").order_by("name_sort")[:40])
    return render(request, "promotion/choose_product.html", {"products": products, "q": q, "crumbs": _crumbs()})


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, product_pk: int) -> HttpResponse:
    """Note that a product is sold on a channel."""
    product = get_object_or_404(visible_products(request.user), pk=product_pk)
    form = ListingForm(request.POST or None)
    if form.is_valid():
        row = actions.create_listing(product=product, actor=request.user, values=form.changes())
        messages.success(request, "Đã ghi liên kết bán hàng.")
        return redirect("promotion:listing", pk=row.pk)
    back = reverse("promotion:listings")
    context = form_page(form, "Ghi liên kết bán hàng", "Ghi liên kết", back, page_sub=product.name, crumbs=_crumbs())
    return render(request, "promotion/form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a listing."""
    row = _listing(request, pk)
    form = ListingForm(request.POST or None, instance=row)
    if form.is_valid():
        actions.edit_listing(row=row, actor=request.user, values=form.changes(), version=form.opened_version)
        messages.success(request, "Đã lưu thay đổi.")
        return redirect("promotion:listing", pk=pk)
    back = reverse("promotion:listing", args=[pk])
    context = form_page(form, "Sửa liên kết", "Lưu thay đổi", back, page_sub=str(row), crumbs=_crumbs())
    return render(request, "promotion/form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """One listing: the link, what was found behind it, sales."""
    row = _listing(request, pk)
    can_edit = can_edit_product(request.user, row.product)
    form = ListingSalesForm(request.POST or None)
    if form.is_valid():
        year, quarter = form.when
        actions.save_listing_sales(row=row, actor=request.user, year=year, quarter=quarter, values=form.changes())
        messages.success(request, "Đã ghi doanh thu quý.")
        return redirect("promotion:listing", pk=pk)
    context = {
        "row": row,
        "said": verdict(row.product),
        "can_edit": can_edit,
        "sales": row.sales.all(),
        "form": form,
        "check_form": CheckForm(initial={"version": row.version}),
        "events": history_of(row),
    }
    return render(request, "promotion/listing.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Note what was found behind the link today."""
    row = _listing(request, pk)
    form = CheckForm(request.POST or None, initial={"version": row.version})
    if form.is_valid():
        actions.check_listing(
            row=row, actor=request.user, found=form.cleaned_data["found"], version=posted_version(request)
        )
        messages.success(request, f"Đã ghi kết quả kiểm tra: {row.get_link_state_display().lower()}.")
        return redirect("promotion:listing", pk=pk)
    back = reverse("promotion:listing", args=[pk])
    context = form_page(form, "Kiểm tra liên kết", "Ghi kết quả kiểm tra", back, page_sub=row.link, crumbs=_crumbs())
    return render(request, "promotion/form.html", context)


# --- channels -----------------------------------------------------------------------------------------------------


@require_safe
def channels(request: HttpRequest) -> HttpResponse:
    """The common list of channels."""
    context = {
        "rows": Channel.objects.annotate(count=Count("listings")),
        "can_edit": rules.can_hold(request.user),
        "crumbs": _crumbs(),
    }
    return render(request, "promotion/channels.html", context)


def _channel_form(form: Any, heading: str) -> dict[str, Any]:
    back = reverse("promotion:channels")
    return form_page(form, heading, "Lưu kênh", back, crumbs=[*_crumbs(), ("Kênh bán hàng", back)])


@require_http_methods(["GET", "HEAD", "POST"])
def channel_add(request: HttpRequest) -> HttpResponse:
    """Add a channel."""
    form = ChannelForm(request.POST or None)
    if form.is_valid():
        actions.create_channel(actor=request.user, values=form.changes())
        messages.success(request, "Đã ghi kênh bán hàng.")
        return redirect("promotion:channels")
    return render(request, "promotion/form.html", _channel_form(form, "Ghi kênh bán hàng"))


@require_http_methods(["GET", "HEAD", "POST"])
def channel_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a channel."""
    channel = get_object_or_404(Channel, pk=pk)
    form = ChannelForm(request.POST or None, instance=channel)
    if form.is_valid():
        actions.edit_channel(channel=channel, actor=request.user, values=form.changes(), version=form.opened_version)
        messages.success(request, "Đã lưu kênh bán hàng.")
        return redirect("promotion:channels")
    return render(request, "promotion/form.html", _channel_form(form, "Sửa kênh bán hàng"))
