"""Distribution agreements; which producers were supported, and what they earned before and after."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from core.files import UploadRefused
from core.filters import words
from core.lists import Column, ListPage, Order
from core.text import fold
from products.models import Producer
from products.rules import can_enter, producer_ids_of
from products.visibility import visible_producers
from promotion import coverage, rules
from promotion.actions import records as actions
from promotion.course import history_of
from promotion.filters import AgreementFilter, CoverageFilter
from promotion.forms_records import AgreementForm
from promotion.models import Agreement
from promotion.sections import tabs
from promotion.showing import register, verdict
from promotion.views.common import form_page
from promotion.visibility import visible_agreements


class AgreementList(ListPage):
    """Agreements that the person may see."""

    template_name = "promotion/agreements.html"
    filterset_class = AgreementFilter
    orders = (Order("moi", "Mới ký", ("-signed_on", "-id")), Order("han", "Hết hiệu lực", ("valid_until", "id")))
    columns = (
        Column("Chủ thể", lambda row: row.producer.name, 36),
        Column("Huyện, thành phố", lambda row: row.producer.district.name, 22),
        Column("Bên mua, phân phối", lambda row: row.partner, 36),
        Column("Hình thức", lambda row: row.get_kind_display(), 28),
        Column("Ngày ký", lambda row: row.signed_on, 12),
        Column("Hiệu lực đến", lambda row: row.valid_until, 12),
        Column("Giá trị (đồng)", lambda row: row.value, 16),
        Column("Ký tại sự kiện", lambda row: row.event.name if row.event else "", 36),
    )
    export_name = "thoa-thuan-tieu-thu"

    def rows(self) -> QuerySet[Agreement]:
        """What the person may see."""
        return visible_agreements(self.request.user)

    def decorate(self, rows: QuerySet[Agreement]) -> QuerySet[Agreement]:
        """Producer and event."""
        return rows.select_related("producer__district", "event")

    def extra(self) -> dict[str, Any]:
        """Tabs, and may the person record one?"""
        user = self.request.user
        can_add = can_enter(user) or bool(producer_ids_of(user))
        return {
            "noun": "thoả thuận",
            "tabs": tabs(user, "promotion:agreements"),
            "can_add": can_add,
            "add_url": reverse("promotion:agreement_new") if can_add else "",
        }


def _crumbs() -> list[tuple[str, str]]:
    return [("Thoả thuận tiêu thụ", reverse("promotion:agreements"))]


def _agreement(request: HttpRequest, pk: int) -> Agreement:
    rows = visible_agreements(request.user).select_related("producer__district", "producer__commune", "event", "file")
    return get_object_or_404(rows, pk=pk)


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Whose agreement is it? One's own producer is taken at once when there is only one."""
    q = request.GET.get("q", "")[:100]
    rows = visible_producers(request.user).select_related("commune", "district").order_by("name_sort")
    found = list(rows.filter(words(fold(q), "name_folded"))[:50])
    if len(found) == 1 and not q and producer_ids_of(request.user):
        return redirect("promotion:agreement_add", producer_pk=found[0].pk)
    return render(request, "promotion/agreement_choose.html", {"producers": found, "q": q, "crumbs": _crumbs()})


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, producer_pk: int) -> HttpResponse:
    """Record an agreement of a producer."""
    producer = get_object_or_404(visible_producers(request.user), pk=producer_pk)
    form = AgreementForm(request.POST or None, request.FILES or None, user=request.user, producer=producer)
    if form.is_valid():
        try:
            row = actions.create_agreement(
                producer=producer, actor=request.user, values=form.changes(), products=form.chosen(),
                upload=form.cleaned_data["upload"],
            )  # fmt: skip
        except UploadRefused as refusal:
            form.add_error("upload", refusal.sentence)
        else:
            messages.success(request, "Đã ghi thoả thuận.")
            return redirect("promotion:agreement", pk=row.pk)
    back = reverse("promotion:agreements")
    context = form_page(
        form, "Ghi thoả thuận tiêu thụ", "Ghi thoả thuận", back, page_sub=producer.name, crumbs=_crumbs()
    )
    return render(request, "promotion/form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an agreement."""
    row = _agreement(request, pk)
    form = AgreementForm(
        request.POST or None, request.FILES or None, instance=row, user=request.user, producer=row.producer
    )
    if form.is_valid():
        try:
            actions.edit_agreement(
                row=row, actor=request.user, values=form.changes(), products=form.chosen(),
                upload=form.cleaned_data["upload"], version=form.opened_version,
            )  # fmt: skip
        except UploadRefused as refusal:
            form.add_error("upload", refusal.sentence)
        else:
            messages.success(request, "Đã lưu thay đổi.")
            return redirect("promotion:agreement", pk=pk)
    back = reverse("promotion:agreement", args=[pk])
    context = form_page(form, "Sửa thoả thuận", "Lưu thay đổi", back, page_sub=str(row), crumbs=_crumbs())
    return render(request, "promotion/form.html", context)


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """One agreement."""
    row = _agreement(request, pk)
    products = row.products.select_related("producer", "district").prefetch_related(register())
    context = {
        "row": row,
        "items": [(product, verdict(product)) for product in products.order_by("name_sort")],
        "can_edit": rules.acts_for(request.user, row.producer),
        "crumbs": _crumbs(),
        "events": history_of(row),
    }
    return render(request, "promotion/agreement.html", context)


class CoverageList(ListPage):
    """Producers by what promotion they were given: who was never supported, revenue before and after."""

    template_name = "promotion/coverage.html"
    filterset_class = CoverageFilter
    orders = (
        Order("it", "Ít được hỗ trợ nhất", ("events", "name_sort", "id")),
        Order("ten", "Tên", ("name_sort", "id")),
    )
    columns = (
        Column("Chủ thể", lambda row: row.name, 40),
        Column("Loại hình", lambda row: row.get_kind_display(), 22),
        Column("Huyện, thành phố", lambda row: row.district.name, 22),
        Column("Sản phẩm OCOP còn hiệu lực", lambda row: row.valid_products, 14),
        Column("Số sự kiện được chọn", lambda row: row.events, 12),
        Column("Lần đầu", lambda row: row.first_event, 12),
        Column("Lần gần nhất", lambda row: row.last_event, 12),
        Column("Kinh phí hỗ trợ (đồng)", lambda row: row.support, 16),
        Column("Doanh thu tại sự kiện (đồng)", lambda row: row.event_revenue, 18),
        Column("Doanh thu năm trước hỗ trợ (đồng)", lambda row: row.before, 20),
        Column("Doanh thu năm gần nhất (đồng)", lambda row: row.after, 20),
        Column("Tăng, giảm (%)", coverage.change, 12),
    )
    export_name = "chu-the-duoc-ho-tro"

    def rows(self) -> QuerySet[Producer]:
        """Producers that the person may see, with what the filters and the order need."""
        return coverage.supported(visible_producers(self.request.user))

    def decorate(self, rows: QuerySet[Producer]) -> QuerySet[Producer]:
        """Place, support and revenue."""
        return coverage.with_revenue(rows)

    def extra(self) -> dict[str, Any]:
        """Tabs and the two figures of the page."""
        rows = self.rows().order_by()
        return {
            "noun": "chủ thể",
            "tabs": tabs(self.request.user, "promotion:coverage"),
            "never": rows.filter(events=0, valid_products__gt=0).count(),
            "helped": rows.filter(events__gt=0).count(),
        }
