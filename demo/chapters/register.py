"""The register beside products: craft villages of two districts, invented and marked as such, with their producers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from demo.clock import day, days_ago
from demo.people import Cast
from products.actions import producers, villages
from products.enums import VillageKind
from products.models import Producer


@dataclass(frozen=True)
class _Village:
    """A craft village: where, what it makes, and whose products belong to it."""

    name: str
    kind: VillageKind
    craft: str
    commune: str
    officer: str
    households: int
    workers: int
    number: str = ""
    years_ago: int = 0
    goods: tuple[str, ...] = ()


VILLAGES = (
    _Village("Làng nghề cói Yên Thành (trình diễn)", VillageKind.VILLAGE, "Dệt chiếu cói", "Xã Yên Thành", "huyen-yenmo", 86, 240,
             "911/QĐ-UBND (trình diễn)", 7, ("Chiếu cói hoa (trình diễn)",)),
    _Village("Làng nghề truyền thống rượu nếp Yên Mạc (trình diễn)", VillageKind.TRADITIONAL, "Nấu rượu nếp", "Xã Yên Mạc", "huyen-yenmo", 41, 97,
             "912/QĐ-UBND (trình diễn)", 4, ("Rượu nếp cẩm (trình diễn)",)),
    _Village("Nghề truyền thống thêu Yên Thành (trình diễn)", VillageKind.CRAFT, "Thêu", "Xã Yên Thành", "huyen-yenmo", 23, 52,
             goods=("Khăn thêu (trình diễn)",)),
    _Village("Làng nghề bánh đa Gia Minh (trình diễn)", VillageKind.VILLAGE, "Làm bánh đa", "Xã Gia Minh", "huyen-giavien", 37, 88,
             "913/QĐ-UBND (trình diễn)", 2, ("Bánh đa khoai (trình diễn)",)),
)  # fmt: skip


def tell(cast: Cast) -> None:
    """Recorded in spring; since September producers say to which village they belong."""
    found = []
    with days_ago(200):
        for row in VILLAGES:
            unit = cast.units[row.commune]
            found.append((row, villages.create_village(actor=cast[row.officer], values=_values(row, unit))))
    with days_ago(20):
        for row, village in found:
            for producer in Producer.objects.filter(products__name__in=row.goods).distinct():
                values = {"craft_village": village}
                producers.edit_producer(producer=producer, actor=cast[row.officer], values=values)


def _values(row: _Village, unit: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "name": row.name, "kind": row.kind, "craft": row.craft, "commune": unit, "district": unit.parent,
        "households": row.households, "workers": row.workers,
    }  # fmt: skip
    if row.number:
        values |= {
            "recognised_on": day(-365 * row.years_ago),
            "decision_number": row.number,
            "recognised_by": "UBND tỉnh Ninh Bình",
        }
    return values
