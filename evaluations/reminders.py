"""Due dates of councils: opinions in writing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse

from core.formats import local_date
from evaluations.enums import AssessmentState, SessionMode, SessionState, SheetState
from evaluations.models import CouncilSession, Recusal, ScoreSheet
from evaluations.queries import members_on
from notifications.reminders import Due, ReminderKind, register

OPINION_DAYS = (7, 3, 1, 0)


def _opinions(today: dt.date) -> Iterator[Due]:
    """Members who still owe a sheet of a session by written opinion; what they wrote is nobody's business here."""
    sessions = CouncilSession.objects.filter(
        mode=SessionMode.WRITTEN, state=SessionState.SCORING, reply_by__isnull=False
    ).select_related("council")
    for session in sessions:
        open_ids = list(session.assessments.filter(state=AssessmentState.OPEN).values_list("pk", flat=True))
        done = set(
            ScoreSheet.objects.filter(assessment__in=open_ids, state=SheetState.SUBMITTED).values_list(
                "assessment", "member"
            )
        ) | set(Recusal.objects.filter(assessment__in=open_ids).values_list("assessment", "member"))
        members = members_on(session.council, today).filter(scores=True)
        owing = [one.user for one in members if any((key, one.pk) not in done for key in open_ids)]
        if owing:
            yield Due(
                obj=session,
                due_on=local_date(session.reply_by),  # type: ignore[arg-type]
                title=f"Gửi phiếu đánh giá của {session.title}",
                body="Phiên lấy ý kiến bằng văn bản: mở từng sản phẩm, chấm và nộp phiếu trước hạn.",
                url=reverse("evaluations:session", args=[session.pk]),
                recipients=tuple(owing),
                unit_id=session.council.unit_id,
            )


register(
    ReminderKind(
        code="evaluations.written_opinion",
        label="Ý kiến bằng văn bản của hội đồng",
        dues=_opinions,
        days_before=OPINION_DAYS,
    )
)
