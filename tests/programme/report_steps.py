"""The way of a report in one call, by the portal's own actions."""

from __future__ import annotations

from accounts.models import User
from core.formats import today
from programme.actions import reports as actions
from programme.models import Report
from tests.programme.report_world import ReportWorld


def fill(report: Report, officer: User) -> None:
    """Write what only officers can write."""
    for key, text in (
        ("ton_tai", "a) Quy mô sản xuất còn nhỏ."),
        ("nguyen_nhan", "Nguồn lực còn hạn chế."),
        ("phuong_huong", "Tiếp tục phát triển sản phẩm mới."),
        ("kien_nghi", "Đề nghị hỗ trợ kinh phí thiết kế bao bì."),
    ):
        actions.save_section(report=report, key=key, text=text, actor=officer, version=None)


def submit(report: Report, officer: User) -> Report:
    """Fill and submit."""
    fill(report, officer)
    return actions.take_report_step(report=report, name="submit", actor=officer)


def approve(report: Report, leader: User) -> Report:
    """Approve and send."""
    return actions.send_report(
        report=report, actor=leader, issued_on=today(), signer_name="Nguyễn Văn Ký", signer_position="Chủ tịch"
    )


def send(world: ReportWorld, report: Report) -> Report:
    """Yên Mô's way to the end."""
    return approve(submit(report, world.officer), world.leader)
