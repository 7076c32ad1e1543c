"""For who runs an event: selection, booth list, results of all, import from a spreadsheet."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from core import workflow
from core.files import UploadRefused, store_upload
from core.files.store import read_stored
from core.lists import Column
from core.models import StoredFile
from core.spreadsheets import workbook_response
from documents.printing import print_pdf
from documents.render.answers import pdf_response
from promotion import queries, rules
from promotion.actions.imports import import_results
from promotion.actions.participations import save_booth
from promotion.enums import OPEN_FOR_RESULTS, ParticipationState
from promotion.event_papers import booths_paper, chosen_rows, line_of, not_to_show, with_items
from promotion.forms import BoothForm, SheetForm
from promotion.models import Participation, PromotionEvent
from promotion.sheets import ReadRow, read_results
from promotion.showing import verdict
from promotion.views.common import note_export, own_event_or_404

PURPOSE = "promotion-results"
_ORDER = {"registered": 0, "chosen": 1, "reserve": 2, "refused": 3, "withdrawn": 4}


@require_safe
def selection(request: HttpRequest, pk: int) -> HttpResponse:
    """Every registration with its products and what the register says of them."""
    event = own_event_or_404(request, pk)
    rows = sorted(with_items(event.participations.all()), key=lambda row: (_ORDER[row.state], row.registered_at))
    shown = [
        {
            "row": row,
            "items": [(item, verdict(item.product, event.ends_on)) for item in row.items.all()],
            "steps": [
                step
                for step in workflow.available(row, request.user)
                if step.name in {"choose", "reserve", "refuse"} and event.state in {"selection", "running"}
            ],
        }
        for row in rows
    ]
    counts = {state.value: sum(row.state == state for row in rows) for state in ParticipationState}
    context = {"event": event, "shown": shown, "counts": counts, "manages": rules.manages(request.user, event)}
    return render(request, "promotion/selection.html", context)


# --- booths -------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def booths(request: HttpRequest, pk: int) -> HttpResponse:
    """Booth and support of each participant, in one form."""
    event = own_event_or_404(request, pk)
    can_edit = rules.can_edit_event(request.user, event)
    rows = chosen_rows(event)
    data = request.POST if request.method == "POST" else None
    if data is not None:
        rules.check_edit_event(request.user, event)
    forms = [BoothForm(data, row=row) for row in rows]
    if data is not None and all(form.is_valid() for form in forms):
        _save_booths(request, [form for form in forms if form.has_changed()])
        return redirect("promotion:booths", pk=pk)
    context = {
        "event": event,
        "lines": [(form, line_of(form.row)) for form in forms],
        "warnings": not_to_show(rows, event),
        "can_edit": can_edit,
        "has_errors": any(form.errors for form in forms if form.is_bound),
        "figures": queries.event_figures(event.participations.all()),
    }
    return render(request, "promotion/booths.html", context)


def _save_booths(request: HttpRequest, forms: list[BoothForm]) -> None:
    """Save what the person changed; a line that somebody else changed meanwhile stays and is told with both texts."""
    held = 0
    for form in forms:
        if said := form.overtaken():
            held += 1
            messages.error(request, f"{'; '.join(said)}. Dòng này chưa lưu: xem lại rồi ghi tiếp. {form.typed()}")
        else:
            save_booth(row=form.row, actor=request.user, values=form.changes(), version=form.row.version)
    if held < len(forms) or not forms:
        messages.success(request, "Đã lưu danh sách gian hàng.")


@require_safe
def booths_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The booth list to print."""
    event = own_event_or_404(request, pk)
    note_export(request, f"event-booths-pdf:{event.pk}")
    return pdf_response(print_pdf(booths_paper(event)), f"danh-sach-gian-hang-{event.pk}")


@require_safe
def booths_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    """The booth list as a spreadsheet; products in the OCOP column are recognised to the event's last day."""
    event = own_event_or_404(request, pk)

    def products(row: Participation, *, ocop: bool) -> str:
        return "; ".join(
            item.product.name
            for item in row.items.all()
            if (item.as_ocop and verdict(item.product, event.ends_on).throughout) is ocop
        )

    columns = (
        Column("Gian hàng", lambda row: row.booth, 12),
        Column("Chủ thể", lambda row: row.producer.name, 40),
        Column("Nơi sản xuất", lambda row: row.producer.unit.name, 24),
        Column("Sản phẩm OCOP", lambda row: products(row, ocop=True), 50),
        Column("Sản phẩm khác", lambda row: products(row, ocop=False), 40),
        Column("Người phụ trách", lambda row: row.contact or row.producer.representative, 26),
        Column("Điện thoại", lambda row: row.phone or row.producer.phone, 16),
        Column("Nhu cầu", lambda row: row.needs, 30),
        Column("Kinh phí hỗ trợ (đồng)", lambda row: row.support_amount, 16),
        Column("Nội dung hỗ trợ", lambda row: row.support_note, 30),
    )
    note_export(request, f"event-booths:{event.pk}")
    return workbook_response("danh-sach-gian-hang", columns, chosen_rows(event))


