"""Producers: list, page, recording, editing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from core.lists import Column, ListPage, Order, Shown
from products import course, queries, rules
from products.actions import producers as actions
from products.filters import ProducerFilter
from products.forms import ProducerContactForm, ProducerForm
from products.models import Producer
from products.views.common import check_page_behind
from products.visibility import visible_dossiers, visible_producers, visible_products


class ProducerList(ListPage):
    """Producers that the person may see."""

    template_name = "products/producers.html"
    filterset_class = ProducerFilter
    orders = (Order("ten", "Tên", ("name_sort", "id")), Order("moi", "Mới ghi", ("-created_at", "-id")))
    columns = (
        Column("Tên chủ thể", lambda row: row.name, 40, "ten"),
        Column("Loại hình", lambda row: row.get_kind_display(), 24, "ten"),
        Column("Mã số thuế", lambda row: row.tax_code, 16, "ten"),
        Column("Xã, phường", lambda row: row.commune.name if row.commune else "", 24, "noi"),
        Column("Huyện, thành phố", lambda row: row.district.name, 24, "noi"),
        Column("Địa chỉ chi tiết", lambda row: row.address, 30, "dia_chi"),
        Column("Người đại diện", lambda row: row.representative, 26, "dai_dien"),
        Column("Điện thoại", lambda row: row.phone, 16, "dai_dien"),
        Column("Giới tính", lambda row: row.get_representative_gender_display(), 10, "gioi_tinh"),
        Column("Dân tộc", lambda row: row.representative_ethnicity, 12, "dan_toc"),
        Column("Phụ nữ làm chủ", lambda row: "" if row.women_led is None else "Có" if row.women_led else "Không", 12, "phu_nu"),
        Column("Số lao động", lambda row: row.workers, 12, "lao_dong"),
        Column("Số giấy đăng ký", lambda row: row.registration_number, 18, "dang_ky"),
        Column("Thư điện tử", lambda row: row.email, 24, "thu"),
        Column("Làng nghề", lambda row: row.craft_village.name if row.craft_village else "", 24, "lang_nghe"),
        Column("Sản phẩm", lambda row: "; ".join(product.name for product in row.products.all()), 50, "san_pham"),
    )  # fmt: skip
    choices = (
        Shown("ten", "Chủ thể, loại hình, mã số thuế", fixed=True),
        Shown("noi", "Nơi sản xuất"),
        Shown("dia_chi", "Địa chỉ chi tiết", at_first=False),
        Shown("dai_dien", "Người đại diện, điện thoại"),
        Shown("gioi_tinh", "Giới tính người đại diện", at_first=False),
        Shown("dan_toc", "Dân tộc", at_first=False),
        Shown("phu_nu", "Phụ nữ làm chủ", at_first=False),
        Shown("lao_dong", "Số lao động", at_first=False),
        Shown("dang_ky", "Số giấy đăng ký", at_first=False),
        Shown("thu", "Thư điện tử", at_first=False),
        Shown("lang_nghe", "Làng nghề", at_first=False),
        Shown("san_pham", "Sản phẩm"),
    )
    export_name = "chu-the"

    def rows(self) -> QuerySet[Producer]:
        """What the person may see."""
        return visible_producers(self.request.user)

    def decorate(self, rows: QuerySet[Producer]) -> QuerySet[Producer]:
        """Places, and names of products and of the craft village when they are shown."""
        found = queries.producer_rows(rows) if self.show["san_pham"] else rows.select_related("commune", "district")
        return found.select_related("craft_village") if self.show["lang_nghe"] else found

    def extra(self) -> dict[str, Any]:
        """May the person record one?"""
        can_enter = rules.can_enter(self.request.user)
        return {"can_enter": can_enter, "add_url": reverse("products:producer_add") if can_enter else ""}


def _producer(request: HttpRequest, pk: int) -> Producer:
    rows = visible_producers(request.user).select_related("commune__parent", "district__parent", "craft_village")
    return get_object_or_404(rows, pk=pk)


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """One producer with its products, dossiers and history."""
    producer = _producer(request, pk)
    is_officer = rules.enters_at(request.user, producer.district_id, producer.commune_id)
    context = {
        "producer": producer,
        "products": queries.product_rows(visible_products(request.user).filter(producer=producer)).order_by(
            "name_sort"
        ),
        "dossiers": visible_dossiers(request.user).filter(producer=producer).order_by("-created_at")[:10],
        "events": course.events_of(producer),
        "can_edit": rules.can_edit_producer(request.user, producer),
        "is_officer": is_officer,
        "accounts": producer.accounts.select_related("user") if is_officer else (),
        "papers": producer.documents.select_related("file"),
        "aliases": producer.aliases.all(),
        "plain": rules.sees_plain_words(request.user),
    }
    return render(request, "products/producer.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Record a producer."""
    form = ProducerForm(request.POST or None, user=request.user)
    if form.is_valid():
        producer = actions.create_producer(
            actor=request.user, values=form.changes(), despite_similar=bool(form.cleaned_data.get("another_one"))
        )
        messages.success(request, f"Đã ghi chủ thể “{producer.name}”.")
        return redirect("products:producer", pk=producer.pk)
    return render(request, "products/producer_form.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one section of a producer's record, or all; its own account changes contact data only."""
    producer = _producer(request, pk)
    rules.check_edit_producer(request.user, producer)
    section = request.GET.get("phan", "")
    form: ProducerForm | ProducerContactForm
    if rules.enters_at(request.user, producer.district_id, producer.commune_id):
        form = ProducerForm(request.POST or None, instance=producer, user=request.user, section=section)
    else:
        form = ProducerContactForm(request.POST or None, instance=producer, section=section)
    if form.is_valid():
        actions.edit_producer(producer=producer, actor=request.user, values=form.changes(), version=form.opened_version)
        messages.success(request, "Đã lưu thay đổi.")
        return redirect(check_page_behind(request) or reverse("products:producer", args=[producer.pk]))
    context = {"form": form, "producer": producer, "check_page": check_page_behind(request)}
    return render(request, "products/producer_form.html", context)
