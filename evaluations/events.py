"""What happened to a council or a session, in words."""

from __future__ import annotations

from collections.abc import Iterable

from core.happened import Happened, told
from core.models import AuditEvent

WORDS = {
    "council.create": "Lập Hội đồng",
    "council.edit": "Sửa Hội đồng",
    "council.add_member": "Thêm thành viên",
    "council.edit_member": "Sửa thành viên",
    "council.end_member": "Thành viên thôi tham gia",
    "team.save": "Sửa tổ tư vấn",
    "session.create": "Lập phiên",
    "session.edit": "Sửa phiên",
    "session.add_dossiers": "Thêm hồ sơ vào chương trình",
    "session.reorder": "Sắp xếp chương trình",
    "session.send_dossiers": "Gửi hồ sơ cho thành viên",
    "session.attendance": "Điểm danh",
    "councilsession.open": "Mở chấm điểm",
    "councilsession.close": "Kết thúc phiên",
    "councilsession.cancel": "Huỷ phiên",
}


def in_words(events: Iterable[AuditEvent]) -> list[Happened]:
    """Events that have words, as the timeline shows them."""
    return told(events, WORDS)
