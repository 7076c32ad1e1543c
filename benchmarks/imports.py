"""Bringing a sheet of thousands of rows in: upload, dry run, import with its result file, undo, each in seconds."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from accounts.models import Unit, User
from core import jobs
from core.formats import today
from products.actions import imports
from products.enums import ImportMode

TARGET_SECONDS = 8.0  # dry run and import of 5,000 rows together


def _sheet(rows: int) -> SimpleUploadedFile:
    """Products with producers and a year's figures, as a district keeps them."""
    year = today().year - 1
    communes = list(Unit.objects.on(today()).filter(level="commune").select_related("parent").order_by("pk"))
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Danh sách")
    sheet.append(["DANH SÁCH SẢN PHẨM"])
    sheet.append([
        "TT", "Tên sản phẩm", "Chủ thể", "Loại hình", "Mã số thuế", "Xã", "Huyện", "Điện thoại", "Nhóm sản phẩm", "Quy cách",
        "Tiêu chuẩn", f"Sản lượng {year} (tấn)", f"Doanh thu {year} (triệu đồng)", "Giá bán (đồng)",
    ])  # fmt: skip
    for number in range(rows):
        maker = number // 3
        commune = communes[maker % len(communes)]
        district = commune.parent.name if commune.parent else ""
        sheet.append([
            number + 1, f"OCOP - Sản phẩm nhập {number}", f"HTX nhập số {maker}", "Hợp tác xã", f"{2_800_000_000 + maker}",
            commune.name, district, "0912345678", "Thực phẩm", "Hộp 100 g", "VietGAP", "12,5", 1_250, "85.000",
        ])  # fmt: skip
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("nhap.xlsx", out.getvalue())


def _seconds(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def measure(actor: User, rows: int) -> None:
    """Print the seconds of each step; the jobs run in this process."""
    upload = _sheet(rows)
    made: dict[str, Any] = {}

    def take_in() -> None:
        made["batch"] = imports.open_batch(actor=actor, kind="products", upload=upload)

    def check() -> None:
        jobs.run(str(imports.check(batch=made["batch"], actor=actor).pk))
        made["batch"].refresh_from_db()

    def write() -> None:
        jobs.run(str(imports.confirm(batch=made["batch"], actor=actor, mode=ImportMode.ALL).pk))
        made["batch"].refresh_from_db()

    steps = {"tải lên, nhận cột": take_in, "kiểm tra": check, "nhập, tệp kết quả": write}
    took = {label: _seconds(step) for label, step in steps.items()}
    batch = made["batch"]
    took["hoàn tác"] = _seconds(lambda: imports.undo(batch=batch, actor=actor))
    print(f"\nNhập bảng tính {rows} dòng ({batch.created} mới, {batch.refused} từ chối):")
    for label, seconds in took.items():
        print(f"  {label:32}{seconds:9.2f} s", flush=True)
    both = took["kiểm tra"] + took["nhập, tệp kết quả"]
    print(f"  {'kiểm tra và nhập':32}{both:9.2f} s   (mục tiêu ≤{TARGET_SECONDS:.0f} cho 5.000 dòng)", flush=True)
