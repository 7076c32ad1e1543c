"""Filters of the administrator's lists."""

from __future__ import annotations

import datetime as dt
from typing import Any

import django_filters
from django.db.models import Q, QuerySet

from accounts import audit_view
from accounts.enums import Role
from accounts.models import Membership, User
from core.formats import end_of_day, today
from core.forms import NfcCharField, VnDateField
from core.models import AuditEvent
from core.text import fold

STATES = (("dang-dung", "Đang dùng"), ("ngung", "Đã ngừng"), ("khong-vai-tro", "Chưa có vai trò"))


class TextFilter(django_filters.CharFilter):
    """Text in one spelling."""

    field_class = NfcCharField


class DayFilter(django_filters.DateFilter):
    """A day typed as 3/4/2026."""

    field_class = VnDateField


class UserFilter(django_filters.FilterSet):
    """People by name, role and state."""

    q = TextFilter(label="Tên, tên đăng nhập, cơ quan", method="search")
    vai_tro = django_filters.ChoiceFilter(label="Vai trò", choices=Role.choices, empty_label="Tất cả", method="by_role")
    trang_thai = django_filters.ChoiceFilter(
        label="Trạng thái", choices=STATES, empty_label="Tất cả", method="by_state"
    )

    class Meta:
        model = User
        fields: list[str] = []

    def search(self, rows: QuerySet[User], name: str, value: str) -> QuerySet[User]:
        """Every word must occur, with or without accents."""
        for word in fold(value).split():
            rows = rows.filter(Q(name_folded__contains=word) | Q(organisation__icontains=word))
        return rows

    def by_role(self, rows: QuerySet[User], name: str, value: str) -> QuerySet[User]:
        """Who holds that role today."""
        return rows.filter(pk__in=_holders().filter(role=value).values("user"))

    def by_state(self, rows: QuerySet[User], name: str, value: str) -> QuerySet[User]:
        """Active, disabled, or without a seat."""
        if value == "ngung":
            return rows.filter(is_active=False)
        active = rows.filter(is_active=True)
        return active.exclude(pk__in=_holders().values("user")) if value == "khong-vai-tro" else active


def _holders() -> Any:
    return Membership.objects.on(today())


class AuditFilter(django_filters.FilterSet):
    """Events by person, kind of action, object and days."""

    q = TextFilter(label="Người, đối tượng", method="search")
    viec = django_filters.ChoiceFilter(label="Việc", empty_label="Tất cả", field_name="action")
    tu = DayFilter(label="Từ ngày", method="since")
    den = DayFilter(label="Đến ngày", method="until")
    ket_qua = django_filters.ChoiceFilter(
        label="Kết quả",
        choices=(("duoc", "Đã làm"), ("tu-choi", "Bị từ chối")),
        empty_label="Tất cả",
        method="by_result",
    )

    class Meta:
        model = AuditEvent
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["viec"].extra["choices"] = audit_view.choices()

    def search(self, rows: QuerySet[AuditEvent], name: str, value: str) -> QuerySet[AuditEvent]:
        """The person's or the object's name contains it."""
        return rows.filter(Q(actor_label__icontains=value) | Q(object_label__icontains=value))

    def since(self, rows: QuerySet[AuditEvent], name: str, value: Any) -> QuerySet[AuditEvent]:
        """From the beginning of that day in Vietnam."""
        return rows.filter(at__gt=end_of_day(value - dt.timedelta(days=1)))

    def until(self, rows: QuerySet[AuditEvent], name: str, value: Any) -> QuerySet[AuditEvent]:
        """To the end of that day in Vietnam."""
        return rows.filter(at__lte=end_of_day(value))

    def by_result(self, rows: QuerySet[AuditEvent], name: str, value: str) -> QuerySet[AuditEvent]:
        """Done or refused."""
        return rows.filter(refused=value == "tu-choi")
