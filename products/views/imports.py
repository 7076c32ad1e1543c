"""The guided import of spreadsheets: file, columns, verdicts, confirmation, undo."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.errors import Denied
from core.files import UploadRefused
from core.formats import number_vn
from core.forms import posted_version
from core.lists import CountedPaginator
from core.models import JobState
from core.spreadsheets import XLSX
from products import course, rules
from products.actions import imports as actions
from products.enums import ImportKind, ImportMode, ImportState, RowVerdict
from products.forms import communes_for
from products.import_forms import ColumnsForm, ConfirmForm, SheetForm, UploadForm, column_letter
from products.imports import cells, running, workbooks
from products.imports.headings import Column, columns_of
from products.imports.kinds import specs_of
from products.models import ImportBatch
from products.visibility import visible_imports

ROWS_A_PAGE = 50
STEPS = ("Tải tệp lên", "Chọn cột", "Kiểm tra từng dòng", "Nhập vào sổ")
_AT = {
    ImportState.UPLOADED: 2, ImportState.CHECKING: 3, ImportState.CHECKED: 3, ImportState.IMPORTING: 4,
    ImportState.IMPORTED: 5, ImportState.UNDONE: 5, ImportState.DROPPED: 5,
}  # fmt: skip
_ABOUT = {
    ImportKind.PRODUCERS: "Tên, loại hình, mã số thuế, địa chỉ, người đại diện, lao động, liên hệ.",
    ImportKind.PRODUCTS: "Sản phẩm kèm chủ thể; sản lượng, doanh thu, giá bán, lao động theo từng năm.",
    ImportKind.RECOGNITIONS: "Kết quả công nhận các năm trước: hạng sao, quyết định, cơ quan công nhận, thời hạn.",
    ImportKind.VILLAGES: "Làng nghề, nghề truyền thống: nghề, nơi, số hộ, lao động, quyết định công nhận.",
}


def _batch(request: HttpRequest, pk: int) -> ImportBatch:
    rows = visible_imports(request.user).select_related(
        "file", "unit", "job", "created_by", "confirmed_by", "undone_by"
    )
    return get_object_or_404(rows, pk=pk)


def _kind(name: str) -> ImportKind:
    try:
        return ImportKind(name)
    except ValueError:
        raise Http404 from None


def _steps(at: int) -> list[dict[str, Any]]:
    return [
        {"number": number, "label": label, "state": "done" if number < at else "now" if number == at else "next"}
        for number, label in enumerate(STEPS, start=1)
    ]


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What can be brought in, and what the unit has brought."""
    rows = visible_imports(request.user).select_related("file", "created_by", "unit")
    page = CountedPaginator(rows, 30).get_page(request.GET.get("trang"))
    kinds = [{"code": kind.value, "label": kind.label, "about": _ABOUT[kind]} for kind in ImportKind]
    context = {"kinds": kinds, "page": page, "rows": page.object_list, "count": page.paginator.count}
    return render(request, "products/imports/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, kind: str) -> HttpResponse:
    """Take a workbook in."""
    chosen = _kind(kind)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            batch = actions.open_batch(actor=request.user, kind=chosen, upload=form.cleaned_data["file"])
        except (UploadRefused, Denied) as refusal:
            form.add_error("file", refusal.sentence)
        else:
            return redirect("products:import_columns", pk=batch.pk)
    context = {"form": form, "kind": chosen, "about": _ABOUT[chosen], "steps": _steps(1), "specs": specs_of(chosen)}
    return render(request, "products/imports/upload.html", context)


@require_safe
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """An empty workbook to fill in."""
    chosen = _kind(kind)
    data = workbooks.template_bytes(chosen, communes=communes_for(request.user))
    return _download(data, f"mau-nhap-{chosen.value}.xlsx")


def _download(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Which column is which; another sheet or heading row is looked at anew."""
    batch = _batch(request, pk)
    if batch.state not in {ImportState.UPLOADED, ImportState.CHECKED}:
        return redirect("products:import", pk=batch.pk)
    sheets = running.sheets_of(batch)
    sheet = running.sheet_of(batch, sheets)
    now = [Column(**column) for column in batch.columns]
    place: dict[str, Any] = {
        "sheet": sheet.name,
        "heading_row": batch.heading_row,
        "heading_depth": batch.heading_depth,
    }
    look = SheetForm(
        request.GET if "heading_row" in request.GET else None, sheets=[s.name for s in sheets], initial=place
    )
    if look.is_bound and look.is_valid():
        place = dict(look.cleaned_data)
        sheet = next(one for one in sheets if one.name == place["sheet"])
        now = list(columns_of(sheet, place["heading_row"] - 1, place["heading_depth"], specs_of(batch.kind)))
    initial = {"fill_down": batch.fill_down, "version": batch.version}
    form = ColumnsForm(request.POST or None, kind=batch.kind, columns=now, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.choose_columns(
            batch=batch, actor=request.user, columns=form.chosen(), fill_down=form.cleaned_data["fill_down"],
            version=form.cleaned_data["version"], **place,
        )  # fmt: skip
        actions.check(batch=batch, actor=request.user)
        return redirect("products:import", pk=batch.pk)
    first = place["heading_row"] - 1 + place["heading_depth"]
    context = {
        "batch": batch,
        "form": form,
        "look": look,
        "steps": _steps(2),
        "lines": [_line(form, column, sheet.rows[first : first + 40]) for column in now],
        "recognised": sum(bool(column.field) for column in now),
        "cut": sheet.cut,
    }
    return render(request, "products/imports/columns.html", context)


def _line(form: ColumnsForm, column: Column, rows: list[list[Any]]) -> dict[str, Any]:
    """One column with its first words."""
    values = [cells.raw_text(row[column.index]) for row in rows if column.index < len(row)]
    samples = [value for value in dict.fromkeys(values) if value][:3]
    return {
        "letter": column_letter(column.index),
        "heading": column.heading,
        "field": form[f"cot_{column.index}"],
        "samples": [f"{value[:60]}…" if len(value) > 60 else value for value in samples],
    }


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the batch stands; its rows with their verdicts. `?phan=1` gives only the moving part."""
    batch = _batch(request, pk)
    context = {"batch": batch, "own_job": batch.job is not None and batch.job.owner_id == request.user.pk}
    if request.GET.get("phan"):
        return render(request, "products/imports/_running.html", context)
    wanted = request.GET.get("loc", "")
    wanted = wanted if wanted in RowVerdict.values else ""
    rows = batch.rows.filter(verdict=wanted) if wanted else batch.rows.all()
    shown = CountedPaginator(rows.order_by("number"), ROWS_A_PAGE).get_page(request.GET.get("trang"))
    running_now = batch.state in {ImportState.CHECKING, ImportState.IMPORTING}
    failed = batch.job is not None and batch.job.state in {JobState.FAILED, JobState.CANCELLED} and not running_now
    return render(
        request,
        "products/imports/page.html",
        context
        | {
            "steps": _steps(_AT[ImportState(batch.state)]),
            "running": running_now,
            "failed": batch.job if failed and batch.state in {ImportState.UPLOADED, ImportState.CHECKED} else None,
            "tabs": _tabs(batch, wanted),
            "page": shown,
            "rows": shown.object_list,
            "count": shown.paginator.count,
            "query": f"loc={wanted}" if wanted else "",
            "events": course.events_of(batch),
            "can_import": bool(batch.created or batch.changed),
        },
    )


def _tabs(batch: ImportBatch, wanted: str) -> list[dict[str, Any]]:
    counts = (
        ("", "Mọi dòng", batch.total), ("refused", "Có lỗi", batch.refused), ("new", "Mới", batch.created),
        ("changed", "Thay đổi", batch.changed), ("unchanged", "Không đổi", batch.unchanged),
    )  # fmt: skip
    return [{"code": code, "label": label, "count": count, "now": code == wanted} for code, label, count in counts]


@require_POST
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the dry run again."""
    batch = _batch(request, pk)
    actions.check(batch=batch, actor=request.user, version=posted_version(request))
    return redirect("products:import", pk=batch.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """What will happen, then the import."""
    batch = _batch(request, pk)
    initial = {"mode": ImportMode.VALID if batch.refused else ImportMode.ALL, "version": batch.version}
    form = ConfirmForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.confirm(
            batch=batch, actor=request.user, mode=form.cleaned_data["mode"], version=form.cleaned_data["version"]
        )
        return redirect("products:import", pk=batch.pk)
    if batch.state != ImportState.CHECKED:
        return redirect("products:import", pk=batch.pk)
    context = {
        "batch": batch,
        "form": form,
        "steps": _steps(4),
        "heading": "Nhập vào sổ",
        "action_label": "Nhập vào sổ",
        "back_url": reverse("products:import", args=[batch.pk]),
    }
    return render(request, "products/imports/confirm.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the batch back, after a page that says what that means."""
    batch = _batch(request, pk)
    if request.method == "POST":
        actions.undo(batch=batch, actor=request.user, version=posted_version(request))
        messages.success(request, "Đã hoàn tác. Các bản ghi trở lại như trước khi nhập.")
        return redirect("products:import", pk=batch.pk)
    if batch.state != ImportState.IMPORTED:
        return redirect("products:import", pk=batch.pk)
    rules.check_import(request.user, batch)
    made = f"Xoá các bản ghi mà {number_vn(batch.created)} dòng mới đã tạo."
    changed = f"Trả các bản ghi mà {number_vn(batch.changed)} dòng đã đổi về giá trị cũ."
    context = {
        "batch": batch,
        "heading": "Hoàn tác lô nhập",
        "what": [
            *([made] if batch.created else []),
            *([changed] if batch.changed else []),
            "Nếu một bản ghi đã được sửa, đã có hồ sơ hay ảnh, cổng dừng lại và không hoàn tác dòng nào.",
        ],
        "undone": "Hoàn tác rồi thì phải tải bảng lên lại nếu muốn nhập.",
        "version": batch.version,
        "action_label": "Hoàn tác lô này",
        "back_url": reverse("products:import", args=[batch.pk]),
    }
    return render(request, "products/imports/undo.html", context)


@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the batch aside."""
    batch = _batch(request, pk)
    actions.drop(batch=batch, actor=request.user, version=posted_version(request))
    messages.success(request, "Đã bỏ lô này, không có gì được nhập.")
    return redirect("products:imports")


@require_safe
def verdicts(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet as it came in, with the verdict beside each row."""
    batch = _batch(request, pk)
    if not batch.total:
        raise Http404
    return _download(workbooks.result_bytes(batch), f"ket-luan-lo-{batch.pk}.xlsx")
