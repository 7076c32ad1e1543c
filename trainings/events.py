"""What happened to a class or a participant, in words."""

from __future__ import annotations

from collections.abc import Iterable

from core.happened import Happened, told
from core.models import AuditEvent

WORDS = {
    "training.create": "Lập lớp",
    "training.edit": "Sửa thông tin lớp",
    "training.result": "Ghi đánh giá kết quả",
    "training.invite": "Mời từ sổ bộ",
    "training.sheet": "Nhập bảng tính",
    "training.certificates": "Cấp giấy chứng nhận",
    "training.add_lecturer": "Thêm giảng viên",
    "training.edit_lecturer": "Sửa giảng viên",
    "training.remove_lecturer": "Bỏ giảng viên",
    "training.add_material": "Thêm tài liệu",
    "training.edit_material": "Sửa tài liệu",
    "training.remove_material": "Bỏ tài liệu",
    "training.add_classcost": "Thêm kinh phí",
    "training.edit_classcost": "Sửa kinh phí",
    "training.remove_classcost": "Bỏ kinh phí",
    "attendance.record": "Điểm danh",
    "trainingclass.open": "Mở mời, đăng ký",
    "trainingclass.begin": "Bắt đầu lớp",
    "trainingclass.finish": "Kết thúc lớp",
    "trainingclass.close": "Tổng kết lớp",
    "trainingclass.cancel": "Huỷ lớp",
    "participant.add": "Thêm vào danh sách",
    "participant.edit": "Sửa thông tin học viên",
    "participant.register": "Tự đăng ký",
    "participant.accept": "Xác nhận tham dự",
    "participant.seat": "Xếp chỗ",
    "participant.decline": "Báo không tham dự",
    "participant.remove": "Đưa khỏi danh sách",
    "attendance.mark": "Điểm danh bằng mã",
}


def in_words(events: Iterable[AuditEvent]) -> list[Happened]:
    """Events that have words, as the timeline shows them."""
    return told(events, WORDS)
