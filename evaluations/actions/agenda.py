"""The agenda: which dossiers, in which order."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from core import audit, workflow
from core.errors import Denied
from evaluations import queries, rules
from evaluations.actions.locking import locked_assessment, locked_session
from evaluations.models import Assessment, CouncilSession


@transaction.atomic
def add_dossiers(*, session: CouncilSession, dossier_ids: Collection[int], actor: User) -> list[Assessment]:
    """Put accepted dossiers of the council's unit on the agenda, in the order of their acceptance."""
    current = locked_session(session.pk)
    rules.check_runs(actor, current)
    rules.check_planned(current)
    chosen = list(queries.candidates(current).filter(pk__in=dossier_ids))
    if len(chosen) != len(set(dossier_ids)):
        raise Denied("Chỉ đưa vào phiên hồ sơ đã tiếp nhận và đang ở đơn vị của Hội đồng.", obj=current)
    last = current.assessments.aggregate(last=Max("order"))["last"] or 0
    added = []
    for place, dossier in enumerate(chosen, last + 1):
        workflow.apply(dossier, "schedule", actor=actor)
        added.append(Assessment.objects.create(session=current, dossier=dossier, order=place))
    audit.record(actor=actor, action="session.add_dossiers", obj=current, after={"dossiers": [d.code for d in chosen]})
    return added


@transaction.atomic
def _take_off(assessment: Assessment, step: str, actor: User, reason: str) -> Assessment:
    current = locked_assessment(assessment.pk)
    workflow.apply(current, step, actor=actor, reason=reason)
    workflow.apply(current.dossier, "unschedule", actor=actor)
    return current


def remove_assessment(*, assessment: Assessment, actor: User) -> Assessment:
    """Take a waiting dossier off the agenda; it is accepted as before."""
    return _take_off(assessment, "remove", actor, "")


def drop_assessment(*, assessment: Assessment, actor: User, reason: str) -> Assessment:
    """Stop scoring a dossier without a result. The sheets stay as they are, read by their authors only."""
    return _take_off(assessment, "drop", actor, reason)


@transaction.atomic
def reorder(*, session: CouncilSession, order: Sequence[int], actor: User) -> None:
    """Set the order of the agenda from the ids of its items."""
    current = locked_session(session.pk)
    rules.check_runs(actor, current)
    rules.check_planned(current)
    items = {item.pk: item for item in queries.agenda(current)}
    if set(order) != set(items) or len(order) != len(items):
        raise Denied("Chương trình vừa thay đổi. Xem lại rồi sắp xếp.", obj=current)
    for place, pk in enumerate(order, 1):
        items[pk].order = place
    Assessment.objects.bulk_update(items.values(), ["order"])
    audit.record(actor=actor, action="session.reorder", obj=current, after={"order": list(order)})
