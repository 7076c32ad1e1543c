"""Annual reports: last year's of one district as it was sent, this year's as it is being written."""

from __future__ import annotations

from core.formats import today
from demo.clock import days_ago
from demo.people import Cast
from programme.actions import reports as actions

_LAST_YEAR = {
    "ton_tai": "a) Quy mô sản xuất của phần lớn chủ thể còn nhỏ; liên kết tiêu thụ chưa ổn định.\n"
    "b) Một số chủ thể chưa chủ động chuẩn bị hồ sơ đánh giá lại khi Giấy chứng nhận sắp hết hiệu lực.",
    "nguyen_nhan": "Nguồn lực đầu tư cho chế biến sâu, bao bì còn hạn chế; cán bộ theo dõi ở cấp xã kiêm nhiệm.",
    "kien_nghi": "Đề nghị Sở Nông nghiệp và Phát triển nông thôn hỗ trợ thiết kế bao bì, kiểm nghiệm định kỳ; tổ chức kết nối "
    "cung - cầu cho sản phẩm OCOP của huyện.",
}
_THIS_YEAR = {"nguyen_nhan": "Năng lực quản trị và tiếp cận thị trường của chủ thể là hộ kinh doanh chưa đồng đều."}


def tell(cast: Cast) -> None:
    """Yên Mô sent its report on the year before, through three hands; the one on this year waits for its last words."""
    district, officer = cast.units["Huyện Yên Mô"], cast["huyen-yenmo"]
    with days_ago(270) as day:
        report = actions.open_report(unit=district, year=day.year - 1, actor=officer)
        for key, text in _LAST_YEAR.items():
            actions.save_section(report=report, key=key, text=text, actor=officer, version=None)
        actions.take_report_step(report=report, name="hand_over", actor=officer)
        actions.take_report_step(report=report, name="submit", actor=cast["huyen-yenmo-2"])
    with days_ago(269) as day:
        actions.send_report(
            report=report,
            actor=cast["huyen-yenmo-lanhdao"],
            issued_on=day,
            signer_name="Lãnh đạo huyện Yên Mô (trình diễn)",
            signer_position="Phó Chủ tịch",
            signing_form="ubnd-pho-chu-tich",
        )
    with days_ago(2):
        report = actions.open_report(unit=district, year=today().year, actor=officer)
        for key, text in _THIS_YEAR.items():
            actions.save_section(report=report, key=key, text=text, actor=officer, version=None)
