"""The one order in which rows are locked: session, then assessment, then sheet.

Closing takes the session exclusively, writers of scores share it; whoever keeps to the order can't deadlock.
"""

from __future__ import annotations

from evaluations.models import Assessment, CouncilSession

_SESSION = ("council__unit", "presided_by")


def locked_session(session_id: int) -> CouncilSession:
    """The session row, FOR UPDATE: no score is written while it is held."""
    return CouncilSession.objects.select_for_update(of=("self",)).select_related(*_SESSION).get(pk=session_id)


def locked_assessment(assessment_id: int) -> Assessment:
    """The session row and then the assessment row, both FOR UPDATE."""
    session_id = Assessment.objects.values_list("session_id", flat=True).get(pk=assessment_id)
    session = locked_session(session_id)
    assessment = (
        Assessment.objects.select_for_update(of=("self",))
        .select_related("dossier__criteria_set__collection", "dossier__ruleset")
        .get(pk=assessment_id)
    )
    assessment.session = session
    return assessment
