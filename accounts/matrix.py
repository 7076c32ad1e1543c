"""The permission matrix, printed from the access map."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.access import PUBLIC, SIGNED_IN, Access, Who, access_map
from accounts.enums import Role

HEAD = """# Quyền truy cập

Sinh tự động từ bản đồ quyền bằng lệnh `manage.py permission_matrix`; kiểm thử so tệp này với bản đồ. Trang không có trong bảng bị từ chối. X: xem; G: gửi (POST); XG: cả hai. Cột “Phạm vi” nói về đối tượng của ai; đối tượng của đơn vị khác trả về 404.

"""


@dataclass(frozen=True)
class Row:
    """One page: its name, who may do what, and whose objects."""

    name: str
    anyone: str
    cells: tuple[str, ...]
    scope: str


def _has(who: Who, role: Role) -> bool:
    return who == PUBLIC or (not isinstance(who, str) and role in who)


def _letters(read: bool, write: bool) -> str:
    return ("X" if read else "") + ("G" if write else "")


def _row(name: str, entry: Access) -> Row:
    cells = tuple(_letters(_has(entry.GET, role), _has(entry.POST, role)) for role in Role)
    note = " (kể cả khi chưa có vai trò)" if entry.seatless and SIGNED_IN in (entry.GET, entry.POST) else ""
    return Row(name, _letters(entry.GET == PUBLIC, entry.POST == PUBLIC), cells, entry.scope + note)


def rows() -> list[Row]:
    """All pages, by name."""
    return [_row(name, entry) for name, entry in sorted(access_map().items())]


def markdown() -> str:
    """The matrix as a page of the documentation."""
    head = ["Trang", "Mọi người", *(role.label for role in Role), "Phạm vi"]
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    for row in rows():
        cells = (cell or "–" for cell in (row.anyone, *row.cells))
        lines.append(f"| `{row.name}` | " + " | ".join(cells) + f" | {row.scope} |")
    return HEAD + "\n".join(lines) + "\n"
