"""The list of sessions, and the councils for which a person prepares them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from core.filters import FacedFilterSet, choice, years
from core.formats import datetime_vn, today
from core.lists import Column, ListPage, Order
from evaluations import queries, rules, visibility
from evaluations.enums import SessionMode, SessionState
from evaluations.models import Council, CouncilSession

ALL_YEARS = "tat-ca"


class SessionFilter(FacedFilterSet):
    """Filters of the session list; without a year asked, the year in work (`ListPage.of_work_year`)."""

    trang_thai = choice("Trạng thái", SessionState.choices, field_name="state")
    hinh_thuc = choice("Hình thức", SessionMode.choices, field_name="mode")
    nam = choice("Năm", method="by_year", empty_label=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["nam"].extra["choices"] = [(ALL_YEARS, "Mọi năm"), *years()]

    def by_year(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """By the session's year."""
        return rows if value == ALL_YEARS else rows.filter(year=int(value))

    class Meta:
        model = CouncilSession
        fields: list[str] = []


class SessionList(ListPage):
    """Sessions of the councils that the person sees."""

    template_name = "evaluations/sessions.html"
    filterset_class = SessionFilter
    orders = (
        Order("moi", "mới nhất trước", ("-year", "-number", "-id")),
        Order("hoi-dong", "theo Hội đồng", ("council__unit__name_sort", "-year", "-number")),
    )
    columns = (
        Column("Phiên", lambda row: row.title, 40),
        Column("Hội đồng", lambda row: row.council.name, 50),
        Column("Thời gian", lambda row: datetime_vn(row.starts_at or row.reply_by), 20),
        Column("Trạng thái", lambda row: row.get_state_display(), 20),
        Column("Số hồ sơ", lambda row: len(row.items), 10),
    )
    export_name = "phien-hop"
    of_work_year = True

    def rows(self) -> QuerySet[CouncilSession]:
        """Visible sessions."""
        return visibility.visible_sessions(self.request.user)

    def decorate(self, rows: QuerySet[CouncilSession]) -> QuerySet[CouncilSession]:
        """Council and agenda of a page of rows."""
        return queries.sessions_for_list(rows)

    def extra(self) -> dict[str, Any]:
        """Whether the person may make one."""
        return {"may_add": bool(runnable_councils(self.request))}


def runnable_councils(request: HttpRequest) -> list[Council]:
    """Councils in office for which the person prepares sessions."""
    day = today()
    councils = visibility.visible_councils(request.user).select_related("unit").filter(valid_from__lte=day)
    current = [council for council in councils if council.valid_to is None or council.valid_to >= day]
    return [council for council in current if rules.runs_session(request.user, CouncilSession(council=council))]
