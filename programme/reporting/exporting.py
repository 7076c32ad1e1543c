"""The year's results in an open, documented format for the national OCOP database (docs/du-lieu-mo-bao-cao.md)."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import Any

from core.formats import now
from core.spreadsheets import safe_csv_text
from products.models import ProductSales
from programme.reporting.catalogue import SPECS
from programme.reporting.content import Content
from programme.reporting.figures import records_of, scope_for

FORMAT = "ocop-bao-cao-nam"
VERSION = 1
CSV_HEADS = (
    "ma_san_pham", "ten_san_pham", "chu_the", "loai_hinh_chu_the", "ma_so_thue", "ma_tinh", "ma_huyen", "ma_xa", "dia_chi",
    "nganh", "phan_nhom", "hang_sao", "diem_trung_binh", "so_quyet_dinh", "ngay_quyet_dinh", "co_quan_cong_nhan",
    "hieu_luc_den", "ma_xac_minh", "doanh_thu_nam", "san_luong_nam", "don_vi_san_luong",
)  # fmt: skip


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def products_of(content: Content) -> list[dict[str, Any]]:
    """One row for each product in force at the cut-off; nothing personal but the producer's public name and place."""
    report = content.report
    rows = records_of(SPECS["con_hieu_luc"], scope_for(report.unit, report.year, report.cut_off_on))
    if rows is None:
        return []
    found = rows.select_related(
        "district__parent", "product__commune", "product__producer__commune", "product__subgroup__group__industry"
    ).order_by("district__name_sort", "name_sort", "pk")
    sales = {
        one.product_id: one for one in ProductSales.objects.filter(year=report.year, product__in=rows.values("product"))
    }
    return [_product(one, sales.get(one.product_id)) for one in found]


def _product(one: Any, sold: Any) -> dict[str, Any]:
    product, producer, subgroup = one.product, one.product.producer, one.product.subgroup
    return {
        "ma_san_pham": product.code,
        "ten_san_pham": one.product_name,
        "chu_the": one.producer_name,
        "loai_hinh_chu_the": producer.kind if producer else "",
        "ma_so_thue": producer.tax_code if producer else "",
        "ma_tinh": one.district.parent.code if one.district.parent else "",
        "ma_huyen": one.district.code,
        "ma_xa": product.commune.code if product.commune else "",
        "dia_chi": product.commune.name if product.commune else one.district.name,
        "nganh": subgroup.group.industry.name if subgroup else product.industry_name,
        "phan_nhom": subgroup.name if subgroup else "",
        "hang_sao": one.stars,
        "diem_trung_binh": str(one.mean.normalize()) if one.mean is not None else None,
        "so_quyet_dinh": one.decision_number,
        "ngay_quyet_dinh": one.decided_on.isoformat() if one.decided_on else None,
        "co_quan_cong_nhan": one.issued_by,
        "hieu_luc_den": one.valid_until.isoformat() if one.valid_until else None,
        "ma_xac_minh": one.verify_code,
        "doanh_thu_nam": _number(sold.revenue) if sold else None,
        "san_luong_nam": str(sold.output.normalize()) if sold and sold.output is not None else None,
        "don_vi_san_luong": sold.output_unit if sold else "",
    }


def open_data(content: Content) -> dict[str, Any]:
    """The whole report as JSON: head, figures with their corrections, products."""
    report = content.report
    return {
        "dinh_dang": FORMAT,
        "phien_ban": VERSION,
        "don_vi": {"ma": report.unit.code, "ten": report.unit.name, "cap": report.unit.level},
        "nam": report.year,
        "ban": report.revision,
        "trang_thai": report.state,
        "so_ky_hieu": report.document.notation if report.document else None,
        "chot_so_lieu": report.cut_off_on.isoformat(),
        "lay_so_lieu_luc": report.taken_at.isoformat() if report.taken_at else None,
        "xuat_luc": now().isoformat(timespec="seconds"),
        "so_lieu": [
            {
                "ma": key,
                "ma_nguon": one.indicator,
                "ten": one.label,
                "don_vi_tinh": one.unit,
                "tu_ngay": one.since.isoformat(),
                "den_ngay": one.until.isoformat(),
                "gia_tri": _number(one.shown),
                "theo_ban_ghi": _number(one.value),
                "dieu_chinh": content.corrections[key].reason if key in content.corrections else None,
                "nam_truoc": _number(one.last),
                "theo_huyen": {code: _number(value) for code, value in one.by.items()} if one.by is not None else None,
            }
            for key, one in content.figures.items()
        ],
        "san_pham": products_of(content),
    }


def csv_of(content: Content) -> str:
    """The products as csv (UTF-8 with a byte-order mark, comma, RFC 4180)."""
    buffer = io.StringIO()
    buffer.write("\ufeff")
    writer = csv.writer(buffer)
    writer.writerow(CSV_HEADS)
    for row in products_of(content):
        writer.writerow([safe_csv_text(row[head]) for head in CSV_HEADS])
    return buffer.getvalue()
