"""The annex tables (Biểu 1 to 9) as plain data: what they show is frozen with the figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from accounts.models import Unit
from accounts.queries import units_on
from core.indicators import Scope
from products.enums import ProducerKind
from programme.reporting import table_rows
from programme.reporting.catalogue import FIGURES, SPECS
from programme.reporting.figures import districts_of, homes, in_cells, records_of
from programme.reporting.sheets import Sheet, column, group, row, total

TableMaker = Callable[[Unit, int, Scope, Mapping[str, Any]], Sheet]
_STARS = (3, 4, 5)


def draw_tables(unit: Unit, year: int, scope: Scope, figures: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every table of the report, ready to be frozen."""
    makers: list[TableMaker] = [
        _by_unit, _products, _producers, _sales, _trainings, _promotion, _inspections, _budget,
    ]  # fmt: skip
    if unit.level == "province":
        makers.append(_by_district)
    return [make(unit, year, scope, figures).to_json(number) for number, make in enumerate(makers, 1)]


def places(unit: Unit, scope: Scope) -> tuple[list[Unit], dict[int, str], str]:
    """What a table lists: districts of the province, or communes of a district; and how records name them."""
    if unit.level == "province":
        found = districts_of(unit, scope.until)
        return found, homes(found), "district"
    found = [one for one in units_on(scope.until, "commune") if one.parent_id == unit.pk]
    return found, homes(found), "commune"


def counted(key: str, scope: Scope, path: str, home: Mapping[int, str]) -> dict[str, int]:
    """A figure's records counted by place; under "" what names no place of the list."""
    rows = records_of(SPECS[key], scope)
    if rows is None:
        return {}
    found: dict[str, set[int]] = {}
    for place, pk in rows.order_by().values_list(path, "pk").distinct():
        found.setdefault(home.get(place, ""), set()).add(pk)
    return {code: len(keys) for code, keys in found.items()}


_COLUMNS_1 = (
    ("con_3_sao", "3 sao", "product__"), ("con_4_sao", "4 sao", "product__"), ("con_5_sao", "5 sao", "product__"),
    ("con_hieu_luc", "Tổng số", "product__"), ("cong_nhan_moi", "Công nhận mới", "product__"),
    ("cong_nhan_lai", "Công nhận lại", "product__"), ("nang_hang", "Nâng hạng", "product__"),
    ("het_han", "Hết hạn", "product__"), ("thu_hoi", "Thu hồi", "recognition__product__"),
)  # fmt: skip


def _by_unit(unit: Unit, year: int, scope: Scope, figures: Mapping[str, Any]) -> Sheet:
    units, home, level = places(unit, scope)
    heads = (
        "Sản phẩm còn hiệu lực", "Sản phẩm còn hiệu lực", "Sản phẩm còn hiệu lực", "Sản phẩm còn hiệu lực",
        *[f"Trong năm {year}"] * 5,
    )  # fmt: skip
    columns = [
        column("TT", 10),
        column("Xã, phường, thị trấn" if level == "commune" else "Huyện, thành phố", 47, "left"),
    ]
    columns += [column(label, 12, group=head) for (_key, label, _p), head in zip(_COLUMNS_1, heads, strict=True)]
    by_key = {
        key: counted(key, scope, level if key == "thu_hoi" and level == "district" else f"{prefix}{level}", home)
        for key, _label, prefix in _COLUMNS_1
    }
    rows = [
        row(number, one.name, *(by_key[key].get(one.code, 0) for key, _l, _p in _COLUMNS_1))
        for number, one in enumerate(units, 1)
    ]
    if any(values.get("") for values in by_key.values()):
        rows.append(row(len(rows) + 1, "Chưa rõ nơi sản xuất", *(by_key[key].get("", 0) for key, _l, _p in _COLUMNS_1)))
    sums = [sum(values.values()) for values in by_key.values()]
    return Sheet("TỔNG HỢP SẢN PHẨM OCOP THEO ĐƠN VỊ, HẠNG SAO", tuple(columns), (*rows, total("", "Cộng", *sums)))


def _products(unit: Unit, year: int, scope: Scope, figures: Mapping[str, Any]) -> Sheet:
    columns = (
        column("TT", 10), column("Tên sản phẩm", 50, "left"), column("Chủ thể", 55, "left"),
        column("Địa chỉ", 45, "left"), column("Ngành", 28, "left"), column("Điểm", 14), column("Ngày công nhận", 25),
        column("Hiệu lực đến", 25),
    )  # fmt: skip
    found = table_rows.valid_products(scope)
    rows: list[Any] = []
    ranks = [stars for stars in reversed(_STARS) if any(item[0] == stars for item in found)]
    for number, stars in enumerate(ranks, 1):
        of_rank = [item for item in found if item[0] == stars]
        rows.append(group(("", "I", "II", "III")[number], f"Sản phẩm hạng {stars} sao: {len(of_rank)} sản phẩm"))
        rows += [row(index, *item[1:]) for index, item in enumerate(of_rank, 1)]
    return Sheet("DANH SÁCH SẢN PHẨM OCOP CÒN HIỆU LỰC", columns, tuple(rows), landscape=True)


