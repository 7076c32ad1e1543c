"""Preparing a session: particulars, members, sending the dossiers."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.urls import reverse

from accounts.models import User
from core import audit
from core.editing import save_edit
from core.errors import Denied
from core.formats import datetime_vn, local_date, now
from evaluations import queries, rules
from evaluations.actions.locking import locked_session
from evaluations.enums import Presence, SessionMode
from evaluations.models import Attendance, Council, CouncilSession
from notifications.actions import notify


def seat_members(session: CouncilSession) -> None:
    """Give every member in office on the session's day a line of attendance."""
    day = local_date(session.starts_at or session.reply_by or now())
    known = set(session.attendances.values_list("member_id", flat=True))
    Attendance.objects.bulk_create(
        [
            Attendance(session=session, member=member)
            for member in queries.members_on(session.council, day)
            if member.pk not in known
        ]
    )


@transaction.atomic
def create_session(*, council: Council, values: dict[str, Any], actor: User) -> CouncilSession:
    """Make a session."""
    session = CouncilSession(council=council, created_by=actor, **values)
    rules.check_runs(actor, session)
    day = local_date(session.starts_at or session.reply_by or now())
    session.year = day.year
    session.number = _next_number(council, session.year)
    session.title = session.title or _usual_title(session.number, session.year, session.mode)
    session.full_clean(exclude=["presided_by"])
    session.save()
    seat_members(session)
    audit.record(
        actor=actor, action="session.create", obj=session, after={"number": session.number, "year": session.year}
    )
    return session


@transaction.atomic
def edit_session(
    *, session: CouncilSession, values: dict[str, Any], actor: User, version: int | None
) -> CouncilSession:
    """Change time, place or mode while the session is prepared. It keeps its number, unless it moves to another year."""
    current = locked_session(session.pk)
    rules.check_runs(actor, current)
    rules.check_planned(current)
    saved = save_edit(
        session, values | _number_and_title(current, values), actor=actor, version=version, action="session.edit"
    )
    seat_members(saved)
    if saved.is_written:  # who was absent from the meeting is asked in writing like everybody
        saved.attendances.exclude(presence=Presence.UNKNOWN).update(presence=Presence.UNKNOWN, note="")
    return saved


def _number_and_title(session: CouncilSession, values: dict[str, Any]) -> dict[str, Any]:
    """Year and number of a session that moves to another year; the usual title follows year, number and mode."""
    moment = values.get("starts_at") or values.get("reply_by")
    year, number = session.year, session.number
    if moment is not None and local_date(moment).year != year:
        year = local_date(moment).year
        number = _next_number(session.council, year)
    found: dict[str, Any] = {} if year == session.year else {"year": year, "number": number}
    if values.get("title", session.title) == _usual_title(session.number, session.year, session.mode):
        found["title"] = _usual_title(number, year, values.get("mode", session.mode))
    return found


def _next_number(council: Council, year: int) -> int:
    """Numbers run per council and year; the council's row is the lock."""
    Council.objects.select_for_update().get(pk=council.pk)
    last = CouncilSession.objects.filter(council=council, year=year).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _usual_title(number: int, year: int, mode: str) -> str:
    kind = "Phiên lấy ý kiến" if mode == SessionMode.WRITTEN else "Phiên họp"
    return f"{kind} số {number} năm {year}"


@transaction.atomic
def send_dossiers(*, session: CouncilSession, member_ids: Collection[int], actor: User) -> CouncilSession:
    """Serve the electronic dossiers on members: from now on they see what is on the agenda.

    Members are to have them at least one working day before the meeting; who was served later is listed, not refused.
    """
    current = locked_session(session.pk)
    rules.check_runs(actor, current)
    rules.check_planned(current)
    if not queries.agenda(current):
        raise Denied("Chương trình chưa có hồ sơ nào để gửi.", obj=current)
    seat_members(current)
    served = current.attendances.filter(member_id__in=member_ids, served_at__isnull=True)
    people = [place.member.user for place in served.select_related("member__user")]
    if not people and current.dossiers_sent_at:
        raise Denied("Các thành viên đã chọn đều đã nhận hồ sơ.", obj=current)
    moment = now()
    served.update(served_at=moment)
    current.dossiers_sent_at = current.dossiers_sent_at or moment
    current.version += 1
    current.save(update_fields=["dossiers_sent_at", "version", "updated_at"])
    notify(
        recipients=people,
        kind="session.dossiers",
        title=f"Hồ sơ của {current.title}",
        body=f"Hồ sơ đã được gửi để nghiên cứu trước. {_when(current)}".strip(),
        url=reverse("evaluations:my_session", args=[current.pk]),
        obj=current,
    )
    audit.record(actor=actor, action="session.send_dossiers", obj=current, after={"members": len(people)})
    session.refresh_from_db()
    return session


def _when(session: CouncilSession) -> str:
    if session.is_written:
        return f"Lấy ý kiến bằng văn bản, hạn gửi ý kiến: {datetime_vn(session.reply_by)}."
    return f"Thời gian: {datetime_vn(session.starts_at)}. {session.place}"
