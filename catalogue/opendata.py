"""The register as open data: what is published anyway, one row a product, no personal data."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from catalogue.queries import Wish, find, for_cards, with_standing
from catalogue.verification import verify_url
from core.formats import now
from core.spreadsheets import csv_text
from products.models import Recognition

NOTE = "Giá trị trống: nguồn không ghi. Không có thông tin cá nhân."


def industry_of(row: Recognition) -> str:
    """The industry by the classification, else in the words of the source."""
    product = row.product
    return product.subgroup.group.industry.name if product.subgroup else product.industry_name


@dataclass(frozen=True)
class DataColumn:
    """One field: its heading for people, its name for programs, and how to read it off a row."""

    heading: str
    name: str
    value: Callable[[Any], Any]
    width: int = 20


COLUMNS: Sequence[DataColumn] = (
    DataColumn("Mã sản phẩm", "ma_san_pham", lambda row: row.product.code),
    DataColumn("Tên sản phẩm", "ten_san_pham", lambda row: row.product_name),
    DataColumn("Ngành", "nganh", industry_of),
    DataColumn("Hạng sao", "hang_sao", lambda row: row.stars),
    DataColumn("Chủ thể", "chu_the", lambda row: row.producer_name),
    DataColumn("Xã, phường, thị trấn", "xa", lambda row: row.product.commune.name if row.product.commune else ""),
    DataColumn("Huyện, thành phố", "huyen", lambda row: row.district.name),
    DataColumn("Cơ quan công nhận", "co_quan_cong_nhan", lambda row: row.issued_by),
    DataColumn("Số quyết định", "so_quyet_dinh", lambda row: row.decision_number),
    DataColumn("Ngày quyết định", "ngay_quyet_dinh", lambda row: row.decided_on),
    DataColumn("Năm công nhận", "nam_cong_nhan", lambda row: row.decided_year),
    DataColumn("Hiệu lực đến hết", "hieu_luc_den", lambda row: row.valid_until),
    DataColumn("Tình trạng", "tinh_trang", lambda row: row.standing.label),
    DataColumn("Trang xác minh", "trang_xac_minh", verify_url),
)


def rows() -> list[Recognition]:
    """Every product of the register once, whatever its standing: the column says it."""
    return with_standing(list(for_cards(find(Wish(standing=None, order="ten")))))


def as_csv() -> str:
    """The register for spreadsheets; nothing in it becomes a formula."""
    return csv_text(COLUMNS, rows())


def as_json() -> str:
    """The register for programs; dates as yyyy-mm-dd."""
    body = {
        "ten": f"Sản phẩm OCOP được công nhận, {settings.PROVINCE_NAME}",
        "cap_nhat": now().isoformat(timespec="seconds"),
        "ghi_chu": NOTE + (" Dữ liệu trình diễn, số liệu chỉ để minh hoạ." if settings.DEMO else ""),
        "san_pham": [{column.name: _plain(column.value(row)) for column in COLUMNS} for row in rows()],
    }
    return json.dumps(body, ensure_ascii=False, indent=1)


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
