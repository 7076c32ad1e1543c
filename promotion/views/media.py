"""Communications and gift sets: lists, pages, recording, files."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.files import UploadRefused
from core.lists import Column, ListPage, Order
from products.places import sits_at
from promotion import rules
from promotion.actions import records as actions
from promotion.course import history_of
from promotion.filters import GiftFilter, MediaFilter
from promotion.forms_records import GiftForm, MediaForm, UploadForm
from promotion.models import Communication, CommunicationFile, GiftItem, GiftSet
from promotion.sections import tabs
from promotion.showing import register, verdict
from promotion.views.common import form_page
from promotion.visibility import visible_communications, visible_gifts


class MediaList(ListPage):
    """Communications that the person may see."""

    template_name = "promotion/media.html"
    filterset_class = MediaFilter
    orders = (Order("moi", "Mới nhất", ("-published_on", "-id")), Order("ten", "Tiêu đề", ("name_sort", "id")))
    columns = (
        Column("Tiêu đề", lambda row: row.title, 50),
        Column("Hình thức", lambda row: row.get_kind_display(), 28),
        Column("Cơ quan, kênh", lambda row: row.outlet, 30),
        Column("Ngày", lambda row: row.published_on, 12),
        Column("Số lượng", lambda row: row.quantity, 10),
        Column("Nơi đặt, phát", lambda row: row.place, 28),
        Column("Liên kết", lambda row: row.link, 40),
        Column("Đơn vị", lambda row: row.unit.name, 22),
    )
    export_name = "tuyen-truyen"

    def rows(self) -> QuerySet[Communication]:
        """What the person may see."""
        return visible_communications(self.request.user)

    def decorate(self, rows: QuerySet[Communication]) -> QuerySet[Communication]:
        """Unit and number of files."""
        return rows.select_related("unit").annotate(file_count=Count("files"))

    def extra(self) -> dict[str, Any]:
        """Tabs, and may the person record one?"""
        can_add = rules.can_hold(self.request.user)
        return {
            "noun": "mục",
            "tabs": tabs(self.request.user, "promotion:media"),
            "can_add": can_add,
            "add_url": reverse("promotion:media_add") if can_add else "",
        }


def _media(request: HttpRequest, pk: int) -> Communication:
    rows = visible_communications(request.user).select_related("unit", "event")
    return get_object_or_404(rows, pk=pk)


def _media_crumbs() -> list[tuple[str, str]]:
    return [("Tuyên truyền", reverse("promotion:media"))]


@require_http_methods(["GET", "HEAD", "POST"])
def media_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One communication with its files."""
    row = _media(request, pk)
    form = UploadForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            actions.add_communication_file(row=row, actor=request.user, upload=form.cleaned_data["upload"])
        except UploadRefused as refusal:
            form.add_error("upload", refusal.sentence)
        else:
            messages.success(request, "Đã thêm tệp.")
            return redirect("promotion:media_one", pk=pk)
    products = row.products.select_related("producer", "district").prefetch_related(register())
    context = {
        "row": row,
        "files": row.files.select_related("file"),
        "items": [(product, verdict(product)) for product in products.order_by("name_sort")],
        "can_edit": sits_at(request.user, row.unit, rules.HOLDING),
        "form": form,
        "crumbs": _media_crumbs(),
        "events": history_of(row),
    }
    return render(request, "promotion/media_one.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def media_add(request: HttpRequest) -> HttpResponse:
    """Record a communication."""
    form = MediaForm(request.POST or None, user=request.user)
    if form.is_valid():
        row = actions.create_communication(actor=request.user, values=form.changes(), products=form.chosen())
        messages.success(request, f"Đã ghi “{row.title}”.")
        return redirect("promotion:media_one", pk=row.pk)
    back = reverse("promotion:media")
    context = form_page(form, "Ghi hoạt động tuyên truyền", "Ghi nội dung", back, crumbs=_media_crumbs())
    return render(request, "promotion/form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def media_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a communication."""
    row = _media(request, pk)
    rules.check_holds(request.user, row.unit, "communication.edit")
    form = MediaForm(request.POST or None, instance=row, user=request.user)
    if form.is_valid():
        actions.edit_communication(
            row=row, actor=request.user, values=form.changes(), products=form.chosen(), version=form.opened_version
        )
        messages.success(request, "Đã lưu thay đổi.")
        return redirect("promotion:media_one", pk=pk)
    back = reverse("promotion:media_one", args=[pk])
    context = form_page(form, "Sửa nội dung", "Lưu thay đổi", back, page_sub=row.title, crumbs=_media_crumbs())
    return render(request, "promotion/form.html", context)


@require_POST
def media_file_remove(request: HttpRequest, pk: int, file_pk: int) -> HttpResponse:
    """Take a file off the record."""
    row = _media(request, pk)
    files = CommunicationFile.objects.select_related("communication__unit", "file")
    kept = get_object_or_404(files, pk=file_pk, communication=row)
    actions.remove_communication_file(kept=kept, actor=request.user)
    messages.success(request, "Đã gỡ tệp.")
    return redirect("promotion:media_one", pk=pk)


# --- gift sets ----------------------------------------------------------------------------------------------------


def _items() -> Prefetch[str]:
    rows = GiftItem.objects.select_related("product__producer", "product__district")
    return Prefetch("items", rows.prefetch_related(register("product__recognitions")))


class GiftList(ListPage):
    """Gift sets that the person may see."""

    template_name = "promotion/gifts.html"
    filterset_class = GiftFilter
    orders = (Order("ten", "Tên", ("name_sort", "id")), Order("moi", "Mới ghi", ("-created_at", "-id")))
    columns = (
        Column("Tên bộ quà", lambda row: row.name, 36),
        Column("Đơn vị giới thiệu", lambda row: row.unit.name, 22),
        Column("Dịp", lambda row: row.occasion, 24),
        Column("Sản phẩm", lambda row: "; ".join(item.product.name for item in row.items.all()), 60),
        Column("Giá (đồng)", lambda row: row.price, 14),
        Column("Đơn vị cung cấp", lambda row: row.supplier, 30),
        Column("Đặt hàng", lambda row: row.phone, 16),
    )
    export_name = "bo-qua-tang"

    def rows(self) -> QuerySet[GiftSet]:
        """What the person may see."""
        return visible_gifts(self.request.user)

    def decorate(self, rows: QuerySet[GiftSet]) -> QuerySet[GiftSet]:
        """Unit and products with what the register says of them."""
        return rows.select_related("unit").prefetch_related(_items())

    def extra(self) -> dict[str, Any]:
        """Tabs, and may the person record one?"""
        can_add = rules.can_hold(self.request.user)
        return {
            "noun": "bộ quà",
            "tabs": tabs(self.request.user, "promotion:gifts"),
            "can_add": can_add,
            "add_url": reverse("promotion:gift_add") if can_add else "",
        }


def _gift(request: HttpRequest, pk: int) -> GiftSet:
    return get_object_or_404(visible_gifts(request.user).select_related("unit").prefetch_related(_items()), pk=pk)


def _gift_crumbs() -> list[tuple[str, str]]:
    return [("Bộ quà tặng", reverse("promotion:gifts"))]


@require_safe
def gift_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One gift set."""
    row = _gift(request, pk)
    items = [(item.product, verdict(item.product)) for item in row.items.all()]
    context = {
        "row": row,
        "items": items,
        "stale": [(product, said) for product, said in items if not said.allowed],
        "can_edit": sits_at(request.user, row.unit, rules.HOLDING),
        "crumbs": _gift_crumbs(),
        "events": history_of(row),
    }
    return render(request, "promotion/gift.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def gift_add(request: HttpRequest) -> HttpResponse:
    """Record a gift set."""
    form = GiftForm(request.POST or None, user=request.user)
    if form.is_valid():
        row = actions.create_gift(actor=request.user, values=form.changes(), products=form.chosen())
        messages.success(request, f"Đã ghi bộ quà “{row.name}”.")
        return redirect("promotion:gift", pk=row.pk)
    back = reverse("promotion:gifts")
    context = form_page(form, "Ghi bộ quà tặng", "Ghi bộ quà", back, crumbs=_gift_crumbs())
    return render(request, "promotion/form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def gift_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a gift set."""
    row = _gift(request, pk)
    rules.check_holds(request.user, row.unit, "giftset.edit")
    form = GiftForm(request.POST or None, instance=row, user=request.user)
    if form.is_valid():
        actions.edit_gift(
            gift=row, actor=request.user, values=form.changes(), products=form.chosen(), version=form.opened_version
        )
        messages.success(request, "Đã lưu thay đổi.")
        return redirect("promotion:gift", pk=pk)
    back = reverse("promotion:gift", args=[pk])
    context = form_page(form, "Sửa bộ quà", "Lưu thay đổi", back, page_sub=row.name, crumbs=_gift_crumbs())
    return render(request, "promotion/form.html", context)
