"""What the search box finds here: sessions and results, within what the person may see."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from accounts.enums import STAFF, Role
from accounts.seats import has_role
from core.formats import datetime_vn
from core.search import Hit, Provider, register
from core.text import fold
from evaluations import visibility


def _sessions(user: Any, folded: str, limit: int) -> Iterable[Hit]:
    """Sessions by title. There are few, so titles are compared here and need no folded column."""
    if not has_role(user, *STAFF, Role.COUNCIL_MEMBER):
        return
    found = 0
    for session in visibility.visible_sessions(user).select_related("council").order_by("-year", "-number")[:500]:
        if folded in fold(f"{session.title} {session.council.name}"):
            when = datetime_vn(session.starts_at or session.reply_by)
            yield Hit(
                session.title, f"{session.council.name} · {when}", reverse("evaluations:session", args=[session.pk])
            )
            found += 1
            if found >= limit:
                return


def _results(user: Any, folded: str, limit: int) -> Iterable[Hit]:
    """Results of closed assessments by dossier."""
    rows = (
        visibility.visible_results(user)
        .filter(assessment__dossier__text_folded__contains=folded)
        .select_related("assessment__dossier", "assessment__session")
        .order_by("-closed_at")
        .distinct()[:limit]
    )
    for row in rows:
        dossier = row.assessment.dossier
        detail = f"{row.get_outcome_display()} · {row.assessment.session.title}"
        yield Hit(f"Kết quả: {dossier.product_name}", detail, reverse("evaluations:result", args=[row.assessment_id]))


register(Provider("Phiên họp", "easel", _sessions, order=40))
register(Provider("Kết quả đánh giá", "award", _results, order=42))
