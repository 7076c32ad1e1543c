"""What the page of the audit trail shows of an event, and in which words.

Scores are secret before closing, and this page has no way of knowing what is closed: it never shows a value whose
name could carry points, and of evaluations only states.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist

from core.formats import date_vn
from core.jobs import KINDS
from core.models import AuditEvent
from core.text import sort_key
from core.workflow import WORKFLOWS

_SECRET = ("point", "score", "total", "mean", "spread", "star", "rank", "option", "value", "sheet", "line", "comment")
_PLAIN_OF_EVALUATIONS = frozenset({"state", "status"})
HIDDEN = "(không hiển thị)"
_ACTIONS = {
    "access.refused": "Mở trang không được phép",
    "factor.ask_reset": "Đề nghị đặt lại xác thực hai bước",
    "factor.on": "Bật xác thực hai bước",
    "factor.reset": "Đặt lại xác thực hai bước",
    "file.open": "Mở tệp",
    "calendar.order": "Ghi ngày nghỉ, ngày làm bù",
    "calendar.withdraw": "Bỏ ngày nghỉ, ngày làm bù",
    "job.cancel": "Dừng việc chạy nền",
    "job.retry": "Chạy lại việc nền",
    "job.start": "Bắt đầu việc nền",
    "list.export": "Tải bảng tính",
    "mail.resend": "Gửi lại thư",
    "seat.cancel": "Bỏ vai trò",
    "seat.end": "Kết thúc vai trò",
    "seat.give": "Giao vai trò",
    "seat.move": "Chuyển vai trò sang đơn vị kế thừa",
    "session.begin": "Đăng nhập",
    "session.end": "Đăng xuất",
    "unit.succeed": "Ghi đơn vị kế thừa",
    "user.create": "Lập tài khoản",
    "user.disable": "Ngừng tài khoản",
    "user.edit": "Sửa tài khoản",
    "user.edit_own": "Sửa hồ sơ cá nhân",
    "user.enable": "Mở lại tài khoản",
    "user.end_sessions": "Kết thúc phiên đăng nhập",
    "user.first_sign_in_link": "Tạo liên kết đăng nhập lần đầu",
    "user.set_password": "Đặt mật khẩu",
}
_FIELDS = {
    "asked_by": "người đề nghị",
    "ended": "số phiên",
    "filters": "bộ lọc",
    "from": "từ ngày",
    "list": "danh sách",
    "method": "cách gửi",
    "on": "từ ngày",
    "page": "trang",
    "path": "địa chỉ",
    "seat": "vai trò",
    "successors": "đơn vị kế thừa",
    "to": "đến ngày",
    "type": "loại",
}
_ISO_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")


def action_words(code: str) -> str:
    """What an action is called: a step of a procedure by its own label, else by the list above."""
    if code in _ACTIONS:
        return _ACTIONS[code]
    model, _, name = code.partition(".")
    for label, procedure in WORKFLOWS.items():
        if label.endswith(f".{model}"):
            for step in procedure.steps:
                if step.name == name:
                    return step.label
    return "Thay đổi khác"


def choices() -> list[tuple[str, str]]:
    """Actions to filter by, with their words, in order of the words."""
    steps = [
        (f"{label.partition('.')[2]}.{step.name}", step.label)
        for label, procedure in WORKFLOWS.items()
        for step in procedure.steps
    ]
    return sorted({**dict(steps), **_ACTIONS}.items(), key=lambda pair: sort_key(pair[1]))


def field_words(event: AuditEvent, name: str) -> str:
    """A field's Vietnamese name: as its model calls it, else from the list above."""
    if name in _FIELDS:
        return _FIELDS[name]
    try:
        column = apps.get_model(event.object_type)._meta.get_field(name)
    except (LookupError, ValueError, FieldDoesNotExist):
        return "mục khác"
    return str(getattr(column, "verbose_name", "mục khác"))


def register_words(words: dict[str, str]) -> None:
    """Add an app's own actions that are no steps of a procedure."""
    _ACTIONS.update(words)


def _open(event: AuditEvent, name: str) -> bool:
    if event.object_type.startswith("evaluations."):
        return name in _PLAIN_OF_EVALUATIONS
    return not any(word in name.lower() for word in _SECRET)


def _words(value: Any) -> str:
    if value is None or value == "":
        return "(để trống)"
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, list):
        return ", ".join(_words(item) for item in value)
    if isinstance(value, str) and _ISO_DAY.match(value):
        return date_vn(dt.date.fromisoformat(value))
    return str(value) if not isinstance(value, dict) else HIDDEN


def _state_words(event: AuditEvent, name: str, value: Any) -> str:
    """A state of a procedure and a kind of long work by their labels; anything else as it is."""
    if event.object_type == "core.job" and name == "kind" and value in KINDS:
        return KINDS[value].label
    procedure = WORKFLOWS.get(event.object_type.lower())
    if procedure is None or name != procedure.state_field or value not in procedure.states.values:
        return _words(value)
    return str(procedure.states(value).label)


def details(event: AuditEvent) -> list[tuple[str, str, str]]:
    """Name, text before, text after for each field of the event."""
    found = []
    for name in sorted({*event.before, *event.after}):
        open_ = _open(event, name)
        texts = [
            (_state_words(event, name, side[name]) if open_ else HIDDEN) if name in side else ""
            for side in (event.before, event.after)
        ]
        found.append((field_words(event, name), texts[0], texts[1]))
    return found
