"""The invitation to a session and its minutes, as documents of the registry."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db.models import F, Max, Q
from django.urls import reverse

from core.formats import VIETNAM, local_date
from documents.forms_of_paper import invitation, minutes
from documents.kinds import CONCLUSIONS, PARAGRAPHS, RECIPIENTS, DocumentKind, register
from documents.model import Doc
from documents.model.typeset import count_text
from documents.models import Document
from documents.papers_common import Texts
from documents.printing import issue_of, words_of
from documents.visibility import also_visible, refs_of
from evaluations.enums import AppraisalState, AssessmentState, CouncilRole, Outcome, Presence, SheetState
from evaluations.followup.computed import recomputed
from evaluations.followup.facts import line_from_json, line_to_json, product_line, round_number, specialist
from evaluations.followup.naming import REF, told_by_session
from evaluations.models import (
    Appraisal,
    Assessment,
    Attendance,
    CouncilMember,
    CouncilSession,
    Recusal,
    Result,
    ScoreSheet,
)
from evaluations.queries import attendances, rules_of_session, service_deadline
from evaluations.rules import offices_of, presides, runs_session

INVITATION, MINUTES = "giay-moi-hop", "bien-ban-hop"


def session_of(document: Document) -> CouncilSession:
    """The session that a paper is about."""
    return sessions_of([document])[document.pk]


def sessions_of(documents: Iterable[Document]) -> dict[int, CouncilSession]:
    """The sessions that papers are about, by the paper's key, in one statement."""
    about = {document.pk: int(document.subject_ref.removeprefix(REF)) for document in documents}
    rows = CouncilSession.objects.select_related("council__unit__parent", "presided_by__user")
    sessions = rows.in_bulk(set(about.values()))
    return {pk: sessions[session] for pk, session in about.items()}


def _person(member: CouncilMember) -> str:
    return f"{member.user.full_name}, {member}"


def _head(session: CouncilSession) -> str:
    if session.presided_by_id and session.presided_by is not None:
        return _person(session.presided_by)
    chair = next((place.member for place in attendances(session) if place.member.role == CouncilRole.CHAIR), None)
    return _person(chair) if chair else ""


def _start(session: CouncilSession) -> dt.datetime:
    return (session.starts_at or session.opened_at or session.created_at).astimezone(VIETNAM)


# --- invitation --------------------------------------------------------------------------------------------------


def invitation_source(session: CouncilSession) -> dict[str, Any]:
    """What the invitation says, as plain data."""
    live = session.assessments.exclude(state=AssessmentState.REMOVED).select_related("dossier__commune")
    communes = sorted({row.dossier.commune.short_name for row in live if row.dossier.commune})
    return {
        "council": session.council.name,
        "area": session.council.unit.area,
        "year": session.year,
        "number": round_number(session),
        "starts_at": _start(session).isoformat(),
        "place": session.place or "…",
        "count": live.count(),
        "communes": communes,
        "chair": _head(session),
        "archive": specialist(session.council.unit)[3],
    }


def _invitation(source: Mapping[str, Any]) -> invitation.Facts:
    starts = dt.datetime.fromisoformat(source["starts_at"])
    return invitation.Facts(
        council=source["council"],
        area=source["area"],
        year=source["year"],
        round_number=source["number"],
        starts_at=starts,
        place=source["place"],
        product_count=source["count"],
        communes=tuple(source["communes"]),
        chair=source["chair"],
        reply_before=starts.date(),
        archive=source["archive"],
    )


# --- minutes -----------------------------------------------------------------------------------------------------


def _members(session: CouncilSession) -> list[dict[str, Any]]:
    """Who was there; in writing who was asked, and what each sent."""
    places = list(attendances(session))
    if session.is_written:
        places = [place for place in places if place.member.scores]
        replies = _replies(session)
        return [_person_of(place) | replies(place.member_id) for place in places]
    return [
        _person_of(place) | {"present": place.presence == Presence.PRESENT, "reason": place.note} for place in places
    ]


def _person_of(place: Attendance) -> dict[str, Any]:
    member = place.member
    return {"name": member.user.full_name, "position": member.organisation, "duty": str(member.get_role_display())}


def _replies(session: CouncilSession) -> Callable[[int], dict[str, Any]]:
    """Of a member: whether any sheet came, how many of how many, and whether one came after the date."""
    closed = session.assessments.filter(state=AssessmentState.CLOSED)
    total = closed.count()
    recused = Counter(Recusal.objects.filter(assessment__in=closed).values_list("member_id", flat=True))
    sheets = ScoreSheet.objects.filter(assessment__in=closed, state=SheetState.SUBMITTED)
    sent = Counter(sheets.values_list("member_id", flat=True))
    after = sheets.filter(submitted_at__gt=F("assessment__session__reply_by"))
    late = set(after.values_list("member_id", flat=True))

    def of(member_id: int) -> dict[str, Any]:
        asked = total - recused[member_id]
        count = f"{sent[member_id]}/{asked}" if asked else "từ chối chấm"
        return {"present": sent[member_id] > 0, "sheets": count, "late": member_id in late, "recused": not asked}

    return of