# --- results ------------------------------------------------------------------------------------------------------


@require_safe
def results(request: HttpRequest, pk: int) -> HttpResponse:
    """What every participant told, with totals."""
    event = own_event_or_404(request, pk)
    rows = event.participations.filter(state=ParticipationState.CHOSEN).select_related("producer__district")
    context = {
        "event": event,
        "rows": rows.order_by("producer__name_sort"),
        "figures": queries.event_figures(event.participations.all()),
        "can_tell": rules.manages(request.user, event) and event.state in OPEN_FOR_RESULTS,
        "can_edit": rules.can_edit_event(request.user, event),
    }
    return render(request, "promotion/results.html", context)


@require_safe
def results_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    """The results as a spreadsheet; filled in, it can be sent back as an import."""
    event = own_event_or_404(request, pk)
    columns = (
        Column("Mã", lambda row: row.pk, 10),
        Column("Chủ thể", lambda row: row.producer.name, 40),
        Column("Doanh thu (đồng)", lambda row: row.revenue, 18),
        Column("Trong đó OCOP (đồng)", lambda row: row.revenue_ocop, 20),
        Column("Số hợp đồng", lambda row: row.contracts, 12),
        Column("Giá trị hợp đồng (đồng)", lambda row: row.contract_value, 22),
        Column("Số biên bản ghi nhớ", lambda row: row.memoranda, 18),
        Column("Khách hàng mới", lambda row: row.contacts, 14),
        Column("Nhận xét", lambda row: row.result_note, 40),
    )
    rows = event.participations.filter(state=ParticipationState.CHOSEN).select_related("producer")
    note_export(request, f"event-results:{event.pk}")
    return workbook_response("ket-qua-xuc-tien", columns, rows.order_by("producer__name_sort"))


@require_http_methods(["GET", "HEAD", "POST"])
def results_import(request: HttpRequest, pk: int) -> HttpResponse:
    """Step one: take the sheet; nothing is written yet."""
    event = own_event_or_404(request, pk)
    rules.check_manages(request.user, event)
    form = SheetForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            file = store_upload(form.cleaned_data["sheet"], owner=request.user, purpose=PURPOSE, accept=("xlsx",))
            read_results(event, read_stored(file))
        except UploadRefused as refusal:
            form.add_error("sheet", refusal.sentence)
        else:
            return redirect("promotion:results_confirm", pk=pk, file_pk=file.pk)
    back = reverse("promotion:results", args=[pk])
    return render(request, "promotion/import.html", {"event": event, "form": form, "back_url": back})


@require_http_methods(["GET", "HEAD", "POST"])
def results_confirm(request: HttpRequest, pk: int, file_pk: Any) -> HttpResponse:
    """Step two: what each row would do; then write all of them, or none."""
    event = own_event_or_404(request, pk)
    rules.check_manages(request.user, event)
    file = get_object_or_404(StoredFile, pk=file_pk, owner=request.user, purpose=PURPOSE)
    rows = _read(event, file)
    if request.method == "POST":
        done = import_results(event=event, rows=rows, actor=request.user, file_name=file.name)
        messages.success(request, f"Đã ghi kết quả của {done} chủ thể.")
        return redirect("promotion:results", pk=pk)
    bad = sum(not row.is_good for row in rows)
    only_bad = request.GET.get("loi") == "1"
    context = {
        "event": event,
        "file": file,
        "rows": [row for row in rows if not only_bad or not row.is_good],
        "good": len(rows) - bad,
        "bad": bad,
        "only_bad": only_bad,
        "back_url": reverse("promotion:results_import", args=[pk]),
    }
    return render(request, "promotion/import_check.html", context)


def _read(event: PromotionEvent, file: StoredFile) -> list[ReadRow]:
    try:
        return read_results(event, read_stored(file))
    except UploadRefused:
        return []
