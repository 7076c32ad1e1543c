"""Which reports may this person see now: the Department all that were sent and its own; a district its own."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from accounts.seats import unit_ids_within
from core.models import StoredFile
from programme.models import Report
from programme.reporting.states import ReportState
from programme.rules import STAFF, supervises


def visible_reports(user: Any) -> QuerySet[Report]:
    """Own reports in every state; for the Department also what the districts sent."""
    if supervises(user):
        return Report.objects.filter(Q(unit__level="province") | Q(state=ReportState.SENT))
    return Report.objects.filter(unit__in=unit_ids_within(user, STAFF) or ())


def may_open_report_file(user: Any, file: StoredFile) -> bool:
    """Word and spreadsheet files of reports that one may see."""
    return visible_reports(user).filter(Q(docx=file) | Q(xlsx=file)).exists()
