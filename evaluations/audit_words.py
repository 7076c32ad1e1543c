"""What the audit trail calls this app's acts that are no steps of a procedure."""

from accounts.audit_view import register_words
from evaluations.events import WORDS

register_words(
    WORDS
    | {
        "appraisal.assign": "Giao thẩm định",
        "assessment.recuse": "Ghi nhận từ chối chấm do xung đột lợi ích",
        "assessment.result": "Lưu kết quả chấm",
        "assessment.settle_return": "Chọn cách xử lý hồ sơ không đủ điểm",
        "assessment.sheet_in": "Nhận phiếu đánh giá",
        "certificate.print": "In giấy chứng nhận",
        "ministry.record": "Ghi kết quả của Bộ",
        "paper.draft": "Soạn văn bản sau đánh giá",
        "session.hand_back": "Chủ tịch vắng, Phó Chủ tịch chủ trì lại",
        "session.hand_over": "Chủ tịch đến, chủ trì tiếp",
        "session.paper": "Soạn văn bản của phiên",
        "sheet.ask_reopen": "Đề nghị mở lại phiếu",
        "sheet.refused": "Ghi phiếu không được",
    }
)
