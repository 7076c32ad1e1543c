"""What happened to a plan or a duty, in words."""

from __future__ import annotations

from collections.abc import Iterable

from core.happened import Happened, told
from core.models import AuditEvent

WORDS = {
    "plan.create": "Lập kế hoạch",
    "plan.load": "Nạp kế hoạch đã ban hành",
    "plan.copy": "Chép từ kế hoạch năm trước",
    "plan.edit": "Sửa lời văn",
    "annualplan.submit": "Trình duyệt",
    "annualplan.approve": "Duyệt kế hoạch",
    "annualplan.return": "Trả lại để sửa",
    "annualplan.amend": "Mở lại để điều chỉnh",
    "annualplan.close": "Chốt năm",
    "annualplan.reopen": "Mở lại năm đã chốt",
    "plan.carry": "Chuyển việc chưa xong từ năm trước",
    "award.add": "Thêm khen thưởng",
    "award.edit": "Sửa khen thưởng",
    "award.remove": "Bỏ khen thưởng",
    "target.add": "Thêm chỉ tiêu",
    "target.edit": "Sửa chỉ tiêu",
    "target.remove": "Bỏ chỉ tiêu",
    "target.enter": "Ghi số liệu",
    "task.add": "Thêm nhiệm vụ",
    "task.edit": "Sửa nhiệm vụ",
    "task.remove": "Bỏ nhiệm vụ",
    "task.progress": "Báo tiến độ",
    "budget.add": "Thêm dòng kinh phí",
    "budget.remove": "Bỏ dòng kinh phí",
    "budget.place": "Xếp hoạt động vào nhiệm vụ",
    "report.open": "Lập báo cáo, lấy số liệu",
    "report.correct": "Lập bản sửa",
    "report.take": "Lấy lại số liệu",
    "report.words": "Sửa lời văn",
    "report.frame": "Sửa trích yếu, nơi nhận",
    "report.correct_figure": "Điều chỉnh một số liệu",
    "report.uncorrect": "Bỏ điều chỉnh một số liệu",
    "report.hand_over": "Chuyển người khác kiểm tra",
    "report.submit": "Kiểm tra, trình duyệt",
    "report.return": "Trả lại để sửa",
    "report.send": "Duyệt, gửi",
    "obligation.assign": "Phân công cán bộ phụ trách",
    "obligation.attach": "Đính kèm văn bản",
    "obligation.urge": "Sở nhắc",
    "reportobligation.start": "Bắt đầu soạn",
    "reportobligation.submit": "Trình duyệt",
    "reportobligation.return": "Trả lại để sửa",
    "reportobligation.send": "Duyệt, gửi",
    "reportobligation.send_again": "Gửi bản sửa",
    "reportobligation.correct": "Mở lại để sửa",
}


def in_words(events: Iterable[AuditEvent]) -> list[Happened]:
    """Audit events as a reader tells them; what has no words is left out."""
    return told(events, WORDS)
