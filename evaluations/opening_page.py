"""The page that opens a session for scoring: all that opening needs, told before the button is pressed.

The workflow's guards decide (`evaluations.rules`); this list only says the same in advance, met or not.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from core.formats import datetime_vn, now
from evaluations import queries
from evaluations.enums import AssessmentState
from evaluations.models import CouncilSession
from evaluations.roll import Condition


@dataclass(frozen=True)
class Needed:
    """One condition with the page on which it is seen to, while it is not met."""

    met: bool
    text: str
    url: str = ""
    label: str = ""


def needed(session: CouncilSession) -> list[Needed]:
    """What opening needs: an agenda, dossiers sent, and quorum with who presides (in writing: a date ahead)."""
    count = session.assessments.filter(state=AssessmentState.WAITING).count()
    agenda = f"Chương trình có {count} hồ sơ" if count else "Chương trình có ít nhất một hồ sơ"
    sent = session.dossiers_sent_at
    when = f" lúc {datetime_vn(sent)}" if sent else ""
    return [
        _needed(session, Condition(count > 0, agenda), "agenda_add", "Thêm hồ sơ"),
        _needed(session, Condition(sent is not None, f"Đã gửi hồ sơ cho thành viên{when}"), "send", "Gửi hồ sơ"),
        *_who_takes_part(session),
    ]


def _who_takes_part(session: CouncilSession) -> list[Needed]:
    if session.is_written:
        due = Condition(
            session.reply_by is not None and session.reply_by > now(),
            f"Hạn gửi ý kiến {datetime_vn(session.reply_by)} chưa qua",
        )
        return [_needed(session, due, "session_edit", "Đặt lại hạn")]
    roll = queries.session_roll(session)
    conditions = [*roll.taking_part()]
    if not roll.chair_must_attend:
        conditions.append(Condition(roll.presider is not None, "Có Chủ tịch hoặc Phó Chủ tịch để chủ trì"))
    return [_needed(session, condition, "attendance", "Điểm danh") for condition in conditions]


def _needed(session: CouncilSession, condition: Condition, page: str, label: str) -> Needed:
    if condition.met:
        return Needed(True, condition.text)
    return Needed(False, condition.text, reverse(f"evaluations:{page}", args=[session.pk]), label)


def consequences(session: CouncilSession) -> list[str]:
    """What opening does."""
    if session.is_written:
        first = [
            f"Thành viên chấm điểm và gửi phiếu đến {datetime_vn(session.reply_by)}.",
            "Sau hạn, Hội đồng chốt kết quả theo phiếu đã nộp; phiếu nộp muộn trước khi chốt vẫn được tính.",
        ]
    else:
        first = ["Thành viên có mặt nhận phiếu và bắt đầu chấm. Người đến sau được nhận phiếu khi điểm danh."]
        if session.starts_at is not None and session.starts_at > now():
            first.append(
                f"Giờ họp đã ghi là {datetime_vn(session.starts_at)}, chưa tới. Họp sớm hơn thì sửa giờ họp trước khi mở: "
                "biên bản lấy giờ này."
            )
    return [*first, "Chương trình và thời gian của phiên không sửa được nữa."]
