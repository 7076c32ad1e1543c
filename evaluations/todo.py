"""What waits for whom in councils and scoring. Titles say that something waits, never what anybody gave."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Case, Count, Q, When
from django.urls import reverse

from accounts.enums import Role
from accounts.seats import has_role, units_of
from core.formats import VIETNAM, local_date, today
from core.text import first_of
from documents.enums import DocumentState
from documents.kinds import kind_of
from documents.models import Document
from documents.queries import drafts_to_issue
from documents.visibility import refs_of, visible_documents
from evaluations import my_work, queries, rules, visibility
from evaluations.enums import (
    LIVE_SESSIONS,
    AssessmentState,
    CouncilRole,
    MinistryAnswer,
    ReopenState,
    SessionMode,
    SessionState,
)
from evaluations.followup.naming import MOST_NAMES, REF, products_named, products_words
from evaluations.followup.rules import can_follow_up, follow_up_units
from evaluations.followup.session_papers import INVITATION, MINUTES, sessions_of
from evaluations.followup.waiting import waiting_at
from evaluations.models import CouncilSession, MinistryCase, ReopenRequest
from evaluations.models.appraisals import WANTED
from notifications import todo
from products.enums import DossierState
from products.models import Dossier, Recognition
from products.queries import in_force

MOST_DRAFTS = 30


def _scoring(user: Any) -> Iterator[todo.TodoItem]:
    """A member's sheets."""
    for sheet in my_work.waiting_sheets(user):
        assessment = sheet.assessment
        yield todo.TodoItem(
            title="Chấm điểm",
            about=f"{assessment.dossier.product_name} · {assessment.session.title}",
            url=reverse("evaluations:sheet", args=[assessment.pk]),
            button="Chấm điểm",
            due_at=assessment.session.due,
            kind="scoring",
            icon="ui-checks",
            place=(assessment.session_id, assessment.order),
        )


def _appraising(user: Any) -> Iterator[todo.TodoItem]:
    """An advisor's dossiers."""
    if not has_role(user, Role.ADVISORY):
        return
    for row in visibility.own_appraisals(user).filter(WANTED).select_related("dossier"):
        yield todo.TodoItem(
            title="Thẩm định hồ sơ",
            about=row.dossier.product_name,
            url=reverse("evaluations:appraisal", args=[row.pk]),
            button="Thẩm định",
            due_at=row.due_at,
            kind="appraisal",
            icon="clipboard-check",
        )


def _runnable(user: Any) -> Any:
    """Sessions that the person prepares or presides over."""
    units = [unit.pk for unit in units_of(user, rules.RUNNERS)]
    leads = {CouncilRole.SECRETARY, CouncilRole.CHAIR, CouncilRole.VICE_CHAIR}
    councils = [office.council_id for office in rules.offices_of(user) if office.role in leads]
    return CouncilSession.objects.filter(Q(council__unit__in=units) | Q(council__in=councils))


def _sessions(user: Any) -> Iterator[todo.TodoItem]:
    """Preparing, running and ending sessions."""
    open_count = Count("assessments", filter=Q(assessments__state=AssessmentState.OPEN))
    waiting = Count("assessments", filter=Q(assessments__state=AssessmentState.WAITING))
    rows = _runnable(user).filter(state__in=LIVE_SESSIONS)
    for session in rows.select_related("council__unit", "presided_by").annotate(open_count=open_count, waiting=waiting):
        item = _session_item(user, session)
        if item is not None:
            yield item


def _session_item(user: Any, session: Any) -> todo.TodoItem | None:
    runs, presides = rules.runs_session(user, session), rules.presides(user, session)
    url = reverse("evaluations:session", args=[session.pk])
    if session.state == SessionState.PLANNED and runs:
        if not session.waiting:
            title, button = "Đưa hồ sơ vào phiên", "Thêm hồ sơ"
        elif session.dossiers_sent_at is None:
            title, button, url = "Gửi hồ sơ cho thành viên", "Gửi hồ sơ", reverse("evaluations:send", args=[session.pk])
        else:
            title, button = "Chuẩn bị phiên", "Mở phiên"
    elif session.state == SessionState.SCORING and presides and session.open_count:
        button = "Xem phiếu đã nộp" if session.is_written else "Vào phòng họp"
        title, url = "Chốt kết quả", reverse("evaluations:room", args=[session.pk])
    elif session.state == SessionState.SCORING and runs and not session.open_count and not session.waiting:
        title, button = "Kết thúc phiên", "Mở phiên"
    else:
        return None
    return todo.TodoItem(
        title=title, about=session.title, url=url, button=button, due_at=session.due, kind="session", icon="easel"
    )


