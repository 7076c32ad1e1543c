"""What happened to a record of promotion, in words, for its timeline."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models

from core import audit
from core.formats import datetime_vn
from core.models import AuditEvent
from core.workflow import WORKFLOWS

_WORDS = {
    "promotionevent.create": "Ghi sự kiện",
    "promotionevent.edit": "Sửa sự kiện",
    "promotionevent.outcome": "Ghi kết quả chung",
    "promotionevent.add_cost": "Thêm dòng kinh phí",
    "promotionevent.edit_cost": "Sửa dòng kinh phí",
    "promotionevent.remove_cost": "Bỏ dòng kinh phí",
    "promotionevent.add_file": "Thêm tệp",
    "promotionevent.remove_file": "Gỡ tệp",
    "promotionevent.import_results": "Nhập kết quả từ bảng tính",
    "participation.register": "Đăng ký",
    "participation.edit": "Sửa đăng ký",
    "participation.products": "Đổi sản phẩm tham gia",
    "participation.booth": "Xếp gian hàng, hỗ trợ",
    "participation.results": "Ghi kết quả tham gia",
    "salespoint.create": "Lập hồ sơ điểm bán",
    "salespoint.edit": "Sửa thông tin",
    "salespoint.remove_evidence": "Gỡ tệp minh chứng",
    "salespoint.revenue": "Ghi doanh thu quý",
    "salespoint.link": "Tạo liên kết báo doanh thu",
    "pointrevenue.edit": "Sửa doanh thu quý",
    "listing.create": "Ghi liên kết",
    "listing.edit": "Sửa liên kết",
    "listing.check": "Kiểm tra liên kết",
    "listing.sales": "Ghi doanh thu",
    "communication.create": "Ghi nội dung",
    "communication.edit": "Sửa nội dung",
    "communication.add_file": "Thêm tệp",
    "communication.remove_file": "Gỡ tệp",
    "giftset.create": "Ghi bộ quà",
    "giftset.edit": "Sửa bộ quà",
    "giftset.products": "Đổi sản phẩm trong bộ quà",
    "agreement.create": "Ghi thoả thuận",
    "agreement.edit": "Sửa thoả thuận",
}

# Told in such numbers that they would push everything else off the page; the audit trail keeps them.
_QUIET = ("salespoint.check", "salespoint.add_evidence", "salespoint.show", "salespoint.take_off")


@dataclass(frozen=True)
class Moment:
    """One line of a timeline."""

    title: str
    when: str = ""
    who: str = ""
    reason: str = ""
    state: str = "done"


def _title(event: AuditEvent) -> str:
    if event.action in _WORDS:
        return _WORDS[event.action]
    procedure = WORKFLOWS.get(event.object_type)
    try:
        return procedure.find(event.action.partition(".")[2]).label if procedure else event.action
    except KeyError:
        return event.action


def history_of(record: models.Model, limit: int = 20) -> list[Moment]:
    """What was done with a record, newest first."""
    return [
        Moment(_title(event), datetime_vn(event.at), event.actor_label, event.reason)
        for event in audit.timeline(record).exclude(action__in=_QUIET)[:limit]
    ]