def _conclusions(rows: list[Assessment]) -> list[str]:
    """One line for the products of one outcome and rank, named by their numbers in the table of results."""
    words = {
        Outcome.RECOGNISE: "Đề nghị công nhận {0} đạt hạng {1} sao",
        Outcome.APPROVE_AND_FORWARD: "Đề nghị phê duyệt kết quả và đề nghị Bộ đánh giá, phân hạng {0}, tiềm năng {1} sao",
        Outcome.FORWARD: "Đề nghị cấp trên đánh giá, phân hạng {0}, tiềm năng {1} sao",
        Outcome.RETURN_DOWN: "Trả hồ sơ {0} về cấp dưới xem xét theo thẩm quyền",
        Outcome.NOT_RECOGNISED: "Chưa công nhận {0}; đề nghị chủ thể hoàn thiện, đăng ký lại ở đợt sau",
    }
    together: dict[tuple[str, int], list[int]] = {}
    for number, row in enumerate(rows, 1):
        outcome = Outcome(row.result.outcome)
        stars = row.result.stars if "{1}" in words[outcome] else 0
        together.setdefault((outcome, stars), []).append(number)
    return [
        words[Outcome(outcome)].format(f"{count_text(len(n))} sản phẩm (số thứ tự {', '.join(map(str, n))})", stars)
        for (outcome, stars), n in sorted(
            together.items(), key=lambda item: (list(words).index(Outcome(item[0][0])), -item[0][1])
        )
    ]


def closed_rows(session: CouncilSession) -> list[Assessment]:
    """Closed assessments of the session in the order of the agenda, with what papers print."""
    rows = session.assessments.filter(state=AssessmentState.CLOSED).select_related(
        "result",
        "session__council__unit",
        "dossier__producer__commune__parent",
        "dossier__producer__district",
        "dossier__ruleset",
    )
    return list(rows.order_by("order", "pk"))


def minutes_source(session: CouncilSession) -> dict[str, Any]:
    """What the minutes say, as plain data."""
    rows = closed_rows(session)
    recusals = Recusal.objects.filter(assessment__session=session).select_related("member__user", "assessment__dossier")
    secretary = next((p.member for p in attendances(session) if p.member.role == CouncilRole.SECRETARY), None)
    began = _began(session)
    ended = session.closed_at
    if ended and ended < began:
        ended = None  # closed here before the announced hour: the true one is written by hand
    return {
        "area": session.council.unit.area,
        "year": session.year,
        "number": round_number(session),
        "starts_at": began.isoformat(),
        "ends_at": ended.astimezone(VIETNAM).isoformat() if ended else None,
        "place": session.place or "…",
        "members": _members(session),
        "chair": _head(session),
        "secretary": _person(secretary) if secretary else "",
        "products": [line_to_json(product_line(row)) for row in rows],
        "established_by": f"thành lập theo Quyết định số {session.council.decision_number}",
        "served_days": _days_in_time(session),
        "served_late": _served_late(session),
        "appraised": Appraisal.objects.filter(
            state=AppraisalState.DONE, team__council=session.council, dossier__in=[row.dossier_id for row in rows]
        ).count(),
        "capped": [line for number, row in enumerate(rows, 1) for line in _capped(number, row)],
        "served_on": local_date(session.dossiers_sent_at).isoformat() if session.dossiers_sent_at else None,
        "recusals": [
            {"name": str(item.member), "product": item.assessment.dossier.product_name, "reason": item.reason}
            for item in recusals
        ],
        "written": session.is_written,
        "reply_by": session.reply_by.astimezone(VIETNAM).isoformat() if session.reply_by else None,
        "conclusions": _conclusions(rows),
    }


def _began(session: CouncilSession) -> dt.datetime:
    """The announced hour, or when scoring was opened before it."""
    announced = _start(session)
    return min(announced, session.opened_at.astimezone(VIETNAM)) if session.opened_at else announced


def _capped(number: int, row: Assessment) -> list[str]:
    """Why the product of this number has fewer stars than its points alone would give."""
    result = recomputed(row)
    if not result.caps:
        return []
    codes = ", ".join(dict.fromkeys(cap.code for cap in result.caps))
    return [
        f"Sản phẩm số thứ tự {number} có điểm thuộc khung {result.band} sao, xếp hạng {result.rank} sao vì chưa đạt mức tối "
        f"thiểu của tiêu chí {codes}"
    ]


def _days_in_time(session: CouncilSession) -> int:
    """Working days by which every member had the dossiers before the meeting; 0 when somebody had them later."""
    last_day = _last_day_to_send(session)
    served = [place.served_at for place in attendances(session)]
    in_time = last_day is not None and all(at and local_date(at) <= last_day for at in served)
    return rules_of_session(session).council.documents_before_working_days if in_time else 0


