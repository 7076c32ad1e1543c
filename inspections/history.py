"""What was done with a record, in words."""

from __future__ import annotations

from typing import Any

from core import audit
from core.formats import datetime_vn
from core.workflow import WORKFLOWS

_LABELS = {
    "inspectionplan.create": "Lập kế hoạch",
    "inspectionplan.edit": "Sửa kế hoạch",
    "inspectionplan.weights": "Sửa trọng số rủi ro",
    "inspectionplan.draw": "Chọn cơ sở theo rủi ro",
    "inspectionplan.add": "Thêm cơ sở",
    "inspectionplan.remove": "Bỏ cơ sở",
    "inspectionplan.move": "Chuyển quý",
    "inspectionteam.create": "Lập đoàn",
    "inspectionteam.add": "Thêm thành viên",
    "inspectionteam.remove": "Bỏ thành viên",
    "inspection.create": "Lập cuộc kiểm tra",
    "inspection.schedule": "Xếp lịch, giao đoàn",
    "inspection.hold_rest": "Đánh dấu các mục còn lại của nhóm: đạt",
    "inspection.add_photo": "Thêm ảnh",
    "inspection.remove_photo": "Gỡ ảnh",
    "inspection.sign": "Ký trên màn hình",
    "inspection.finding": "Ghi phát hiện",
    "inspection.finding_edit": "Sửa phát hiện",
    "inspection.finding_removed": "Bỏ phát hiện",
    "inspection.cost": "Ghi kinh phí",
    "inspection.cost_removed": "Bỏ một khoản kinh phí",
    "inspection.sheet": "Chốt phiếu kiểm tra",
    "correctiveaction.evidence": "Thêm minh chứng",
    "revocationcase.create": "Lập đề nghị thu hồi",
    "revocationcase.edit": "Sửa đề nghị thu hồi",
    "complaint.create": "Nhận phản ánh",
    "complaint.hand_over": "Chuyển đơn vị khác",
    "complaint.product": "Xác định sản phẩm",
    "complaint.erase_sender": "Xoá thông tin người phản ánh",
}


def _label(record: Any, action: str) -> str:
    procedure = WORKFLOWS.get(record._meta.label_lower)
    name = action.partition(".")[2]
    if procedure is not None and any(row.name == name for row in procedure.steps):
        return procedure.find(name).label
    return _LABELS.get(action, "Cập nhật")


def moments(record: Any, limit: int = 30) -> list[dict[str, str]]:
    """Who, what, why, when; newest first."""
    return [
        {
            "title": _label(record, event.action),
            "when": datetime_vn(event.at),
            "who": event.actor_label,
            "reason": event.reason,
            "state": "done",
        }
        for event in audit.timeline(record)[:limit]
    ]