def _producers(unit: Unit, year: int, scope: Scope, figures: Mapping[str, Any]) -> Sheet:
    units, home, level = places(unit, scope)
    kinds = [kind for kind in ProducerKind if kind is not ProducerKind.ASSOCIATION] + [ProducerKind.ASSOCIATION]
    short = {
        "cooperative": "Hợp tác xã", "cooperative_group": "Tổ hợp tác", "enterprise": "Doanh nghiệp",
        "household": "Hộ SX, KD", "farm": "Trang trại", "establishment": "Cơ sở", "association": "Hội, khác",
    }  # fmt: skip
    columns = [
        column("TT", 10),
        column("Xã, phường, thị trấn" if level == "commune" else "Huyện, thành phố", 52, "left"),
    ]
    columns += [column("Tổng số", 18)]
    columns += [column(short[kind.value], 18, group="Loại hình") for kind in kinds]
    columns += [column("Phụ nữ làm chủ", 16, group="Trong đó"), column("Dân tộc thiểu số", 16, group="Trong đó")]
    columns += [column("Lao động", 14)]
    by_kind = table_rows.producers_by_kind(scope, level, home)
    women = counted("chu_the_nu", scope, level, home)
    minority = counted("chu_the_dan_toc", scope, level, home)
    rows, sums = [], [0] * (len(kinds) + 4)
    known_codes = [(one.code, one.name) for one in units]
    if "" in by_kind:
        known_codes.append(("", "Chưa rõ nơi sản xuất"))
    for number, (code, name) in enumerate(known_codes, 1):
        of_place = by_kind.get(code, {})
        cells = [
            sum(count for count, _w in of_place.values()),
            *(of_place.get(kind.value, (0, 0))[0] for kind in kinds),
            women.get(code, 0),
            minority.get(code, 0),
            sum(workers for _c, workers in of_place.values()),
        ]
        rows.append(row(number, name, *cells))
        sums = [before + cell for before, cell in zip(sums, cells, strict=True)]
    return Sheet(
        "CHỦ THỂ CÓ SẢN PHẨM OCOP CÒN HIỆU LỰC", tuple(columns), (*rows, total("", "Cộng", *sums)), landscape=True
    )


def _sales(unit: Unit, year: int, scope: Scope, figures: Mapping[str, Any]) -> Sheet:
    columns = (
        column("TT", 10), column("Sản phẩm", 52, "left"), column("Chủ thể", 56, "left"),
        column("Năm", 13, group="Trước khi công nhận"), column("Sản lượng", 27, "right", "Trước khi công nhận"),
        column("Doanh thu", 27, "right", "Trước khi công nhận"), column("Năm", 13, group="Mới nhất"),
        column("Sản lượng", 27, "right", "Mới nhất"), column("Doanh thu", 27, "right", "Mới nhất"),
    )  # fmt: skip
    found = table_rows.sales_compared(scope)
    rows = [row(number, *item) for number, item in enumerate(found, 1)]
    sums = total("", "Cộng", "", "", "", sum(item[4] for item in found), "", "", sum(item[7] for item in found))
    return Sheet(
        "SẢN LƯỢNG, DOANH THU TRƯỚC VÀ SAU KHI ĐƯỢC CÔNG NHẬN", columns, (*rows, sums) if rows else (),
        landscape=True, unit="Đơn vị tính doanh thu: đồng",
    )  # fmt: skip


def _trainings(unit: Unit, year: int, scope: Scope, figures: Mapping[str, Any]) -> Sheet:
    columns = (
        column("TT", 10), column("Tên lớp", 74, "left"), column("Đối tượng", 46, "left"),
        column("Địa điểm", 40, "left"), column("Thời gian", 26), column("Hoàn thành (người)", 24),
        column("Kinh phí", 32, "right"),
    )  # fmt: skip
    found = table_rows.classes_held(scope)
    rows = [row(number, *item) for number, item in enumerate(found, 1)]
    sums = total("", "Cộng", "", "", "", sum(item[4] for item in found), sum(item[5] for item in found))
    return Sheet(
        "LỚP TẬP HUẤN, BỒI DƯỠNG ĐÃ TỔ CHỨC", columns, (*rows, sums) if rows else (), landscape=True,
        unit="Đơn vị tính kinh phí: đồng",
    )  # fmt: skip


