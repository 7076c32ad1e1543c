"""What becomes of a dossier that an upper level neither recognises nor forwards: people choose (148/QĐ-TTg is silent)."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from core import audit, workflow
from core.errors import Denied
from criteria.schema.ruleset import Choice
from evaluations import queries, rules
from evaluations.actions.locking import locked_assessment
from evaluations.enums import AssessmentState, Outcome
from evaluations.models import Assessment
from products.enums import DossierState

STEPS = {"return": "send_back", "complete": "send_back_to_complete", "not_passed": "conclude_reject"}


def choices_of(assessment: Assessment) -> tuple[Choice, ...]:
    """What may be chosen now, from the ruleset; nothing when the dossier is not to be sent down or it was settled."""
    result = getattr(assessment, "result", None)
    if result is None or result.outcome != Outcome.RETURN_DOWN or assessment.dossier.state != DossierState.IN_SESSION:
        return ()
    below = queries.level_of(assessment).below
    return tuple(choice for choice in below.choices if choice.code in STEPS) if below else ()


@transaction.atomic
def settle_return(*, assessment: Assessment, choice: str, reason: str, actor: User) -> Assessment:
    """Send the dossier down for recognition by the district's own result or for completion, or conclude "not passed"."""
    current = locked_assessment(assessment.pk)
    rules.check_runs(actor, current.session)
    if current.state != AssessmentState.CLOSED or choice not in {item.code for item in choices_of(current)}:
        raise Denied("Hồ sơ này không còn chờ chọn cách xử lý.", obj=current)
    if not reason.strip():
        raise Denied("Nhập lý do, nội dung cần hoàn thiện.", obj=current)
    workflow.apply(current.dossier, STEPS[choice], actor=actor, reason=reason)
    audit.record(actor=actor, action="assessment.settle_return", obj=current, after={"choice": choice}, reason=reason)
    return current
