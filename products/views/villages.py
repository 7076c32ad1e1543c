"""Craft villages: list, page, recording, editing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from core.lists import Column, ListPage, Order, Shown
from products import course, queries, rules
from products.actions import villages as actions
from products.models import CraftVillage
from products.record_forms import VillageForm
from products.register_filters import VillageFilter
from products.visibility import visible_producers, visible_products, visible_villages


class VillageList(ListPage):
    """Craft villages that the person may see."""

    template_name = "products/villages.html"
    filterset_class = VillageFilter
    orders = (Order("ten", "Tên", ("name_sort", "id")), Order("moi", "Mới ghi", ("-created_at", "-id")))
    columns = (
        Column("Tên làng nghề", lambda row: row.name, 40, "ten"),
        Column("Loại", lambda row: row.get_kind_display(), 24, "ten"),
        Column("Nghề", lambda row: row.craft, 24, "ten"),
        Column("Xã, phường", lambda row: row.commune.name if row.commune else "", 24, "noi"),
        Column("Huyện, thành phố", lambda row: row.district.name, 24, "noi"),
        Column("Số hộ", lambda row: row.households, 10, "ho"),
        Column("Số lao động", lambda row: row.workers, 12, "ho"),
        Column("Công nhận", lambda row: row.standing, 18, "cong_nhan"),
        Column("Năm công nhận", lambda row: row.recognised_year, 14, "cong_nhan"),
        Column("Số quyết định", lambda row: row.decision_number, 20, "quyet_dinh"),
        Column("Ngày quyết định", lambda row: row.recognised_on, 14, "quyet_dinh"),
        Column("Cơ quan công nhận", lambda row: row.recognised_by, 28, "quyet_dinh"),
        Column("Ngày thu hồi", lambda row: row.revoked_on, 14, "thu_hoi"),
        Column("Số quyết định thu hồi", lambda row: row.revoked_decision, 20, "thu_hoi"),
        Column("Chủ thể OCOP", lambda row: row.producer_count, 14, "chu_the"),
    )
    choices = (
        Shown("ten", "Làng nghề, loại, nghề", fixed=True),
        Shown("noi", "Nơi"),
        Shown("ho", "Số hộ, số lao động"),
        Shown("cong_nhan", "Công nhận"),
        Shown("quyet_dinh", "Quyết định công nhận", at_first=False),
        Shown("thu_hoi", "Quyết định thu hồi", at_first=False),
        Shown("chu_the", "Chủ thể OCOP"),
    )
    export_name = "lang-nghe"

    def rows(self) -> QuerySet[CraftVillage]:
        """What the person may see."""
        return visible_villages(self.request.user)

    def decorate(self, rows: QuerySet[CraftVillage]) -> QuerySet[CraftVillage]:
        """Places, and how many producers when that is shown."""
        found = rows.select_related("commune", "district")
        if not self.show["chu_the"]:
            return found
        return found.annotate(producer_count=Count("producers", filter=Q(producers__merged_into=None)))

    def extra(self) -> dict[str, Any]:
        """May the person record one?"""
        can_enter = rules.can_enter(self.request.user)
        return {"can_enter": can_enter, "add_url": reverse("products:village_add") if can_enter else ""}


def _village(request: HttpRequest, pk: int) -> CraftVillage:
    rows = visible_villages(request.user).select_related("commune__parent", "district__parent")
    return get_object_or_404(rows, pk=pk)


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """One craft village with its producers and their products."""
    village = _village(request, pk)
    producers = visible_producers(request.user).filter(craft_village=village)
    products = visible_products(request.user).filter(producer__in=producers)
    context = {
        "village": village,
        "producers": queries.producer_rows(producers).order_by("name_sort"),
        "products": queries.product_rows(products).order_by("name_sort"),
        "events": course.events_of(village),
        "can_edit": rules.can_edit_village(request.user, village),
    }
    return render(request, "products/village.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Record a craft village."""
    form = VillageForm(request.POST or None, user=request.user)
    if form.is_valid():
        village = actions.create_village(actor=request.user, values=form.changes())
        messages.success(request, f"Đã ghi “{village.name}”.")
        return redirect("products:village", pk=village.pk)
    return render(request, "products/village_form.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a craft village's record."""
    village = _village(request, pk)
    rules.check_edit_village(request.user, village)
    form = VillageForm(request.POST or None, instance=village, user=request.user)
    if form.is_valid():
        actions.edit_village(village=village, actor=request.user, values=form.changes(), version=form.opened_version)
        messages.success(request, "Đã lưu thay đổi.")
        return redirect("products:village", pk=village.pk)
    return render(request, "products/village_form.html", {"form": form, "village": village})
