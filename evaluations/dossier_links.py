"""A dossier's session, results and papers, and the way into a session, on the dossier's own pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from accounts.access import allowed
from core.formats import points_vn, today
from documents.enums import DocumentState
from documents.kinds import kind_of
from documents.visibility import visible_documents
from evaluations import queries, rules, visibility
from evaluations.enums import LIVE_SESSIONS, AssessmentState, SessionState
from evaluations.followup.facts import outcome_words
from evaluations.models import Appraisal, Council, CouncilSession, DecisionEntry
from products.dossier_links import DossierLink, register
from products.enums import DossierState
from products.models import Dossier


@register
def _results(user: Any, dossier: Dossier) -> Iterator[DossierLink]:
    """Closed results of every level that the person may read, with the papers that name them."""
    if not allowed(user, "evaluations:result", "GET"):
        return
    rows = visibility.visible_results(user).filter(assessment__dossier=dossier)
    for result in rows.select_related("assessment__session__council__unit").order_by("closed_at").distinct():
        yield DossierLink(
            f"Kết quả của Hội đồng {result.assessment.session.council.unit.area}",
            reverse("evaluations:result", args=[result.assessment_id]),
            f"{points_vn(result.mean)} điểm, {outcome_words(result.assessment, marked=False).lower()}",
        )
    papers = visible_documents(user).filter(state=DocumentState.ISSUED)
    entries = DecisionEntry.objects.filter(assessment__dossier=dossier, document__in=papers)
    for entry in entries.select_related("document").order_by("document__issued_at"):
        document = entry.document
        yield DossierLink(
            f"{kind_of(document).label} {document.notation}", reverse("documents:document", args=[document.pk])
        )


@register
def _session(user: Any, dossier: Dossier) -> Iterator[DossierLink]:
    """The session that it waits in or is scored in; before that the way into one."""
    sessions = visibility.visible_sessions(user).filter(
        state__in=LIVE_SESSIONS,
        assessments__dossier=dossier,
        assessments__state__in=(AssessmentState.WAITING, AssessmentState.OPEN),
    )
    for session in sessions:
        yield DossierLink(session.title, reverse("evaluations:session", args=[session.pk]), session.get_state_display())
    if dossier.state == DossierState.ACCEPTED:
        yield from _next_steps(user, dossier)


def _appraised(council: Council, dossier: Dossier) -> bool:
    """Whether a team of this council was given the dossier; the level below may have had it before."""
    return Appraisal.objects.filter(dossier=dossier, team__council=council).exists()


def _next_steps(user: Any, dossier: Dossier) -> Iterator[DossierLink]:
    for council in queries.councils_on(today()).filter(unit=dossier.holder_id):
        planned = CouncilSession.objects.filter(council=council, state=SessionState.PLANNED).order_by("starts_at", "pk")
        session = next((row for row in planned if rules.runs_session(user, row)), None)
        if session is not None:
            url = reverse("evaluations:agenda_add", args=[session.pk])
            yield DossierLink("Đưa vào phiên họp", url, session.title, step=True)
        elif rules.manages_council(user, council):
            url = f"{reverse('evaluations:session_new')}?hoi-dong={council.pk}"
            yield DossierLink("Lập phiên họp cho hồ sơ", url, step=True)
        if rules.manages_council(user, council) and not _appraised(council, dossier):
            url = reverse("evaluations:appraisal_assign", args=[council.pk])
            yield DossierLink("Giao thẩm định", url, step=True)