def _prepares(user: Any) -> bool:
    """Whether the person prepares any council's sessions; asked before anything is read for it."""
    secretary = any(office.role == CouncilRole.SECRETARY for office in rules.offices_of(user))
    return secretary or bool(units_of(user, rules.RUNNERS))


def _to_schedule(user: Any) -> Iterator[todo.TodoItem]:
    """Dossiers that were accepted and are on no agenda yet, for who prepares the council's sessions."""
    if not _prepares(user):
        return
    councils = {row.unit_id: row for row in queries.councils_on(today()) if rules.runs_council(user, row)}
    names: dict[int, list[str]] = {}
    accepted = Dossier.objects.filter(state=DossierState.ACCEPTED, holder__in=councils)
    for unit_id, name in accepted.order_by("due_at", "pk").values_list("holder_id", "product_name"):
        names.setdefault(unit_id, []).append(name)
    planned = CouncilSession.objects.filter(state=SessionState.PLANNED, council__in=councils.values())
    sessions = dict(planned.order_by("-starts_at", "-pk").values_list("council_id", "pk"))  # the next one is the last
    for unit_id, products in names.items():
        council = councils[unit_id]
        session = sessions.get(council.pk)
        new = f"{reverse('evaluations:session_new')}?hoi-dong={council.pk}"
        yield todo.TodoItem(
            title="Đưa hồ sơ vào phiên họp",
            about=f"{len(products)} hồ sơ đã tiếp nhận: {first_of(products, MOST_NAMES, 'hồ sơ')}",
            url=reverse("evaluations:agenda_add", args=[session]) if session else new,
            button="Thêm hồ sơ" if session else "Lập phiên họp",
            kind="schedule",
            icon="easel",
        )


def _minutes_to_write(user: Any) -> Iterator[todo.TodoItem]:
    """Sessions of this year that have their results and no minutes."""
    if not _prepares(user):
        return
    held = _runnable(user).filter(
        state__in=[SessionState.SCORING, SessionState.CLOSED],
        year=today().year,
        assessments__state=AssessmentState.CLOSED,
    )
    rows = held.exclude(assessments__state__in=[AssessmentState.OPEN, AssessmentState.WAITING])
    sessions = [row for row in rows.select_related("council__unit").distinct() if rules.runs_session(user, row)]
    refs = [f"{REF}{row.pk}" for row in sessions]
    written = Document.objects.filter(kind=MINUTES, state__in=[DocumentState.DRAFT, DocumentState.ISSUED])
    done = set(written.filter(subject_ref__in=refs).values_list("subject_ref", flat=True)) if refs else set()
    for session in sessions:
        if f"{REF}{session.pk}" not in done:
            yield todo.TodoItem(
                title="Soạn biên bản",
                about=session.title,
                url=reverse("evaluations:session", args=[session.pk]),
                button="Mở phiên",
                kind="minutes",
                icon="file-earmark-text",
            )


def _reopening(user: Any) -> Iterator[todo.TodoItem]:
    """Requests to reopen that the person may settle."""
    rows = ReopenRequest.objects.filter(
        state=ReopenState.ASKED, sheet__assessment__state=AssessmentState.OPEN,
        sheet__assessment__session__council__in=visibility.visible_councils(user),
    ).select_related("sheet__member", "sheet__assessment__dossier", "sheet__assessment__session__council__unit",
                     "sheet__assessment__session__presided_by")  # fmt: skip
    for row in rows:
        if rules.may_settle(user, row):
            assessment = row.sheet.assessment
            yield todo.TodoItem(
                title="Duyệt đề nghị mở lại phiếu",
                about=f"{row.sheet.member} · {assessment.dossier.product_name}",
                url=f"{reverse('evaluations:room', args=[assessment.session_id])}?hs={assessment.pk}",
                button="Xem đề nghị",
                due_at=today(),  # closing waits for it
                urgent=True,
                kind="reopen",
                icon="unlock",
            )


