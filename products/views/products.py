"""Products: list, page, recording, editing, photos."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.files import UploadRefused
from core.filters import words
from core.formats import date_vn
from core.lists import Column, ListPage, Order, Shown
from products import course, queries, rules
from products.actions import products as actions
from products.filters import ProductFilter
from products.forms import ProductForm
from products.models import Product, ProductPhoto, Recognition
from products.views.common import check_page_behind
from products.visibility import visible_dossiers, visible_producers, visible_products


def _standing(product: Product) -> Recognition | None:
    found: list[Recognition] = product.standing  # type: ignore[attr-defined]
    return found[0] if found else None


class ProductList(ListPage):
    """Products that the person may see."""

    template_name = "products/products.html"
    filterset_class = ProductFilter
    orders = (Order("ten", "Tên", ("name_sort", "id")), Order("moi", "Mới ghi", ("-created_at", "-id")))
    columns = (
        Column("Tên sản phẩm", lambda row: row.name, 40, "ten"),
        Column("Hạng sao", lambda row: r.stars if (r := _standing(row)) else None, 10, "ten"),
        Column("Mã sản phẩm", lambda row: row.code, 24, "ten"),
        Column("Bước", lambda row: "Ý tưởng" if row.is_idea else "Sản phẩm", 12, "ten"),
        Column("Chủ thể", lambda row: row.producer.name if row.producer else "", 40, "chu_the"),
        Column("Xã, phường", lambda row: row.commune.name if row.commune else "", 24, "chu_the"),
        Column("Huyện, thành phố", lambda row: row.district.name, 24, "chu_the"),
        Column("Phân nhóm", lambda row: row.subgroup.name if row.subgroup else row.industry_name, 30, "nhom"),
        Column("Công nhận đến hết", lambda row: r.valid_until if (r := _standing(row)) else None, 14, "hieu_luc"),
        Column("Số quyết định", lambda row: r.decision_number if (r := _standing(row)) else "", 20, "quyet_dinh"),
        Column("Ngày quyết định", lambda row: r.decided_on if (r := _standing(row)) else None, 14, "quyet_dinh"),
        Column("Điểm", lambda row: r.mean if (r := _standing(row)) else None, 10, "diem"),
        Column("Giá bán (đồng)", lambda row: row.price, 14, "gia"),
        Column("Nhãn hiệu", lambda row: row.brand, 24, "nhan_hieu"),
        Column("Mã số mã vạch", lambda row: row.barcode, 18, "ma_vach"),
        Column("Tiêu chuẩn áp dụng", lambda row: row.standards, 30, "tieu_chuan"),
        Column("Nguồn số liệu", lambda row: row.source, 30, "nguon"),
    )
    choices = (
        Shown("ten", "Sản phẩm, hạng sao, mã", fixed=True),
        Shown("chu_the", "Chủ thể, nơi sản xuất"),
        Shown("nhom", "Phân nhóm"),
        Shown("hieu_luc", "Công nhận đến hết"),
        Shown("quyet_dinh", "Quyết định công nhận", at_first=False),
        Shown("diem", "Điểm", at_first=False),
        Shown("gia", "Giá bán", at_first=False),
        Shown("nhan_hieu", "Nhãn hiệu", at_first=False),
        Shown("ma_vach", "Mã số mã vạch", at_first=False),
        Shown("tieu_chuan", "Tiêu chuẩn áp dụng", at_first=False),
        Shown("nguon", "Nguồn số liệu", at_first=False),
    )
    export_name = "san-pham"

    def rows(self) -> QuerySet[Product]:
        """What the person may see."""
        return visible_products(self.request.user)

    def decorate(self, rows: QuerySet[Product]) -> QuerySet[Product]:
        """Producer, place, recognition in force."""
        return queries.product_rows(rows)

    def extra(self) -> dict[str, Any]:
        """May the person record one?"""
        user = self.request.user
        can_enter = rules.can_enter(user) or bool(rules.producer_ids_of(user))
        return {"can_enter": can_enter, "add_url": reverse("products:product_new") if can_enter else ""}


def _product(request: HttpRequest, pk: int) -> Product:
    rows = visible_products(request.user).select_related(
        "producer", "commune__parent", "district__parent", "subgroup__group__industry"
    )
    return get_object_or_404(rows.prefetch_related(queries.photos(), queries.standing(), "aliases"), pk=pk)


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """One product: what it is, what star it holds until when, all its recognitions and dossiers."""
    product = _product(request, pk)
    recognitions = list(product.recognitions.order_by("-decided_on", "-id"))
    context = {
        "product": product,
        "held": _standing(product),
        "recognitions": [
            {
                "title": f"{recognition.stars} sao · {recognition.standing_words}",
                "when": date_vn(recognition.decided_on) or (str(recognition.decided_year or "")),
                "who": recognition.issued_by,
                "state": "now" if rules.is_in_force(recognition) else "done",
            }
            for recognition in recognitions
        ],
        "dossiers": visible_dossiers(request.user)
        .filter(product=product)
        .select_related("round")
        .order_by("-created_at"),
        "events": course.events_of(product),
        "can_edit": rules.can_edit_product(request.user, product),
        "sales": list(product.sales.all()[:6]),
        "plain": rules.sees_plain_words(request.user),
    }
    return render(request, "products/product.html", context)


@require_safe
def choose_producer(request: HttpRequest) -> HttpResponse:
    """Whose product is it? One's own producer is taken at once when there is only one."""
    producers = visible_producers(request.user).select_related("commune", "district").order_by("name_sort")
    found = list(producers.filter(words(_folded(request), "name_folded"))[:50])
    if len(found) == 1 and rules.producer_ids_of(request.user) and not rules.can_enter(request.user):
        return redirect("products:product_add", pk=found[0].pk)
    context = {
        "q": request.GET.get("q", ""),
        "producers": found,
        "can_add_producer": rules.can_enter(request.user),
    }
    return render(request, "products/choose_producer.html", context)


