"""Quarterly revenue of several points: the point's own link, the sheet to fill in, its import."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.files import UploadRefused, store_upload
from core.files.store import read_stored
from core.formats import today
from core.lists import Column
from core.models import StoredFile
from core.spreadsheets import workbook_response
from promotion import rules
from promotion.actions.revenues import import_revenues, make_link
from promotion.enums import PointState
from promotion.forms import SheetForm
from promotion.models import PointRevenue, SalesPoint
from promotion.reminders import quarter_before
from promotion.sheets_revenue import RevenueRow, read_revenues
from promotion.views.common import note_export
from promotion.visibility import visible_points

PURPOSE = "point-revenue"


@require_POST
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the point's own link, or a new one in place of the old."""
    point = get_object_or_404(visible_points(request.user), pk=pk)
    make_link(point=point, actor=request.user)
    messages.success(
        request, "Đã tạo liên kết. Gửi cho người phụ trách điểm bán; liên kết cũ (nếu có) không dùng được nữa."
    )
    return redirect("promotion:point_revenue", pk=pk)


@require_safe
def sheet(request: HttpRequest) -> HttpResponse:
    """The sheet to fill in: one's recognised points with the last whole quarter, and what was told of it."""
    year, quarter = quarter_before(today())
    rows = visible_points(request.user).filter(state=PointState.RECOGNISED).select_related("district", "commune")
    points = [point for point in rows.order_by("name_sort") if rules.can_stock(request.user, point)]
    told = {row.point_id: row for row in PointRevenue.objects.filter(point__in=points, year=year, quarter=quarter)}

    def of(name: str) -> Any:
        return lambda point: getattr(told.get(point.pk), name, None)

    columns: tuple[Column, ...] = (
        Column("Mã", lambda point: point.pk, 10),
        Column("Điểm bán", lambda point: point.name, 40),
        Column("Năm", lambda _: year, 8),
        Column("Quý", lambda _: quarter, 8),
        Column("Doanh thu (đồng)", of("total"), 20),
        Column("Trong đó OCOP (đồng)", of("ocop"), 22),
        Column("Ghi chú", of("note"), 40),
    )
    note_export(request, f"point-revenue:{year}-{quarter}")
    return workbook_response("doanh-thu-diem-ban", columns, points)


def _crumbs() -> list[tuple[str, str]]:
    return [("Điểm bán OCOP", reverse("promotion:points"))]


@require_http_methods(["GET", "HEAD", "POST"])
def take(request: HttpRequest) -> HttpResponse:
    """Step one: take the sheet; nothing is written yet."""
    form = SheetForm(request.POST or None, request.FILES or None)
    form.fields["sheet"].label = "Bảng tính doanh thu (.xlsx)"
    if request.method == "POST" and form.is_valid():
        try:
            file = store_upload(form.cleaned_data["sheet"], owner=request.user, purpose=PURPOSE, accept=("xlsx",))
            read_revenues(request.user, read_stored(file))
        except UploadRefused as refusal:
            form.add_error("sheet", refusal.sentence)
        else:
            return redirect("promotion:revenue_confirm", file_pk=file.pk)
    return render(request, "promotion/revenue_import.html", {"form": form, "crumbs": _crumbs()})


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, file_pk: Any) -> HttpResponse:
    """Step two: what each row would do; then write all of them, or none."""
    file = get_object_or_404(StoredFile, pk=file_pk, owner=request.user, purpose=PURPOSE)
    rows: list[RevenueRow] = []
    try:
        rows = read_revenues(request.user, read_stored(file))
    except UploadRefused as refusal:
        messages.error(request, refusal.sentence)
    if request.method == "POST":
        done = import_revenues(rows=rows, actor=request.user, file_name=file.name)
        messages.success(request, f"Đã ghi doanh thu, {done} dòng.")
        return redirect("promotion:points")
    bad = sum(not row.is_good for row in rows)
    context = {"file": file, "rows": rows, "good": len(rows) - bad, "bad": bad, "crumbs": _crumbs()}
    return render(request, "promotion/revenue_check.html", context)


def link_of(request: HttpRequest, point: SalesPoint) -> str:
    """The whole address of the point's own link, for who may send it on."""
    if not point.report_token:
        return ""
    return request.build_absolute_uri(reverse("catalogue:point_revenue", args=[point.report_token]))