def _papers(user: Any) -> Iterator[todo.TodoItem]:
    """Results that wait for a paper."""
    for unit in (unit for unit in follow_up_units(user) if can_follow_up(user, unit)):
        for waiting in waiting_at(unit):
            yield todo.TodoItem(
                title=waiting.action,
                about=f"{len(waiting.assessments)} sản phẩm · {unit.name}",
                url=reverse("evaluations:follow_up"),
                button="Soạn văn bản",
                kind="paper",
                icon="file-earmark-text",
            )
    if has_role(user, Role.DEPARTMENT_OFFICER):
        cases = MinistryCase.objects.filter(answer=MinistryAnswer.WAITING).select_related("dossier")
        for case in cases:
            yield todo.TodoItem(
                title="Ghi kết quả của Bộ",
                about=f"{case.dossier.product_name} · gửi Bộ ngày {case.sent_on:%d/%m/%Y}",
                url=reverse("evaluations:ministry_answer", args=[case.pk]),
                button="Ghi kết quả",
                kind="ministry",
                icon="bank",
            )


def _to_issue(user: Any) -> Iterator[todo.TodoItem]:
    """Drafts that wait for a leader, and minutes that wait for whoever presided."""
    too_late = refs_of(REF, CouncilSession.objects.exclude(state=SessionState.PLANNED))
    drafts = list(drafts_to_issue(user).exclude(kind=INVITATION, subject_ref__in=too_late)[:MOST_DRAFTS])
    minutes: list[Document] = []
    if any(office.role != CouncilRole.MEMBER for office in rules.offices_of(user)):
        waiting = visible_documents(user).filter(state=DocumentState.DRAFT, kind=MINUTES).exclude(created_by_id=user.pk)
        minutes = list(waiting[:MOST_DRAFTS])
    held = sessions_of(row for row in [*drafts, *minutes] if row.kind == MINUTES)
    drafts += [row for row in minutes if rules.presides(user, held[row.pk])]
    named = products_named(drafts)
    for document in drafts:
        session = held.get(document.pk)
        yield todo.TodoItem(
            title=f"Ban hành {kind_of(document).plain_label}",
            about=f"{document.subject} · {session.title}" if session else _about(document, named.get(document.pk, [])),
            url=reverse("documents:document", args=[document.pk]),
            button="Xem, ban hành",
            kind="document",
            icon="file-earmark-check",
        )


def _about(document: Document, products: list[str]) -> str:
    """Papers of one kind have one subject, so those on products name them."""
    if not products:
        return document.subject
    return f"{document.subject} · {products_words(products)}"


def _certificates(user: Any) -> Iterator[todo.TodoItem]:
    """Decisions of the person's unit with certificates that nobody has printed yet."""
    units = [unit for unit in follow_up_units(user) if can_follow_up(user, unit)]
    if not units:
        return
    decisions = Document.objects.filter(state=DocumentState.ISSUED, issuing_unit__in=units)
    owed = Recognition.objects.filter(in_force(), certificate_file=None, document_id__in=decisions.values("pk"))
    names: dict[int, list[str]] = {}
    for pk, name in owed.order_by("decision_entry__order", "pk").values_list("document_id", "product_name"):
        names.setdefault(pk or 0, []).append(name)
    for document in decisions.filter(pk__in=names).order_by("issued_at")[:MOST_DRAFTS]:
        yield todo.TodoItem(
            title="In giấy chứng nhận",
            about=f"Quyết định {document.notation} · {products_words(names[document.pk])}",
            url=reverse("documents:document", args=[document.pk]),
            button="Xem, in",
            kind="certificate",
            icon="award",
        )


def _meetings(user: Any) -> Iterator[todo.ComingDate]:
    """Meetings ahead, and days by which opinions in writing are due."""
    moment = Case(When(mode=SessionMode.WRITTEN, then="reply_by"), default="starts_at")
    rows = visibility.visible_sessions(user).filter(state__in=LIVE_SESSIONS)
    ahead = rows.annotate(moment=moment).filter(moment__date__gte=today())
    for session in ahead.select_related("council__unit").order_by("moment")[:5]:
        due = "hạn gửi ý kiến " if session.is_written else ""
        at = session.moment.astimezone(VIETNAM)
        yield todo.ComingDate(
            day=local_date(session.moment),
            title=session.title,
            detail=f"{due}{at:%H:%M}, {session.council.unit.name}",
            url=reverse("evaluations:session", args=[session.pk]),
        )


for _provider in (
    _scoring,
    _appraising,
    _to_schedule,
    _sessions,
    _minutes_to_write,
    _reopening,
    _papers,
    _to_issue,
    _certificates,
):
    todo.register(_provider)
todo.register_dates(_meetings)