def _served_late(session: CouncilSession) -> bool:
    """Whether the dossiers went out when it was too late already; a single member served later does not say so."""
    last_day, sent = _last_day_to_send(session), session.dossiers_sent_at
    return last_day is not None and sent is not None and local_date(sent) > last_day


def _last_day_to_send(session: CouncilSession) -> dt.date | None:
    """The last day on which the dossiers reach members in time for the meeting; in writing nobody meets."""
    if session.is_written:
        return None
    return service_deadline(session, rules_of_session(session).council.documents_before_working_days)


def _minutes(source: Mapping[str, Any]) -> minutes.Facts:
    return minutes.Facts(
        area=source["area"],
        year=source["year"],
        round_number=source["number"],
        starts_at=dt.datetime.fromisoformat(source["starts_at"]),
        ends_at=dt.datetime.fromisoformat(source["ends_at"]) if source["ends_at"] else None,
        place=source["place"],
        members=tuple(minutes.Attendance(**row) for row in source["members"]),
        chair=source["chair"],
        secretary=source["secretary"],
        products=tuple(line_from_json(row) for row in source["products"]),
        established_by=source["established_by"],
        served_days=source.get("served_days", 0),
        served_late=source.get("served_late", False),
        appraised=source.get("appraised", 0),
        capped=tuple(source.get("capped", ())),
        served_on=dt.date.fromisoformat(source["served_on"]) if source["served_on"] else None,
        recusals=tuple(
            minutes.Recusal(row["name"], row["product"], f"khai báo “{row['reason'].rstrip('.')}” đối với sản phẩm")
            for row in source["recusals"]
        ),
        written=source["written"],
        reply_by=dt.datetime.fromisoformat(source["reply_by"]) if source.get("reply_by") else None,
        conclusions=tuple(source["conclusions"]),
    )


# --- the registry ------------------------------------------------------------------------------------------------


def _build_invitation(document: Document) -> Doc:
    return invitation.paper(issue_of(document), _invitation(document.source), words_of(document))


def _build_minutes(document: Document) -> Doc:
    return minutes.paper(issue_of(document), _minutes(document.source), words_of(document))


def texts_and_source(kind: str, session: CouncilSession) -> tuple[Texts, dict[str, Any]]:
    """Standard wording and facts of a new draft."""
    if kind == INVITATION:
        source = invitation_source(session)
        return invitation.texts(_invitation(source)), source
    source = minutes_source(session)
    return minutes.texts(_minutes(source)), source


def _runs(user: Any, document: Document) -> bool:
    """The standing body's officers and the secretary write the papers of a session."""
    return runs_session(user, session_of(document))


def _presides(user: Any, document: Document) -> bool:
    """Who presided over the session closes its minutes."""
    return presides(user, session_of(document))


def _members_papers(user: Any) -> Q | None:
    """Members see the papers of their councils' sessions."""
    councils = [office.council_id for office in offices_of(user)]
    if not councils:
        return None
    sessions = CouncilSession.objects.filter(council__in=councils)
    return Q(kind__in=(INVITATION, MINUTES), subject_ref__in=refs_of(REF, sessions))


def _about(document: Document) -> tuple[str, str, str]:
    session = session_of(document)
    return "Phiên họp", session.title, reverse("evaluations:session", args=[session.pk])


def _not_before_the_results(document: Document) -> tuple[dt.date, str] | None:
    """Minutes tell of results, so they are not older than the last of them."""
    results = Result.objects.filter(assessment__session=session_of(document))
    closed = results.aggregate(last=Max("closed_at"))["last"]
    return (local_date(closed), "ngày Hội đồng chốt kết quả") if closed else None


def register_session_kinds() -> None:
    """Make the papers of a session known to the registry."""
    also_visible(_members_papers)
    register(
        DocumentKind(
            code=INVITATION, label="Giấy mời họp Hội đồng", symbol="GM-UBND", builder=_build_invitation,
            collect=lambda document: invitation_source(session_of(document)),
            editable_fields=(PARAGRAPHS, RECIPIENTS), editor_check=_runs, about=_about, told_apart=told_by_session,
        )
    )  # fmt: skip
    register(
        DocumentKind(
            code=MINUTES, label="Biên bản của Hội đồng", symbol="BB-HĐOCOP", body="hoi-dong", builder=_build_minutes,
            collect=lambda document: minutes_source(session_of(document)),
            editable_fields=(PARAGRAPHS, CONCLUSIONS, RECIPIENTS),
            signing_forms=("hd-chu-tich", "hd-pho-chu-tich"), needs_signer=False, editor_check=_runs,
            issuer_check=_presides, earliest=_not_before_the_results, about=_about, told_apart=told_by_session,
        )
    )  # fmt: skip