def _folded(request: HttpRequest) -> str:
    from core.text import fold

    return fold(request.GET.get("q", "")[:100])


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a product of a producer."""
    producer = get_object_or_404(visible_producers(request.user).select_related("commune__parent", "district"), pk=pk)
    rules.check_edit_producer(request.user, producer)
    form = ProductForm(request.POST or None)
    if form.is_valid():
        product = actions.create_product(producer=producer, actor=request.user, values=form.changes())
        messages.success(request, f"Đã ghi sản phẩm “{product.name}”. Thêm ảnh để người xem nhận ra sản phẩm.")
        return redirect("products:product", pk=product.pk)
    return render(request, "products/product_form.html", {"form": form, "producer": producer})


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one section of a product's record, or all."""
    product = _product(request, pk)
    rules.check_edit_product(request.user, product)
    form = ProductForm(request.POST or None, instance=product, section=request.GET.get("phan", ""))
    if form.is_valid():
        actions.edit_product(product=product, actor=request.user, values=form.changes(), version=form.opened_version)
        messages.success(request, "Đã lưu thay đổi.")
        return redirect(check_page_behind(request) or reverse("products:product", args=[product.pk]))
    context = {
        "form": form,
        "product": product,
        "producer": product.producer,
        "check_page": check_page_behind(request),
    }
    return render(request, "products/product_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def photos(request: HttpRequest, pk: int) -> HttpResponse:
    """Add and remove photos."""
    product = _product(request, pk)
    rules.check_edit_product(request.user, product)
    error = ""
    if request.method == "POST":
        try:
            chosen = request.FILES.getlist("photo")
            for upload in chosen:
                actions.add_photo(product=product, actor=request.user, upload=upload)
            if chosen:
                messages.success(request, f"Đã thêm {len(chosen)} ảnh.")
                return redirect("products:product_photos", pk=product.pk)
            error = "Chọn một ảnh trước khi lưu."
        except UploadRefused as refusal:
            error = refusal.sentence
    context = {
        "product": product,
        "error": error,
        "has_errors": bool(error),
        "max_bytes": settings.UPLOAD_MAX_BYTES,
        "max_words": f"{settings.UPLOAD_MAX_BYTES // 1_000_000} MB",
    }
    return render(request, "products/photos.html", context)


@require_POST
def remove_photo(request: HttpRequest, pk: int, photo_pk: int) -> HttpResponse:
    """Take a photo off the product."""
    product = _product(request, pk)
    photo = get_object_or_404(ProductPhoto.objects.select_related("product"), pk=photo_pk, product=product)
    actions.remove_photo(photo=photo, actor=request.user)
    messages.success(request, "Đã gỡ ảnh.")
    return redirect("products:product_photos", pk=product.pk)
