"""What may this person see now. Blindness lives here and nowhere else (DOMAIN §4, DESIGN §3.3).

Points, totals and comments pass `readable_sheets`, or are an author's own (`own_sheets`): before its assessment is closed
a sheet has one reader, its author. Whoever needs to know *that* a sheet was handed in asks `queries.roll`, which selects
states and times only. Administrators see none of it at any time.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from accounts.enums import LEADERS, Role
from accounts.models import Unit
from accounts.seats import has_role, units_of
from evaluations.enums import AppraisalState, AssessmentState, CouncilRole
from evaluations.models import Appraisal, Assessment, Council, CouncilSession, Result, ScoreSheet
from evaluations.rules import offices_of
from products.enums import DossierState
from products.rules import producer_ids_of
from products.visibility import register_dossier_source

STANDING = (Role.DISTRICT_OFFICER, Role.DEPARTMENT_OFFICER, *sorted(LEADERS))
LIVE = (AssessmentState.WAITING, AssessmentState.OPEN, AssessmentState.CLOSED)
NOTHING = Q(pk__in=())


def _standing_units(user: Any) -> list[Unit]:
    """Units whose councils the person's officer or leader seats reach."""
    return units_of(user, STANDING)


def _whole_province(user: Any) -> bool:
    return any(unit.is_province for unit in _standing_units(user))


def _member_councils(user: Any) -> list[int]:
    return [office.council_id for office in offices_of(user)]


# --- councils and sessions -----------------------------------------------------------------------------------------


def visible_councils(user: Any) -> QuerySet[Council]:
    """Councils of one's own unit (the Department: all), and those one sits in."""
    if _whole_province(user):
        return Council.objects.all()
    own = Q(unit__in=[unit.pk for unit in _standing_units(user)]) | Q(pk__in=_member_councils(user))
    return Council.objects.filter(own)


def visible_sessions(user: Any) -> QuerySet[CouncilSession]:
    """Sessions of visible councils."""
    return CouncilSession.objects.filter(council__in=visible_councils(user))


def visible_assessments(user: Any) -> QuerySet[Assessment]:
    """Items of the agendas of visible sessions. Their rows carry no points."""
    return Assessment.objects.filter(session__council__in=visible_councils(user))


def _served(user: Any) -> Q:
    """Assessments of sessions of which the person is a member, from the time the dossiers were sent."""
    return Q(
        session__council__in=_member_councils(user),
        session__attendances__member__user_id=user.pk,
        session__dossiers_sent_at__isnull=False,
        state__in=LIVE,
    )


def served_assessments(user: Any) -> QuerySet[Assessment]:
    """What a member has to score or has scored."""
    return Assessment.objects.filter(_served(user)) if offices_of(user) else Assessment.objects.none()


# --- points, totals, comments --------------------------------------------------------------------------------------


def readable_sheets(user: Any) -> QuerySet[ScoreSheet]:
    """Sheets whose content this person may read now: one's own; of closed assessments those of visible councils."""
    if not getattr(user, "is_authenticated", False):
        return ScoreSheet.objects.none()
    own = Q(member__user_id=user.pk, member__council__in=_member_councils(user))
    closed = Q(assessment__state=AssessmentState.CLOSED, assessment__session__council__in=visible_councils(user))
    return ScoreSheet.objects.filter(own | closed)


def visible_results(user: Any) -> QuerySet[Result]:
    """Results (they exist only after closing) of visible councils, of one's own district's and producers' dossiers.

    Council members and advisors at the province also read the district's result of a dossier that they deal with.
    """
    if not getattr(user, "is_authenticated", False):
        return Result.objects.none()
    seen = Q(assessment__session__council__in=visible_councils(user))
    units = [unit.pk for unit in _standing_units(user)]
    if units:
        seen |= Q(assessment__dossier__district__in=units)
    own = producer_ids_of(user)
    if own:
        seen |= Q(assessment__dossier__producer__in=own)
    if offices_of(user):
        seen |= Q(assessment__dossier__in=served_assessments(user).values("dossier"))
    if has_role(user, Role.ADVISORY):
        seen |= Q(assessment__dossier__in=own_appraisals(user).values("dossier"))
    return Result.objects.filter(seen)


def sees_members_points(user: Any, result: Result) -> bool:
    """Whether the result page shows who gave what: only to those who see the council itself."""
    return visible_councils(user).filter(pk=result.assessment.session.council_id).exists()


# --- appraisals ----------------------------------------------------------------------------------------------------


def own_appraisals(user: Any) -> QuerySet[Appraisal]:
    """What was given to the person at a unit where they advise today: who moves to another unit leaves it behind."""
    units = [unit.pk for unit in units_of(user, (Role.ADVISORY,))]
    return Appraisal.objects.filter(advisor_id=user.pk, team__council__unit__in=units)


def visible_appraisals(user: Any) -> QuerySet[Appraisal]:
    """The advisor's own; those at visible councils for the standing officers; finished ones for served members."""
    seen = NOTHING
    if has_role(user, Role.ADVISORY):
        seen |= Q(pk__in=own_appraisals(user).values("pk"))
    units = _standing_units(user)
    if _whole_province(user):
        seen = Q()
    elif units:
        seen |= Q(team__council__unit__in=[unit.pk for unit in units])
    if seen and offices_of(user):
        seen |= Q(state=AppraisalState.DONE, dossier__in=served_assessments(user).values("dossier"))
    return Appraisal.objects.filter(seen)


# --- dossiers and their files, for products ------------------------------------------------------------------------


@register_dossier_source
def dossiers_of_agendas(user: Any) -> Q | None:
    """Council members see what was sent to them; the secretary what may come on the agenda; advisors their work."""
    parts: list[Q] = []
    if offices_of(user):
        parts.append(Q(pk__in=served_assessments(user).values("dossier")))
    runs = [office.council.unit_id for office in offices_of(user) if office.role == CouncilRole.SECRETARY]
    if runs:
        agendas = Assessment.objects.filter(session__council__unit__in=runs, state__in=LIVE).values("dossier")
        parts += [Q(holder__in=runs, state=DossierState.ACCEPTED), Q(pk__in=agendas)]
    if has_role(user, Role.ADVISORY):
        parts.append(Q(pk__in=own_appraisals(user).values("dossier")))
    found: Q | None = None
    for part in parts:
        found = part if found is None else found | part
    return found
