"""What councils do: sit, score, close; and the papers that follow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from accounts.models import Unit, User
from core.formats import today
from criteria.queries import sheet_of
from demo.answers import choose
from demo.clock import at, day
from demo.desk import Desk
from documents.actions import issue_document
from documents.models import Document
from evaluations import actions
from evaluations.actions.draft_paper import draft_paper
from evaluations.enums import CouncilRole, Presence, SessionMode
from evaluations.followup.waiting import Paper
from evaluations.models import Assessment, Council, CouncilMember, CouncilSession, ScoreLine, ScoreSheet

SPREAD = 3.0
COMMENTS = (
    "Bao bì đẹp, cần ghi rõ hơn hướng dẫn bảo quản.",
    "Nên mở rộng vùng nguyên liệu có liên kết.",
    "Câu chuyện sản phẩm cần gắn với địa phương hơn.",
    "Cần hoàn thiện hồ sơ truy xuất nguồn gốc.",
)
NOTE, MOST_NOTES = "Hồ sơ chưa có minh chứng cho mức cao hơn.", 2


def found_council(desk: Desk, *, unit: Unit, officer: User, prefix: str, count: int, number: str) -> Council:
    """Record a council with its members in office."""
    start = day(-200)
    council = actions.create_council(
        unit=unit,
        values={
            "name": f"Hội đồng đánh giá, phân hạng sản phẩm OCOP {unit.area} (trình diễn)",
            "decision_number": number,
            "decided_on": start,
            "valid_from": start,
        },
        actor=officer,
    )
    roles = {1: CouncilRole.CHAIR, 2: CouncilRole.VICE_CHAIR, count: CouncilRole.SECRETARY}
    for place in range(1, count + 1):
        user = desk.cast[f"{prefix}-{place}"]
        actions.add_member(
            council=council,
            user=user,
            values={
                "role": roles.get(place, CouncilRole.MEMBER),
                "label": user.position,
                "organisation": "Cơ quan trình diễn",
                "order": place,
                "valid_from": start,
            },
            actor=officer,
        )
    return council


def call_session(
    desk: Desk, council: Council, officer: User, keys: Sequence[str], *, in_days: int, hour: int = 8
) -> CouncilSession:
    """Make a session with its agenda."""
    session = actions.create_session(
        council=council,
        values={
            "title": "",
            "mode": SessionMode.MEETING,
            "starts_at": at(day(in_days), hour),
            "place": "Phòng họp tầng 2, trụ sở Ủy ban nhân dân (trình diễn)",
        },
        actor=officer,
    )
    actions.add_dossiers(session=session, dossier_ids=[desk.dossiers[key].pk for key in keys], actor=officer)
    return session


def serve(session: CouncilSession, officer: User) -> None:
    """Send the dossiers to all members."""
    members = list(session.council.members.values_list("pk", flat=True))
    actions.send_dossiers(session=_fresh(session), member_ids=members, actor=officer)


def open_up(session: CouncilSession, officer: User, *, absent: Iterable[str] = ()) -> None:
    """Take attendance and open scoring under the chair."""
    session = _fresh(session)
    away = set(absent)
    members = list(session.council.members.select_related("user"))
    presence = {m.pk: Presence.ABSENT if m.user.username in away else Presence.PRESENT for m in members}
    notes = {m.pk: "Đi công tác, có báo trước" for m in members if m.user.username in away}
    actions.record_attendance(session=session, presence=presence, actor=officer, notes=notes)
    chair = next(member for member in members if member.role == CouncilRole.CHAIR)
    actions.open_session(session=_fresh(session), presider=chair, actor=officer)


def assessment_of(session: CouncilSession, desk: Desk, key: str) -> Assessment:
    """The item of a session's agenda."""
    return Assessment.objects.select_related("session").get(session=session, dossier=desk.dossiers[key])


def score(
    desk: Desk, session: CouncilSession, key: str, *, mean: float, stars: int, members: Iterable[int] | None = None,
    share: float = 1.0,
) -> None:  # fmt: skip
    """Members fill their sheets around a mean; with a whole share they also hand them in.

    The lines are written in one go (they come from the law's own steps); the action checks them at handing in.
    """
    assessment = assessment_of(session, desk, key)
    form = sheet_of(desk.dossiers[key].criteria_set)
    wanted = set(members) if members is not None else None
    for sheet in _sheets(assessment):
        if wanted is not None and sheet.member.order not in wanted:
            continue
        target = mean + desk.dice.uniform(-SPREAD, SPREAD)
        _write(sheet, choose(form, target=target, stars=stars, dice=desk.dice), form.criteria, share)
        if share < 1:
            continue
        user = desk.cast[sheet.member.user.username]
        advice = COMMENTS[(sheet.member.order + assessment.pk) % len(COMMENTS)]
        actions.save_comment(assessment_id=assessment.pk, actor=user, comment="", advice=advice)
        actions.submit_sheet(assessment_id=assessment.pk, actor=user)


def _sheets(assessment: Assessment) -> list[ScoreSheet]:
    rows = ScoreSheet.objects.filter(assessment=assessment).select_related("member__user")
    return list(rows.order_by("member__order"))


def _write(sheet: ScoreSheet, chosen: Mapping[str, int], criteria: Sequence, share: float) -> None:
    known = criteria[: round(len(criteria) * share)]
    lowest = [row.code for row in known if chosen[row.code] == 0]
    noted = lowest[:MOST_NOTES] if sheet.member.order % 2 else []  # every other member writes some
    ScoreLine.objects.bulk_create(
        ScoreLine(
            sheet=sheet,
            criterion_id=criterion.id,
            option_index=chosen[criterion.code],
            points=criterion.options[chosen[criterion.code]].points,
            note=NOTE if criterion.code in noted else "",
        )
        for criterion in known
    )


def conclude(desk: Desk, session: CouncilSession, key: str) -> None:
    """The chair closes one dossier."""
    assessment = assessment_of(session, desk, key)
    actions.close_assessment(assessment=assessment, actor=_chair(session, desk))


def _chair(session: CouncilSession, desk: Desk) -> User:
    member = CouncilMember.objects.select_related("user").get(council=session.council, role=CouncilRole.CHAIR)
    return desk.cast[member.user.username]


def end(session: CouncilSession, desk: Desk) -> None:
    """The chair ends the session."""
    actions.close_session(session=_fresh(session), actor=_chair(session, desk))


def judge(desk: Desk, session: CouncilSession, means: Mapping[str, tuple[float, int]]) -> None:
    """Score and close several dossiers: key → mean and the rank whose minimums are met."""
    for key, (mean, stars) in means.items():
        score(desk, session, key, mean=mean, stars=stars)
        conclude(desk, session, key)


def draft(*, desk: Desk, paper: Paper, session: CouncilSession, keys: Sequence[str], officer: User) -> Document:
    """Draft a paper about some results."""
    ids = [assessment_of(session, desk, key).pk for key in keys]
    return draft_paper(paper=paper, unit=session.council.unit, assessment_ids=ids, actor=officer)


def issue(document: Document, leader: User) -> Document:
    """The leader signs: the number is drawn and what the paper says happens."""
    return issue_document(
        document=document,
        issued_on=today(),
        actor=leader,
        signer_name="Người ký (trình diễn)",
        signer_position=document.signer_position or "CHỦ TỊCH",
    )


def _fresh(session: CouncilSession) -> CouncilSession:
    return CouncilSession.objects.select_related("council__unit").get(pk=session.pk)