def _promotion(unit: Unit, year: int, scope: Scope, figures: Mapping[str, Any]) -> Sheet:
    columns = (
        column("TT", 10), column("Tên", 66, "left"), column("Loại", 42, "left"), column("Địa điểm", 46, "left"),
        column("Thời gian", 26), column("Số chủ thể", 16), column("Số sản phẩm", 16), column("Doanh thu", 30, "right"),
    )  # fmt: skip
    rows: list[Any] = []
    events, points = table_rows.events_held(scope), table_rows.points_recognised(scope)
    if events:
        rows.append(group("I", "Sự kiện xúc tiến thương mại"))
        rows += [row(number, *item) for number, item in enumerate(events, 1)]
    if points:
        rows.append(group("II" if events else "I", "Điểm giới thiệu và bán sản phẩm OCOP được công nhận trong năm"))
        rows += [row(number, *item) for number, item in enumerate(points, 1)]
    return Sheet(
        "XÚC TIẾN THƯƠNG MẠI, ĐIỂM GIỚI THIỆU VÀ BÁN SẢN PHẨM", columns, tuple(rows), landscape=True,
        unit="Đơn vị tính doanh thu: đồng",
    )  # fmt: skip


def _inspections(unit: Unit, year: int, scope: Scope, figures: Mapping[str, Any]) -> Sheet:
    columns = (
        column("TT", 10), column("Mã", 34), column("Cơ sở", 70, "left"), column("Địa bàn", 40, "left"),
        column("Ngày kết luận", 26), column("Số sản phẩm", 22), column("Phát hiện", 22), column("Đã khắc phục", 28),
    )  # fmt: skip
    rows: list[Any] = [row(number, *item) for number, item in enumerate(table_rows.inspections_held(scope), 1)]
    revoked = table_rows.revoked(scope)
    if revoked:
        rows.append(group("", "Giấy chứng nhận bị thu hồi"))
        rows += [row(number, *item) for number, item in enumerate(revoked, 1)]
    return Sheet("KIỂM TRA, GIÁM SÁT, THU HỒI GIẤY CHỨNG NHẬN", columns, tuple(rows), landscape=True)


def _budget(unit: Unit, year: int, scope: Scope, figures: Mapping[str, Any]) -> Sheet:
    columns = (
        column("TT", 10), column("Nguồn kinh phí", 46, "left"), column("Kế hoạch", 31, "right"),
        column("Đã giao, bố trí", 31, "right"), column("Đã giải ngân", 31, "right"), column("Tỷ lệ (%)", 16),
    )  # fmt: skip
    rows: list[Any] = []
    for number, (name, cells) in enumerate(table_rows.money_by_source(unit, year, scope.until), 1):
        rows.append(row(number, name, *cells))
    rows.append(total("", "Cộng", *table_rows.money_total(unit, year, scope.until)))
    if unit.level == "province":
        rows.append(group("", "Trong đó kinh phí do các huyện, thành phố ghi"))
        rows += [
            row(number, district.name, *table_rows.money_total(district, year, scope.until))
            for number, district in enumerate(districts_of(unit, scope.until), 1)
        ]
    return Sheet("KINH PHÍ THỰC HIỆN THEO NGUỒN", columns, tuple(rows), unit="Đơn vị tính: đồng")


def _by_district(unit: Unit, year: int, scope: Scope, figures: Mapping[str, Any]) -> Sheet:
    """The Department's consolidation: each figure by district, the province's own, and the sum."""
    units = districts_of(unit, scope.until)
    wide = round(148 / max(len(units) + 2, 1), 1)
    columns = [column("TT", 10), column("Số liệu", 70, "left"), column("Đơn vị tính", 24)]
    columns += [column(one.short_name, wide) for one in units]
    columns += [column("Cấp tỉnh", wide), column("Toàn tỉnh", wide)]
    rows: list[Any] = []
    for spec in FIGURES:
        data = figures.get(spec.key, {})
        by = data.get("by")
        if by is None or spec.unit == "đồng":
            continue
        cells = [in_cells(_count(by.get(one.code)), spec.unit) for one in units]
        own = _count(by.get("", 0))
        rows.append(row(len(rows) + 1, spec.label, spec.unit, *cells, in_cells(own, spec.unit),
                        in_cells(_count(data.get("value")), spec.unit)))  # fmt: skip
    return Sheet("SỐ LIỆU CHỦ YẾU THEO HUYỆN, THÀNH PHỐ", tuple(columns), tuple(rows), landscape=True, size_pt=11)


def _count(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def sheets_of(tables: Iterable[Mapping[str, Any]]) -> list[Sheet]:
    """Tables as they were frozen."""
    return [Sheet.from_json(data) for data in tables]
